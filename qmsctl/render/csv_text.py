"""Tables as CSV for spreadsheets: no cell can start a formula, and none hides what a terminal would obey."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from qmsctl.render.visible import visible

__all__ = ["csv_text"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[str]], *, excel: bool) -> str:
    """Return a table as CSV.

    Args:
        headings: of the columns.
        rows: their cells.
        excel: as a Polish Excel opens it at a double click, with semicolons and a byte order mark.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if excel else ",", lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_harmless(cell) for cell in row])
    return ("\ufeff" if excel else "") + stream.getvalue()


def _harmless(cell: str) -> str:
    shown = "\n".join(visible(line) for line in cell.splitlines())
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
