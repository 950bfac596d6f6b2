"""Where commits are made: in order of time, on the main line or on a branch beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.office import FIRST_DAY, LAST_DAY, Person
from benchmarks.stream import MAIN, SIDE, Change, CommitStream, Signature

__all__ = ["MAIN_LINE", "Desk", "Line"]

_ZONE: Final = ZoneInfo("Europe/Warsaw")
_OPENS: Final = dt.time(7, 30)
_WORKING_SECONDS: Final = 8 * 60 * 60
_SECOND_SPELLING: Final = 0.3
"""How often a person with two spellings of the name uses the second."""
_LATE: Final = 0.05
"""How many commits were written up to twenty days before they were committed."""


@dataclass(slots=True)
class Line:
    """Where a commit goes: the main line, or a branch with what it has changed so far."""

    branch: str
    changed: dict[str, str | None] = field(default_factory=dict)
    """Git's name of the content by path; `None` where a file is gone."""
    start: int = 0
    """The commit it leaves the main line at."""
    tip: int = 0

    @property
    def is_main(self) -> bool:
        """Whether it is the main line."""
        return self.branch == MAIN


MAIN_LINE: Final = Line(MAIN)


class Desk:
    """Makes commits, evenly over the working days of the years."""

    def __init__(self, stream: CommitStream, commits: int, random: Random) -> None:
        self.stream: Final = stream
        self.commits: Final = commits
        self.random: Final = random
        self.made = 0
        self.head = 0
        """The last commit of the main line."""
        span = (LAST_DAY - FIRST_DAY).days + 1
        days = (FIRST_DAY + dt.timedelta(days=number) for number in range(span))
        self._days: Final = [day for day in days if day.weekday() < 5]

    @property
    def left(self) -> int:
        """How many commits are still to be made."""
        return self.commits - self.made

    @property
    def share(self) -> float:
        """How much of the time has passed, from 0 to 1."""
        return self.made / self.commits

    @property
    def now(self) -> dt.datetime:
        """When the next commit is made."""
        place = self.share * len(self._days)
        day = self._days[min(int(place), len(self._days) - 1)]
        opened = dt.datetime.combine(day, _OPENS, _ZONE)
        return opened + dt.timedelta(seconds=int(place % 1 * _WORKING_SECONDS))

    @property
    def today(self) -> dt.date:
        """The day on which the next commit is made."""
        return self.now.date()

    def branch(self) -> Line:
        """Return a branch that begins here."""
        return Line(SIDE, start=self.head)

    def commit(
        self, line: Line, who: Person, message: str, changes: Sequence[Change], *, merged: int = 0
    ) -> None:
        """Commit *changes* on *line* as *who*; *merged* is the tip of a branch that is merged by it."""
        now = self.now
        name = who.other_name if self.random.random() < _SECOND_SPELLING else who.name
        committed = int(now.timestamp())
        authored = committed
        if not merged and self.random.random() < _LATE:
            authored -= self.random.randint(600, 20 * 24 * 60 * 60)
        author, committer = (
            Signature(name, who.email, seconds, f"{now:%z}") for seconds in (authored, committed)
        )
        start = 0 if line.is_main or line.tip else line.start
        mark = self.stream.commit(
            line.branch, author, committer, message, changes, start=start, merged=merged
        )
        self.made += 1
        if line.is_main:
            self.head = mark
        else:
            line.tip = mark
