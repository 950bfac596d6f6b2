"""The rows of a table that somebody else made, in Excel or as CSV: every cell as it is shown there, with its place.

Nothing is asked of its shape: titles may stand above the headings, rows may be shorter than others.  Whoever reads
a register of one's own asks more, see `csv_table`.  The file can come from anybody: how much a workbook unpacks to is
looked at before anything is unpacked, nothing in it is computed or followed, and it may not define entities of XML.
openpyxl comes with the extra `xlsx`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qmsctl.documents.csv_table import LARGEST_TABLE, Row, UnreadableTableError, separated_rows
from qmsctl.documents.office_file import (
    LargeOfficeFileError,
    NoOfficeFileError,
    office_parts,
    stored_again,
)
from qmsctl.errors import MissingExtraError
from qmsctl.messages import Message, tr

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "Sheet",
    "SheetCell",
    "SheetRow",
    "column_letters",
    "is_workbook",
    "no_workbook",
    "read_sheets",
    "rows_held",
]

_GAIN: Final = 64 * 1024 * 1024
"""Bytes that packing may have saved."""
_ROWS: Final = 20_000
"""Rows of a sheet, empty ones among them where the file holds them."""
_LAST_COLUMN: Final = 64
"""What stands further to the right is passed over."""
_SEPARATORS: Final = (";", ",", "\t")
_NAMES_SEPARATOR: Final = re.compile(r"sep=([;,\t])\s*", re.IGNORECASE)
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Excel 97 files begin, and files that are encrypted with a password."""
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SHEET_PART: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_DECIMALS: Final = re.compile(r"0\.(0+)")
_LAST_LATIN: Final = 26


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell."""

    text: str
    """As it is shown: without the blanks around it; a day as 2026-11-22."""
    day: dt.date | None = None
    """The day, where Excel knows that the cell holds one."""
    number: bool = False
    """Whether Excel holds a number with a fraction: clause 8.10, typed as such, became 8.1."""
    uncounted: bool = False
    """Whether a formula stands there whose result the file does not hold."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not empty."""

    number: int
    """The line of a CSV file in which it begins, or the row of a sheet, from 1."""
    cells: tuple[SheetCell, ...]

    def text(self, column: int) -> str:
        """Return what stands in *column*, counted from 0; nothing where the row is shorter."""
        return self.cells[column].text if column < len(self.cells) else ""

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns, counted from 0, in which something stands."""
        return tuple(at for at, cell in enumerate(self.cells) if cell.text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a CSV file, or of one sheet of a workbook."""

    path: str
    """How the file is called in messages."""
    rows: tuple[SheetRow, ...]
    title: str | None = None
    """What its tab says; `None` for a CSV file."""
    hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """By row and column, counted from 1 and 0, of a cell that is merged into another: the row and column of that one.
    Only within the rows and columns that are read."""
    encoding: str = "UTF-8"
    """Of a CSV file: what it was read as; where it is no UTF-8, Windows-1250 is a guess, and to be said."""

    def place(self, row: SheetRow, column: int | None = None) -> Message:
        """Return where *row*, or its cell in *column*, counted from 0, stands: in words that fit before a colon."""
        if self.title is None:
            return tr("{file}, line {line}", file=self.path, line=row.number)
        if column is None:
            return tr("{file}, sheet {sheet}, row {line}", file=self.path, sheet=self.title, line=row.number)
        cell = f"{column_letters(column)}{row.number}"
        return tr("{file}, sheet {sheet}, cell {cell}", file=self.path, sheet=self.title, cell=cell)

    def unmerged(self, row: SheetRow, column: int) -> str:
        """Return what a reader sees in *column* of *row*: what a merged cell shows stands in all its rows."""
        at = self.merged.get((row.number, column))
        if at is None:
            return row.text(column)
        return next((one.text(at[1]) for one in self.rows if one.number == at[0]), "")


def column_letters(column: int) -> str:
    """Return how Excel calls the *column*, counted from 0: A, B, …, Z, AA."""
    letters = ""
    left = column + 1
    while left:
        left, rest = divmod(left - 1, _LAST_LATIN)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_workbook(raw: bytes) -> bool:
    """Return whether *raw* is to be read as a workbook: it is packed, or was saved by an old Excel."""
    return raw.startswith((b"PK", _COMPOUND))


