"""The whole history in one pass: which commit put which content where."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from heapq import heapify, heappop, heappush
from itertools import islice
from sys import intern
from typing import Final, TypeAlias

from qmsctl.cache import Shelf
from qmsctl.repo.commit import Change, Commit, moment_of
from qmsctl.repo.git import Git, GitFailedError
from qmsctl.repo.kept_commits import KeptCommits
from qmsctl.repo.tags import Tag

__all__ = [
    "NO_HISTORY",
    "Change",
    "Commit",
    "History",
    "Touch",
    "history_of",
    "in_order",
    "leading_to",
    "reading_commits",
]

_NOTHING: Final = "0"
_PIECE: Final = 1 << 20
"""Bytes of git's answer that are read at once."""
_FIELDS: Final = 9
_FORMAT: Final = "%H%x00%P%x00%at%x00%ct%x00%an%x00%ae%x00%cn%x00%ce%x00%B"


Touch: TypeAlias = tuple[Commit, Change]
"""A commit, and what it did to one path."""


@dataclass(frozen=True)
class History:
    """Every commit that led to one, oldest first, and where each path was touched."""

    commits: tuple[Commit, ...]
    complete: bool = True
    """False if the repository is a shallow clone: then the beginning is unknown."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Git's names of the files of the last commit, by path."""
    touches: Mapping[str, tuple[Touch, ...]] = field(default_factory=dict)
    """By path, oldest first."""
    tags: tuple[Tag, ...] = ()
    """Every tag of the repository, by name, whether it leads here or not."""

    @property
    def head(self) -> str | None:
        """The id of the last commit, or `None` before the first."""
        return self.commits[-1].id if self.commits else None

    @cached_property
    def by_id(self) -> Mapping[str, Commit]:
        """Every commit by its id."""
        return {commit.id: commit for commit in self.commits}

    def of(self, path: str) -> tuple[Touch, ...]:
        """Return the commits that touched *path*, oldest first."""
        return self.touches.get(path, ())

    def begins_unknown(self, commit: Commit) -> bool:
        """Return whether *commit* is where a shallow clone was cut off: all its files seem new there."""
        return not self.complete and not commit.parents

    def recorded(self, path: str, within: str = "") -> Commit | None:
        """Return the non-merge commit whose own change first wrote what *path* holds, as a new file.

        Whoever moves or copies a file, or edits one, has not recorded it.

        Args:
            path: of the last commit.
            within: the folder that counts; what lay elsewhere before is new to it.
        """
        known = self._recorded
        if (path, within) not in known:  # whom to trust and how far asks it of every approval
            known[path, within] = self._first_recorded(path, within)
        return known[path, within]

    @cached_property
    def _recorded(self) -> dict[tuple[str, str], Commit | None]:
        return {}

    def _first_recorded(self, path: str, within: str) -> Commit | None:
        brought = self.brought(self.files.get(path, ""), within)
        if brought is None:
            return None
        commit, change = brought
        if change.before is not None or self.moved_in(commit, change.path) is not None:
            return None
        # A merge brings what others wrote, and where a shallow clone begins, all seems new.
        return None if commit.is_merge or self.begins_unknown(commit) else commit

    def has_held(self, blob: str) -> bool:
        """Return whether any commit brought the content that git calls *blob*."""
        return blob in self._brought[0]

    def brought(self, blob: str, within: str = "") -> Touch | None:
        """Return where the content that git calls *blob* first appeared in the folder *within*."""
        first, again = self._brought
        if blob not in first:
            return None
        top = within.rstrip("/") + "/" if within else ""
        found = [touch for touch in (first[blob], *again.get(blob, ())) if touch[1].path.startswith(top)]
        # Side by side, which commit is told first depends on who merged whom; this does not.
        return min(found, key=self._age, default=None) if len(found) != 1 else found[0]

    def _age(self, touch: Touch) -> tuple[dt.datetime, int, str, str]:
        commit, change = touch
        return (*self._ages[commit.id], commit.id, change.path)

    @cached_property
    def _brought(self) -> tuple[Mapping[str, Touch], Mapping[str, list[Touch]]]:
        """By content: its first appearance, and the others except where a merge only shows it again."""
        first: dict[str, Touch] = {}
        again: dict[str, list[Touch]] = {}
        for commit in self.commits:
            for change in commit.changes:
                blob = change.after
                if blob is None:
                    continue
                if blob not in first:
                    first[blob] = (commit, change)
                elif not commit.is_merge or change.path != first[blob][1].path:
                    again.setdefault(blob, []).append((commit, change))
        return first, again

    @cached_property
    def _ages(self) -> Mapping[str, tuple[dt.datetime, int]]:
        """By commit, what is greater than that of all its ancestors: their latest date, and how many in a row."""
        ages: dict[str, tuple[dt.datetime, int]] = {}
        for commit in self.commits:
            before = [ages[parent] for parent in commit.parents if parent in ages]
            latest = max([commit.committed, *(date for date, _ in before)])
            ages[commit.id] = (latest, 1 + max((length for _, length in before), default=0))
        return ages

    def moved_in(self, commit: Commit, path: str) -> str | None:
        """Return from where *commit* moved the file it added as *path*: it took away one of that name elsewhere."""
        left = self._taken_away.get(commit.id, {}).get(posixpath.basename(path))
        return None if left == path else left

    @cached_property
    def _taken_away(self) -> Mapping[str, Mapping[str, str]]:
        """By commit and name: the paths that it took away."""
        found: dict[str, dict[str, str]] = {}
        for commit in self.commits:
            for change in commit.changes:
                if change.after is None:
                    found.setdefault(commit.id, {})[posixpath.basename(change.path)] = change.path
        return found

    def line_of(self, path: str) -> tuple[Touch, ...]:
        """Return the commits that touched the file *path* wherever it lay under its name, oldest first."""
        moves = self._taken_away
        if not any(change.before is None and commit.id in moves for commit, change in self.of(path)):
            return self.of(path)  # nearly every file
        line = {path: None}
        waiting = [path]
        while waiting:
            for commit, change in self.of(waiting.pop()):
                left = self.moved_in(commit, change.path) if change.before is None else None
                if left is not None and left not in line:
                    line[left] = None
                    waiting.append(left)
        if len(line) == 1:
            return self.of(path)
        touched = [touch for place in line for touch in self.of(place)]
        return tuple(sorted(touched, key=lambda touch: self._positions[touch[0].id]))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {commit.id: position for position, commit in enumerate(self.commits)}


