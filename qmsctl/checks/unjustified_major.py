"""FND013: nobody said why a nonconformity is a major one."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND013", over=nonconformities, severity=Severity.WARNING, clauses=("9.2.2", "10.2.1"))
def unjustified_major(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """The grade of a major nonconformity is justified."""
    del system
    graded = next(step for step in reversed(finding.steps) if step.fact.grade)
    if finding.grade != "major" or graded.fact.step != "raised":
        yield NotApplicable()  # a regrading has a rule of its own
    elif not (graded.fact.justification or "").strip():
        yield Problem(
            graded.at("grade"),
            tr("it is not said why {finding} is a major nonconformity", finding=finding.number),
            tr("record a correction that gives the justification"),
        )
