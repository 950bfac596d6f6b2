"""A paper as text: plain lines for programs and pipes, wrapped ones for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final, Self

from qmsctl.messages import Language, tr
from qmsctl.render.remaking import as_a_line
from qmsctl.render.visible import visible
from qmsctl.render.worded_blocks import (
    WordedBars,
    WordedBlock,
    WordedCell,
    WordedFact,
    WordedGrid,
    WordedPaper,
    WordedSection,
    WordedTable,
)
from qmsctl.render.words import Words
from qmsctl.reports.shown import in_a_row

__all__ = ["paper_console", "paper_plain"]

_UNDERLINED: Final = 2
"""Down to which level headings are underlined where no colour sets them apart."""
_EMPTY: Final = "-"
"""What stands in a cell that holds nothing."""


def paper_plain(paper: WordedPaper) -> str:
    """Return *paper* as lines: nothing cut, columns told apart by a bar."""
    lines = [*_Lines(paper["language"]).paper(paper), as_a_line(paper)]
    return "".join(f"{visible(line)}\n" for line in lines if line is not None)


def paper_console(paper: WordedPaper, *, width: int, colour: bool) -> str:
    """Return *paper* as a terminal shows it: wrapped at *width* columns, nothing cut."""
    out = []
    for line in _Screen(paper["language"], width).paper(paper):
        text = visible(line)
        indent = " " * (len(text) - len(text.lstrip()) + 2)
        lines = textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
        if isinstance(line, _Heading):
            lines = line.set(lines, colour=colour)
        out.extend(lines)
    return "".join(f"{line}\n" for line in out)


def said(words: Words | None) -> str:
    """Return *words* on one line; nothing is an empty text."""
    if words is None:
        return ""
    match words["kind"]:
        case "mark":
            return f"{words['symbol']} {words['text']}"
        case "many":
            return in_a_row(said(item) for item in words["items"])
        case "joined":
            between = " " if words["between"] == "\n" else words["between"]
            return between.join(said(part) for part in words["parts"])
        case "link":
            return said(words["value"])
        case _:
            return " ".join(words["text"].split())


class _Heading(str):
    """A heading on a terminal."""

    __slots__ = ("level",)
    level: int

    def __new__(cls, level: int, text: str) -> Self:
        heading = super().__new__(cls, text)
        heading.level = level
        return heading

    def set(self, lines: Sequence[str], *, colour: bool) -> list[str]:
        """Return *lines*, into which it was wrapped, set apart from what stands below: in bold, or else underlined."""
        if colour:
            return [f"\x1b[1m{line}\x1b[0m" for line in lines]
        if self.level > _UNDERLINED:
            return list(lines)
        return [*lines, "─" * max(map(len, lines))]


class _Lines:
    """Sets the blocks of one paper as lines; headings below the title begin with `#`, so that programs find them."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def paper(self, paper: WordedPaper) -> Iterator[str]:
        """Yield the lines of *paper*."""
        yield self._heading(1, f"{paper['organisation']}: {paper['title']}")
        if paper["subtitle"]["kind"] != "missing":
            yield said(paper["subtitle"])
        if paper["standing"]:
            yield said(paper["standing"])
        yield from self._facts(paper["cover"], "")
        for section in paper["sections"]:
            yield from self._section(section)
        yield ""
        yield " · ".join(paper["foot"])

    def _section(self, section: WordedSection) -> Iterator[str]:
        number = section["number"]
        if section["is_annex"]:
            number = f"{tr('Annex').into(self.language)} {number}"
        yield ""
        yield self._heading(2, " ".join(filter(None, (number, section["heading"]))))
        yield from self._blocks(section["blocks"], 3)

    def _heading(self, level: int, text: str) -> str:
        return f"{'#' * level} {text}" if level > 1 else text

    def _blocks(self, blocks: Sequence[WordedBlock], level: int) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block, level)

    def _block(self, block: WordedBlock, level: int) -> Iterator[str]:  # noqa: C901, PLR0912 - an arm for each kind
        match block["kind"]:
            case "paragraph":
                yield said(block["value"])
            case "notice":
                yield f"! {said(block['value'])}"
            case "facts":
                yield from self._facts(block["facts"], "")
            case "list":
                yield from (f"- {said(item)}" for item in block["items"])
            case "figures":
                yield from (f"{said(one['mark'])}: {one['count']}" for one in block["numbers"])
            case "part":
                yield from ("", self._heading(level, said(block["heading"])))
                yield from self._blocks(block["blocks"], level + 1)
            case "card":
                yield from ("", self._heading(level, said(block["heading"])))
                yield ", ".join(said(mark) for mark in block["marks"])
                yield from self._blocks(block["blocks"], level + 1)
            case "table":
                yield from self._table(block)
            case "bars":
                yield from self._bars(block)
            case "grid":
                yield from self._grid(block)
            case "steps":
                for step in block["steps"]:
                    aside = "" if step["aside"]["kind"] == "missing" else f" ({said(step['aside'])})"
                    yield f"- {said(step['head'])}{aside}"
                    yield from self._facts(step["facts"], "  ")
            case "signatures":
                for line in block["lines"]:
                    name = "" if line["name"]["kind"] == "missing" else f": {said(line['name'])}"
                    yield f"- {said(line['role'])}{name}"

    def _facts(self, facts: Sequence[WordedFact], indent: str) -> Iterator[str]:
        for fact in facts:
            yield f"{indent}{fact['label']}: {said(fact['value'])}"

    def _table(self, table: WordedTable) -> Iterator[str]:
        rows = sum(len(group["rows"]) for group in table["groups"])
        yield ""
        yield f"{table['caption']} ({rows})"
        yield " | ".join(column["label"] for column in table["columns"])
        for group in table["groups"]:
            if group["head"]:
                yield " | ".join(_cell(cell) for cell in group["head"])
            for row in group["rows"]:
                yield " | ".join(_cell(cell) for cell in row)
        if table["note"]:
            yield table["note"]

    def _bars(self, bars: WordedBars) -> Iterator[str]:
        yield ""
        yield bars["caption"]
        for bar in bars["bars"]:
            name = " ".join(filter(None, (bar["id"], said(bar["title"]))))
            parts = [f"{said(one['mark'])} {one['count']}" for one in bar["numbers"] if one["count"]]
            yield f"  {name}: {', '.join(parts) or bars['none']}"

    def _grid(self, grid: WordedGrid) -> Iterator[str]:
        yield ""
        yield grid["caption"]
        for row in grid["rows"]:
            words = [place["text"] for place in row["places"]]
            yield f"  {row['name']}: {'; '.join(filter(None, (*words, row['tail'])))}"


