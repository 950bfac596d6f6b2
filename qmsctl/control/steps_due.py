"""What an open finding waits for, whether its owner or somebody else has to do it, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.working_days import after
from qmsctl.model.organisation import Organisation

__all__ = [
    "OF_OTHERS",
    "AwaitedStep",
    "StepDue",
    "acknowledgement_due",
    "awaited_step",
    "correction_due",
    "is_unreviewed",
    "settlement_due",
    "settler",
    "steps_due",
]


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
    CLOSE = "close"
    """No day is set for that."""


OF_OTHERS: Final = frozenset({AwaitedStep.SETTLE, AwaitedStep.VERIFY, AwaitedStep.CLOSE})
"""What the owner of a finding does not do: it is for those who raised it, or who audit."""


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step, and by when it is to be taken."""

    step: AwaitedStep
    due: dt.date


_NEXT: Final[Mapping[FindingStatus, AwaitedStep]] = {
    FindingStatus.RAISED: AwaitedStep.ANSWER,
    FindingStatus.ACKNOWLEDGED: AwaitedStep.ANSWER,
    FindingStatus.DISPUTED: AwaitedStep.SETTLE,
    FindingStatus.ASSESSED: AwaitedStep.ANSWER,
    FindingStatus.ANSWERED: AwaitedStep.PLAN,
    FindingStatus.PLANNED: AwaitedStep.CARRY_OUT,
    FindingStatus.REJECTED: AwaitedStep.ANSWER,
    FindingStatus.DONE: AwaitedStep.VERIFY,
    FindingStatus.VERIFIED: AwaitedStep.CLOSE,
    FindingStatus.INEFFECTIVE: AwaitedStep.PLAN,
}
"""What comes next in a nonconformity."""
_OTHERS_NEXT: Final[Mapping[FindingStatus, AwaitedStep]] = {
    FindingStatus.DISPUTED: AwaitedStep.SETTLE,
    FindingStatus.ASSESSED: AwaitedStep.CARRY_OUT,
    FindingStatus.PLANNED: AwaitedStep.CARRY_OUT,
}
"""What comes next in an observation or an opportunity for improvement that is not new."""
_NEW: Final = (FindingStatus.RAISED, FindingStatus.ACKNOWLEDGED)


def steps_due(finding: ControlledFinding) -> Iterator[StepDue]:
    """Yield the steps of *finding* that wait and have a day, in the order in which they are taken."""
    following = awaited_step(finding)
    if following is None:
        return
    for step, due in (
        (AwaitedStep.ACKNOWLEDGE, acknowledgement_due(finding)),
        (AwaitedStep.CORRECT, correction_due(finding)),
        _with_its_day(following, finding),
    ):
        if step is not None and due is not None:
            yield StepDue(step, due)


def _with_its_day(step: AwaitedStep, finding: ControlledFinding) -> tuple[AwaitedStep | None, dt.date | None]:
    if step is AwaitedStep.SETTLE:
        return step, settlement_due(finding)
    return (step if step is not AwaitedStep.CLOSE else None), finding.due


def awaited_step(finding: ControlledFinding) -> AwaitedStep | None:
    """Return what comes next about *finding*; `None` if it is not open, or is a strength."""
    if not finding.is_open or finding.grade == "strength":
        return None
    if finding.is_nonconformity:
        return _NEXT[finding.status]
    if finding.status in _NEW:
        return AwaitedStep.ASSESS
    assessed = finding.last("assessed")
    if finding.status is FindingStatus.ASSESSED and assessed is not None and assessed.fact.accepted is False:
        return AwaitedStep.CLOSE
    # Nobody answers it, plans without having taken it up, or checks whether it was effective.
    return _OTHERS_NEXT.get(finding.status, AwaitedStep.CLOSE)


def is_unreviewed(finding: ControlledFinding) -> bool:
    """Return whether nobody has accepted or rejected the whole response to *finding*, and nothing of it is carried out yet."""
    if not finding.is_nonconformity or finding.status is not FindingStatus.PLANNED:
        return False
    last = next(
        step.fact
        for step in reversed(finding.steps)
        if step.fact.step in ("response", "action")
        or (step.fact.step == "reviewed" and step.fact.accepted is not None)
    )
    return last.step != "reviewed"


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


def settlement_due(finding: ControlledFinding) -> dt.date | None:
    """Return by when the last dispute of a finding is answered; `None` if nobody disputed it.

    That takes as long as the auditee has to acknowledge it or, of what is no nonconformity, to say what becomes of it.
    """
    disputed = finding.last("disputed")
    if disputed is None:
        return None
    span = finding.deadlines.acknowledge or finding.deadlines.assess
    return after(disputed.fact.occurred, span) if span else disputed.fact.occurred


def settler(finding: ControlledFinding, organisation: Organisation, day: dt.date) -> str | None:
    """Return the role that answers a dispute of *finding* on *day*; `None` if `qms.yaml` names none that may.

    Nobody settles what they answer for: not in another role either.
    """
    owner = finding.owner
    own = {person for person, known in organisation.people.items() if owner in known.roles_on(day)}
    for role in organisation.findings.settled_by:
        holders = {person for person, known in organisation.people.items() if role in known.roles_on(day)}
        if role != owner and owner not in holders and own.isdisjoint(holders):
            return role
    return None


def _waits(finding: ControlledFinding) -> bool:
    return finding.is_nonconformity and finding.is_open and finding.status is not FindingStatus.DISPUTED


def _after(finding: ControlledFinding, span: str | None) -> dt.date | None:
    return after(finding.raised.fact.occurred, span) if span else None
