"""Reads papers back out of every format: their headings, their tables and their large figures, as bare words.

Word files and workbooks are read by programs that did not write them.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import docx
import openpyxl
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from qmsctl.messages import format_day
from qmsctl.render.worded_blocks import WordedBlock, WordedCell, WordedGroup, WordedPaper, WordedTable
from qmsctl.render.words import Words
from tests.reports.reading import read_page

MARKS = "✓✗○◔◑●▲■◆★≠⊘–?"  # noqa: RUF001 - the dash of what does not apply

__all__ = [
    "Told",
    "bare",
    "cells_of",
    "every_text",
    "from_console",
    "from_html",
    "from_json",
    "from_markdown",
    "from_plain",
    "from_word",
    "from_workbook",
    "letters",
    "on_a_page",
]


@dataclass
class Told:
    """What one format tells."""

    headings: list[str] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    """By caption: rows of cells, without the head."""
    figures: list[tuple[str, int]] = field(default_factory=list)


def letters(text: str) -> str:
    """Return *text* without blanks and without what one format or another puts between two parts."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum() or c in "✓✗○◔◑●▲■◆★≠⊘→")


def from_json(paper: WordedPaper) -> Told:
    """Return what the view itself tells: the others are held to it."""
    told = Told()
    for section in paper["sections"]:
        told.headings.append(letters(section["heading"]))
        _walk(section["blocks"], told)
    return told


def every_text(paper: WordedPaper) -> list[str]:
    """Return everything that a reader of *paper* reads, but what a picture shows that a table beside it says."""
    return [text for text in _texts(paper, "paper") if text]


_UNREAD = (
    "schema",
    "kind",
    "id",
    "key",
    "language",
    "written",
    "command",
    "made_from",
    "look",
    "style",
    "tone",
)
_UNTOLD = ("symbol", "to", "anchor", "about", "between", "exact", "none", "number", "grid")


def _texts(value: object, name: str) -> Iterator[str]:
    """Yield the texts in *value*, which is called *name*, each part of words by itself."""
    if isinstance(value, str):
        if name not in (*_UNREAD, *_UNTOLD):
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, dict) and value.get("kind") != "grid":
        for key, one in value.items():
            # What consists of parts is told by its parts.
            if not (key == "text" and {"items", "parts", "value"} & value.keys()):
                yield from _texts(one, key)


def cells_of(content: bytes, language: str) -> list[str]:
    """Return what every cell of a workbook says, in letters; a day in words of *language*."""
    return [
        letters(_in_cell(cell, language))
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]


def _walk(blocks: list[WordedBlock], told: Told) -> None:
    for block in blocks:
        if block["kind"] == "table":
            told.tables[letters(block["caption"])] = _rows(block)
        if block["kind"] == "figures":
            told.figures += [
                (letters(one["mark"]["symbol"] + one["mark"]["text"]), one["count"])
                for one in block["numbers"]
            ]
        if block["kind"] == "card":
            told.headings.append(letters(said(block["heading"])))
        if block["kind"] == "part":
            told.headings.append(letters(said(block["heading"])))
        if block["kind"] in ("card", "part"):
            _walk(block["blocks"], told)


def _rows(table: WordedTable) -> list[list[str]]:
    return [
        [letters(" ".join(said(part) for part in (cell["value"], cell["below"]) if part)) for cell in row]
        for group in table["groups"]
        for row in _every_row(group)
    ]


def _every_row(group: WordedGroup) -> list[list[WordedCell]]:
    return ([group["head"]] if group["head"] else []) + group["rows"]


def said(words: Words) -> str:
    """Return all words of *words*."""
    if words["kind"] == "mark":
        return words["symbol"] + words["text"]
    if words["kind"] == "many":
        return " ".join(said(one) for one in words["items"])
    if words["kind"] == "joined":
        return words["between"].join(said(one) for one in words["parts"])
    if words["kind"] == "link":
        return said(words["value"])
    return words["text"]


