"""FND024: a finding was withdrawn or disputed, and nobody said why."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


def all_findings(system: System) -> Iterator[ControlledFinding]:
    """Every finding, the withdrawn ones too."""
    return iter(system.findings)


@rule("FND024", over=all_findings, severity=Severity.ERROR, clauses=("9.2.2", "10.2.2"))
def unexplained_withdrawal(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Whoever withdraws or disputes a finding says why."""
    del system
    steps = [step for step in finding.steps if step.fact.step in ("withdrawn", "disputed")]
    if not steps:
        yield NotApplicable()
    for step in steps:
        if (step.fact.reason or "").strip():
            continue
        said = (
            tr("{finding} was withdrawn, and it is not said why", finding=finding.number)
            if step.fact.step == "withdrawn"
            else tr("{finding} was disputed, and it is not said why", finding=finding.number)
        )
        yield Problem(step.at("reason"), said, tr("record a correction that gives the reason"))
