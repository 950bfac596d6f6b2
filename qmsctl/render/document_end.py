"""What stands below the text of a document where it is printed as lines: legal basis, and the change card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.messages import tr
from qmsctl.papers.blocks import Cell
from qmsctl.render.document_paper import card_table
from qmsctl.render.markdown_text import escape_line
from qmsctl.render.visible import visible
from qmsctl.reports.document_sheet import DocumentSheet
from qmsctl.reports.shown import Shown, in_words

__all__ = ["end_lines"]

_PLAIN: Final = ("---", "-")
"""What Markdown sets between bars as it is."""


def end_lines(sheet: DocumentSheet, language: str, *, markdown: bool) -> Iterator[str]:
    """Yield what the page of *sheet* says below its text, in Markdown or as plain lines."""
    if sheet.legal_basis:
        yield from _heading(tr("Legal basis").into(language), markdown=markdown)
        yield from (f"- {escape_line(one) if markdown else visible(one)}" for one in sheet.legal_basis)
    yield from _heading(tr("Change card").into(language), markdown=markdown)
    table = card_table(sheet)
    labels = [in_words(column.label, language) for column in table.columns]
    rows = [[_said(cell, language) for cell in row] for row in table.rows]
    yield from _as_table(labels, rows) if markdown else _as_lines(labels, rows)


def _heading(text: str, *, markdown: bool) -> Iterator[str]:
    yield ""
    yield f"## {text}" if markdown else text
    yield ""


def _said(cell: Shown | Cell, language: str) -> str:
    return in_words(cell.value if isinstance(cell, Cell) else cell, language)


def _as_table(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (labels, ["---"] * len(labels), *rows):
        yield f"| {' | '.join(text if text in _PLAIN else escape_line(text) for text in row)} |"


def _as_lines(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line for each revision, and below it what there is to say about it."""
    for row in rows:
        yield visible(f"{labels[0]}: {row[0]}")
        for label, text in zip(labels[1:], row[1:], strict=True):
            if text not in ("", "-"):
                yield visible(f"   {label}: {text}")