NO_HISTORY: Final = History(())


def history_of(
    commits: Iterable[Commit],
    files: Mapping[str, str],
    *,
    complete: bool = True,
    tags: Iterable[Tag] = (),
) -> History:
    """Return the history of *commits*, oldest first, with its index of paths."""
    touches: dict[str, list[Touch]] = {}
    kept = tuple(commits)
    for commit in kept:
        for change in commit.changes:
            touches.setdefault(change.path, []).append((commit, change))
    by_path = {path: tuple(found) for path, found in touches.items()}
    return History(kept, complete, files, by_path, tuple(tags))


@contextmanager
def reading_commits(
    git: Git, commit: str, prefix: str, known: Shelf
) -> Iterator[Callable[[], tuple[Commit, ...]]]:
    """Read what led to *commit*, with the changes below *prefix*, in one process beside the caller.

    Renames are not looked for: what a document is, its own id says.

    Args:
        git: runs in the repository.
        commit: the last one.
        prefix: from the top of the repository to the root of the system.
        known: the commits that were read before; only what is new since is read.

    Yields:
        What waits for the end and returns the commits, oldest first.
    """
    kept = KeptCommits(known)
    if commit in kept.commits:
        yield lambda: tuple(in_order(leading_to(commit, kept.commits)))
        return
    with git.beside(*_log(commit, kept.ends)) as pieces:

        def commits() -> tuple[Commit, ...]:
            try:
                new = list(_commits(pieces(), prefix))
            except GitFailedError:
                if not kept.ends:
                    raise
                kept.forget()  # the history was rewritten, and what was known is no longer there
                with git.stream(*_log(commit, ())) as stream:
                    new = list(_commits(iter(partial(stream.read, _PIECE), b""), prefix))
            kept.add(commit, new)
            return tuple(in_order(leading_to(commit, kept.commits)))

        yield commits


