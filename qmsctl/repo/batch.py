"""Many objects of git in one process: what is sent to `cat-file --batch`, and what comes back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final

from qmsctl.repo.object_names import object_name

__all__ = ["BATCH", "Pieces", "answers", "questions"]

BATCH: Final = ("cat-file", "--batch", "--buffer")
"""The call of git."""


def questions(names: Iterable[str]) -> bytes:
    """Return what is sent to git for the objects *names*."""
    return "".join(f"{name}\n" for name in names).encode()


def answers(stream: IO[bytes], names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, kind and content of those of the objects *names* that are here and what their names say.

    Args:
        stream: what git answers.
        names: what it was asked, in this order.
    """
    for name in names:
        header = stream.readline().split()
        if not header:  # git has given up
            break
        if header[-1] in (b"missing", b"ambiguous"):
            continue
        kind, content = header[1].decode("ascii"), stream.read(int(header[2]))
        stream.read(1)
        if object_name(kind, content, len(name)) == name:
            yield name, kind, content


class Pieces(io.RawIOBase):
    """Pieces of an output, as they come, to be read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Take the *pieces*, of which none is empty."""
        self._pieces: Final = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's type is private
        """Put what comes next into *buffer*, and return how many bytes of it there are; none at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
