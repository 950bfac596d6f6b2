"""The history of one document: its revisions with their days, people, commits and the size of each change.

This is the *karta zmian*: made from the history, never typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.lives import Life
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.control.unreadable import Unreadable
from qmsctl.control.versions import Version
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit
from qmsctl.reports.endings import approved_as, end_of
from qmsctl.reports.extent import Extent, Touched, extent_of, places_of
from qmsctl.reports.origins import stated_where

__all__ = [
    "Course",
    "Decided",
    "DocumentHistory",
    "Event",
    "RevisionReported",
    "Written",
    "document_history",
]


@dataclass(frozen=True, slots=True)
class Written:
    """A commit that changed the document, by its raw author; its dates are free text."""

    commit: str
    day: dt.date
    """The author's date."""
    committed: dt.date
    """The committer's date."""
    reached: dt.date | None
    """When it reached the main line; `None` if it did not, or that was not asked."""
    author: str
    subject: str
    added: int
    """Lines of text."""
    removed: int
    extent: Extent
    places: tuple[Touched, ...]
    renamed_from: str | None
    path: str
    reason: str | None
    """Why it changed: what the message of the commit says below its subject."""
    began_earlier: bool
    """Whether the history was cut off before this commit: it need not be the one that wrote this."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a revision."""

    meaning: str
    day: dt.date
    effective: dt.date | None
    person: str
    role: str | None
    basis: str | None
    reason: str | None
    successor: str | None
    trust: str
    recorder: str
    commit: str | None
    stated: Message | None = None
    """Where it is stated, if not in a record."""

    @property
    def ends(self) -> dt.date:
        """The day it takes effect."""
        return self.effective or self.day


@dataclass(frozen=True, slots=True)
class RevisionReported:
    """One revision as it was printed."""

    revision: str
    life: int
    """Of the document, from 1: after a deletion, an id that is added again begins another."""
    effective: dt.date | None
    superseded: dt.date | None
    """The day the next one took its place, or the document was withdrawn."""
    withdrawn: bool
    """Whether it ended because the document was withdrawn."""
    in_force: bool
    places: tuple[Touched, ...]
    """Where it differs from the revision before."""
    extent: Extent
    """How much of it does."""
    written: tuple[Written, ...]
    decisions: tuple[Decided, ...]

    @property
    def is_first(self) -> bool:
        """Whether there is no revision before it to be compared with."""
        return [place.kind for place in self.places] == ["whole"]

    @property
    def withdrawal(self) -> Decided | None:
        """The decision that withdrew it, or will."""
        found = [d for d in self.decisions if d.meaning == "withdrawn" and d.ends == self.superseded]
        return found[-1] if found and self.withdrawn else None

    @property
    def introduced(self) -> dt.date | None:
        """The day its text reached the main line."""
        last = self.written[-1] if self.written else None
        return last.reached if last and not last.began_earlier else None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that befell the file and made no revision."""

    kind: str
    """`deleted`, `added_again` or `unreadable`"""
    day: dt.date
    """The author's date."""
    committed: dt.date
    reached: dt.date | None
    commit: str
    author: str
    subject: str
    path: str | None = None
    fault: Message | None = None


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """Everything that happened to one document, oldest revision first."""

    id: str
    title: str | None
    language: str
    day: dt.date
    commit: str | None
    """The last one of the history that was read."""
    organisation: str
    revisions: tuple[RevisionReported, ...]
    events: tuple[Event, ...]
    lives: int
    complete: bool
    """Whether the whole history was there."""
    lacking: int = 0
    """How many contents the history names that are not there: any of them may be one of this document."""


