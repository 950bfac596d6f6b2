"""Changes of a file that are made where something stands, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qmsctl.documents.place import Place
from qmsctl.documents.source import Source

__all__ = ["Edit", "with_edits"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what stands at a place, and what takes its place."""

    place: Place
    """Where it begins."""
    old: str
    new: str


def with_edits(source: Source, edits: Iterable[Edit]) -> bytes:
    """Return the bytes of *source* with *edits*, and every other byte as it is.

    Of two that overlap the first counts, and so does none whose old text is not there: the
    next check finds what is left.
    """
    text = source.text.content
    mark = source.raw.removesuffix(text.encode())  # a byte order mark, if there is one
    pieces: list[str] = []
    done = 0
    for start, old, new in sorted({(e.place.span.start, e.old, e.new) for e in edits if e.place.span}):
        if start < done or text[start : start + len(old)] != old:
            continue
        pieces += (text[done:start], new)
        done = start + len(old)
    return mark + "".join((*pieces, text[done:])).encode()
