"""Tables as an Excel workbook: texts, numbers and days; the same tables give the same bytes.

XlsxWriter comes with the extra `xlsx`, and is loaded only here and only when a workbook is written.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from qmsctl.documents.office_file import office_parts
from qmsctl.errors import MissingExtraError
from qmsctl.messages import tr
from qmsctl.render.visible import visible
from qmsctl.render.zipped import zipped

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Entry", "Grid", "workbook"]

Entry: TypeAlias = str | int | dt.date
"""What a cell holds: a text stays one, whatever it looks like; a number or a day can be sorted as such."""

_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zones
"""The date in the properties of every workbook: the day it was made would make each of them another."""
_FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Excel counts a day before it that never was."""
_LARGEST: Final = 10**15
"""Numbers with more digits lose some of them in Excel."""
_LONGEST: Final = 32_767
"""Characters that Excel takes in one cell."""
_CUT: Final = " […]"
_LONGEST_NAME: Final = 31
_FORBIDDEN_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NARROWEST, _WIDEST = 8, 48
_SENTENCES: Final = 90
"""The width of a column of whole sentences, at most: of a page that is read."""
_ROOM: Final = 26
"""The width of a column that is empty because somebody will write in it."""
_A4: Final = 9
_LINE: Final = 15
"""The height of a line, in points."""
_HIGHEST: Final = 27
"""How many lines a row can have in Excel."""
_GAIN: Final = 1 << 32
"""Bytes that packing may have saved of what was just written here."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table, which becomes one sheet of a workbook."""

    name: str
    """What the tab says; what Excel allows in no name is replaced."""
    headings: Sequence[str]
    rows: Sequence[Sequence[Entry]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By column, counted from 0: the only texts that may be typed there, offered as a list."""
    frozen: int = 0
    """How many columns at the left stay in sight, as the row of headings does."""
    open: frozenset[int] = frozenset()
    """Columns, counted from 0, in which somebody is to write: they are framed and coloured."""
    read: frozenset[int] = frozenset()
    """Columns, counted from 0, that hold whole sentences: they are wider than others can be."""


def workbook(
    grids: Sequence[Grid], *, title: str, language: str, subject: str = "", comments: str = ""
) -> bytes:
    """Return *grids* as a workbook, one sheet each, in their order.

    Args:
        grids: at least one.
        title: what the workbook is, in words of *language*; it stands at the foot of printed pages.
        language: the words that the workbook adds by itself.
        subject: what it is about, as a program reads it back from the properties.
        comments: what else stands there, such as the command that makes the workbook again.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    try:
        from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise MissingExtraError(
            tr("an Excel workbook cannot be written without the package XlsxWriter"), "XlsxWriter openpyxl"
        ) from fault
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties(
        {"title": title, "subject": subject, "author": "qmsctl", "comments": comments, "created": _MADE}
    )
    styles = _Styles(book)
    taken: set[str] = set()
    sheets = [(book.add_worksheet(_tab(grid.name, taken)), grid) for grid in grids]
    offered = _Offered(book, _tab(tr("Choices").into(language), taken), styles)
    for sheet, grid in sheets:
        _fill(sheet, grid, styles)
        _print_set_up(sheet, title)
        for column, choices in grid.choices.items():
            _offer(sheet, grid, column, offered.range_of(grid.headings[column], choices), language)
    book.close()
    return _settled(stream.getvalue())


def _settled(raw: bytes) -> bytes:
    """Return the workbook *raw* so that it is the same with every version of zlib, and its rows can grow.

    XlsxWriter says of every height that a person chose it; a row then stays as it is, whatever is typed into it.
    """
    parts = office_parts(raw, _GAIN)
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = part.replace(b' customHeight="1"', b"")
    return zipped(parts)


class _Styles:
    """How cells look.  What holds no number and no day is of the format "text": what is typed there stays as typed."""

    def __init__(self, book: Workbook) -> None:
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self.cell: Final[Format] = book.add_format(text)
        self.number: Final[Format] = book.add_format({**text, "num_format": "0"})
        self.day: Final[Format] = book.add_format({**text, "num_format": "yyyy-mm-dd"})
        self.open: Final[Format] = book.add_format(
            {**text, "bg_color": "#FFFBE6", "border": 1, "border_color": "#B8B8B8"}
        )
        self.heading: Final[Format] = book.add_format(
            {**text, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "border": 1}
        )


class _Offered:
    """The hidden sheet with what can be chosen: a list in the cell itself would end after 255 characters."""

    def __init__(self, book: Workbook, name: str, styles: _Styles) -> None:
        self._book, self._name, self._styles = book, name, styles
        self._sheet: Worksheet | None = None
        self._columns: list[tuple[str, ...]] = []

    def range_of(self, heading: str, choices: Sequence[str]) -> str:
        """Return the formula that names the cells with *choices*, which are written if they are not there yet."""
        from xlsxwriter.utility import xl_range_abs  # noqa: PLC0415 - an extra

        if self._sheet is None:
            self._sheet = self._book.add_worksheet(self._name)
            self._sheet.hide()
        wanted = tuple(choices)
        if wanted not in self._columns:
            self._columns.append(wanted)
            for row, text in enumerate((heading, *wanted)):
                self._sheet.write_string(row, len(self._columns) - 1, _shown(text), self._styles.cell)
        column = self._columns.index(wanted)
        quoted = self._name.replace("'", "''")
        return f"='{quoted}'!{xl_range_abs(1, column, len(wanted), column)}"


def _fill(sheet: Worksheet, grid: Grid, styles: _Styles) -> None:
    """Write the headings and the rows of *grid*, and what makes them easy to read."""
    from xlsxwriter.utility import xl_range  # noqa: PLC0415 - an extra

    heights = [1] * (len(grid.rows) + 1)
    for column, heading in enumerate(grid.headings):
        style = styles.open if column in grid.open else styles.cell
        entries = [row[column] for row in grid.rows if column < len(row)]
        widest = _SENTENCES if column in grid.read else _WIDEST
        width = _width(heading, list(map(str, entries)), room=column in grid.open, widest=widest)
        sheet.set_column(column, column, width, styles.cell)
        for row, entry in enumerate((heading, *entries)):
            heights[row] = max(heights[row], _lines(str(entry), width))
        sheet.write_string(0, column, _shown(heading), styles.heading)
        for row, entry in enumerate(entries, 1):
            if isinstance(entry, dt.date) and entry >= _FIRST_DAY:
                sheet.write_datetime(row, column, dt.datetime.combine(entry, dt.time()), styles.day)
            elif isinstance(entry, int) and abs(entry) < _LARGEST:
                sheet.write_number(row, column, entry, styles.number)
            elif text := str(entry):
                sheet.write_string(row, column, _shown(text), style)
            else:
                # An empty string would be a cell with something in it: text to its left could not run over.
                sheet.write_blank(row, column, None, style)
    # Excel finds the heights by itself when it opens the file, LibreOffice does not.
    for row, lines in enumerate(heights):
        if lines > 1:
            sheet.set_row(row, _LINE * min(lines, _HIGHEST))
    sheet.freeze_panes(1, grid.frozen)
    if grid.headings:
        sheet.autofilter(0, 0, len(grid.rows), len(grid.headings) - 1)
        # Clause numbers are text on purpose: nobody needs a green corner at each of them.
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, len(grid.rows), len(grid.headings) - 1)})


