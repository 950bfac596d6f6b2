"""The tables of a paper as plain rows, for spreadsheets: its facts and numbers, each table, its cards.

What stands in sentences of its own is left to the formats that are read, not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qmsctl.errors import QmsctlError
from qmsctl.messages import Language, list_of, tr
from qmsctl.render.csv_text import csv_text
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
"""The key of the facts and numbers of a paper."""


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
    """Return the tables of *paper*: first its facts and numbers, then each table and chart, then the cards of each section.

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
    return (*tables, *(card for card in cards if card.key not in taken))


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
    language = paper["language"]
    title = paper["title"]
    rows: list[tuple[Entry, ...]] = [(title, tr("Organisation").into(language), paper["organisation"])]
    if paper["standing"]:
        rows.append((title, tr("Status").into(language), paper["standing"]["text"]))
    rows += [(title, fact["label"], _entry(fact["value"])) for fact in paper["cover"]]
    for section in paper["sections"]:
        heading = section["heading"]
        for block in _flat(section["blocks"]):
            if block["kind"] == "facts":
                rows += [(heading, fact["label"], _entry(fact["value"])) for fact in block["facts"]]
            elif block["kind"] == "figures":
                rows += [(heading, one["mark"]["text"], one["count"]) for one in block["numbers"]]
    headings = (tr("Section"), tr("What"), tr("Value"))
    return PlainTable(COVER, title, tuple(one.into(language) for one in headings), tuple(rows))


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
    kept = [_facts_of(card["blocks"]) for card in cards]
    labels = list(dict.fromkeys(label for facts in kept for label in facts))
    rows = []
    for card, facts in zip(cards, kept, strict=True):
        status = "\n".join(mark["text"] for mark in card["marks"])
        rows.append((card["heading"]["text"], status, *(_together(facts.get(label, ())) for label in labels)))
    headings = (heading, tr("Status").into(language), *labels)
    return PlainTable(key, heading, headings, tuple(rows))


def _facts_of(blocks: Sequence[WordedBlock]) -> dict[str, list[Words]]:
    """Return what a card says under each label, in its order."""
    facts: dict[str, list[Words]] = {}
    for block in blocks:
        if block["kind"] == "facts":
            for fact in block["facts"]:
                facts.setdefault(fact["label"], []).append(fact["value"])
        elif block["kind"] == "part":
            said = "\n".join(_sentences(block["blocks"]))
            if said:
                words = TextWords(kind="text", text=said, language=None, exact=None)
                facts.setdefault(block["heading"]["text"], []).append(words)
            for label, values in _facts_of(block["blocks"]).items():
                facts.setdefault(label, []).extend(values)
    return facts


def _sentences(blocks: Sequence[WordedBlock]) -> Iterator[str]:
    for block in blocks:
        if block["kind"] == "paragraph":
            yield _text(block["value"])
        elif block["kind"] == "list":
            yield from map(_text, block["items"])
        elif block["kind"] == "steps":
            for step in block["steps"]:
                yield _text(step["head"])
                yield from (f"{fact['label']}: {_text(fact['value'])}" for fact in step["facts"])


def _cell(cell: WordedCell) -> Entry:
    return _together([words for words in (cell["value"], cell["below"]) if words is not None])


def _together(values: Sequence[Words]) -> Entry:
    """Return what one cell holds: a number or a day by itself, several values as lines of a text."""
    return _entry(values[0]) if len(values) == 1 else "\n".join(map(_text, values))


def _entry(words: Words) -> Entry:
    """Return *words* as a spreadsheet sorts them: as a number or a day where they are one, else as text."""
    if words["kind"] == "text" and words["exact"] is not None:
        exact = words["exact"]
        return dt.date.fromisoformat(exact) if isinstance(exact, str) else exact
    return _text(words)


def _text(words: Words) -> str:
    """Return *words* as they stand in a cell: a status by its word alone, several values below each other."""
    if words["kind"] == "many":
        return "\n".join(map(_text, words["items"]))
    if words["kind"] == "joined":
        return words["between"].join(map(_text, words["parts"]))
    if words["kind"] == "link":
        return _text(words["value"])
    return words["text"]
