"""The whole history in one pass: which commit put which content where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from qmsctl.repo.git import Git

__all__ = ["NO_HISTORY", "Change", "Commit", "History", "history_of", "moment_of", "read_history"]

_NOTHING: Final = "0"
_FIELDS: Final = 9
_FORMAT: Final = "%H%x00%P%x00%at%x00%ct%x00%an%x00%ae%x00%cn%x00%ce%x00%B"


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


@dataclass(frozen=True, slots=True)
class History:
    """Every commit that led to one, oldest first, and where each path was touched."""

    commits: tuple[Commit, ...]
    complete: bool = True
    """False if the repository is a shallow clone: then the beginning is unknown."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Git's names of the files of the last commit, by path."""
    touches: Mapping[str, tuple[tuple[Commit, Change], ...]] = field(default_factory=dict)
    """By path, oldest first."""

    @property
    def head(self) -> str | None:
        """The id of the last commit, or `None` before the first."""
        return self.commits[-1].id if self.commits else None

    def of(self, path: str) -> tuple[tuple[Commit, Change], ...]:
        """Return the commits that touched *path*, oldest first."""
        return self.touches.get(path, ())

    def recorded(self, path: str) -> Commit | None:
        """Return the non-merge commit that first added *path*."""
        for commit, change in self.of(path):
            if change.before is None:
                # A merge brings what others wrote, and where a shallow clone begins, all seems new.
                begins_unknown = not self.complete and not commit.parents
                return None if len(commit.parents) > 1 or begins_unknown else commit
        return None


NO_HISTORY: Final = History(())


def history_of(commits: Iterable[Commit], files: Mapping[str, str], *, complete: bool = True) -> History:
    """Return the history of *commits*, oldest first, with its index of paths."""
    touches: dict[str, list[tuple[Commit, Change]]] = {}
    kept = tuple(commits)
    for commit in kept:
        for change in commit.changes:
            touches.setdefault(change.path, []).append((commit, change))
    return History(kept, complete, files, {path: tuple(found) for path, found in touches.items()})


def read_history(git: Git, commit: str, prefix: str, files: Mapping[str, str], *, complete: bool) -> History:
    """Read what led to *commit*, with the changes below *prefix*, in one streamed process.

    Renames are not looked for: what a document is, its own id says.
    """
    with git.stream(
        "log", "--topo-order", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames", "--root",
        "--diff-merges=first-parent", "--no-ext-diff", "--no-textconv", "--no-notes",
        f"--format={_FORMAT}", "--end-of-options", commit, "--",
    ) as stream:  # fmt: skip
        return history_of(_commits(stream, prefix), files, complete=complete)


def _commits(stream: IO[bytes], prefix: str) -> Iterator[Commit]:
    """Parse the output of `log` field by field: a NUL can stand in no message and no path."""
    fields = _fields(stream)
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
        head = [marker, *(next(fields, "") for _ in range(_FIELDS - 1))]
    if head:
        yield _commit(head, tuple(changes))


def _fields(stream: IO[bytes]) -> Iterator[str]:
    """Yield what stands between the NULs of *stream*."""
    rest = b""
    while block := stream.read(1 << 16):
        *whole, rest = (rest + block).split(b"\0")
        for part in whole:
            yield part.decode("utf-8", "surrogateescape")
    if rest:
        yield rest.decode("utf-8", "surrogateescape")


def _change(raw: str, path: str) -> Change:
    """Parse `:100644 100644 before after M`."""
    _, _, before, after, _ = raw[1:].split()
    return Change(path, *(None if set(name) == {_NOTHING} else name for name in (before, after)))


def _commit(head: list[str], changes: tuple[Change, ...]) -> Commit:
    name, parents, authored, committed, author, author_email, committer, committer_email, message = head
    return Commit(
        name,
        tuple(parents.split()),
        author,
        author_email,
        moment_of(authored),
        committer,
        committer_email,
        moment_of(committed),
        message.strip("\n"),
        changes,
    )


def moment_of(seconds: str) -> dt.datetime:
    """Return the moment; a date nobody can make sense of counts as the beginning of git's time."""
    beginning = dt.datetime.fromtimestamp(0, dt.UTC)
    try:
        moment = dt.datetime.fromtimestamp(int(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return beginning
    # The first and the last year of the calendar leave no room for a time zone.
    return moment if dt.MINYEAR < moment.year < dt.MAXYEAR else beginning
