"""FND016: a nonconformity was not acknowledged or corrected in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.steps_due import acknowledgement_due, correction_due
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day a step may be late"))


@rule("FND016", over=nonconformities, severity=Severity.WARNING, clauses=("10.2.1",), options=(GRACE,))
def overdue_step(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """Open nonconformities are acknowledged and corrected within the time that is set."""
    if not finding.is_open or finding.status is FindingStatus.DISPUTED:
        yield NotApplicable()
        return
    raised = finding.raised
    grace = options.days(GRACE)
    due = acknowledgement_due(finding)
    if due is not None and system.day - due > grace:
        yield Problem(
            raised.at("occurred"),
            tr(
                "{finding} should have been acknowledged by {due}, and nobody has answered",
                finding=finding.number,
                due=due,
            ),
            tr("ask whoever answers for it, then record that it is acknowledged or disputed"),
        )
        return
    due = correction_due(finding)
    if due is not None and system.day - due > grace:
        yield Problem(
            raised.at("occurred"),
            tr("the cases of {finding} should have been corrected by {due}", finding=finding.number, due=due),
            tr("correct what was found, then record the correction"),
        )
