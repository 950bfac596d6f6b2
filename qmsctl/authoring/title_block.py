"""The title block of a document: a small table, or lines, in which labels stand before or above what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.foreign_words import title_block_field

__all__ = ["DECISIONS", "Stated", "is_title_block", "labelled_line", "title_block"]

DECISIONS: Final = ("prepared", "checked", "approved", "effective")
"""What a title block says and no document does: it follows from approvals that somebody records."""
_LONGEST_LABEL: Final = 40
_PASSED_OVER: Final = "passed over"
_LEAST: Final = 2
"""Labels that make a table a title block; one may be in it by chance."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One field as a title block says it."""

    field: str
    value: str
    label: str
    """As it is written there."""


def labelled_line(text: str) -> Stated | None:
    """Return what *text* states if it is a label, a colon and a value: `Symbol: PS-03`, `**Wydanie:** 2`."""
    label, colon, value = text.replace("**", "").replace("__", "").partition(":")
    if not colon or len(label) > _LONGEST_LABEL or not value.strip():
        return None
    field = title_block_field(label)
    return None if field in (None, _PASSED_OVER) else Stated(field, " ".join(value.split()), label.strip())


def is_title_block(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether *rows* of a table say who a document is: at least two of its fields, in few rows."""
    fields = {one.field for one in title_block(rows)}
    return len(fields) >= _LEAST


def title_block(rows: Sequence[Sequence[str]]) -> tuple[Stated, ...]:
    """Return what the *rows* of a table state, each field once.

    A label stands in a cell with its value behind a colon, left of its value, or above it in a row of labels.
    """
    found: dict[str, Stated] = {}
    for stated in _stated(rows):
        found.setdefault(stated.field, stated)
    return tuple(found.values())


def _stated(rows: Sequence[Sequence[str]]) -> Iterator[Stated]:
    header: list[tuple[int, str, str]] = []
    for row in rows:
        labels = [(at, title_block_field(cell), cell) for at, cell in enumerate(row)]
        named = [(at, field, cell.strip()) for at, field, cell in labels if field]
        filled = [at for at, cell in enumerate(row) if cell.strip()]
        if len(named) > 1 and len(named) == len(filled):
            header = named
            continue
        if _is_below(header, row):
            yield from _below(header, row)
            continue
        yield from _beside(row, {at for at, _, _ in named})


def _is_below(header: Sequence[tuple[int, str, str]], row: Sequence[str]) -> bool:
    """Return whether *row* holds what a row of labels above it asks for, and not labels of its own."""
    return bool(header) and not any(
        title_block_field(cell) not in (None, _PASSED_OVER) or labelled_line(cell) for cell in row[1:]
    )


def _below(header: Sequence[tuple[int, str, str]], row: Sequence[str]) -> Iterator[Stated]:
    lead = row[0].strip() if row else ""
    if (
        title_block_field(lead) in DECISIONS
    ):  # a row for each decision, under: name, position, signature, date
        values = [" ".join(cell.split()) for cell in row[1:] if cell.strip()]
        if values:
            yield Stated(str(title_block_field(lead)), ", ".join(values), lead)
        return
    for at, field, label in header:
        value = " ".join(row[at].split()) if at < len(row) else ""
        if field != _PASSED_OVER and value:
            yield Stated(field, value, label)


def _beside(row: Sequence[str], labels: Iterable[int]) -> Iterator[Stated]:
    taken = set(labels)
    for at, cell in enumerate(row):
        if stated := labelled_line(cell):
            yield stated
            continue
        field = title_block_field(cell)
        if field is None or field == _PASSED_OVER:
            continue
        values = []
        for after in range(at + 1, len(row)):
            if after in taken or labelled_line(row[after]):
                break
            if row[after].strip():
                values.append(" ".join(row[after].split()))
        if values:
            yield Stated(field, ", ".join(dict.fromkeys(values)), cell.strip().rstrip(":"))
