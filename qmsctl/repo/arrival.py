"""When each commit reached the main line, which may be long after its author wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from qmsctl.repo.history import Commit, History

__all__ = ["arrivals", "first_parents"]


_Told = TypeVar("_Told")


def arrivals(history: History, line: Iterable[tuple[str, _Told]]) -> Mapping[str, _Told]:
    """Return when, or with what, each commit of *history* reached the main line; one that never did is left out.

    Args:
        history: every commit.
        line: the commits of the main line, oldest first, each with what is told of those that came with it.
    """
    reached: dict[str, _Told] = {}
    for id, moment in line:
        waiting = [id]
        while waiting:
            commit = history.by_id.get(waiting.pop())
            if commit is not None and commit.id not in reached:
                reached[commit.id] = moment
                waiting.extend(commit.parents)
    return reached


def first_parents(history: History) -> tuple[Commit, ...]:
    """Return the line of first parents that leads to the last commit of *history*, oldest first."""
    line: list[Commit] = []
    following = history.head
    while following is not None and (commit := history.by_id.get(following)) is not None:
        line.append(commit)
        following = commit.parents[0] if commit.parents else None
    return tuple(reversed(line))
