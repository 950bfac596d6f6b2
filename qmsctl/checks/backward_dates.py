"""HIS007: the dates of a commit run backward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.repo.history import Commit, History
from qmsctl.rule import Answer, NotApplicable, Problem, beginning_missing, rule
from qmsctl.settings import Option, Options, Severity, Unit

# Clocks differ, and some are set to the time of another zone.
TOLERANCE: Final = Option("tolerance", 1, Unit.DAYS, tr("how far the dates of commits may run backward"))


def commits(system: System) -> Iterable[Commit]:
    """Return every commit."""
    return system.history.commits


@rule("HIS007", over=commits, severity=Severity.WARNING, clauses=("7.5.3.2",), options=(TOLERANCE,))
def backward_dates(commit: Commit, system: System, options: Options) -> Iterator[Answer]:
    """No commit is dated long before those it builds on, or was written long after it was made."""
    tolerance = options.days(TOLERANCE)
    latest = _latest_parent(commit, system.history)
    if latest is not None and latest.committed - commit.committed > tolerance:
        message = tr(
            "commit {commit} by {author} says it was made on {day}, before the one it builds on: {parent}, of {earlier}",
            commit=commit.id[:10],
            author=commit.author,
            day=system.day_of(commit.committed),
            parent=latest.id[:10],
            earlier=system.day_of(latest.committed),
        )
        yield _problem(commit, message, system)
    elif commit.authored - commit.committed > tolerance:
        message = tr(
            "commit {commit} says that {author} wrote it on {authored}, after it was made, on {day}",
            commit=commit.id[:10],
            author=commit.author,
            authored=system.day_of(commit.authored),
            day=system.day_of(commit.committed),
        )
        yield _problem(commit, message, system)
    elif system.history.begins_unknown(commit):
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so whether its dates run backward cannot be established"
            ),
        )
    elif latest is None:
        yield NotApplicable()


def _latest_parent(commit: Commit, history: History) -> Commit | None:
    """Return the parent of *commit* that was made last; `None` if none of them is known."""
    if not commit.is_merge:
        return history.by_id.get(commit.parents[0]) if commit.parents else None
    known = (history.by_id.get(id) for id in commit.parents)
    return max((one for one in known if one is not None), key=lambda one: one.committed, default=None)


def _problem(commit: Commit, message: Message, system: System) -> Problem:
    return Problem(
        _place(commit, system),
        message,
        tr(
            "find out whose clock was wrong or who set the date, and keep the reason in a record; do not rewrite the history"
        ),
    )


def _place(commit: Commit, system: System) -> Place:
    """Return a file that *commit* touched and that is still there, or else `qms.yaml`."""
    touched = sorted(change.path for change in commit.changes)
    there = next((path for path in touched if path in system.qms.paths), None)
    return Place(there) if there is not None else system.qms.configuration.at()
