"""Where it is said that somebody decided, if not in a record."""

from __future__ import annotations

from qmsctl.control.trust import Decision, Origin
from qmsctl.messages import Message, tr

__all__ = ["stated_where"]


def stated_where(decision: Decision) -> Message | None:
    """Return where *decision* is stated; `None` for a record, which is what nobody needs to be told."""
    commit = decision.commit.id[:10] if decision.commit else "-"
    if decision.origin is Origin.TAG:
        return tr("by the tag {tag}", tag=decision.named or "-")
    if decision.origin is Origin.TRAILER:
        return tr("by the last lines of commit {commit}", commit=commit)
    if decision.origin is Origin.FIELDS:
        return tr("as the document says of itself")
    if decision.origin is Origin.MERGE:
        return tr("by the merge {commit}", commit=commit)
    return None