def read_sheets(path: str, raw: bytes) -> tuple[Sheet, ...]:
    """Return what a file holds: the sheets of a workbook in their order, or the rows of a CSV file as one sheet.

    Args:
        path: how the file is called in messages.
        raw: its bytes; what they are is decided by how they begin, and not by the name.

    Raises:
        UnreadableTableError: it is neither, or could exhaust the memory; the message says what to do about it.
        MissingExtraError: it is a workbook and the extra `xlsx` is not installed.
    """
    if len(raw) > LARGEST_TABLE:
        raise UnreadableTableError(
            tr("{path} is larger than {limit} bytes", path=path, limit=LARGEST_TABLE),
            tr("copy the table alone into a new file, without pictures"),
        )
    if raw.startswith(_COMPOUND):
        raise UnreadableTableError(
            tr("{path} is protected by a password, or was saved by Excel 97", path=path),
            tr(
                "save it without a password as .xlsx, or convert it: {command}",
                command="soffice --headless --convert-to xlsx",
            ),
        )
    return _of_workbook(path, raw) if is_workbook(raw) else (_of_text(path, raw),)


def _of_workbook(path: str, raw: bytes) -> tuple[Sheet, ...]:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise MissingExtraError(
            tr("{file} is an Excel workbook, and cannot be read without the package openpyxl", file=path),
            "openpyxl XlsxWriter",
        ) from fault
    try:
        parts = office_parts(raw, _GAIN)
    except NoOfficeFileError:
        raise no_workbook(path) from None
    except LargeOfficeFileError:
        raise UnreadableTableError(
            tr("{file} would unpack to far more than a table holds", file=path),
            tr("copy the table alone into a new file"),
        ) from None
    plain = stored_again(parts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what Excel writes and openpyxl passes over
        try:
            shown = openpyxl.load_workbook(
                io.BytesIO(plain), read_only=True, keep_links=False, data_only=True
            )
            typed = openpyxl.load_workbook(io.BytesIO(plain), read_only=True, keep_links=False)
            return tuple(_of_book(path, shown, typed, parts))
        except UnreadableTableError:
            raise
        except Exception as fault:  # broken files make it fail in as many ways as there are
            raise no_workbook(path) from fault


def no_workbook(path: str) -> UnreadableTableError:
    """Return the refusal of a file that is no workbook, or a damaged one."""
    return UnreadableTableError(
        tr("{file} cannot be read as an Excel workbook", file=path),
        tr("open it in a spreadsheet program and save it anew as .xlsx, without a password"),
    )


def _of_book(path: str, shown: Workbook, typed: Workbook, parts: Mapping[str, bytes]) -> Iterator[Sheet]:
    for sheet, formulas in zip(shown.worksheets, typed.worksheets, strict=True):
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        formulas.reset_dimensions()
        rows: list[SheetRow] = []
        pairs = zip(rows_held(sheet, _LAST_COLUMN), rows_held(formulas, _LAST_COLUMN), strict=True)
        for held, ((number, cells), (_, behind)) in enumerate(pairs):
            if held >= _ROWS:
                raise UnreadableTableError(
                    tr(
                        "sheet {sheet} of {file} has more than {limit} rows",
                        sheet=sheet.title,
                        file=path,
                        limit=_ROWS,
                    ),
                    tr("copy the table alone into a new file"),
                )
            read = [_cell(one, other) for one, other in zip(cells, behind, strict=True)]
            while read and not (read[-1].text or read[-1].uncounted):
                read.pop()
            if read:
                rows.append(SheetRow(number, tuple(read)))
        part = str(getattr(sheet, "_worksheet_path", "")).removeprefix("/")
        merged = _merged(parts.get(part, b"")) if _SHEET_PART.fullmatch(part) else {}
        yield Sheet(path, tuple(rows), sheet.title, sheet.sheet_state != "visible", merged)


def rows_held(sheet: Worksheet, last: int) -> Iterator[tuple[int, tuple[Cell | MergedCell, ...]]]:
    """Yield the rows that the file holds with their numbers, up to column *last*.

    Between them openpyxl gives one and the same tuple of empty cells for every row that the file leaves out,
    and a file can leave out a million.
    """
    before = None
    for number, cells in enumerate(sheet.iter_rows(max_col=last), 1):
        if cells is not before:
            yield number, cells
        before = cells


def _cell(cell: Cell | MergedCell, behind: Cell | MergedCell) -> SheetCell:
    value = cell.value
    if value is None:
        return SheetCell("", uncounted=getattr(behind, "data_type", "n") == "f")
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time()
        return SheetCell(f"{value:%Y-%m-%d}" if whole else f"{value:%Y-%m-%d %H:%M}", day=value.date())
    if isinstance(value, dt.date):
        return SheetCell(value.isoformat(), day=value)
    if isinstance(value, bool):
        return SheetCell(str(value).upper())
    form = str(getattr(cell, "number_format", ""))
    if isinstance(value, float) or (isinstance(value, int) and _DECIMALS.fullmatch(form)):
        return _fraction(float(value), form)  # revision 1.0 is stored as 1
    return SheetCell(_tidy(str(value)))


def _fraction(value: float, form: str) -> SheetCell:
    """Return a number as it is shown: whole, with the decimals of its *form*, or as it is."""
    if decimals := _DECIMALS.fullmatch(form):
        return SheetCell(f"{value:.{len(decimals[1])}f}", number=True)
    if value.is_integer():
        return SheetCell(str(int(value)))
    return SheetCell(repr(value), number=True)


def _merged(part: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """Return which cells of a sheet show what another holds, within the rows and columns that are read."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for left, top, right, bottom in _MERGED.findall(part):
        first, row = _column_number(left), int(top)
        last, end = min(_column_number(right), _LAST_COLUMN - 1), min(int(bottom), row + _ROWS)
        if len(found) + (end - row + 1) * (last - first + 1) > _ROWS * _LAST_COLUMN:
            break  # no table that a person merged cells in
        for line in range(row, end + 1):
            for column in range(first, last + 1):
                if (line, column) != (row, first):
                    found[line, column] = (row, first)
    return found


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LAST_LATIN + letter - ord("A") + 1
    return number - 1


def _tidy(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\xa0", " ").splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def _of_text(path: str, raw: bytes) -> Sheet:
    """Return the rows of a CSV file, by the separator that takes most of them apart.

    Raises:
        UnreadableTableError: it is no text, empty, or no separator can be used.
    """
    text, encoding = _decoded(path, raw)
    first, _, rest = text.partition("\n")
    named = _NAMES_SEPARATOR.fullmatch(first)
    separators: Sequence[str] = (named[1],) if named else _SEPARATORS
    readings: list[tuple[SheetRow, ...]] = []
    fault: UnreadableTableError | None = None
    for separator in separators:
        try:
            rows = separated_rows(path, rest if named else text, separator, 1 if named else 0)
            readings.append(tuple(_of_rows(rows)))
        except UnreadableTableError as refused:
            fault = fault or refused
    best = max(readings, key=_taken_apart, default=())
    # Where a quotation mark stays open, the file may yet be read as rows of one cell by a separator it does not use.
    if fault is not None and _taken_apart(best) < (2, 2):
        raise fault
    if not best:
        raise UnreadableTableError(tr("{path} is empty", path=path), tr("name the file that holds the table"))
    return Sheet(path, best, encoding=encoding)


def _of_rows(rows: Iterable[Row]) -> Iterator[SheetRow]:
    for row in rows:
        cells = tuple(SheetCell(_tidy(cell)) for cell in row.cells)
        if any(cell.text for cell in cells):
            yield SheetRow(row.line, cells)


def _taken_apart(rows: Sequence[SheetRow]) -> tuple[int, int]:
    """Return how many of *rows* have as many cells as most have, if more than one; and how many cells those are."""
    widths = [len(row.cells) for row in rows if len(row.cells) > 1]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return widths.count(usual) if usual else 0, usual


def _decoded(path: str, raw: bytes) -> tuple[str, str]:
    """Return the text of *raw*, and what it was read as.

    Raises:
        UnreadableTableError: it is no text.
    """
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding, shown in (
        (("utf-16", "UTF-16"),) if wide else (("utf-8-sig", "UTF-8"), ("cp1250", "Windows-1250"))
    ):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, shown
    raise UnreadableTableError(
        tr("{path} is neither an Excel workbook nor a text", path=path),
        tr("save the table as .xlsx or as “CSV UTF-8”"),
    )
