"""A period: two moments, the system at each, and what lies between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qmsctl.control.system import System
from qmsctl.control.touched import DocumentKey
from qmsctl.messages import Message
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit, Touch

__all__ = ["CommitReported", "Doubt", "Moment", "Period"]


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a period."""

    day: dt.date
    """The day whose state counts."""
    commit: str | None
    """The last one that was known then; `None`: none was."""
    why: Message
    """Which moment was taken for what was asked, and why."""
    working_tree: bool = False
    """Whether the files on disk count, and not those of the commit."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot be established, and how to mend that."""

    message: Message
    fix: Message


@dataclass(frozen=True, slots=True)
class CommitReported:
    """A commit by its raw author, each of its days by its name."""

    commit: str
    author: str
    authored: dt.date
    committed: dt.date
    reached: dt.date | None
    """When it reached the main line."""
    subject: str
    reason: str | None = None
    """What the message says below its subject."""


@dataclass(frozen=True)
class Period:
    """Two moments, the system at each, and how one became the other."""

    since: Moment
    until: Moment
    then: System | None
    """`None`: nothing was in the history yet."""
    now: System
    settings_then: Organisation | None
    """What `qms.yaml` said; `None` if it was not there, or cannot be used."""
    touches: Mapping[DocumentKey, tuple[Touch, ...]]
    """By document, the commits of the period that changed it."""
    reached: Mapping[str, dt.datetime]
    """When each commit reached the main line."""
    doubts: tuple[Doubt, ...] = field(default=())

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits of the period, oldest first."""
        known = self.known_before
        return tuple(commit for commit in self.now.history.commits if commit.id not in known)

    @cached_property
    def known_before(self) -> Collection[str]:
        """The ids of the commits that were there at its beginning."""
        return self.then.history.by_id.keys() if self.then else frozenset()

    def is_new(self, record: Filed[Record]) -> bool:
        """Return whether *record* came into the history in this period; one that was only moved did not."""
        files = self.now.history.files
        if record.path not in files or self.then is None:
            return record.path in files
        was_there = record.path in self.then.history.files
        return not was_there and (_name(record.path), files[record.path]) not in self._contents_before

    @cached_property
    def _contents_before(self) -> Collection[tuple[str, str]]:
        """Name and content of every file of the beginning, wherever it lay."""
        files = self.then.history.files if self.then else {}
        return frozenset((_name(path), blob) for path, blob in files.items())

    def reported(self, commit: Commit) -> CommitReported:
        """Return *commit* with its days in the organisation's calendar."""
        reached = self.reached.get(commit.id)
        return CommitReported(
            commit.id,
            commit.author,
            self.now.day_of(commit.authored),
            self.now.day_of(commit.committed),
            self.now.day_of(reached) if reached else None,
            commit.subject,
            commit.reason,
        )


def _name(path: str) -> str:
    return path.rpartition("/")[2]
