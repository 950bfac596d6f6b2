"""Clause trees of the standards, by edition.

A folder of this package is a standard, found by listing: `editions.psv` names its editions
with their days, and a file for each has its clauses; `amendments.psv`, `correlation.psv`,
`changes.psv` and `mandatory.psv` may stand beside.  `docs/coverage.md` says how to add one.
An organisation's own catalogues stand in its repository; whoever reads them lets them be known here.
Every table says where it comes from and when that was looked up.

Numbers and titles only: they identify a clause.  Titles in brackets are labels
of ours for paragraphs that have a number and no title.  The titles of the 2026
edition in Polish are provisional; no Polish edition of it was seen.
Titles are those of ISO and PKN, used for identification.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, overload

from qmsctl.data_rows import rows_of

__all__ = [
    "EDITIONS",
    "SHIPPED",
    "Amendment",
    "Clause",
    "Edition",
    "clause_key",
    "edition",
    "edition_named",
    "editions_of",
    "folder_of",
    "folders",
    "own_edition",
    "take_own_editions",
]

_FOLDER: Final = Path(__file__).parent


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


@dataclass(frozen=True, slots=True)
class Amendment:
    """A part of an edition that was published later: its clauses stay, and more is asked in some."""

    designation: str
    national: tuple[tuple[str, str], ...]
    begins: dt.date
    """The first day on which it counts."""
    clauses: tuple[str, ...]
    what: tuple[tuple[str, str], ...]
    """By language, in words of our own."""
    source: str
    checked: dt.date


@dataclass(frozen=True)
class Edition:
    """One edition of a standard."""

    key: str
    """As files name it: `iso9001:2015`."""
    standard: str
    """The folder of its standard."""
    designation: str
    national: tuple[tuple[str, str], ...]
    """The designation under which a country adopted it, by language."""
    published: dt.date
    superseded: dt.date | None
    transition_end: dt.date | None
    """Last day on which a certificate may name it."""
    clauses: tuple[Clause, ...]
    names: tuple[str, ...]
    """What else people call it, in lower case: `2015`."""
    is_begun_with: bool
    """Whether starter documents and questions for it ship."""
    amendments: tuple[Amendment, ...]
    """In the order of their days."""
    corresponds: tuple[tuple[str, str, str], ...] = ()
    """Of a catalogue of one's own: an edition, a clause of this one, and one of that edition about part of the same."""

    def amended(self, day: dt.date) -> tuple[Amendment, ...]:
        """Return the amendments that are part of it on *day*."""
        return tuple(one for one in self.amendments if one.begins <= day)

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


def folders() -> tuple[Path, ...]:
    """Return the folder of every standard."""
    return tuple(file.parent for file in sorted(_FOLDER.glob("*/editions.psv")))


@cache
def _stated() -> Mapping[str, tuple[Path, Mapping[str, str]]]:
    """Return what is stated of every edition, by its key, with the folder of its standard."""
    return {row["key"]: (folder, row) for folder in folders() for row in rows_of(folder / "editions.psv")}


SHIPPED: Final[tuple[str, ...]] = tuple(_stated())
"""The keys of the editions that come with qmsctl, those of a standard in their order."""

_own: ContextVar[Mapping[str, Edition]] = ContextVar("own", default=MappingProxyType({}))


class _Editions(Sequence[str]):
    """The keys of all editions: those that come with qmsctl, then those of the organisation's own catalogues."""

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return (*SHIPPED, *_own.get())[index]

    def __len__(self) -> int:
        return len(SHIPPED) + len(_own.get())


EDITIONS: Final[Sequence[str]] = _Editions()
"""The keys of all editions, those of a standard in their order; those of the organisation's own come last."""


def own_edition(
    key: str,
    title: str,
    names: Sequence[str],
    clauses: Sequence[Clause],
    corresponds: Sequence[tuple[str, str, str]],
) -> Edition:
    """Return an edition out of a catalogue of the organisation's own: it has no days and no tables beside it."""
    unknown = dt.date.min
    return Edition(
        key,
        key.partition(":")[0],
        title,
        (),
        unknown,
        None,
        None,
        tuple(clauses),
        tuple(names),
        is_begun_with=False,
        amendments=(),
        corresponds=tuple(corresponds),
    )


def take_own_editions(own: Mapping[str, Edition], *, beside: bool = False) -> None:
    """Let the editions of *own* be known from now on, by their keys, in place of those that were.

    Args:
        own: those of the catalogues that `qms.yaml` names.
        beside: whether they only add to those that were: the files of another moment are read too.
    """
    _own.set({**own, **_own.get()} if beside else dict(own))


def editions_of(standard: str) -> tuple[str, ...]:
    """Return the keys of the editions of *standard*, in their order."""
    return tuple(key for key, (folder, _) in _stated().items() if folder.name == standard)


def folder_of(key: str) -> Path:
    """Return the folder of the standard that has the edition *key*.

    Raises:
        KeyError: no such edition is known.
    """
    return _stated()[key][0]


def edition(key: str) -> Edition:
    """Return the edition *key*.

    Raises:
        KeyError: no such edition is known.
    """
    return _own.get().get(key) or _shipped(key)


@cache
def _shipped(key: str) -> Edition:
    """Return the edition *key* that comes with qmsctl.

    Raises:
        KeyError: there is none.
    """
    folder, row = _stated()[key]
    return Edition(
        key,
        folder.name,
        row["designation"],
        (("pl", row["designation_pl"]),),
        dt.date.fromisoformat(row["published"]),
        _day(row["superseded"]),
        _day(row["transition_end"]),
        tuple(
            Clause(one["id"], one["kind"], (("en", one["title_en"]), ("pl", one["title_pl"])))
            for one in rows_of(folder / row["clauses"])
        ),
        tuple(name for name in row["names"].split(";") if name),
        row["begins"] == "yes",
        tuple(_amendments(folder / "amendments.psv", key)),
    )


def _amendments(file: Path, key: str) -> Iterator[Amendment]:
    """Yield the amendments of the edition *key*; a standard need not have any."""
    for row in rows_of(file) if file.is_file() else ():
        if row["edition"] == key:
            yield Amendment(
                row["designation"],
                (("pl", row["designation_pl"]),),
                dt.date.fromisoformat(row["from"]),
                tuple(row["clauses"].split()),
                (("en", row["what_en"]), ("pl", row["what_pl"])),
                row["source"],
                dt.date.fromisoformat(row["checked"]),
            )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def edition_named(name: str) -> str | None:
    """Return the key of the edition a person means by *name*: `iso9001:2015`, `2015`, `PN-EN ISO 9001:2015`."""
    plain = "".join(name.casefold().split())
    for key in EDITIONS:
        known = edition(key)
        names = (key, *known.names, known.designation, *(title for _, title in known.national))
        if plain in ("".join(one.casefold().split()) for one in names):
            return key
    return None
