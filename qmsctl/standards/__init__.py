"""Clause trees of the standards, by edition.

Numbers and titles only: they identify a clause.  Titles in brackets are labels
of ours for paragraphs that have a number and no title.  The titles of the 2026
edition in Polish are provisional; no Polish edition of it was seen.
Titles are those of ISO and PKN, used for identification.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

__all__ = ["EDITIONS", "Clause", "Edition", "clause_key", "edition", "edition_named"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause of one edition."""

    id: str
    kind: str
    """`info` (not auditable), `group` (a heading), `leaf` or `leaf-untitled`."""
    titles: tuple[tuple[str, str], ...]
    """By language."""

    @property
    def is_leaf(self) -> bool:
        """Whether the clause itself holds requirements."""
        return self.kind.startswith("leaf")

    def title(self, language: str) -> str:
        """Return the title in *language*, or in English."""
        titles = dict(self.titles)
        return titles.get(language, titles["en"])


@dataclass(frozen=True)
class Edition:
    """One edition of a standard."""

    key: str
    """As files name it: `iso9001:2015`."""
    designation: str
    national: tuple[tuple[str, str], ...]
    """The designation under which a country adopted it, by language."""
    published: dt.date
    superseded: dt.date | None
    transition_end: dt.date | None
    """Last day on which a certificate may name it."""
    clauses: tuple[Clause, ...]

    def clause(self, id: str) -> Clause | None:
        """Return the clause *id*, or `None` if this edition has none of that number."""
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def leaves(self) -> tuple[Clause, ...]:
        """The clauses that hold requirements, in the standard's order."""
        return tuple(clause for clause in self.clauses if clause.is_leaf)

    def leaves_under(self, id: str) -> tuple[Clause, ...]:
        """Return the leaves that are *id* or lie below it."""
        return tuple(leaf for leaf in self.leaves if leaf.id == id or leaf.id.startswith(id + "."))

    def name(self, language: str) -> str:
        """Return the designation a reader of *language* knows."""
        return dict(self.national).get(language, self.designation)


def clause_key(id: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts 8.2 before 8.10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in id.split("."))


# Days of publication and transition: research of November 2026, from the publishers' catalogues.
_DATED: Final = {
    "iso9001:2008": (
        "ISO 9001:2008", "PN-EN ISO 9001:2009",
        dt.date(2008, 11, 15), dt.date(2015, 9, 15), dt.date(2018, 9, 14),
    ),
    "iso9001:2015": (
        "ISO 9001:2015", "PN-EN ISO 9001:2015-10",
        dt.date(2015, 9, 15), dt.date(2026, 9, 16), dt.date(2029, 9, 30),
    ),
    "iso9001:2026": (
        "ISO 9001:2026", "ISO 9001:2026",
        dt.date(2026, 9, 16), None, None,
    ),
}  # fmt: skip

EDITIONS: Final[tuple[str, ...]] = tuple(_DATED)


@cache
def edition(key: str) -> Edition:
    """Return the edition *key*.

    Raises:
        KeyError: no such edition is known.
    """
    designation, polish, published, superseded, transition_end = _DATED[key]
    file = Path(__file__).parent / f"{key.replace(':', '-')}.psv"
    rows = [line.split("|") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    clauses = tuple(Clause(id, kind, (("en", english), ("pl", polski))) for id, kind, english, polski in rows)
    return Edition(key, designation, (("pl", polish),), published, superseded, transition_end, clauses)


def edition_named(name: str) -> str | None:
    """Return the key of the edition a person means by *name*: `iso9001:2015`, `2015`, `PN-EN ISO 9001:2015`."""
    plain = "".join(name.casefold().split())
    for key in EDITIONS:
        known = edition(key)
        names = (key, key.rpartition(":")[2], known.designation, *(title for _, title in known.national))
        if plain in ("".join(one.casefold().split()) for one in names):
            return key
    return None
