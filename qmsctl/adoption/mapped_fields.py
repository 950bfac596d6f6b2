"""Which field of a kind of documents says what: by its spelling, and by what its values look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Final

from qmsctl.adoption.candidate import Candidate
from qmsctl.adoption.shapes import clause_numbers, fits, is_id_like, is_revision_like, status_of
from qmsctl.model.document_kind import FIELDS, LISTS, FieldName
from qmsctl.model.field_spellings import folded, is_kept_by_history, meaning_of
from qmsctl.model.foreign_dates import months_in
from qmsctl.model.mapping import is_placeholder

__all__ = [
    "Column",
    "FoundField",
    "Sureness",
    "columns_of",
    "could_say",
    "found_fields",
    "separators_of",
    "unmapped",
]

_MOSTLY: Final = 0.8
_PARTLY: Final = 0.4
_EXAMPLES: Final = 3
_FEW: Final = 2
_NEVER_ASKED: Final[frozenset[FieldName]] = frozenset(("translates", "sha256"))


class Sureness(IntEnum):
    """How sure a guess is."""

    GUESS = 0
    """Nothing speaks against it, and little for it."""
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One field of many files, as they call it."""

    key: str
    texts: Mapping[str, tuple[str, ...]]
    """By path: what it says, without what only keeps a place."""
    empty: Mapping[str, int]
    """By path, with the line: where it is there and says nothing."""
    lists: int
    """How many have it as a list or a map."""

    @property
    def count(self) -> int:
        """In how many files it stands, filled in or not."""
        return len(self.texts) + len(self.empty)

    @property
    def examples(self) -> tuple[str, ...]:
        """What it says most often."""
        common = Counter(", ".join(texts) for texts in self.texts.values()).most_common(_EXAMPLES)
        return tuple(text for text, _ in common)

    def share(self, test: Callable[[tuple[str, ...]], bool]) -> float:
        """Return the share of its values that pass *test*; 0 if it has none."""
        return sum(map(test, self.texts.values())) / len(self.texts) if self.texts else 0.0


@dataclass(frozen=True, slots=True)
class FoundField:
    """What says one thing in a kind of documents."""

    name: FieldName
    columns: tuple[Column, ...]
    sure: Sureness
    by_values: bool = False
    """Whether it was known by its values alone, and not by what it is called."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is called, the surest first."""
        return tuple(column.key for column in self.columns)

    @property
    def filled(self) -> int:
        """How many documents say it."""
        return len({path for column in self.columns for path in column.texts})

    def texts(self) -> Iterable[tuple[str, ...]]:
        """Return what documents say, once for each."""
        said: dict[str, tuple[str, ...]] = {}
        for column in self.columns:
            for path, texts in column.texts.items():
                said.setdefault(path, texts)
        return said.values()


def columns_of(members: Sequence[Candidate]) -> tuple[Column, ...]:
    """Return the fields of *members*, those first that most of them have."""
    spelled: dict[str, Counter[str]] = {}
    texts: dict[str, dict[str, tuple[str, ...]]] = {}
    empty: dict[str, dict[str, int]] = {}
    lists: Counter[str] = Counter()
    for one in members:
        for key, said in one.fields.items():
            if said.is_list and not said.texts:
                continue  # an empty list is an answer
            called = re.sub(r"[\s_-]+", "", key).casefold()
            spelled.setdefault(called, Counter())[key] += 1
            filled = tuple(text.strip() for text in said.texts if not is_placeholder(text))
            if filled:
                texts.setdefault(called, {})[one.path] = filled
            else:
                empty.setdefault(called, {})[one.path] = said.line
            lists[called] += said.is_list or said.is_map
    found = (
        Column(names.most_common(1)[0][0], texts.get(called, {}), empty.get(called, {}), lists[called])
        for called, names in spelled.items()
    )
    return tuple(sorted(found, key=lambda column: (-column.count, column.key)))


def found_fields(
    members: Sequence[Candidate], columns: Sequence[Column], told: Mapping[str, FieldName]
) -> tuple[FoundField, ...]:
    """Return which of *columns* says what, in the order of our fields.

    Args:
        members: the files.
        columns: their fields.
        told: by a folded name, what somebody said that it says: that counts more than what it looks like.
    """
    meant: dict[FieldName, list[tuple[int, Column, float]]] = {}
    for column in columns:
        if (name_told := told.get(folded(column.key))) is not None:
            meant.setdefault(name_told, []).append((-1, column, 1.0))
            continue
        meaning = meaning_of(column.key)
        if meaning is None:
            continue
        name, rank = meaning
        share = column.share(partial(fits, name))
        if share >= _PARTLY or not column.texts:
            meant.setdefault(name, []).append((rank, column, share))
    found = {name: _chosen(name, several) for name, several in meant.items()}
    taken = {column.key for one in found.values() for column in one.columns}
    spare = [c for c in columns if c.key not in taken and "." not in c.key and meaning_of(c.key) is None]
    for name, test in _BY_VALUES.items():
        if name in found:
            continue
        like = next((column for column in spare if test(column, len(members))), None)
        if like is not None:
            found[name] = FoundField(name, (like,), Sureness.LIKELY, by_values=True)
            spare.remove(like)
    return tuple(found[name] for name in FIELDS if name in found)


