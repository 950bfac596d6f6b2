"""A paper as plain rows, for spreadsheets: what it says beside its tables, each table, its cards.

All that a page says is in one of them: whoever is sent the workbook alone misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qmsctl.errors import QmsctlError
from qmsctl.messages import Language, list_of, tr
from qmsctl.render.csv_text import csv_text
from qmsctl.render.paper_cells import cell_text, cells_together, sentences
from qmsctl.render.paper_cover import HEADINGS, cover_rows
from qmsctl.render.worded_blocks import (
    WordedBars,
    WordedBlock,
    WordedCard,
    WordedCell,
    WordedPaper,
    WordedTable,
)
from qmsctl.render.words import TextWords, Words
from qmsctl.render.workbook import Entry

__all__ = ["COVER", "PlainTable", "paper_tables", "table_csv", "table_named"]

COVER = "cover"
"""The key of what a paper says beside its tables."""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Rows under headings: texts, and numbers and days, so that they can be sorted as such."""

    key: str
    """What a program calls it; unique in its paper."""
    name: str
    """What a person calls it."""
    headings: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]


def paper_tables(paper: WordedPaper) -> tuple[PlainTable, ...]:
    """Return the tables of *paper*: first what it says beside them, then each table and chart, then the cards of each section.

    The cards of a section make one table: a row for each card, a column for each label.
    """
    tables = [_cover(paper)]
    cards = []
    for section in paper["sections"]:
        blocks = list(_flat(section["blocks"]))
        for block in blocks:
            if block["kind"] == "table":
                tables.append(_table(block))
            elif block["kind"] == "bars":
                tables.append(_bars(block))
        some = [block for block in blocks if block["kind"] == "card"]
        if some:
            cards.append(_cards(section["key"], section["heading"], some, paper["language"]))
    taken = {table.key for table in tables}
    return (*tables, *(replace(one, key=f"{one.key}-cards") if one.key in taken else one for one in cards))


def table_named(tables: Sequence[PlainTable], key: str | None) -> PlainTable:
    """Return the table with *key*; without one, the only table there is besides the cover.

    Raises:
        QmsctlError: there is none of that name, or there are several to choose from.
    """
    chosen = [table for table in tables if (table.key == key if key else table.key != COVER)]
    if len(chosen) == 1:
        return chosen[0]
    known = list_of([table.key for table in tables])
    if key:
        raise QmsctlError(
            tr("there is no table {key} here", key=key), tr("write one of: {expected}", expected=known)
        )
    raise QmsctlError(
        tr("a CSV file holds one table, and here are several"),
        tr("add --table with one of: {expected}; or write .xlsx, which holds them all", expected=known),
    )


def table_csv(table: PlainTable, *, excel: bool, again: str | None = None) -> str:
    """Return *table* as CSV, days as 2026-11-22; with *excel* as a Polish Excel opens it at a double click.

    The command that makes it *again* is the heading of a last column, which holds nothing: whoever reads rows
    reads as many, and whoever sorts them in a spreadsheet does not move it.
    """
    more = ((again, ""),) if again else ()
    headings = (*table.headings, *(heading for heading, _ in more))
    rows = [(*map(str, row), *(empty for _, empty in more)) for row in table.rows]
    return csv_text(headings, rows, excel=excel)


def _flat(blocks: Sequence[WordedBlock]) -> Iterator[WordedBlock]:
    """Yield *blocks* and those of their parts; a card is one of them, and what it holds is its own."""
    for block in blocks:
        if block["kind"] == "part":
            yield from _flat(block["blocks"])
        else:
            yield block


def _cover(paper: WordedPaper) -> PlainTable:
    headings = tuple(one.into(paper["language"]) for one in HEADINGS)
    return PlainTable(COVER, paper["title"], headings, tuple(cover_rows(paper)))


def _table(table: WordedTable) -> PlainTable:
    rows = []
    for group in table["groups"]:
        rows += [group["head"], *group["rows"]] if group["head"] else group["rows"]
    return PlainTable(
        table["key"],
        table["caption"],
        tuple(column["label"] for column in table["columns"]),
        tuple(tuple(_cell(cell) for cell in row) for row in rows),
    )


def _bars(bars: WordedBars) -> PlainTable:
    marks = [mark["text"] for mark in bars["legend"]]
    rows: list[tuple[Entry, ...]] = []
    for bar in bars["bars"]:
        counts = {one["mark"]["text"]: one["count"] for one in bar["numbers"]}
        title = f"{bar['id']} {bar['title']['text']}".strip()
        rows.append((title, *(counts.get(mark, 0) for mark in marks)))
    return PlainTable(bars["key"], bars["caption"], (bars["caption"], *marks), tuple(rows))


def _cards(key: str, heading: str, cards: Sequence[WordedCard], language: Language) -> PlainTable:
    beside = tr("Remarks").into(language)
    kept = [_facts_of(card["blocks"], beside) for card in cards]
    labels = list(dict.fromkeys(label for facts in kept for label in facts))
    rows = []
    for card, facts in zip(cards, kept, strict=True):
        status = "\n".join(mark["text"] for mark in card["marks"])
        rows.append(
            (cell_text(card["heading"]), status, *(cells_together(facts.get(label, ())) for label in labels))
        )
    headings = (heading, tr("Status").into(language), *labels)
    return PlainTable(key, heading, headings, tuple(rows))


def _facts_of(blocks: Sequence[WordedBlock], heading: str) -> dict[str, list[Words]]:
    """Return what a card says under each label, in its order; what has none stands under *heading*."""
    facts: dict[str, list[Words]] = {}
    for block in blocks:
        if block["kind"] == "facts":
            for fact in block["facts"]:
                facts.setdefault(fact["label"], []).append(fact["value"])
        elif block["kind"] == "part":
            under = cell_text(block["heading"])
            for label, values in _facts_of(block["blocks"], "").items():
                facts.setdefault(f"{under}: {label}" if label else under, []).extend(values)
    said = "\n".join(sentences(blocks))
    if said:
        facts.setdefault(heading, []).append(TextWords(kind="text", text=said, language=None, exact=None))
    return facts


def _cell(cell: WordedCell) -> Entry:
    return cells_together([words for words in (cell["value"], cell["below"]) if words is not None])