def _log(commit: str, without: Iterable[str]) -> tuple[str, ...]:
    """Return the call of git that tells what led to *commit* and not to *without*."""
    return (
        "log", "--raw", "-z", "--no-abbrev", "--no-renames", "--root", "--diff-merges=first-parent",
        "--no-ext-diff", "--no-textconv", "--no-notes", f"--format={_FORMAT}", "--end-of-options",
        commit, *(f"^{end}" for end in without), "--",
    )  # fmt: skip


def leading_to(commit: str, commits: Mapping[str, Commit]) -> Collection[Commit]:
    """Return *commit* and those of *commits* that led to it."""
    found: dict[str, Commit] = {}
    waiting = [commit]
    while waiting:
        name = waiting.pop()
        if name not in found and name in commits:  # the parents of a shallow clone's first are not there
            found[name] = commits[name]
            waiting.extend(commits[name].parents)
    return found.values()


def in_order(commits: Collection[Commit]) -> Iterator[Commit]:
    """Yield *commits* by the time they were committed, none before its parents.

    The order depends on the commits alone: not on how much was known before, nor on who merged whom.
    """
    children: dict[str, list[Commit]] = {commit.id: [] for commit in commits}
    lacking: dict[str, int] = {}
    ready: list[tuple[dt.datetime, str, Commit]] = []
    for commit in commits:
        parents = {parent for parent in commit.parents if parent in children}
        for parent in parents:
            children[parent].append(commit)
        lacking[commit.id] = len(parents)
        if not parents:
            ready.append((commit.committed, commit.id, commit))
    heapify(ready)
    while ready:
        _, name, commit = heappop(ready)
        yield commit
        for child in children[name]:
            lacking[child.id] -= 1
            if not lacking[child.id]:
                heappush(ready, (child.committed, child.id, child))


def _commits(pieces: Iterable[bytes], prefix: str) -> Iterator[Commit]:
    """Parse the output of `log` field by field: a NUL can stand in no message and no path."""
    fields = _fields(pieces)
    head: list[str] = []
    changes: list[Change] = []
    for text in fields:
        marker = text.lstrip("\n")
        if marker.startswith(":"):
            path = next(fields, "")
            if path.startswith(prefix):
                changes.append(_change(marker, path.removeprefix(prefix)))
            continue
        if head:
            yield _commit(head, tuple(changes))
        changes = []
        head = [marker, *islice(fields, _FIELDS - 1)]
        head += [""] * (_FIELDS - len(head))  # git was cut off
    if head:
        yield _commit(head, tuple(changes))


def _fields(pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield what stands between the NULs of all *pieces*."""
    rest = b""
    for piece in pieces:
        whole, end, rest = (rest + piece).rpartition(b"\0")
        if end:
            yield from whole.decode("utf-8", "surrogateescape").split("\0")
    # Git ends every field with a NUL: what is left over was cut off with git itself, whose status tells.


def _change(raw: str, path: str) -> Change:
    """Parse `:100644 100644 before after M`."""
    _, _, before, after, _ = raw.split()
    return Change(
        intern(path), before if before.strip(_NOTHING) else None, after if after.strip(_NOTHING) else None
    )


def _commit(head: list[str], changes: tuple[Change, ...]) -> Commit:
    name, parents, authored, committed, author, author_email, committer, committer_email, message = head
    return Commit(
        name,
        tuple(parents.split()),
        intern(author),  # the same few people and paths come again and again
        intern(author_email),
        moment_of(authored),
        intern(committer),
        intern(committer_email),
        moment_of(committed),
        message.strip("\n"),
        changes,
    )