def _chosen(name: FieldName, several: list[tuple[int, Column, float]]) -> FoundField:
    """Return the columns that say *name*: one whose files all have a surer one says it twice, and is left out."""
    ordered = sorted(
        several, key=lambda one: (one[2] < _MOSTLY, one[0] if one[1].texts else 999, -one[1].count)
    )
    kept: list[Column] = []
    have: set[str] = set()
    for _, column, _ in ordered:
        theirs = {*column.texts, *column.empty}
        if not kept or theirs - have:
            kept.append(column)
            have |= theirs
    shares = {column.key: share for _, column, share in ordered}
    sure = all(shares[column.key] >= _MOSTLY for column in kept)
    return FoundField(name, tuple(kept), Sureness.CERTAIN if sure else Sureness.LIKELY)


def _looks_like_ids(column: Column, members: int) -> bool:
    texts = [texts[0] for texts in column.texts.values() if len(texts) == 1]
    return (
        len(texts) >= max(_FEW, _MOSTLY * members)
        and len(set(texts)) == len(texts)
        and all(
            is_id_like(text) and not clause_numbers((text,)) and not is_revision_like(text) for text in texts
        )
    )


def _looks_like_revisions(column: Column, members: int) -> bool:
    named = re.search(r"ver|rev|wyd|edyc", column.key, re.IGNORECASE) is not None
    return (
        named
        and column.count > 1
        and members > 1
        and column.share(lambda texts: is_revision_like(texts[0])) >= _MOSTLY
    )


def _looks_like_statuses(column: Column, members: int) -> bool:
    return (
        column.count >= max(_FEW, _PARTLY * members)
        and column.share(lambda texts: len(texts) == 1 and status_of(texts[0]) is not None) >= _MOSTLY
    )


def _looks_like_clauses(column: Column, members: int) -> bool:
    def dotted(texts: tuple[str, ...]) -> bool:
        numbers = clause_numbers(texts)
        return bool(numbers) and any("." in number for number in numbers)

    several = any(len(clause_numbers(texts)) > 1 for texts in column.texts.values())
    named = re.search(r"iso|clause|norm|klau", column.key, re.IGNORECASE) is not None
    return members > 1 and (several or named) and column.count > 1 and column.share(dotted) >= _MOSTLY


def _looks_like_intervals(column: Column, members: int) -> bool:
    return (
        members > 1
        and column.share(
            lambda texts: not texts[0].isdigit() and len(texts[0]) > _FEW and months_in(texts[0]) is not None
        )
        >= _MOSTLY
    )


_BY_VALUES: Final[Mapping[FieldName, Callable[[Column, int], bool]]] = {
    "id": _looks_like_ids,
    "revision": _looks_like_revisions,
    "status": _looks_like_statuses,
    "clauses": _looks_like_clauses,
    "review_every": _looks_like_intervals,
}


def could_say(columns: Sequence[Column]) -> tuple[FieldName, ...]:
    """Return what *columns* of one name could say, by what their values look like."""
    return tuple(
        name
        for name in FIELDS
        if name not in _NEVER_ASKED
        and all(one.share(partial(fits, name)) >= _MOSTLY for one in columns if one.texts)
    )


def unmapped(columns: Sequence[Column], found: Sequence[FoundField]) -> tuple[Column, ...]:
    """Return the fields that nothing is known of and that the history does not say better."""
    keys = {column.key for one in found for column in one.columns}
    tops = {key.partition(".")[0] for key in keys}
    return tuple(
        column
        for column in columns
        if column.key not in keys
        and column.key.partition(".")[0] not in tops
        and "." not in column.key
        and not is_kept_by_history(column.key)
        and not _is_header(column)
    )


def _is_header(column: Column) -> bool:
    """Return whether *column* is the first row of tables, which says what their columns are called."""
    said = {text.casefold() for texts in column.texts.values() for text in texts}
    return len(said) == 1 and (column.key.casefold(), said.pop()) in _HEADERS


_HEADERS: Final = frozenset(
    (key, value)
    for keys, values in (
        ("field property item key attribute metadata name", "value description content details"),
        ("feld eigenschaft merkmal", "wert inhalt"),
        ("pole nazwa właściwość", "wartość treść"),
        ("felt egenskap", "verdi"),
        ("항목", "내용 값"),
    )
    for key in keys.split()
    for value in values.split()
)
"""Headings of tables of two columns: `Field | Value`."""


def separators_of(found: Sequence[FoundField]) -> tuple[str, ...]:
    """Return what stands between the items of lists that are written as one text; nothing if that is usual."""
    texts = [
        text for one in found if one.name in LISTS or one.name == "clauses" for t in one.texts() for text in t
    ]
    odd = tuple(mark for mark in (" / ", "|", " & ") if sum(mark in text for text in texts) > 1)
    return (",", ";", *odd) if odd else ()