_NEVER: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Course:
    """What became of the file of a document, and how its commits arrived."""

    lives: tuple[Life, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    reached: Mapping[str, dt.datetime] = field(default_factory=dict)
    """When each commit reached the main line."""


NO_COURSE: Final = Course()


def document_history(
    controlled: ControlledDocument,
    versions: Sequence[Version],
    system: System,
    *,
    course: Course = NO_COURSE,
    lacking: int = 0,
) -> DocumentHistory:
    """Return the history of *controlled* from its *versions* and decisions.

    Args:
        controlled: the document.
        versions: every content it had.
        system: what it belongs to.
        course: what became of its file.
        lacking: how many contents could not be read, so that some versions may not be known.
    """
    teller = _Teller(system, course)
    return DocumentHistory(
        controlled.id,
        controlled.document.title if controlled.document else None,
        controlled.language,
        system.day,
        system.history.head,
        system.organisation.organisation.name,
        tuple(teller.revisions(controlled, versions)),
        tuple(teller.events()),
        max(1, len(course.lives)),
        system.history.complete,
        lacking,
    )


class _Teller:
    """Puts commits and records into the terms of a history."""

    def __init__(self, system: System, course: Course) -> None:
        self._system = system
        self._course = course
        self._position = {commit.id: index for index, commit in enumerate(system.history.commits)}

    def revisions(
        self, controlled: ControlledDocument, versions: Sequence[Version]
    ) -> list[RevisionReported]:
        """Return the revisions of each life, in the order in which they were written."""
        groups: dict[tuple[int, str], list[Version]] = {}
        for version in versions:
            groups.setdefault((self._life(version.commit), version.document.fact.revision), []).append(
                version
            )
        decisions = self._by_revision(controlled, groups)
        written = self._written(versions)
        told: list[RevisionReported] = []
        last: dict[int, Filed[Document]] = {}  # a life is compared with nothing that was before it
        for life, revision in self._in_order(groups, decisions):
            before = last.get(life)
            group = groups.get((life, revision), [])
            approved = _approved(controlled, revision, group, decisions.get((life, revision), []))
            text = _text_of(group, approved)
            end, withdrawn = end_of(approved, controlled, self._system.day)
            told.append(
                RevisionReported(
                    revision,
                    life,
                    approved.effective if approved else None,
                    end,
                    withdrawn,
                    approved is not None and approved == controlled.in_force,
                    places_of(before, text, controlled.language) if text else (),
                    extent_of(before, text) if text else Extent(),
                    tuple(written[version.commit.id, version.path] for version in group),
                    tuple(self._decided(d) for d in decisions.get((life, revision), [])),
                )
            )
            if text is not None:
                last[life] = text
        return told

    def _in_order(
        self,
        groups: Mapping[tuple[int, str], Sequence[Version]],
        decisions: Mapping[tuple[int, str], Sequence[Decision]],
    ) -> list[tuple[int, str]]:
        """Return the revisions as they were written; one whose text is lost stands where it was decided on."""

        def decided(key: tuple[int, str]) -> dt.datetime:
            days = [decision.record.fact.recorded for decision in decisions.get(key, ())]
            return min(days, default=groups[key][0].commit.committed if key in groups else _NEVER)

        ordered = list(groups)
        for key in sorted((key for key in decisions if key not in groups), key=decided):
            later = (at for at, other in enumerate(ordered) if decided(other) > decided(key))
            ordered.insert(next(later, len(ordered)), key)
        return ordered

    def _life(self, commit: Commit) -> int:
        """Return the number of the life to which *commit* belongs."""
        at = self._position.get(commit.id, 0)
        ended = (life.ended for life in self._course.lives if life.ended is not None)
        return 1 + sum(self._position.get(commit.id, 0) < at for commit in ended)

    def _by_revision(
        self, controlled: ControlledDocument, groups: Mapping[tuple[int, str], Sequence[Version]]
    ) -> dict[tuple[int, str], list[Decision]]:
        """Return the decisions by life and revision: with the content they decide on, or else with the revision."""
        found: dict[tuple[int, str], list[Decision]] = {}
        for decision in _decided_by(self._system.day, controlled):
            fact = decision.record.fact
            same = [key for key in groups if key[1] == fact.revision]
            exact = [key for key in same if fact.content in {version.content for version in groups[key]}]
            found.setdefault((exact or same or [(1, fact.revision)])[-1], []).append(decision)
        return found

    def _written(self, versions: Sequence[Version]) -> dict[tuple[str, str], Written]:
        """Return what each commit changed, by commit and path."""
        found: dict[tuple[str, str], Written] = {}
        last: dict[int, Filed[Document]] = {}
        for version in versions:
            filed, commit, life = version.document, version.commit, self._life(version.commit)
            before = last.get(life)
            extent = extent_of(before, filed)
            found[commit.id, version.path] = Written(
                commit.id,
                self._system.day_of(commit.authored),
                self._system.day_of(commit.committed),
                self._reached_on(commit),
                commit.author,
                commit.subject,
                extent.lines_added,
                extent.lines_removed,
                extent,
                places_of(before, filed, filed.fact.language or self._system.organisation.language),
                version.renamed_from if before is not None else None,
                version.path,
                commit.reason,
                version.began_earlier,
            )
            last[life] = filed
        return found

    def events(self) -> list[Event]:
        """Return what befell the file, in the order of the commits."""
        found = [
            self._event(
                "unreadable",
                one.commit,
                one.path,
                tr("line {line}: {fault}", line=one.line, fault=one.reason),
            )
            for one in self._unreadable()
        ]
        found += [self._event("deleted", life.ended) for life in self._course.lives if life.ended is not None]
        found += [self._event("added_again", life.began) for life in self._course.lives[1:]]
        return sorted(found, key=lambda event: self._position.get(event.commit, 0))

    def _unreadable(self) -> Iterator[Unreadable]:
        """Yield what cannot be read; a merge only shows again what its sides have brought."""
        seen: set[tuple[str, int, Message]] = set()
        for one in self._course.unreadable:
            key = (one.path, one.line, one.reason)
            if not one.commit.is_merge or key not in seen:
                yield one
            seen.add(key)

    def _event(
        self, kind: str, commit: Commit, path: str | None = None, fault: Message | None = None
    ) -> Event:
        return Event(
            kind,
            self._system.day_of(commit.authored),
            self._system.day_of(commit.committed),
            self._reached_on(commit),
            commit.id,
            commit.author,
            commit.subject,
            path,
            fault,
        )

    def _decided(self, decision: Decision) -> Decided:
        fact = decision.record.fact
        title = self._system.organisation.title
        return Decided(
            fact.meaning,
            fact.decided,
            fact.effective,
            title(fact.decider.person),
            title(fact.decider.role) if fact.decider.role else None,
            fact.basis,
            fact.reason,
            fact.successor,
            decision.trust.value,
            fact.recorder.name,
            decision.commit.id if decision.commit else None,
            stated_where(decision),
        )

    def _reached_on(self, commit: Commit) -> dt.date | None:
        moment = self._course.reached.get(commit.id)
        return self._system.day_of(moment) if moment else None


def _approved(
    controlled: ControlledDocument, revision: str, group: Sequence[Version], decisions: Sequence[Decision]
) -> Approved | None:
    """Return what was approved as *revision* in the life that *group* and *decisions* belong to."""
    approved = approved_as(controlled, revision)
    if approved is None or approved.content in {version.content for version in group}:
        return approved
    own = {decision.record.path for decision in decisions}
    return approved if own & {decision.record.path for decision in approved.decisions} else None


def _text_of(group: Sequence[Version], approved: Approved | None) -> Filed[Document] | None:
    """Return the text of a revision: the approved one, or else the last that was written."""
    exact = [version for version in group if approved is not None and version.content == approved.content]
    chosen = (exact or list(group))[-1:]
    return chosen[0].document if chosen else None


def _decided_by(day: dt.date, controlled: ControlledDocument) -> list[Decision]:
    return [decision for decision in controlled.decisions if decision.record.fact.decided <= day]
