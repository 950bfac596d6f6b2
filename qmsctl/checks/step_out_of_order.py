"""FND015: a step of the follow-up came before the one it follows from."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.follow_up import out_of_order
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND015", over=nonconformities, severity=Severity.WARNING, clauses=("10.2.1",))
def step_out_of_order(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Cause, action, implementation and check of effectiveness follow one from the other."""
    del system
    if len(finding.steps) == 1:
        yield NotApplicable()
    facts = [step.fact for step in finding.steps]
    for index, step in enumerate(finding.steps):
        if reason := out_of_order(facts[:index], step.fact.step, finding.grade):
            yield Problem(
                step.at("step"),
                tr("{finding}: {reason}", finding=finding.number, reason=reason),
                tr("record what is missing; if a day is wrong, record a correction"),
            )
