"""Clauses as people list them in a cell: `7.1.3, 8.5`, `pkt 8.4.1 i 8.4.2`, `4.1-4.3`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.standards import Edition

__all__ = ["Clauses", "clauses_in"]

_STANDARD: Final = re.compile(r"(?:(?:pn|en|iso)[- /]*)+9001(?:\s*[:/]\s*\d{4}(?:-\d{2})?)?", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\w.])(?:A\.)?\d+(?:\.\d+)*(?![\d])")
_RANGE: Final = re.compile(
    r"(?P<first>\d+(?:\.\d+)*)\s*(?:-|\u2013|\u2014|\bdo\b|\bto\b)\s*(?P<last>\d+(?:\.\d+)*)"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a cell says of clauses."""

    known: tuple[str, ...]
    """Those the edition has, each once, in the order of the cell."""
    unknown: tuple[str, ...]
    """Numbers that the edition does not have."""


def clauses_in(text: str, edition: Edition) -> Clauses:
    """Return the clauses of *edition* that *text* names, and the numbers in it that are none of its clauses.

    A range stands for the clauses between its ends, if both are of one level; letters of list items are left out.
    """
    found = dict.fromkeys(_numbers(_STANDARD.sub(" ", text), edition))
    known = tuple(one for one in found if edition.clause(one))
    return Clauses(known, tuple(one for one in found if not edition.clause(one)))


def _numbers(text: str, edition: Edition) -> Iterator[str]:
    at = 0
    for between in _RANGE.finditer(text):
        yield from _plain(text[at : between.start()])
        yield from _between(between["first"], between["last"], edition)
        at = between.end()
    yield from _plain(text[at:])


def _plain(text: str) -> Iterator[str]:
    for number in _NUMBER.finditer(text):
        yield number[0]


def _between(first: str, last: str, edition: Edition) -> Iterator[str]:
    """Yield the clauses from *first* to *last*: those of their level, or the two where these are not of one."""
    ids = [clause.id for clause in edition.clauses if clause.id.count(".") == first.count(".")]
    if first in ids and last in ids and ids.index(first) <= ids.index(last):
        yield from ids[ids.index(first) : ids.index(last) + 1]
    else:
        yield from (first, last)
