"""Which steps of an open finding wait, and by when each of them is to be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.working_days import after

__all__ = ["AwaitedStep", "StepDue", "acknowledgement_due", "correction_due", "steps_due"]


class AwaitedStep(Enum):
    """What somebody has to do next about a finding."""

    ACKNOWLEDGE = "acknowledge"
    CORRECT = "correct"
    """The cases that were found."""
    ASSESS = "assess"
    """Say whether what is no nonconformity is taken up."""
    SETTLE = "settle"
    """Answer that it is disputed."""
    ANSWER = "answer"
    """Say the correction, the extent and the cause."""
    PLAN = "plan"
    """Say the corrective action."""
    CARRY_OUT = "carry-out"
    VERIFY = "verify"
    """See whether the action was effective."""


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step, and by when it is to be taken."""

    step: AwaitedStep
    due: dt.date


_NEXT: Final[Mapping[FindingStatus, AwaitedStep]] = {
    FindingStatus.RAISED: AwaitedStep.ANSWER,
    FindingStatus.ACKNOWLEDGED: AwaitedStep.ANSWER,
    FindingStatus.DISPUTED: AwaitedStep.SETTLE,
    FindingStatus.ASSESSED: AwaitedStep.CARRY_OUT,
    FindingStatus.ANSWERED: AwaitedStep.PLAN,
    FindingStatus.PLANNED: AwaitedStep.CARRY_OUT,
    FindingStatus.REJECTED: AwaitedStep.ANSWER,
    FindingStatus.DONE: AwaitedStep.VERIFY,
    FindingStatus.INEFFECTIVE: AwaitedStep.PLAN,
}
"""What comes next; after `VERIFIED` it is only to be closed, and no day is set for that."""
_NEW: Final = (FindingStatus.RAISED, FindingStatus.ACKNOWLEDGED)


def steps_due(finding: ControlledFinding) -> Iterator[StepDue]:
    """Yield the steps of *finding* that wait and have a day, in the order in which they are taken."""
    if not finding.is_open or finding.grade == "strength":
        return
    for step, due in (
        (AwaitedStep.ACKNOWLEDGE, acknowledgement_due(finding)),
        (AwaitedStep.CORRECT, correction_due(finding)),
        (_next(finding), finding.due),
    ):
        if step is not None and due is not None:
            yield StepDue(step, due)


def acknowledgement_due(finding: ControlledFinding) -> dt.date | None:
    """Return by when a nonconformity to which nobody answered is acknowledged; `None` if no day is set for that."""
    if not _waits(finding) or len(finding.steps) > 1:
        return None
    return _after(finding, finding.deadlines.acknowledge)


def correction_due(finding: ControlledFinding) -> dt.date | None:
    """Return by when the cases of a nonconformity without correction are corrected; `None` if no day is set for that."""
    if not _waits(finding) or finding.stating("correction") is not None:
        return None
    return _after(finding, finding.deadlines.correct)


def _waits(finding: ControlledFinding) -> bool:
    return finding.is_nonconformity and finding.is_open and finding.status is not FindingStatus.DISPUTED


def _next(finding: ControlledFinding) -> AwaitedStep | None:
    if finding.status in _NEW and not finding.is_nonconformity:
        return AwaitedStep.ASSESS
    return _NEXT.get(finding.status)


def _after(finding: ControlledFinding, span: str | None) -> dt.date | None:
    return after(finding.raised.fact.occurred, span) if span else None