def on_a_page(paper: WordedPaper) -> dict[str, list[list[str]]]:
    """Return the tables of *paper* as a page has them: a wide column stands last, below its name, if it holds anything."""
    tables = from_json(paper).tables
    for section in paper["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "table" and (at := block["wide"]) is not None:
                caption, label = letters(block["caption"]), letters(block["columns"][at]["label"])
                cells = [row[at] for group in block["groups"] for row in _every_row(group)]
                tables[caption] = [
                    [*row[:at], *row[at + 1 :], *([label + row[at]] if one["value"] or one["below"] else [])]
                    for row, one in zip(tables[caption], cells, strict=True)
                ]
    return tables


def from_html(text: str) -> Told:
    """Return what a page tells."""
    page = read_page(text)
    told = Told(headings=[letters(e.text) for e in page.all("h2", "h3", "h4", "h5", "h6")])
    told.tables = {
        letters(caption): [[letters(cell) for cell in row] for row in rows[1:]]
        for caption, rows in page.tables.items()
    }
    numbers = re.findall(
        r"<dt><span aria-hidden=true>(.)</span> ([^<]*)</dt><dd>(\d+)</dd>", text.replace("\n", " ")
    )
    told.figures = [(letters(symbol + word), int(count)) for symbol, word, count in numbers]
    return told


def from_markdown(text: str) -> Told:
    """Return what a Markdown text tells."""
    told = Told()
    lines = text.splitlines()
    caption = ""
    for number, line in enumerate(lines):
        if heading := re.match(r"#{2,6} (.*)", line):
            told.headings.append(letters(_bare(heading[1])))
        if found := re.fullmatch(r"\*\*(.*)\*\*", line):
            caption = letters(_bare(found[1]))
        if line.startswith("|") and re.match(r"\|( -+:? \|)+$", line):
            rows = []
            for row in lines[number + 1 :]:
                if not row.startswith("|"):
                    break
                rows.append([letters(_bare(cell)) for cell in re.split(r"(?<!\\)\|", row)[1:-1]])
            told.tables.setdefault(caption, rows)
        if figure := re.fullmatch(rf"- ([{MARKS}] .*): (\d+)", line):
            told.figures.append((letters(_bare(figure[1])), int(figure[2])))
    return told


def _bare(text: str) -> str:
    text = re.sub(r"\\([^\w\s])", r"\1", text).replace("**", "")
    return text.replace("&lt;", "<").replace("&amp;", "&")


def from_plain(text: str) -> Told:
    """Return what plain lines tell."""
    told = Told()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if heading := re.match(r"#{2,} (.*)", line):
            told.headings.append(letters(heading[1]))
        if (
            (caption := re.fullmatch(r"(.*) \((\d+)\)", line))
            and number + 1 < len(lines)
            and " | " in lines[number + 1]
        ):
            rows = []
            for row in lines[number + 2 :]:
                if " | " not in row:
                    break
                rows.append([letters(cell) for cell in row.split(" | ")])
            told.tables[letters(caption[1])] = rows
        if figure := re.fullmatch(rf"([{MARKS}] [^:]*): (\d+)", line):
            told.figures.append((letters(figure[1]), int(figure[2])))
    return told


def from_word(content: bytes) -> Told:
    """Return what a Word file tells; a table is called what its description for a screen reader says."""
    told = Told()
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, WordParagraph):
            if block.style and (block.style.name or "").startswith("Heading"):
                told.headings.append(letters(block.text))
        elif block.style and block.style.name == "Report Table":
            (caption,) = block._element.xpath("./w:tblPr/w:tblCaption/@w:val")  # noqa: SLF001 - python-docx has no other way
            told.tables.setdefault(letters(caption), _word_rows(block))
        else:
            told.figures += _word_figures(block)
    return told


def _word_rows(table: WordTable) -> list[list[str]]:
    return [[letters(text) for text in _word_row(row.cells)] for row in table.rows[1:]]


def _word_row(cells: Sequence[WordCell]) -> Iterator[str]:
    """Yield the texts of a row; one with a wide column is a table of its own, above what stands in that column."""
    for inner in cells[0].tables:
        yield from (cell.text for cell in inner.rows[0].cells)
        if cells[0].text:
            yield cells[0].text
        return
    yield from (cell.text for cell in cells)


def _word_figures(table: WordTable) -> list[tuple[str, int]]:
    """Return the large numbers of a table, each with the words below it."""
    found = []
    for row in table.rows:
        for cell in row.cells:
            first, *rest = cell.paragraphs
            if first.style and first.style.name == "Figure":
                found.append((letters("".join(one.text for one in rest)), int(first.text)))
    return found


def from_workbook(content: bytes, language: str) -> Told:
    """Return what a workbook tells: tables by the beginning of their captions, and every number of the first sheet.

    A day is a date there, which is told in words of *language*.
    """
    told = Told()
    first, *sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    for _, label, value in list(first.iter_rows(values_only=True))[1:]:
        if value is not None and str(value).isdecimal():
            told.figures.append((letters(str(label)), int(str(value))))
    for sheet in sheets:
        rows = [
            [letters(_in_cell(cell, language)) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        told.tables[letters(sheet.title)] = rows[1:]
    return told


def _in_cell(value: object, language: str) -> str:
    if isinstance(value, dt.datetime):
        return format_day(value.date(), language)
    return "" if value is None else str(value)


def bare(text: str) -> str:
    """Return *text* without the symbols of statuses: a spreadsheet has their words, by which it can be filtered."""
    return "".join(c for c in text if c not in f"{MARKS}→")


def from_console(text: str) -> str:
    """Return all that a terminal shows, as letters: lines are wrapped there, and tables are blocks."""
    return letters(re.sub(r"\x1b\[[0-9;]*m", "", text))
