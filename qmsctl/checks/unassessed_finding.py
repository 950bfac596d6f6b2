"""FND022: nobody decided in time what to do about an observation or an opportunity for improvement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option(
    "grace", 0, Unit.DAYS, tr("how long after its day the assessment of a finding may be late")
)


@rule("FND022", over=findings, severity=Severity.WARNING, clauses=("10.1",), options=(GRACE,))
def unassessed_finding(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """Observations and opportunities for improvement are assessed within the time that is set."""
    if finding.is_nonconformity or finding.grade == "strength":
        yield NotApplicable()
    elif (
        finding.status is FindingStatus.RAISED
        and finding.due is not None
        and system.day - finding.due > options.days(GRACE)
    ):
        yield Problem(
            finding.raised.at("due" if finding.raised.fact.due else "occurred"),
            tr("{finding} should have been assessed by {due}", finding=finding.number, due=finding.due),
            tr("decide whether it is acted on, and record that: accepted, or declined with the reason"),
        )
