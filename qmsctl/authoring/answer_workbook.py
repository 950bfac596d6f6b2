"""Answers out of an Excel workbook: what a person typed there, read as text, and refused where it is none.

The file can come from anybody.  How much it unpacks to is looked at before anything is unpacked, nothing in it is
computed or followed, and it may not define entities of XML.  openpyxl comes with the extra `xlsx`.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.authoring.answer_row import (
    COLUMNS,
    AnswerFile,
    Row,
    as_typed,
    column_named,
    repeated,
    says_anything,
    unknown_column,
)
from qmsctl.documents.office_file import (
    LargeOfficeFileError,
    NoOfficeFileError,
    office_parts,
    stored_again,
)
from qmsctl.documents.sheet import column_letters, no_workbook, rows_held
from qmsctl.errors import MissingExtraError, RefusedError
from qmsctl.messages import Message, tr

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

__all__ = ["BIGGEST_WORKBOOK", "read_workbook"]

BIGGEST_WORKBOOK: Final = 16 * 1024 * 1024
"""Bytes of a workbook: pictures that somebody pasted into it are among them."""
_UNPACKED: Final = 16 * 1024 * 1024
"""Bytes that packing may have saved: a sheet of a thousand questions saves a twentieth of it."""
_LAST_COLUMN: Final = 64
"""More than twice as many as there are names of columns; what stands further to the right is passed over."""
_ROWS: Final = 20_000
"""Rows of a sheet, empty ones among them where the file holds them."""
_MANUAL: Final = tr("begin with the sheet that qmsctl audit sheet writes")
_RETYPE: Final = tr("format the cell as text and type it again")


def read_workbook(file: Path, raw: bytes) -> AnswerFile:
    """Return what the sheets of a workbook state that have a column for the question; others are passed over.

    Args:
        file: its name, for the places of what is wrong.
        raw: its bytes.

    Raises:
        RefusedError: it is no workbook, could exhaust the memory, or a cell holds no text.
        MissingExtraError: the extra `xlsx` is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise MissingExtraError(
            tr(
                "{file} is an Excel workbook, and cannot be read without the package openpyxl", file=str(file)
            ),
            "openpyxl XlsxWriter",
        ) from fault
    plain = _unpacked(file, raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what Excel writes and openpyxl passes over
        try:
            book = openpyxl.load_workbook(io.BytesIO(plain), read_only=True, keep_links=False)
            rows = tuple(_of_book(file, book))
        except RefusedError:
            raise
        except Exception as fault:  # broken files make it fail in as many ways as there are
            raise no_workbook(str(file)) from fault
    properties = book.properties
    audit = properties.subject if properties.creator == "qmsctl" else None
    return AnswerFile(tuple(filter(says_anything, rows)), audit or None)


def _unpacked(file: Path, raw: bytes) -> bytes:
    """Return the workbook with its parts as they are, so that whoever reads it has nothing to unpack any more.

    Raises:
        RefusedError: it would unpack to more than a sheet of answers can be, is packed as no workbook is,
            or defines entities.
    """
    try:
        return stored_again(office_parts(raw, _UNPACKED))
    except NoOfficeFileError:
        raise no_workbook(str(file)) from None
    except LargeOfficeFileError:
        raise RefusedError(
            tr("{file} would unpack to far more than a sheet of answers holds", file=str(file)),
            tr("copy the answers into a sheet that qmsctl audit sheet writes"),
        ) from None


def _of_book(file: Path, book: Workbook) -> Iterator[Row]:
    found = False
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        reading = _Sheet(file, sheet.title)
        for number, cells in rows_held(sheet, _LAST_COLUMN):
            reading.refuse_long(number)
            if not any(cell.value not in (None, "") for cell in cells):
                continue
            if not reading.names:
                if "question" not in [column_named(_heading(cell)) for cell in cells]:
                    break
                found = True
                reading.begin(cells, number)
            else:
                yield reading.row(cells, number)
    if not found:
        raise RefusedError(
            tr(
                "no sheet of {file} has a column called {name} in its first row",
                file=str(file),
                name=COLUMNS["question"],
            ),
            _MANUAL,
        )


def _heading(cell: Cell | MergedCell) -> str:
    return cell.value.strip() if isinstance(cell.value, str) else ""


class _Sheet:
    """One sheet of answers while it is read."""

    def __init__(self, file: Path, title: str) -> None:
        self._file, self._title = file, title
        self.names: list[str] = []
        """Of the columns, once their headings are read."""
        self._count = 0

    def refuse_long(self, number: int) -> None:
        """Count row *number*.

        Raises:
            RefusedError: there are too many.
        """
        self._count += 1
        if self._count > _ROWS:
            message = tr("there are more than {limit} rows", limit=_ROWS)
            place = Row(number, {}, self._title)
            raise RefusedError(place.at(self._file, message), tr("bring the answers in several files"))

    def begin(self, cells: Sequence[Cell | MergedCell], number: int) -> None:
        """Take *cells* for the headings.

        Raises:
            RefusedError: one of them is unknown, or stands twice.
        """
        for at, cell in enumerate(cells):
            name = column_named(_heading(cell))
            if name is None:
                raise self._refusal(at, number, *unknown_column(_heading(cell)))
            self.names.append(name)
        if (twice := repeated(self.names)) is not None:
            last = len(self.names) - 1 - self.names[::-1].index(twice)
            raise self._refusal(
                last, number, tr("two columns are called {name}", name=twice), tr("delete one of them")
            )

    def row(self, cells: Sequence[Cell | MergedCell], number: int) -> Row:
        """Return what *cells* say.

        Raises:
            RefusedError: one of them holds no text.
        """
        texts: dict[str, str] = {}
        addresses: dict[str, str] = {}
        for at, (name, cell) in enumerate(zip(self.names, cells, strict=False)):
            if name not in COLUMNS:
                continue
            addresses[name] = _address(at, number)
            if text := as_typed(self._text(cell, at, number, name)):
                texts[name] = text
        return Row(number, texts, self._title, addresses)

    def _text(self, cell: Cell | MergedCell, at: int, number: int, name: str) -> str:
        """Return what somebody typed into *cell*, in column *at*, counted from 0, under the heading *name*."""
        value = cell.value
        kind = getattr(cell, "data_type", "n")
        if value is None:
            return ""
        if kind == "f":
            raise self._refusal(
                at,
                number,
                tr("a formula stands here, and only what was typed is taken over"),
                tr("replace the formula by its result: copy the cell and paste only its value"),
            )
        if kind == "e":
            raise self._refusal(at, number, tr("Excel shows an error here: {text}", text=str(value)), _RETYPE)
        if isinstance(value, str):
            return value
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            if name == "day" and isinstance(value, dt.date):
                return value.strftime("%Y-%m-%d")
            raise self._refusal(at, number, tr("Excel has made a date of what was typed here"), _RETYPE)
        if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
            return str(int(value))
        # A fraction is what became of clause 8.10, of 10 % or of a date.
        raise self._refusal(at, number, tr("Excel has made a number of what was typed here"), _RETYPE)

    def _refusal(self, at: int, number: int, message: Message, hint: Message) -> RefusedError:
        place = Row(number, {}, self._title, {"": _address(at, number)})
        return RefusedError(place.at(self._file, message), hint)


def _address(at: int, number: int) -> str:
    """Return the address of the cell in column *at*, counted from 0, of row *number*."""
    return f"{column_letters(at)}{number}"
