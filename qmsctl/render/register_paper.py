"""The register of documents as a paper, so that every format of papers can set it."""

from __future__ import annotations

from typing import Final

from qmsctl.inspection.key_source import key_sentence
from qmsctl.messages import tr
from qmsctl.papers.blocks import Column, Look, Notice, Paper, Paragraph, Section, Table
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


def register_paper(sheet: RegisterSheet, written: str, *, whole: bool) -> Paper:
    """Return *sheet* laid out.

    Args:
        sheet: the register and its moment.
        written: the language of the documents it lists.
        whole: with every column; else without that of the language where all documents have the same.
    """
    several = whole or len({row.language for row in sheet.rows}) > 1
    columns = tuple(column for column in COLUMNS if several or column.key != "language")
    notices = tuple(Notice(caveat) for caveat in caveats(sheet))
    table = Table.of(
        "documents",
        tr("Documents"),
        tuple(Column(column.heading, _LOOKS.get(column.key, Look.SHORT)) for column in columns),
        tuple(tuple(_cell(row, column.key, column.value(row)) for column in columns) for row in sheet.rows),
    )
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


def _cell(row: Registered, key: str, value: Shown) -> Shown:
    """Return a cell: a status with its symbol, and nothing where there is nothing to say."""
    if key == "state":
        return row.state
    if key == "trust":
        return row.trust or ""
    if key == "remarks":
        return row.remarks or ""
    return "" if value is None else value
