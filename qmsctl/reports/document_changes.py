"""What became of each document in a period: who decided it, how much it changed, and by which commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.documents import Approved, ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.schema import Filed
from qmsctl.reports.decisions import DecisionReported, decision_reported
from qmsctl.reports.extent import Extent, extent_of
from qmsctl.reports.happenings import Ends, Happening
from qmsctl.reports.period import CommitReported, Period
from qmsctl.reports.shown import Shown, natural_key, then_now

__all__ = ["DocumentChange", "Happened", "Happening", "Stand", "document_changes"]


@dataclass(frozen=True, slots=True)
class Stand:
    """How a document stood at one moment; without a state it was not there."""

    state: DocumentState | None = None
    revision: str | None = None
    """The one in force."""
    effective: dt.date | None = None
    in_file: str | None = None
    """The revision its file bears."""
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that became of a document."""

    what: Happening
    approval: DecisionReported | None = None
    """What put in force what is in force now, or will."""
    withdrawal: DecisionReported | None = None
    extent: Extent | None = None
    """How far the two texts are apart; `None`: there is no text to compare it with, or it cannot be read."""
    commits: tuple[CommitReported, ...] = ()
    """Those that made the change."""


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of one document in one language."""

    id: str
    language: str
    title: str | None
    happened: tuple[Happened, ...]
    then: Stand
    now: Stand
    first_appeared: bool
    """Whether there was no file of it before."""
    passed: tuple[str, ...]
    """Revisions that were in force only within the period."""
    coming: dt.date | None
    """From when on what was approved in the period will be in force."""
    review_due: dt.date | None
    verified: dt.date | None
    """The day on which somebody last looked whether what comes from outside has changed."""

    @property
    def revisions(self) -> Shown:
        """The revisions in force: at the beginning, within the period, at its end."""
        none = tr("none in force")
        return then_now(self.then.revision or none, *self.passed, self.now.revision or none)


def document_changes(period: Period) -> Iterator[DocumentChange]:
    """Yield the documents to which something happened, by id; audit plans are told with their audits."""
    then = {(d.id, d.language): d for d in period.then.documents} if period.then else {}
    now = {(d.id, d.language): d for d in period.now.documents}
    lost = _unreadable(period.then) if period.then else frozenset()
    lost_now = _unreadable(period.now)
    for key in sorted({*then, *now}, key=lambda key: (natural_key(key[0]), key[1])):
        before, after = then.get(key), now.get(key)
        if any(_is_plan(one) for one in (before, after) if one is not None):
            continue
        ends = Ends(
            period,
            key,
            before,
            after,
            not lost.isdisjoint(_names(after)),
            not lost_now.isdisjoint(_names(before)),
        )
        happened = tuple(ends.happened())
        if happened:
            yield _Teller(ends).told(happened)


def _is_plan(document: ControlledDocument) -> bool:
    return isinstance(document.document, AuditPlan)


def _unreadable(system: System) -> frozenset[str]:
    """Return the ids and the paths of what was there and could not be read."""
    return system.unreadable | {fault.path for fault in system.qms.malformed}


def _names(document: ControlledDocument | None) -> tuple[str, ...]:
    if document is None:
        return ()
    return (document.id, document.working.path) if document.working else (document.id,)


def _verified(document: ControlledDocument | None) -> dt.date | None:
    working = document.working if document is not None else None
    external = working.fact.external if working is not None else None
    return external.verified if external is not None else None


class _Teller:
    """Tells what happened to one document."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._period = ends.period
        self._before, self._after = ends.before, ends.after
        self._touches = ends.period.touches.get(ends.key, ())

    def told(self, happened: tuple[Happening, ...]) -> DocumentChange:
        """Return what is reported of it."""
        newest = self._after or self._before
        coming = self._ends.to_come()
        return DocumentChange(
            *self._ends.key,
            newest.document.title if newest and newest.document else None,
            tuple(self._happened(what) for what in happened),
            _stand(self._before),
            _stand(self._after),
            self._ends.first_appeared,
            tuple(self._passed()),
            coming.effective if coming else None,
            self._after.review_due if self._after else None,
            _verified(self._after),
        )

    def _happened(self, what: Happening) -> Happened:
        """Return *what* happened with who decided it, how much it changed, and by which commits."""
        if what is Happening.WITHDRAWN and self._after and self._after.withdrawn:
            return Happened(what, withdrawal=self._decided(self._after.withdrawn))
        if what in (Happening.IN_FORCE, Happening.REVISED, Happening.RETURNED, Happening.COMING):
            return self._settled(what)
        if what in (Happening.DRIFTED, Happening.DRAFTED, Happening.CHANGED):
            return self._rewritten(what)
        commits = {
            Happening.APPEARED: lambda: self._touched_after(None),
            Happening.LISTED: lambda: self._touched_after(None),
            Happening.VERIFIED: lambda: self._touched_after(None),
            Happening.MOVED: self._moving,
            Happening.DELETED: self._deleted,
        }
        return Happened(what, commits=commits[what]() if what in commits else ())

    def _settled(self, what: Happening) -> Happened:
        """Return that a revision came into force, or will."""
        in_force = self._after.in_force if self._after else None
        approved = self._ends.to_come() if what is Happening.COMING else in_force
        extent = _between(_text_at(self._before), self._text_of(approved))
        return Happened(what, self._approval(approved), None, extent, self._leading_to(approved))

    def _rewritten(self, what: Happening) -> Happened:
        """Return that the file holds a text which is not approved."""
        after = self._after
        if after is None or after.working is None:
            return Happened(what)
        working = after.working
        if what is Happening.DRIFTED:
            approved = next((one for one in after.approved if one.revision == working.fact.revision), None)
            old = self._text_of(approved)
        else:
            approved = after.in_force
            old = _text_at(after) if approved else _text_at(self._before)
        return Happened(what, extent=_between(old, working), commits=self._touched_after(approved))

    def _text_of(self, approved: Approved | None) -> Filed[Document] | None:
        """Return the text of *approved*, as far as it was read."""
        return self._after.texts.get(approved.content) if self._after and approved else None

    def _approval(self, approved: Approved | None) -> DecisionReported | None:
        if approved is None:
            return None
        return self._decided(approved.decision)

    def _decided(self, decision: Decision) -> DecisionReported:
        return decision_reported(decision.record, decision, self._period)

    def _passed(self) -> Iterator[str]:
        """Yield the revisions that came into force and were superseded within the period."""
        if self._after is None or self._after.in_force is None:
            return
        start, end = self._period.since.day, self._after.in_force
        for one in self._after.approved[: self._after.approved.index(end)]:
            if one.effective > start:
                yield one.revision

    def _leading_to(self, approved: Approved | None) -> tuple[CommitReported, ...]:
        """Return the commits of the period up to *approved*, or else the older one that brought it."""
        if approved is None:
            return ()
        touches = self._touches
        at = next((index for index, (_, change) in enumerate(touches) if change.after == approved.blob), None)
        if at is not None:
            return tuple(self._period.reported(commit) for commit, _ in touches[: at + 1])
        history = self._period.now.history
        brought = history.brought(approved.blob)
        if brought is None or history.begins_unknown(brought[0]):
            return ()
        return (self._period.reported(brought[0]),)

    def _touched_after(self, approved: Approved | None) -> tuple[CommitReported, ...]:
        """Return the commits of the period that changed the text after *approved*."""
        touches = self._touches
        blob = approved.blob if approved else None
        at = max((index + 1 for index, (_, change) in enumerate(touches) if change.after == blob), default=0)
        return tuple(self._period.reported(commit) for commit, _ in touches[at:])

    def _moving(self) -> tuple[CommitReported, ...]:
        """Return the commit that brought the document to where it lies now."""
        path = self._after.working.path if self._after and self._after.working else ""
        moves = [commit for commit, change in self._touches if change.path == path]
        return tuple(self._period.reported(commit) for commit in moves[:1])

    def _deleted(self) -> tuple[CommitReported, ...]:
        """Return the commit that took the file away."""
        path = self._before.working.path if self._before and self._before.working else ""
        gone = [commit for commit, change in self._period.now.history.of(path) if change.after is None]
        return (self._period.reported(gone[-1]),) if gone else ()


def _text_at(document: ControlledDocument | None) -> Filed[Document] | None:
    """Return the text in force, which may be lost, or else that of the file."""
    if document is None or document.in_force is not None:
        return document.in_force_file if document else None
    return document.working


def _between(old: Filed[Document] | None, new: Filed[Document] | None) -> Extent | None:
    return extent_of(old, new) if old is not None and new is not None else None


def _stand(document: ControlledDocument | None) -> Stand:
    if document is None:
        return Stand()
    in_force = document.in_force
    return Stand(
        document.state,
        in_force.revision if in_force else None,
        in_force.effective if in_force else None,
        document.working.fact.revision if document.working else None,
        document.working.path if document.working else None,
    )
