"""Where a file went that is known by its name alone.

What a document is, its id says; but where the file's name is the id, a rename would end one document
and begin another.  Renames are taken from the commit that adds the new path and takes away the old
one, never copies: a copy of a template is a document of its own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from qmsctl.model.reader import Reader
from qmsctl.repo.arrival import first_parents
from qmsctl.repo.history import Change, Commit, History

__all__ = ["BlobReader", "Renames", "renames_in"]

BlobReader: TypeAlias = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Reads blobs by git's names for them, all at once; a missing one is missing from the answer."""
_ALIKE: Final = 0.5
"""The share of lines two contents have in common at the least, of all that one of them has; git's own measure."""


@dataclass(frozen=True)
class Renames:
    """The renames on the main line, newest last."""

    moves: Mapping[str, Sequence[tuple[int, str]]]
    """By old path: the positions of the commits that renamed it, each with the new path."""
    positions: Mapping[str, int]
    """Of the commits of the main line, by id."""

    @staticmethod
    def of(
        commits: Sequence[Commit],
        touched: Sequence[tuple[Commit, Change]],
        reader: Reader,
        read_blobs: BlobReader,
    ) -> Renames:
        """Return the renames among the changes *touched*, of files whose name is their id.

        Args:
            commits: the main line, oldest first.
            touched: what the main line did to files of some kind, oldest first.
            reader: tells which files are known by their names.
            read_blobs: reads contents; it is called once, and only if a rename changed the file too.
        """
        by_commit: dict[str, list[Change]] = {}
        positions = {commit.id: position for position, commit in enumerate(commits)}
        for commit, change in touched if reader.knows_by_name else ():
            if reader.is_known_by_name(change.path):
                by_commit.setdefault(commit.id, []).append(change)
        pairs: list[tuple[str, Change, Change]] = []
        doubtful: list[tuple[str, Change, Change]] = []
        for id, changes in by_commit.items():
            sure, others = _paired(changes, reader)
            pairs += [(id, *pair) for pair in sure]
            doubtful += [(id, *pair) for pair in others]
        if doubtful:
            names = {name for _, old, new in doubtful for name in (old.before, new.after) if name}
            contents = read_blobs(names)
            pairs += [one for one in doubtful if _alike(one[1], one[2], contents)]
        moves: dict[str, list[tuple[int, str]]] = {}
        for id, old, new in pairs:
            moves.setdefault(old.path, []).append((positions[id], new.path))
        return Renames({path: sorted(made) for path, made in moves.items()}, positions)

    def now(self, path: str, commit: str) -> str:
        """Return where the file lies now that lay at *path* after *commit*."""
        if not self.moves:
            return path
        at = self.positions.get(commit, -1)
        while True:  # each step leads to a later commit
            later = next(((when, new) for when, new in self.moves.get(path, ()) if when > at), None)
            if later is None:
                return path
            at, path = later


def renames_in(history: History, reader: Reader, read_blobs: BlobReader) -> Renames:
    """Return the renames on the main line of *history*; none where every document says what it is."""
    if not reader.knows_by_name:
        return Renames({}, {})
    commits = first_parents(history)
    touched = [
        (commit, change)
        for commit in commits
        for change in commit.changes
        if reader.kind_of(change.path) is not None
    ]
    return Renames.of(commits, touched, reader, read_blobs)


def _paired(
    changes: Sequence[Change], reader: Reader
) -> tuple[list[tuple[Change, Change]], list[tuple[Change, Change]]]:
    """Return which old path of one commit went to which new one: for sure, and perhaps."""
    old = [change for change in changes if change.after is None]
    new = [change for change in changes if change.before is None and change.after is not None]
    sure: list[tuple[Change, Change]] = []
    for same in (_same_content, _same_name):
        for one in [*old]:
            found = [other for other in new if same(one, other) and _same_kind(one, other, reader)]
            if len(found) == 1:
                sure.append((one, found[0]))
                old.remove(one)
                new.remove(found[0])
    perhaps = [(one, other) for one in old for other in new if _same_kind(one, other, reader)]
    return sure, perhaps if len(old) == 1 and len(new) == 1 else []


def _same_content(old: Change, new: Change) -> bool:
    return old.before == new.after


def _same_name(old: Change, new: Change) -> bool:
    return posixpath.basename(old.path) == posixpath.basename(new.path)


def _same_kind(old: Change, new: Change, reader: Reader) -> bool:
    return reader.kind_of(old.path) == reader.kind_of(new.path)


def _alike(old: Change, new: Change, contents: Mapping[str, bytes]) -> bool:
    before, after = contents.get(old.before or ""), contents.get(new.after or "")
    if before is None or after is None:
        return False
    lines, others = set(before.splitlines()), set(after.splitlines())
    return len(lines & others) >= _ALIKE * max(len(lines), len(others), 1)
