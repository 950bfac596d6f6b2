"""When a revision ended, and whether another took its place or the document was withdrawn."""

from __future__ import annotations

import datetime as dt

from qmsctl.control.documents import Approved, ControlledDocument

__all__ = ["approved_as", "end_of"]


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


def approved_as(controlled: ControlledDocument, revision: str) -> Approved | None:
    """Return what was approved as *revision*; of texts that bear none, which stand together, what holds or came last."""
    same = [one for one in controlled.approved if one.revision == revision]
    if not revision:
        same = [one for one in same if one == controlled.in_force] or same[-1:]
    return same[0] if same else None
