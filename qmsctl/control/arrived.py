"""When the content that a file has reached the main line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from qmsctl.repo.arrival import arrivals, first_parents
from qmsctl.repo.dates import settled
from qmsctl.repo.history import History

__all__ = ["last_arrived"]


def last_arrived(history: History, paths: Iterable[str]) -> Mapping[str, dt.datetime]:
    """Return when the last change of each of *paths* reached the line of first parents.

    A path that no commit touched is left out, and one whose last commit lies beyond the beginning of a shallow
    clone too: nobody can tell when that was.
    """
    line = first_parents(history)
    moments = settled([commit.committed for commit in line])
    reached = arrivals(history, zip((commit.id for commit in line), moments, strict=True))
    found: dict[str, dt.datetime] = {}
    for path in paths:
        times = [
            reached[commit.id]
            for commit, _ in history.of(path)
            if commit.id in reached and not history.begins_unknown(commit)
        ]
        if times:
            found[path] = max(times)
    return found
