"""FND024: a finding was withdrawn or disputed, or the response to it rejected, and nobody said why."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


def all_findings(system: System) -> Iterator[ControlledFinding]:
    """Every finding, the withdrawn ones too."""
    return iter(system.findings)


@rule("FND024", over=all_findings, severity=Severity.ERROR, clauses=("9.2.2", "10.2.2"))
def unexplained_withdrawal(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Whoever withdraws or disputes a finding, or rejects the response to it, says why."""
    del system
    steps = [step for step in finding.steps if _wants_a_reason(step.fact)]
    if not steps:
        yield NotApplicable()
    for step in steps:
        if (step.fact.reason or "").strip():
            continue
        yield Problem(
            step.at("reason"), _said(finding, step.fact), tr("record a correction that gives the reason")
        )


def _wants_a_reason(step: FindingStep) -> bool:
    return step.step in ("withdrawn", "disputed") or (step.step == "reviewed" and step.accepted is False)


def _said(finding: ControlledFinding, step: FindingStep) -> Message:
    if step.step == "withdrawn":
        return tr("{finding} was withdrawn, and it is not said why", finding=finding.number)
    if step.step == "reviewed":
        return tr("the response to {finding} was rejected, and it is not said why", finding=finding.number)
    return tr("{finding} was disputed, and it is not said why", finding=finding.number)
