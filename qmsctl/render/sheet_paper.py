"""A sheet as a paper, so that every format of papers can set it."""

from __future__ import annotations

from qmsctl.messages import Message
from qmsctl.papers.blocks import Column, Look, Notice, Paper, Section
from qmsctl.papers.blocks import Table as PaperTable
from qmsctl.render.sheet import Sheet, Table
from qmsctl.reports.shown import Shown

__all__ = ["sheet_paper"]


def sheet_paper(sheet: Sheet, kind: str, id: str, written: str) -> Paper:
    """Return *sheet* as a paper: its doubts first, then a section for each table.

    Args:
        sheet: of facts and tables; a picture stands before its table, unless the table looks like it.
        kind: which paper it is, such as `audit-programme`.
        id: of what it is.
        written: the language of the records it tells of.
    """
    doubts = tuple(Notice(doubt) for doubt in sheet.doubts)
    first = (Section("doubts", "", sheet.doubts_heading, doubts),) if doubts else ()
    tables = tuple(_section(number, table) for number, table in enumerate(sheet.tables, 1))
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


def _section(number: int, table: Table) -> Section:
    columns = tuple(_column(label, table, index) for index, label in enumerate(table.columns))
    key = table.key or f"table-{number}"
    rows = tuple(tuple(_shown(cell) for cell in row) for row in table.rows)
    laid = PaperTable.of(key, table.heading, columns, rows, note=table.note)
    blocks = (table.picture, laid) if table.picture and not table.like_picture else (laid,)
    return Section(f"section-{number}", "", table.heading, blocks)


def _column(label: Message, table: Table, index: int) -> Column:
    """Return a column; one that holds nothing but numbers is one of counts."""
    cells = [row[index] for row in table.rows if row[index] not in (None, "", ())]
    counted = bool(cells) and all(isinstance(cell, int) for cell in cells)
    return Column(label, Look.COUNT if counted else Look.TEXT)


def _shown(cell: Shown) -> Shown:
    """Return *cell*; nothing is an empty cell in a sheet, not something that is missing."""
    return "" if cell is None or cell == () else cell
