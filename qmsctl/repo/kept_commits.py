"""The commits that were read before: nothing about a commit changes, so each is read once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from typing import Any, Final

from qmsctl.cache import Shelf
from qmsctl.repo.commit import Change, Commit, moment_of

__all__ = ["KeptCommits"]

_ENDS: Final = "ends"
"""The key of the commits nothing known follows; every other key holds commits."""
_TOGETHER: Final = 1000
"""Commits that are kept under one key."""
_MANY: Final = 8
"""Branches that are remembered."""


class KeptCommits:
    """Commits with all that led to them."""

    def __init__(self, shelf: Shelf) -> None:
        """Take what lies on *shelf*."""
        self._shelf: Final = shelf
        ends = shelf.get(_ENDS)
        self.ends: tuple[str, ...] = tuple(json.loads(ends)) if ends else ()
        self.commits: dict[str, Commit] = {}
        for key, text in shelf.items() if ends else ():
            if key != _ENDS:
                self.commits.update((commit.id, commit) for commit in _commits(json.loads(text)))
        if not all(end in self.commits for end in self.ends):
            self.forget()  # somebody took a part of it away

    def add(self, end: str, new: Sequence[Commit]) -> None:
        """Keep *new*: what led to *end* and was not known."""
        parents = {parent for commit in new for parent in commit.parents}
        ends = [end, *(known for known in self.ends if known not in parents and known != end)]
        self.ends = tuple(ends[:_MANY])
        self.commits.update((commit.id, commit) for commit in new)
        if not self._shelf.keeps:
            return
        for start in range(0, len(new), _TOGETHER):
            together = new[start : start + _TOGETHER]
            self._shelf.put(together[0].id, json.dumps([_plain(commit) for commit in together]))
        self._shelf.put(_ENDS, json.dumps(self.ends))

    def forget(self) -> None:
        """Begin anew."""
        self.ends = ()
        self.commits = {}


def _plain(commit: Commit) -> list[Any]:
    return [
        commit.id,
        commit.parents,
        commit.author,
        commit.author_email,
        int(commit.authored.timestamp()),
        commit.committer,
        commit.committer_email,
        int(commit.committed.timestamp()),
        commit.message,
        [[change.path, change.before, change.after] for change in commit.changes],
    ]


def _commits(plain: Iterable[list[Any]]) -> Iterator[Commit]:
    for name, parents, author, email, authored, committer, other, committed, message, changes in plain:
        yield Commit(
            name,
            tuple(parents),
            intern(author),
            intern(email),
            moment_of(authored),
            intern(committer),
            intern(other),
            moment_of(committed),
            message,
            tuple([Change(intern(path), before, after) for path, before, after in changes]),
        )
