"""FND019: a finding got another grade, and nobody said why."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND019", over=findings, severity=Severity.ERROR, clauses=("9.2.2", "10.2.1"))
def unjustified_regrading(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every regrading of a finding is justified."""
    del system
    regraded = [step for step in finding.steps if step.fact.step == "regraded"]
    if not regraded:
        yield NotApplicable()
    for step in regraded:
        if not (step.fact.justification or "").strip():
            yield Problem(
                step.at("justification"),
                tr("{finding} was regraded, and it is not said why", finding=finding.number),
                tr("record a correction that gives the justification"),
            )
