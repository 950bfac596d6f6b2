"""Periods that laws set, as data: one file of this folder for each law, found by listing.

The first row of a file is the law itself, and each further row a kind of case: how long it may take,
counted from what, and by which article.  How well a row is founded, where it was seen and on which day
it was looked up is part of the row.  None of it is legal advice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from qmsctl.data_rows import rows_of

__all__ = ["Basis", "Law", "Length", "Rule", "Unit", "laws", "laws_by_name"]

_FOLDER: Final = Path(__file__).parent


class Unit(Enum):
    """In what a period is counted."""

    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Basis(Enum):
    """How well a row is founded."""

    SEEN = "seen"
    """The source was read on the day that stands beside it."""
    RECALLED = "recalled"
    """Known from practice, and compared with nothing: unverified."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a period is."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a kind of case may take by a law."""

    key: str
    article: str
    length: Length | None
    """`None`: the law names no day, only that it be done without delay."""
    begins: tuple[tuple[str, str], ...]
    """By language: the event from which it is counted."""
    title: tuple[tuple[str, str], ...]
    """By language: what people call a case of the kind."""
    names: tuple[str, ...]
    """How registers write it, in lower case."""
    extended_by: str | None
    """The article by which the office may announce another day; `None`: it may not."""
    longest: Length | None
    """How long it may be extended at most, from its beginning; `None`: the law sets no end."""
    not_counted_by: str | None
    """The article by which some days do not count; `None`: none speaks of this kind."""
    basis: Basis
    note: tuple[tuple[str, str], ...]
    """By language; empty: there is nothing to say."""
    source: str
    checked: dt.date


@dataclass(frozen=True, slots=True)
class Law:
    """A law that sets periods."""

    key: str
    journal: str
    title: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    basis: Basis
    note: tuple[tuple[str, str], ...]
    source: str
    checked: dt.date
    rules: tuple[Rule, ...]

    def rule(self, word: str) -> Rule | None:
        """Return the rule for the kind of case that *word* names: its key, its title, or as registers write it."""
        wanted = " ".join(word.casefold().split())
        for rule in self.rules:
            titles = (title.casefold() for _, title in rule.title)
            if wanted == rule.key or wanted in rule.names or wanted in titles:
                return rule
        return None


@cache
def laws() -> Mapping[str, Law]:
    """Return every law there is a file of, by its key."""
    found = (_law(file) for file in sorted(_FOLDER.glob("*.psv")))
    return {law.key: law for law in found}


def laws_by_name() -> Mapping[str, Law]:
    """Return every law by its key, and by what offices call it, in small letters."""
    return {name: law for law in laws().values() for name in (law.key, *law.names)}


def _law(file: Path) -> Law:
    head, *rows = rows_of(file)
    return Law(
        head["key"],
        head["article"],
        _both(head, "title"),
        tuple(head["names"].split(";")),
        Basis(head["basis"]),
        _both(head, "note"),
        head["source"],
        dt.date.fromisoformat(head["checked"]),
        tuple(_rule(row) for row in rows),
    )


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        row["key"],
        row["article"],
        _length(f"{row['count']} {row['unit']}"),
        _both(row, "from"),
        _both(row, "title"),
        tuple(name.casefold() for name in row["names"].split(";")),
        row["extended_by"] or None,
        _length(row["longest"]),
        row["not_counted_by"] or None,
        Basis(row["basis"]),
        _both(row, "note"),
        row["source"],
        dt.date.fromisoformat(row["checked"]),
    )


def _both(row: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    texts = (("en", row[f"{name}_en"]), ("pl", row[f"{name}_pl"]))
    return texts if texts[0][1] else ()


def _length(text: str) -> Length | None:
    count, _, unit = text.strip().partition(" ")
    return Length(int(count), Unit(unit)) if unit else None
