"""What was changed on a side branch and never arrived, although the branch was merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from qmsctl.repo.history import Change, Commit, History

__all__ = ["Abandoned", "abandoned_changes"]


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The last content a side branch gave to a file; the main line never had it."""

    path: str
    commit: Commit
    """Which gave it that content."""


def abandoned_changes(
    history: History, concerns: Callable[[str], bool]
) -> Mapping[str, tuple[Abandoned, ...]]:
    """Return what each merge left behind, by the id of the merge.

    A merge leaves a file behind if it keeps what its first parent held, although the branch it brings
    in had changed it; unless the same content came to the main line in another way, before or after.

    Args:
        history: every commit; its main line is the first parents of the last one.
        concerns: tells which paths to look at.
    """
    line = list(_first_parents(history, history.head, frozenset()))
    arrived = {change.after for commit in line for change in commit.changes}
    moves = _moves(line)
    found: dict[str, tuple[Abandoned, ...]] = {}
    told: set[tuple[str, str]] = set()
    for merge, side in _sides(history, line):
        brought = {change.path for change in merge.changes}
        left: list[Abandoned] = []
        for path, (commit, content) in _net_changes(side, concerns).items():
            if (
                path in brought
                or content in arrived
                or (path, content) in told
                or not brought.isdisjoint(moves.get(path, ()))
            ):
                continue
            told.add((path, content))
            # A merge only shows what another commit has written.
            written = history.brought(content) if commit.is_merge else None
            left.append(Abandoned(path, written[0] if written else commit))
        if left:
            found[merge.id] = (*found.get(merge.id, ()), *sorted(left, key=lambda one: one.path))
    return found


def _first_parents(history: History, tip: str | None, known: AbstractSet[str]) -> Iterator[Commit]:
    """Yield *tip* and its first parents, the newest first, up to what is *known*."""
    while tip is not None and tip not in known and (commit := history.by_id.get(tip)) is not None:
        yield commit
        tip = commit.parents[0] if commit.parents else None


def _sides(history: History, line: list[Commit]) -> Iterator[tuple[Commit, list[Commit]]]:
    """Yield each merge with the commits, the newest first, of each line that it was the first to join.

    A side's own sides come after it and before what was merged later, so that
    all that led to the first parent of a merge is known when the merge is looked at.
    """
    known = {commit.id for commit in line}
    waiting = list(_joined(line))
    while waiting:
        merge, parent = waiting.pop()
        side = list(_first_parents(history, parent, known))
        known.update(commit.id for commit in side)
        waiting.extend(_joined(side))
        yield merge, side


def _joined(line: list[Commit]) -> Iterator[tuple[Commit, str]]:
    """Yield each merge of *line*, the newest first, with each parent that it joined to the line."""
    return ((commit, parent) for commit in line for parent in reversed(commit.parents[1:]))


def _net_changes(side: list[Commit], concerns: Callable[[str], bool]) -> dict[str, tuple[Commit, str]]:
    """Return, by path, the last content that the line *side* gave to it and the commit that did.

    What a line only passed through, took away or put back it did not change.
    """
    last: dict[str, tuple[Commit, Change]] = {}
    base: dict[str, str | None] = {}
    for commit in side:
        for change in commit.changes:
            if concerns(change.path):
                last.setdefault(change.path, (commit, change))
                base[change.path] = change.before
    return {
        path: (commit, change.after)
        for path, (commit, change) in last.items()
        if change.after is not None and change.after != base[path]
    }


def _moves(line: list[Commit]) -> Mapping[str, frozenset[str]]:
    """Return, for each path that a commit of the main line took away, the paths it added: one may hold it now."""
    moves: dict[str, frozenset[str]] = {}
    for commit in reversed(line):
        gone = [change.path for change in commit.changes if change.after is None]
        if gone:
            added = frozenset(change.path for change in commit.changes if change.before is None)
            moves.update(dict.fromkeys(gone, added))
    return moves
