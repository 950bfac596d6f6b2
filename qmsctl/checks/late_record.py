"""AUD006: a record of a closed audit is not under its seal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD006", over=audits, severity=Severity.WARNING, clauses=("9.2.2", "7.5.3.2"))
def late_record(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The seal of a closed audit holds every record of the audit."""
    del system
    closing = audit.last("audit_closed")
    if audit.status is not AuditStatus.CLOSED or closing is None:
        yield NotApplicable()
        return
    for record in audit.late:
        yield Problem(
            record.at("record"),
            tr(
                "{record} is not under the seal of {audit}, which was closed on {closed}",
                record=record_name(record),
                audit=audit.id,
                closed=closing.fact.occurred,
            ),
            tr(
                "see whether it changes what the audit concluded, then close the audit anew to seal it:"
                " qmsctl audit close {audit}",
                audit=shlex.quote(audit.id),
            ),
        )
