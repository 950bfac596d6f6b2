"""What is due on the due day of a finding: the response, the action, or the check whether it was effective.

It labels the day, of a closed finding too; what an open one waits for is decided by `control.steps_due`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.steps_due import AwaitedStep, awaited_step
from qmsctl.messages import Message, tr

__all__ = ["DUE_LABELS", "DUE_WORDS", "Due", "due_of"]


class Due(Enum):
    """What a finding waits for."""

    RESPONSE = "response"
    ACTION = "action"
    CHECK = "check"
    OTHER = "other"
    """What nobody can tell from its state."""


DUE_LABELS: Final = {
    Due.RESPONSE: tr("Response due on"),
    Due.ACTION: tr("Action due on"),
    Due.CHECK: tr("Effectiveness check due on"),
    Due.OTHER: tr("Due date"),
}
DUE_WORDS: Final[dict[Due, Message | None]] = {
    Due.RESPONSE: tr("response"),
    Due.ACTION: tr("action"),
    Due.CHECK: tr("effectiveness check"),
    Due.OTHER: None,
}

_DUE_ON: Final[Mapping[AwaitedStep, Due]] = {
    AwaitedStep.CARRY_OUT: Due.ACTION,
    AwaitedStep.VERIFY: Due.CHECK,
    AwaitedStep.CLOSE: Due.ACTION,
}
"""What the day of a finding is for; with all other steps it is for the response."""


def due_of(finding: ControlledFinding) -> Due:
    """Return what is due of *finding* on its day; once it is closed, what was."""
    step = awaited_step(finding)
    if step is None and finding.status is not FindingStatus.CLOSED:
        return Due.OTHER
    due = _DUE_ON.get(step, Due.RESPONSE) if step is not None else Due.ACTION
    return Due.OTHER if due is Due.ACTION and finding.last("action") is None else due