def _cell(cell: WordedCell) -> str:
    return in_a_row((said(cell["value"]), said(cell["below"]))) or _EMPTY


class _Screen(_Lines):
    """The same for a terminal: a table that fits is set in columns, another row by row."""

    def __init__(self, language: Language, width: int) -> None:
        super().__init__(language)
        self.width = width

    def _heading(self, level: int, text: str) -> str:
        return _Heading(level, text)

    def _table(self, table: WordedTable) -> Iterator[str]:
        groups = [
            (
                [_cell(cell) for cell in group["head"]] if group["head"] else None,
                [[_cell(cell) for cell in row] for row in group["rows"]],
            )
            for group in table["groups"]
        ]
        labels = [column["label"] for column in table["columns"]]
        every = [labels, *(row for head, rows in groups for row in ([head] if head else []) + rows)]
        widths = [max(len(row[index]) for row in every) for index in range(len(labels))]
        yield ""
        yield f"{table['caption']} ({sum(len(rows) for _, rows in groups)})"
        if sum(widths) + 2 * len(widths) <= self.width:
            yield from (_aligned(row, widths) for row in every)
        else:
            yield "  " + "  ".join(labels[index] for index in self._first(table["heads"]))
            for head, rows in groups:
                if head:
                    yield "  " + "  ".join(cell for cell in head if cell != _EMPTY)
                for row in rows:
                    yield from self._apart(row, labels, table["heads"])
        if table["note"]:
            yield table["note"]

    @staticmethod
    def _first(heads: int) -> tuple[int, ...]:
        """Return the columns that say what a row is about."""
        return tuple(dict.fromkeys((0, heads)))

    def _apart(self, row: list[str], labels: list[str], heads: int) -> Iterator[str]:
        """Yield one row as lines: its first cell and what it is about, then each further cell after its label."""
        first = self._first(heads)
        yield "  " + "  ".join(row[index] for index in first if row[index] != _EMPTY)
        for index, (label, cell) in enumerate(zip(labels, row, strict=True)):
            if index not in first and cell not in (_EMPTY, "0"):
                yield f"      {label}: {cell}"


def _aligned(row: list[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
