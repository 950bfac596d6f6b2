"""What has to be done before a day: each thing with its reason, the next command, who answers for it, and by when.

A task is one row of that list, dated or not: a draft to approve, a clause that nothing
documents, a doubt, a problem of the check.  A duty (`duties`) is what has a day of its own; one
that falls due in time becomes a task with `task_of`.  `*_duties` say what has a day, `*_tasks`
take those up and add the rest, `due` lists the duties and `to_do` the tasks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from qmsctl.control.system import System
from qmsctl.inspection import Reported
from qmsctl.messages import tr
from qmsctl.reports.people import named
from qmsctl.reports.shown import Mark, Shown, Tone

__all__ = ["HORIZON", "URGENCIES", "Horizon", "Task", "Urgency", "in_order", "left_over", "programme_owner"]

HORIZON: Final = dt.timedelta(days=60)
"""How far ahead is looked where nobody says when the visit is."""


class Urgency(IntEnum):
    """How pressing something is; the most pressing first."""

    FIRST = 0
    """Without it nothing else can be relied on."""
    NOW = 1
    """It is late already, or wrong."""
    BEFORE = 2
    """It is to be done before the visit."""


URGENCIES: Final = {
    Urgency.FIRST: Mark(tr("first of all"), "✗", Tone.BAD),
    Urgency.NOW: Mark(tr("at once"), "▲", Tone.BAD),
    Urgency.BEFORE: Mark(tr("before the visit"), "○", Tone.CAUTION),
}


@dataclass(frozen=True, slots=True)
class Horizon:
    """Until when is looked ahead."""

    day: dt.date
    """From when."""
    visit: dt.date | None
    audit: str | None = None
    """The audit that begins on the day of the visit, if one is planned here."""

    @property
    def last(self) -> dt.date:
        """The last day that is looked at."""
        return self.visit or self.day + HORIZON

    def reaches(self, due: dt.date) -> bool:
        """Return whether what is due on *due* is due by then."""
        return due <= self.last

    def by(self, due: dt.date | None = None) -> dt.date | None:
        """Return by when something is to be done that is due on *due*: no later than the visit."""
        days = [one for one in (due, self.visit) if one is not None]
        return min(days, default=None)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done."""

    urgency: Urgency
    what: Shown
    """In the imperative."""
    why: Shown
    thing: Shown
    """What it is about, linked to where the paper tells more of it."""
    command: str | None
    """What to type next; `None`: no command does it."""
    who: Shown
    """Who answers for it; `None`: nobody is named."""
    due: dt.date | None
    """By when; `None`: as soon as possible."""
    answers: tuple[tuple[str, str], ...] = ()
    """The problems of the check that it settles: slug of the rule, and the beginning of the path."""


def programme_owner(system: System) -> Shown:
    """Return who answers for the audit programme of the day, and so for what has to be audited; `None`: nobody is named."""
    owners = [
        one.stated.fact.owner
        for one in system.programmes
        if one.document.withdrawn is None and one.stated.fact.covers(system.day)
    ]
    owner = next((owner for owner in owners if owner), None)
    return named(owner, system.organisation) if owner else None


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return *tasks*, the most urgent first: by urgency, then by what is due first; as they came otherwise."""
    return tuple(sorted(tasks, key=lambda task: (task.urgency, task.due or dt.date.max)))


def left_over(problems: Iterable[Reported], tasks: Iterable[Task]) -> tuple[Reported, ...]:
    """Return those of *problems* that none of *tasks* settles: nothing the check found is lost."""
    paths: dict[str, list[str]] = {}
    for task in tasks:
        for slug, path in task.answers:
            paths.setdefault(slug, []).append(path)
    settled = {slug: tuple(known) for slug, known in paths.items()}
    return tuple(
        problem for problem in problems if not problem.place.path.startswith(settled.get(problem.slug, ()))
    )
