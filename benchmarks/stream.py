"""Commits written as a stream for `git fast-import`, which makes thousands of them in a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Final

__all__ = ["MAIN", "SIDE", "Change", "CommitStream", "Deleted", "Put", "Renamed", "Signature"]

MAIN: Final = "refs/heads/main"
SIDE: Final = "refs/heads/side"


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody and a moment, as a commit names them."""

    name: str
    email: str
    seconds: int
    offset: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> {self.seconds} {self.offset}"


@dataclass(frozen=True, slots=True)
class Put:
    """A file gets a content: bytes, or git's name of bytes that are there already."""

    path: str
    content: bytes | str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file is moved."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A file is taken away."""

    path: str


Change = Put | Renamed | Deleted


@dataclass(slots=True)
class CommitStream:
    """Writes commits in the format of `git fast-import`."""

    sink: IO[bytes]
    marks: int = 0

    def commit(  # noqa: PLR0913 - a commit has as many parts
        self,
        branch: str,
        author: Signature,
        committer: Signature,
        message: str,
        changes: Iterable[Change],
        *,
        start: int = 0,
        merged: int = 0,
    ) -> int:
        """Write one commit and return its mark.

        Args:
            branch: the ref it goes to.
            author: who made the change.
            committer: who committed it.
            message: what it says.
            changes: to the files of its first parent.
            start: the mark at which the branch begins anew.
            merged: the mark of a second parent.
        """
        self.marks += 1
        text = f"{message}\n".encode()
        self.sink.write(
            f"commit {branch}\nmark :{self.marks}\nauthor {author}\ncommitter {committer}\n".encode()
            + b"data %d\n%b\n" % (len(text), text)
        )
        if start:
            self.sink.write(b"from :%d\n" % start)
        if merged:
            self.sink.write(b"merge :%d\n" % merged)
        for change in changes:
            self._change(change)
        self.sink.write(b"\n")
        return self.marks

    def _change(self, change: Change) -> None:
        if isinstance(change, Renamed):
            self.sink.write(f"R {change.old} {change.new}\n".encode())
        elif isinstance(change, Deleted):
            self.sink.write(f"D {change.path}\n".encode())
        elif isinstance(change.content, str):
            self.sink.write(f"M 100644 {change.content} {change.path}\n".encode())
        else:
            self.sink.write(f"M 100644 inline {change.path}\ndata {len(change.content)}\n".encode())
            self.sink.write(change.content + b"\n")

    def tag(self, name: str, mark: int) -> None:
        """Let the tag *name* stand at *mark*."""
        self.sink.write(f"reset refs/tags/{name}\nfrom :{mark}\n\n".encode())
