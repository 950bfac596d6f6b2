"""A sheet as a paper, so that every format of papers can set it."""

from __future__ import annotations

from typing import Final

from qmsctl.messages import LANGUAGES, Message, tr
from qmsctl.papers.blocks import Column, Look, Notice, Paper, Paragraph, Section
from qmsctl.papers.blocks import Table as PaperTable
from qmsctl.render.sheet import Sheet, Table
from qmsctl.reports.shown import Room, Shown, in_words

__all__ = ["html", "sheet_paper"]

_SHORT: Final = 18
"""Letters of a cell that does not break."""


def html(sheet: Sheet, language: str) -> str:
    """Return *sheet* as a page in words of *language*, set as every paper is."""
    from qmsctl.render.paper_html import paper_html  # noqa: PLC0415 - loads Jinja2
    from qmsctl.render.worded import worded  # noqa: PLC0415

    paper = sheet_paper(sheet, "sheet", sheet.heading.into(language), language, pictured=True)
    return paper_html(worded(paper, language))


def sheet_paper(sheet: Sheet, kind: str, id: str, written: str, *, pictured: bool = False) -> Paper:
    """Return *sheet* as a paper: its doubts first, then a section for each table.

    Args:
        sheet: of facts and tables; a picture stands before its table, unless the table looks like it.
        kind: which paper it is, such as `audit-programme`.
        id: of what it is.
        written: the language of the records it tells of.
        pictured: with every picture; else without those that a table beside them looks like.
    """
    doubts = tuple(Notice(doubt) for doubt in sheet.doubts)
    first = (Section("doubts", "", sheet.doubts_heading, doubts),) if doubts else ()
    tables = tuple(_section(number, table, pictured=pictured) for number, table in enumerate(sheet.tables, 1))
    return Paper(
        kind=kind,
        id=id,
        written=written,
        organisation=sheet.organisation,
        title=sheet.heading,
        subtitle=None,
        standing=None,
        cover=sheet.facts,
        sections=first + tables,
        made_from=sheet.footer,
        command=None,
        foot=(sheet.footer,),
        landscape=True,
    )


def _section(number: int, table: Table, *, pictured: bool) -> Section:
    columns = tuple(_column(label, table, index) for index, label in enumerate(table.columns))
    if not table.rows:
        return Section(f"section-{number}", "", table.heading, (Paragraph(tr("none")),))
    key = table.key or f"table-{number}"
    rows = tuple(tuple(_shown(cell) for cell in row) for row in table.rows)
    wide = next((index for row in rows for index, cell in enumerate(row) if _is_room(cell)), None)
    laid = PaperTable.of(key, table.heading, columns, rows, note=table.note, wide=wide)
    blocks = (table.picture, laid) if table.picture and (pictured or not table.like_picture) else (laid,)
    return Section(f"section-{number}", "", table.heading, blocks)


def _is_room(cell: Shown) -> bool:
    """Return whether people write more than a word into *cell*."""
    return isinstance(cell, Room) and cell.lines > 1


def _column(label: Message, table: Table, index: int) -> Column:
    """Return a column: of counts where it holds nothing but numbers, of words where each fits on a line."""
    cells = [row[index] for row in table.rows if row[index] not in (None, "", ())]
    if cells and all(isinstance(cell, int) for cell in cells):
        return Column(label, Look.COUNT)
    short = all(len(line) <= _SHORT for cell in cells for line in _lines(cell))
    return Column(label, Look.SHORT if short else Look.TEXT)


def _lines(cell: Shown) -> list[str]:
    """Return the lines of *cell* in every language: how a column looks does not hang on it."""
    parts = cell if isinstance(cell, tuple) else (cell,)
    return [in_words(part, language) for part in parts for language in LANGUAGES]


def _shown(cell: Shown) -> Shown:
    """Return *cell*; nothing is an empty cell in a sheet, not something that is missing."""
    return "" if cell is None or cell == () else cell
