"""FND001: a nonconformity lacks one of its three parts."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND001", over=nonconformities, severity=Severity.ERROR, clauses=("9.2.2", "10.2.2"))
def incomplete_nonconformity(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """A nonconformity states the requirement, the evidence and what is not fulfilled."""
    del system
    for field, message, fix in _missing(finding):
        yield Problem(finding.raised.at(field), message, fix)


def _missing(finding: ControlledFinding) -> Iterator[tuple[str, Message, Message]]:
    """Yield the field of each part that is missing, with what to say about it."""
    raised = finding.raised.fact
    if not (raised.requirement or "").strip():
        yield (
            "requirement",
            tr("{finding} does not say which requirement is not fulfilled", finding=finding.number),
            tr("record a correction that states the requirement"),
        )
    if not (raised.evidence_text or "").strip():
        yield (
            "evidence_text",
            tr("{finding} does not say what the evidence is", finding=finding.number),
            tr("record a correction that says in evidence_text what was found, where and in how many cases"),
        )
    if not (raised.statement or "").strip():
        yield (
            "statement",
            tr("{finding} does not say in what the nonconformity consists", finding=finding.number),
            tr("record a correction that describes the nonconformity in one sentence"),
        )
