"""What can become of a document in a period, seen from how it stood at both ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from qmsctl.control.documents import Approved, ControlledDocument, DocumentState
from qmsctl.messages import Message, tr
from qmsctl.reports.period import Period

__all__ = ["HAPPENINGS", "Ends", "Happening"]


class Happening(Enum):
    """What can become of a document, in the order in which it is reported."""

    IN_FORCE = "first_in_force"
    """A revision is in force for the first time."""
    APPEARED = "first_appeared"
    """There is a file of it now, and nothing in force."""
    LISTED = "listed"
    """There is a file of it now, and documents of its type need no approval: a law, a standard."""
    REVISED = "revised"
    RETURNED = "in_force_again"
    """It had been withdrawn."""
    WITHDRAWN = "withdrawn"
    ENDED = "no_longer_in_force"
    """What put it in force no longer counts, and nobody withdrew it."""
    DELETED = "deleted"
    """Its file is gone, and nobody withdrew it."""
    COMING = "to_come"
    """Approved, to take effect later."""
    DRAFTED = "drafted"
    """Its text was changed and awaits approval."""
    CHANGED = "changed"
    """Its text was changed, and documents of its type need no approval: a law, a standard."""
    VERIFIED = "verified"
    """Somebody looked again whether a law or a standard has changed, and it has not."""
    MOVED = "moved"
    DRIFTED = "drifted"
    RESTORED = "drift_ended"
    OVERDUE = "overdue"
    """Its review fell due and was not held."""


HAPPENINGS: Final[Mapping[Happening, Message]] = {
    Happening.IN_FORCE: tr("in force for the first time"),
    Happening.APPEARED: tr("new draft"),
    Happening.LISTED: tr("listed for the first time; needs no approval"),
    Happening.REVISED: tr("document revised"),
    Happening.RETURNED: tr("in force again after a withdrawal"),
    Happening.WITHDRAWN: tr("withdrawn by decision"),
    Happening.ENDED: tr("no longer in force, though nobody withdrew it"),
    Happening.DELETED: tr("its file is gone, though nobody withdrew it"),
    Happening.COMING: tr("approved, to take effect later"),
    Happening.DRAFTED: tr("changed, awaits approval"),
    Happening.CHANGED: tr("changed; needs no approval"),
    Happening.VERIFIED: tr("checked again, still current"),
    Happening.MOVED: tr("its file was moved"),
    Happening.DRIFTED: tr("changed after approval without a new revision"),
    Happening.RESTORED: tr("again as it was approved"),
    Happening.OVERDUE: tr("its review fell due and was not held"),
}
"""What became of a document."""


@dataclass(frozen=True, slots=True)
class Ends:
    """One document at both ends of a period."""

    period: Period
    key: tuple[str, str]
    before: ControlledDocument | None
    after: ControlledDocument | None
    unread_then: bool
    """Whether its file could not be read at the beginning."""
    unread_now: bool
    """Whether it cannot be read at the end: then nobody can say what became of it."""

    @property
    def first_appeared(self) -> bool:
        """Whether there is a file of it now, and was none before."""
        had = self.before is not None and self.before.working is not None
        has = self.after is not None and self.after.working is not None
        return has and not had and not self.unread_then

    def happened(self) -> Iterator[Happening]:
        """Yield what happened, in the order of the report."""
        before, after = self.before, self.after
        yield from self._in_force()
        if self._is_deleted():
            yield Happening.DELETED
        if self.to_come() is not None:
            yield Happening.COMING
        if self._is_redrafted():
            yield self._redrafted()
        if self._moved():
            yield Happening.MOVED
        if after and after.state is DocumentState.DRIFTED and self._was_not(DocumentState.DRIFTED):
            yield Happening.DRIFTED
        if before and before.state is DocumentState.DRIFTED and self._is_restored():
            yield Happening.RESTORED
        if after and _overdue(after, self.period.now.day) and not self._was_overdue(after):
            yield Happening.OVERDUE

    def _in_force(self) -> Iterator[Happening]:
        """Yield what became of what is in force: at most one thing."""
        before, after = self.before, self.after
        was = before.in_force if before else None
        is_ = after.in_force if after else None
        if after and self.is_withdrawn and self._was_not(DocumentState.WITHDRAWN):
            yield Happening.WITHDRAWN
        elif is_ is not None and was is None:
            ended = before is not None and before.state is DocumentState.WITHDRAWN
            yield Happening.RETURNED if ended else Happening.IN_FORCE
        elif (
            is_ is not None and was is not None and (is_.revision, is_.content) != (was.revision, was.content)
        ):
            yield Happening.REVISED
        elif was is not None and is_ is None and not self.is_withdrawn:
            yield Happening.ENDED
        elif (
            is_ is None
            and after
            and after.working
            and not (before and before.working)
            and not self.unread_then
        ):
            yield Happening.APPEARED if self._needs_approval() else Happening.LISTED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is withdrawn at the end."""
        return self.after is not None and self.after.state is DocumentState.WITHDRAWN

    def _was_not(self, state: DocumentState) -> bool:
        """Return whether it was not in *state*, or was so with another content."""
        before, after = self.before, self.after
        drifted_on = state is DocumentState.DRIFTED and before and after and before.content != after.content
        return before is None or before.state is not state or bool(drifted_on)

    def _is_restored(self) -> bool:
        """Return whether there is a file, and it has not drifted."""
        after = self.after
        return after is not None and after.working is not None and after.state is not DocumentState.DRIFTED

    def _is_deleted(self) -> bool:
        """Return whether its file is gone though nobody withdrew it."""
        had = self.before is not None and self.before.working is not None
        has = self.after is not None and self.after.working is not None
        return had and not has and not self.is_withdrawn and not self.unread_now

    def to_come(self) -> Approved | None:
        """Return what was approved in the period and takes effect after it."""
        known = {(one.revision, one.content) for one in self.before.approved} if self.before else set()
        coming = self.after.to_come if self.after else ()
        new = [one for one in coming if (one.revision, one.content) not in known]
        return new[-1] if new else None

    def _is_redrafted(self) -> bool:
        """Return whether the file holds another text than before, and none that is approved."""
        before, after = self.before, self.after
        if before is None or after is None or before.working is None or after.working is None:
            return False
        return after.is_drafted and before.content != after.content and not self.is_withdrawn

    def _redrafted(self) -> Happening:
        if self._needs_approval():
            return Happening.DRAFTED
        return Happening.VERIFIED if self._is_only_verified() else Happening.CHANGED

    def _is_only_verified(self) -> bool:
        """Return whether all that differs is the day on which somebody looked at what comes from outside."""
        then, now = (one.working.fact if one and one.working else None for one in (self.before, self.after))
        if then is None or now is None or then.external is None or now.external is None:
            return False
        looked = replace(then.external, verified=now.external.verified)
        return now.external.verified is not None and now == replace(then, external=looked)

    def _needs_approval(self) -> bool:
        """Return whether documents of its type are approved at all."""
        return self.after is not None and bool(self.after.demands.needs)

    def _moved(self) -> bool:
        before, after = self.before, self.after
        return bool(
            before
            and before.working
            and after
            and after.working
            and before.working.path != after.working.path
        )

    def _was_overdue(self, after: ControlledDocument) -> bool:
        """Return whether the same review was overdue at the beginning."""
        then = self.period.then
        return bool(
            then
            and self.before
            and _overdue(self.before, then.day)
            and self.before.review_due == after.review_due
        )


def _overdue(document: ControlledDocument, day: dt.date) -> bool:
    """Return whether its review was due before *day*."""
    return document.working is not None and document.review_due is not None and document.review_due < day
