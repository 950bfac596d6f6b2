"""The register of documents as a paper, so that every format of papers can set it."""

from __future__ import annotations

from typing import Final

from qmsctl.inspection.key_source import key_sentence
from qmsctl.messages import tr
from qmsctl.papers.blocks import Cell, Column, Look, Notice, Paper, Paragraph, Section, Table
from qmsctl.papers.rows import titled
from qmsctl.render.register import COLUMNS, RegisterSheet, caveats, footer
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import Fact, Shown, short

__all__ = ["register_paper"]

_LOOKS: Final = {
    "title": Look.TEXT,
    "type": Look.TEXT,
    "effective": Look.TEXT,
    "approved": Look.TEXT,
    "trust": Look.TEXT,
    "owner": Look.TEXT,
    "review_due": Look.TEXT,
    "remarks": Look.TEXT,
}
"""What is more than a word breaks: there are more columns than a page is wide."""
_TOGETHER: Final = (
    (tr("Id"), "id", None),
    (tr("Title and type"), "title", "type"),
    (tr("Revision in force, since"), "revision", "effective"),
    (tr("Approved by, on, level of trust"), "approved", "trust"),
    (tr("Owner"), "owner", None),
    (tr("Next review"), "review_due", None),
    (tr("State and remarks"), "state", "remarks"),
)
"""Where people read it, two columns share one: what is in smaller letters says more about what is above."""
_ONE_BY_ONE: Final = {column.key: column for column in COLUMNS}


def register_paper(sheet: RegisterSheet, written: str, *, whole: bool) -> Paper:
    """Return *sheet* laid out.

    Args:
        sheet: the register and its moment.
        written: the language of the documents it lists.
        whole: every column by itself, as a spreadsheet has it; else as it fits on a page.
    """
    notices = tuple(Notice(caveat) for caveat in caveats(sheet))
    table = _one_by_one(sheet) if whole else _together(sheet)
    keys = key_sentence(sheet.authority)
    title = tr("Register of documents")
    return Paper(
        kind="register",
        id=sheet.day.isoformat(),
        written=written,
        organisation=sheet.organisation,
        title=title,
        subtitle=None,
        standing=None,
        cover=(
            Fact(tr("As of"), sheet.day),
            Fact(tr("Commit"), short(sheet.commit) if sheet.commit else None),
            Fact(tr("Documents"), len(sheet.rows)),
        ),
        sections=(
            Section("documents", "", tr("Documents"), (*notices, table)),
            *((Section("keys", "", tr("Keys of signers"), (Paragraph(keys),)),) if keys else ()),
        ),
        made_from=footer(sheet),
        command=None,
        foot=(footer(sheet),),
        landscape=True,
    )


def _one_by_one(sheet: RegisterSheet) -> Table:
    columns = tuple(Column(column.heading, _LOOKS.get(column.key, Look.SHORT)) for column in COLUMNS)
    rows = tuple(tuple(_cell(row, column.key) for column in COLUMNS) for row in sheet.rows)
    return Table.of("documents", tr("Documents"), columns, rows)


def _together(sheet: RegisterSheet) -> Table:
    several = len({row.language for row in sheet.rows}) > 1
    columns = tuple(Column(heading, _LOOKS.get(key, Look.SHORT)) for heading, key, _ in _TOGETHER)

    def above(row: Registered, key: str) -> Shown:
        return titled(row) if several and key == "title" else _cell(row, key)

    rows = tuple(
        tuple(
            Cell(above(row, key), below=_cell(row, below) or None if below else None)
            for _, key, below in _TOGETHER
        )
        for row in sheet.rows
    )
    return Table.of("documents", tr("Documents"), columns, rows)


def _cell(row: Registered, key: str) -> Shown:
    """Return a value: a status with its symbol, and nothing where there is nothing to say."""
    if key == "state":
        return row.state
    if key == "trust":
        return row.trust or ""
    if key == "remarks":
        return row.remarks or ""
    value = _ONE_BY_ONE[key].value(row)
    return "" if value is None else value
