"""A table kept as CSV, read strictly: a header, then rows that all have its columns, each with its line.

Nothing is guessed: what could be read in two ways is refused, with the place and what to do about it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.errors import RefusedError
from qmsctl.messages import tr, tr_n

__all__ = ["LARGEST_TABLE", "Row", "Table", "UnreadableTableError", "day_in", "read_table", "separated_rows"]

LARGEST_TABLE: Final = 32 * 1024 * 1024
"""Bytes of a table that is read."""

_DAYS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
)
_POINTER: Final = b"version https://git-lfs.github.com/spec/"
_SEPARATORS: Final[tuple[str, ...]] = (";", ",")
_LONGEST_CELL: Final = 128 * 1024
_NAMES_SEPARATOR: Final = "sep="
"""How a table for Excel says on a line before its header what stands between its cells."""


class UnreadableTableError(RefusedError):
    """A table cannot be read, or could be read in more than one way."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    number: int
    """The first row after the header is 1; empty rows are not counted."""
    line: int
    """Where it begins in the file; a cell may hold line breaks."""
    cells: tuple[str, ...]
    """Without the blanks around them."""
    name: str = ""
    """What people call it: its first cell, or the second where the first only counts the rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and at least one row."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> int | None:
        """Return where the column *name* stands."""
        wanted = unicodedata.normalize("NFC", name.strip())
        return self.columns.index(wanted) if wanted in self.columns else None


def day_in(cell: str) -> dt.date | None:
    """Return the day that *cell* writes as 2026-11-22 or 22.11.2026; `None` if it writes none."""
    for form in _DAYS:
        if found := form.fullmatch(cell):
            try:
                return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


def read_table(path: str, raw: bytes) -> Table:
    """Return the table in *raw*.

    Args:
        path: how the file is called in messages.
        raw: UTF-8, with or without a byte order mark, its cells separated by `;` or by `,`.

    Raises:
        UnreadableTableError: it is no such table; the message says where and why.
    """
    if len(raw) > LARGEST_TABLE:
        raise UnreadableTableError(
            tr("{path} is larger than {limit} bytes", path=path, limit=LARGEST_TABLE),
            tr("split the register, by year for example"),
        )
    if raw.startswith(_POINTER):
        raise UnreadableTableError(
            tr("{path} is a pointer to a file that Git LFS keeps elsewhere, and not the register", path=path),
            tr("take registers out of Git LFS, so that their history stays in the repository"),
        )
    text = unicodedata.normalize("NFC", _decoded(path, raw))
    skipped = 0
    separators = _SEPARATORS
    first, _, rest = text.partition("\n")
    if first.strip().casefold() in {_NAMES_SEPARATOR + one for one in _SEPARATORS}:
        text, separators, skipped = rest, (first.strip()[-1],), 1
    header, *rows = _separated(path, text, separators, skipped) or [Row(0, 1, ())]
    columns = header.cells
    _refuse_header(path, columns)
    kept = [row for row in rows if any(row.cells)]
    if not kept:
        raise UnreadableTableError(
            tr("{path} has no rows below its header, so there is nothing in it", path=path),
            tr("enter what it should hold and commit it"),
        )
    numbered = [Row(number, row.line, row.cells) for number, row in enumerate(kept, 1)]
    naming = _naming_column(numbered)
    return Table(path, columns, tuple(replace(row, name=_name(row, naming)) for row in numbered))


def _naming_column(rows: Sequence[Row]) -> int:
    """Return the column that names the rows: the first, or the second where the first only counts them."""
    if len(rows[0].cells) > 1 and all(row.cells[0].removesuffix(".") == str(row.number) for row in rows):
        named = {row.cells[1] for row in rows}
        return 1 if len(named) == len(rows) and "" not in named else 0
    return 0


def _name(row: Row, column: int) -> str:
    return " ".join(row.cells[column].split()) or f"#{row.number}"


def _decoded(path: str, raw: bytes) -> str:
    """Return the text of *raw*.

    Raises:
        UnreadableTableError: it is no UTF-8, or no text at all.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise UnreadableTableError(
            tr("line {line} of {path} is not UTF-8", line=line, path=path),
            tr(
                "save it as “CSV UTF-8”, or convert it: iconv -f CP1250 -t UTF-8;"
                " nobody can tell for sure which letters were meant"
            ),
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableTableError(
            tr("line {line} of {path} holds a NUL, so this is no text", line=line, path=path),
            tr("save the register as “CSV UTF-8”"),
        )
    if not text.strip():
        raise UnreadableTableError(
            tr("{path} is empty", path=path), tr("enter what it should hold and commit it")
        )
    return text


def _separated(path: str, text: str, separators: Sequence[str], skipped: int) -> list[Row]:
    """Return the rows of *text*, header first, by the one separator that tells the columns apart.

    Raises:
        UnreadableTableError: none does, or more than one.
    """
    splitting = [one for one in separators if _splits_header(path, text, one, skipped)]
    readings: list[list[Row]] = []
    faults: list[UnreadableTableError] = []
    for separator in splitting or separators:
        try:
            readings.append(_even(path, list(separated_rows(path, text, separator, skipped))))
        except UnreadableTableError as fault:
            faults.append(fault)
    # A header of one column may be split by neither, and then no row may be split either.
    if faults and not (splitting and readings):
        raise faults[0]
    if splitting and len(readings) > 1:
        raise UnreadableTableError(
            tr("the columns of {path} can be told apart by ; and by , alike", path=path),
            tr("put a line sep=; or sep=, before the header"),
        )
    return readings[0]


def _splits_header(path: str, text: str, separator: str, skipped: int) -> bool:
    """Return whether *separator* stands between the columns of the header."""
    try:
        return len(next(iter(separated_rows(path, text, separator, skipped)), Row(0, 1, ())).cells) > 1
    except UnreadableTableError:
        return False


def _even(path: str, rows: list[Row]) -> list[Row]:
    """Return *rows* if all have the columns of the first; rows of nothing but blanks do not count.

    Raises:
        UnreadableTableError: one has more or fewer.
    """
    width = len(rows[0].cells) if rows else 0
    odd = next((row for row in rows if len(row.cells) != width and any(row.cells)), None)
    if odd is not None:
        raise UnreadableTableError(
            tr_n(
                "the row at line {line} of {path} has {count} cell, and the header has {columns}",
                "the row at line {line} of {path} has {count} cells, and the header has {columns}",
                len(odd.cells),
                line=odd.line,
                path=path,
                columns=width,
            ),
            tr("give every row the columns of the header; quote a cell that holds the separator"),
        )
    return rows


def separated_rows(path: str, text: str, separator: str, skipped: int) -> Iterable[Row]:
    """Yield the rows of *text*; a quoted cell may hold separators and line breaks.

    Raises:
        UnreadableTableError: a quotation mark is never closed, or something stands behind a closed one.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            if cells:
                yield Row(0, line, tuple(cell.strip() for cell in cells))
            line = skipped + reader.line_num + 1
    except csv.Error as fault:
        long = "field larger" in str(fault)
        message = (
            tr("the row at line {line} of {path} has a cell that is too long", line=line, path=path)
            if long
            else tr(
                "the row at line {line} of {path} has a quotation mark that is not closed, or text behind one",
                line=line,
                path=path,
            )
        )
        raise UnreadableTableError(
            message, tr("close the quotation mark; within quotation marks write it twice")
        ) from None


def _refuse_header(path: str, columns: Sequence[str]) -> None:
    """Refuse a header by which a column could not be named.

    Raises:
        UnreadableTableError: a column has no name, or that of another.
    """
    for number, column in enumerate(columns, 1):
        if not column:
            raise UnreadableTableError(
                tr("column {number} of {path} has no name in the header", number=number, path=path),
                tr("name every column in the header, or delete the empty one"),
            )
        if column in columns[: number - 1]:
            raise UnreadableTableError(
                tr("two columns of {path} are called {column}", path=path, column=column),
                tr("give each column a name of its own"),
            )
