"""One commit as git tells it, and what it did to each path."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Change", "Commit", "moment_of"]


_TRAILER: Final = re.compile(r"[A-Za-z]+(-[A-Za-z]+)+: ")


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit did to one path, seen from its first parent."""

    path: str
    """From the root of the quality management system."""
    before: str | None
    """Git's name of the content before; `None`: the path is new."""
    after: str | None
    """Git's name of the content after; `None`: the path is gone."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, with its raw names: no mailmap."""

    id: str
    parents: tuple[str, ...]
    author: str
    author_email: str
    authored: dt.datetime
    committer: str
    committer_email: str
    committed: dt.datetime
    message: str
    changes: tuple[Change, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def reason(self) -> str | None:
        """What the message says below its subject, without the trailers git and its hosts put at its end."""
        body = self.message.partition("\n")[2].strip()
        before, _, last = body.rpartition("\n\n")
        if all(_TRAILER.match(line) for line in last.splitlines()):
            body = before.strip()
        return body or None

    @property
    def is_merge(self) -> bool:
        """Whether it joins several lines of history."""
        return len(self.parents) > 1


@lru_cache(maxsize=64)  # a commit's two dates are mostly the same
def moment_of(seconds: str | int) -> dt.datetime:
    """Return the moment; a date nobody can make sense of counts as the beginning of git's time."""
    try:
        moment = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return _BEGINNING
    # The first and the last year of the calendar leave no room for a time zone.
    return moment if dt.MINYEAR < moment.year < dt.MAXYEAR else _BEGINNING


_BEGINNING: Final = dt.datetime.fromtimestamp(0, dt.UTC)
