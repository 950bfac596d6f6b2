"""FND005: evidence that does not conform ended in a grade that asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.closing import failing_evidence
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND005", over=findings, severity=Severity.ERROR, clauses=("9.2.2", "10.2.1"))
def softened_nonconformity(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Evidence that does not conform ends in a nonconformity, not in a softer grade."""
    if finding.is_nonconformity:
        yield NotApplicable()
        return
    graded = next((step for step in reversed(finding.steps) if step.fact.grade), finding.raised)
    if names := failing_evidence(finding, system):
        yield Problem(
            graded.at("grade"),
            _said(finding, list_of(names)),
            tr(
                "regrade the finding as a nonconformity, or record a correction of evidence whose result is wrong"
            ),
        )


def _said(finding: ControlledFinding, records: str) -> Message:
    if finding.grade == "strength":
        return tr(
            "{finding} is graded as a strength, but its evidence does not conform: {records}",
            finding=finding.number,
            records=records,
        )
    if finding.grade == "opportunity":
        return tr(
            "{finding} is graded as an opportunity for improvement, but its evidence does not conform: {records}",
            finding=finding.number,
            records=records,
        )
    return tr(
        "{finding} is graded as an observation, but its evidence does not conform: {records}",
        finding=finding.number,
        records=records,
    )