def _lines(text: str, width: int) -> int:
    """Return how many lines *text* takes in a column of *width*."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line, width)) or 1 for line in text.splitlines())


def _width(heading: str, texts: Sequence[str], *, room: bool, widest: int) -> int:
    """Return the width of a column: as its longest line needs, within bounds, because longer ones are wrapped."""
    words = max((len(word) for word in heading.split()), default=0)
    lines = [len(line) for text in texts for line in text.splitlines()]
    if room and not lines:
        return max(_ROOM, words + 3)
    return min(widest, max(_NARROWEST, words + 3, *(length + 2 for length in lines), 0))


def _print_set_up(sheet: Worksheet, title: str) -> None:
    """Have *sheet* printed as offices print tables: A4, sideways, as wide as the page, headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand begins a code there, and the whole may have 255 characters.
    shown = textwrap.shorten(_shown(title), 100, placeholder=" …").replace("&", "&&")
    sheet.set_footer(f"&L&8{shown}&R&8&P / &N")


def _offer(sheet: Worksheet, grid: Grid, column: int, source: str, language: str) -> None:
    """Let the cells of *column* take only what *source* names, and offer it as a list."""
    if not grid.rows:
        return
    sheet.data_validation(
        1,
        column,
        len(grid.rows),
        column,
        {
            "validate": "list",
            "source": source,
            "error_title": tr("Choose from the list").into(language),
            "error_message": tr("Only what the list of this cell offers can stand here.").into(language),
        },
    )


def _tab(name: str, taken: set[str]) -> str:
    """Return *name* as Excel allows it on a tab, and as no other tab has it; letter case does not tell them apart."""
    allowed = " ".join(_FORBIDDEN_IN_NAMES.sub(" ", _shown(name)).split()).strip("' ")
    stem = _cut(allowed, _LONGEST_NAME).strip("' ") or "_"
    if stem != allowed and " " in stem:  # a word is not cut
        whole = allowed.startswith(f"{stem} ")
        kept = stem if whole and len(stem) < _LONGEST_NAME - 1 else stem.rpartition(" ")[0]
        stem = f"{kept.rstrip(' ,;-')} …"
    tab, number = stem, 1
    while tab.casefold() in taken or tab.casefold() == "history":  # which Excel keeps for itself
        number += 1
        ending = f" {number}"
        tab = _cut(stem, _LONGEST_NAME - len(ending)) + ending
    taken.add(tab.casefold())
    return tab


def _cut(text: str, length: int) -> str:
    """Return the beginning of *text* that is no longer than *length* as Excel counts: in units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


def _shown(text: str) -> str:
    """Return *text* without what a program would obey or hide, and no longer than a cell can be."""
    shown = "\n".join(visible(line) for line in text.splitlines())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - len(_CUT)] + _CUT
