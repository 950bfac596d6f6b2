"""What was decided on a document and has not taken effect yet, and why nothing of it is in force."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.messages import Message, tr
from qmsctl.model.record import Approval

__all__ = ["announced", "none_in_force", "withdrawal_to_come"]


def withdrawal_to_come(controlled: ControlledDocument, day: dt.date) -> Approval | None:
    """Return the first withdrawal, decided by *day*, that takes effect after it."""
    planned = [
        fact
        for fact in (decision.record.fact for decision in controlled.decisions)
        if fact.meaning == "withdrawn" and fact.decided <= day < (fact.effective or fact.decided)
    ]
    return min(planned, key=_ends, default=None)


def announced(controlled: ControlledDocument, day: dt.date) -> Iterator[Message]:
    """Yield the revisions that will be in force after *day*, and the withdrawal that will end them."""
    if controlled.in_force is not None:
        for one in controlled.to_come:
            yield tr("revision {revision} in force from {day}", revision=one.revision, day=one.effective)
    fact = withdrawal_to_come(controlled, day)
    if fact is not None and fact.successor:
        yield tr(
            "to be withdrawn on {day} (successor {successor})", day=_ends(fact), successor=fact.successor
        )
    elif fact is not None:
        yield tr("to be withdrawn on {day}", day=_ends(fact))


def none_in_force(controlled: ControlledDocument, day: dt.date) -> tuple[Message, Message]:
    """Return why nothing of *controlled* is in force on *day*, and what can be shown instead."""
    return _why(controlled, day), _instead(controlled)


def _why(controlled: ControlledDocument, day: dt.date) -> Message:
    id = controlled.id
    if controlled.to_come:
        coming = controlled.to_come[0]
        return tr(
            "no revision of {document} is in force on {day}: revision {revision} is in force from {effective}",
            document=id,
            day=day,
            revision=coming.revision,
            effective=coming.effective,
        )
    if controlled.withdrawn is None:
        return tr("no revision of {document} is in force on {day}: none is approved", document=id, day=day)
    fact = controlled.withdrawn.record.fact
    if fact.successor:
        return tr(
            "no revision of {document} is in force on {day}: withdrawn since {end}, successor {successor}",
            document=id,
            day=day,
            end=_ends(fact),
            successor=fact.successor,
        )
    return tr(
        "no revision of {document} is in force on {day}: withdrawn since {end}",
        document=id,
        day=day,
        end=_ends(fact),
    )


def _instead(controlled: ControlledDocument) -> Message:
    if controlled.to_come:
        return tr("to read it before: --revision {revision}", revision=controlled.to_come[0].revision)
    if controlled.withdrawn is None:
        if controlled.working is not None:
            return tr("to read the draft: --draft")
        return tr("qmsctl history {document} tells what became of it", document=shlex.quote(controlled.id))
    last = controlled.withdrawn.record.fact.revision
    successor = controlled.withdrawn.record.fact.successor
    if successor:
        return tr(
            "what replaced it: qmsctl show {successor}; the withdrawn text: --revision {revision}",
            successor=shlex.quote(successor),
            revision=last,
        )
    return tr("to read the withdrawn text: --revision {revision}", revision=last)


def _ends(fact: Approval) -> dt.date:
    return fact.effective or fact.decided
