"""What is due on the due day of a finding: the response, the action, or the check whether it was effective.

It labels the day, of a closed finding too; what an open one waits for is `control.steps_due`.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from qmsctl.control.findings import FindingStatus
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

_RESPONDING: Final = frozenset(
    {
        FindingStatus.RAISED,
        FindingStatus.ACKNOWLEDGED,
        FindingStatus.DISPUTED,
        FindingStatus.ANSWERED,
        FindingStatus.REJECTED,
        FindingStatus.INEFFECTIVE,
    }
)
_ACTING: Final = frozenset({FindingStatus.PLANNED, FindingStatus.VERIFIED, FindingStatus.CLOSED})


def due_of(status: FindingStatus, *, is_planned: bool) -> Due:
    """Return what is due of a finding in *status*; *is_planned*: an action is."""
    if status is FindingStatus.DONE:
        return Due.CHECK
    if status in _ACTING and is_planned:
        return Due.ACTION
    return Due.RESPONSE if status in _RESPONDING else Due.OTHER
