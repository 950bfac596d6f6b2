"""A paper as an Excel workbook: what it says beside its tables on the first sheet, then a sheet for each table."""

from __future__ import annotations

from qmsctl.render.paper_tables import COVER, paper_tables
from qmsctl.render.remaking import made_again_by
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.render.workbook import Grid, workbook

__all__ = ["paper_workbook"]


def paper_workbook(paper: WordedPaper) -> bytes:
    """Return the tables of *paper* as a workbook: equal papers give equal bytes.

    Raises:
        MissingExtraError: the extra `xlsx` is not installed.
    """
    grids = [
        Grid(table.name, table.headings, table.rows, read=frozenset({len(table.headings) - 1}))
        if table.key == COVER
        else Grid(table.name, table.headings, table.rows, frozen=1)
        for table in paper_tables(paper)
    ]
    return workbook(
        grids,
        title=paper["title"],
        language=paper["language"],
        subject=paper["id"],
        comments=made_again_by(paper) or "",
    )
