"""AUD031: an audit was reported or closed without conclusions."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD031", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def missing_conclusions(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """An audit that was reported or closed has its conclusions."""
    del system
    if audit.status not in (AuditStatus.REPORTED, AuditStatus.CLOSED):
        yield NotApplicable()
        return
    ended = audit.last("audit_closed") or audit.last("report_issued")
    if ended is not None and audit.last("conclusions") is None:
        yield Problem(
            ended.at("kind"),
            tr("{audit} is finished, and nobody recorded what it came to", audit=audit.id),
            tr(
                "record what the audit team concluded: qmsctl audit minutes {audit} conclusions",
                audit=shlex.quote(audit.id),
            ),
        )
