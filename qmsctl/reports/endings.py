"""When a revision ended, and whether another took its place or the document was withdrawn."""

from __future__ import annotations

import datetime as dt

from qmsctl.control.documents import Approved, ControlledDocument

__all__ = ["end_of"]


def end_of(
    approved: Approved | None, controlled: ControlledDocument, day: dt.date
) -> tuple[dt.date | None, bool]:
    """Return the day on which *approved* ends, as far as decided by *day*, and whether by a withdrawal."""
    if approved is None:
        return None, False
    after = controlled.approved[controlled.approved.index(approved) + 1 :]
    superseded = after[0].effective if after else None
    decided = (decision.record.fact for decision in controlled.decisions)
    ends = [
        fact.effective or fact.decided
        for fact in decided
        if fact.meaning == "withdrawn" and fact.decided <= day
    ]
    withdrawn = min((end for end in ends if end >= approved.effective), default=None)
    if withdrawn is not None and (superseded is None or withdrawn < superseded):
        return withdrawn, True
    return superseded, False
