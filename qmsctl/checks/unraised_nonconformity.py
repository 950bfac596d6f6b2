"""FND009: a finished audit saw something that does not conform and raised no finding."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import uncited
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("FND009", over=audits, severity=Severity.ERROR, clauses=("9.2.2", "10.2.1"))
def unraised_nonconformity(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """A finished audit raised a finding from all evidence that does not conform."""
    if not audit.status.is_finished:
        yield NotApplicable()
        return
    for record in uncited(audit, system):
        yield Problem(
            record.at("result"),
            tr("{record} does not conform, and no finding cites it", record=record_name(record)),
            tr("raise a nonconformity that cites it, or record a correction if its result is wrong"),
        )
