"""FND022: nobody decided in time what to do about an observation or an opportunity for improvement."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND022", over=findings, severity=Severity.WARNING, clauses=("10.1",))
def unassessed_finding(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Observations and opportunities for improvement are assessed within the time that is set."""
    if finding.is_nonconformity or finding.grade == "strength":
        yield NotApplicable()
    elif finding.status is FindingStatus.RAISED and finding.due is not None and finding.due < system.day:
        yield Problem(
            finding.raised.at("due" if finding.raised.fact.due else "occurred"),
            tr("{finding} should have been assessed by {due}", finding=finding.number, due=finding.due),
            tr("decide whether it is acted on, and record that: accepted, or declined with the reason"),
        )
