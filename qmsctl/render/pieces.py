"""What a file of a paper says, piece by piece, each with its place: by it two files are compared.

A piece is what a person changes at a time: a line of a text, a paragraph of a Word file, a cell of a table.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from qmsctl.documents.office_file import LargeOfficeFileError, NoOfficeFileError, office_parts, stored_again
from qmsctl.messages import Message, tr
from qmsctl.render.pdf_words import pdf_words
from qmsctl.render.remaking_read import GAIN

__all__ = ["Piece", "differing_parts", "pieces_of"]

_HEADING: Final = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>|^#{1,6} (.*)$")
_NAMED: Final = re.compile(r'^( *)"(heading|caption|title|text)": ("(?:[^"\\]|\\.)*"|\{),?$')
"""What names a part of a paper as JSON, and the words of such a name."""
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}tab": "\t"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a file says, and where."""

    place: Message
    text: str
    row: int = 0
    """Of a table, which row of the file it stands in, counted over all its tables; 0 outside of tables."""


def pieces_of(format: str, content: bytes) -> tuple[Piece, ...] | None:
    """Return the pieces of a file in *format*, in their order; `None` if it cannot be read as one.

    Raises:
        MissingExtraError: what reads the format is not installed.
    """
    try:
        return tuple(_READERS.get(format, _lines)(content))
    except (_UnreadableError, NoOfficeFileError, LargeOfficeFileError, ET.ParseError, csv.Error):
        return None


def differing_parts(here: bytes, there: bytes) -> tuple[str, ...]:
    """Return which parts of two Office files differ, by their names."""
    one, other = office_parts(here, GAIN), office_parts(there, GAIN)
    return tuple(name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name))


class _UnreadableError(Exception):
    """The file is not what its format says."""


def _lines(content: bytes) -> Iterator[Piece]:
    heading = "-"
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if found := _HEADING.search(line):
            words = next(filter(None, found.groups()), "")
            heading = " ".join(re.sub(r"<[^>]*>", "", html.unescape(words)).split()) or "-"
        yield Piece(tr("Line {line}, under “{heading}”:", line=number, heading=heading), line)


def _view(content: bytes) -> Iterator[Piece]:
    """Yield the lines of a paper as JSON, each under the innermost heading or caption that it belongs to.

    Their indentation says where a part ends; a heading with a value of its own has its words on a line below.
    """
    lines = content.decode("utf-8", "replace").splitlines()
    titles = (found for line in lines if (found := _NAMED.match(line)) and found[2] == "title")
    title = next((_json_words(found[3]) for found in titles if len(found[1]) == _STEP), "-")
    names: list[tuple[int, str]] = []
    waiting: int | None = None
    for number, line in enumerate(lines, 1):
        depth = len(line) - len(line.lstrip(" "))
        while names and depth < names[-1][0]:
            names.pop()
        if found := _NAMED.match(line):
            key, value = found[2], found[3]
            if key == "text":
                at, waiting = (waiting, None) if waiting == depth - _STEP else (None, waiting)
            elif key != "title":
                at, waiting = (None, depth) if value == "{" else (depth, waiting)
            else:
                at = None
            if at is not None:
                names = [*(one for one in names if one[0] < at), (at, _json_words(value))]
        heading = names[-1][1] if names else title
        yield Piece(tr("Line {line}, under “{heading}”:", line=number, heading=heading), line)


_STEP: Final = 2
"""By how much JSON is indented."""


def _json_words(quoted: str) -> str:
    """Return the words of a *quoted* text of JSON; as they stand there if they are damaged."""
    try:
        words = str(json.loads(quoted))
    except ValueError:
        words = quoted.strip('"')
    return " ".join(words.split()) or "-"


def _table(content: bytes) -> Iterator[Piece]:
    text = content.decode("utf-8-sig", "replace")
    delimiter = ";" if content.startswith("\ufeff".encode()) else ","
    headings: list[str] = []
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        headings = headings or row
        for index, cell in enumerate(row):
            place = tr("Row {row}, column “{column}”:", row=number, column=_column(headings, index))
            yield Piece(place, cell, number)


def _column(headings: Sequence[str], index: int) -> str:
    return headings[index] if index < len(headings) else str(index + 1)


def _workbook(content: bytes) -> Iterator[Piece]:
    import openpyxl  # noqa: PLC0415 - an extra, which also came with what writes workbooks

    plain = stored_again(office_parts(content, GAIN))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what Excel writes and openpyxl passes over
        try:
            book = openpyxl.load_workbook(io.BytesIO(plain), keep_links=False)
            sheets = [(sheet.title, list(sheet.iter_rows())) for sheet in book.worksheets]
        except Exception as fault:  # broken files make it fail in as many ways as there are
            raise _UnreadableError from fault
    count = 0
    for title, rows in sheets:
        headings = [_value(cell.value) for cell in rows[0]] if rows else []
        for row in rows:
            count += 1
            for index, cell in enumerate(row):
                yield Piece(
                    tr(
                        "Sheet “{sheet}”, cell {cell}, column “{column}”:",
                        sheet=title,
                        cell=cell.coordinate,
                        column=_column(headings, index),
                    ),
                    _value(cell.value),
                    count,
                )


def _value(value: object) -> str:
    return (
        "" if value is None else str(value).removesuffix(" 00:00:00")
    )  # of a day, which Excel keeps as a moment


def _word(content: bytes) -> Iterator[Piece]:
    parts = office_parts(content, GAIN)
    main = ET.fromstring(parts["word/document.xml"])  # noqa: S314 - no entities
    body = main.find(f"{_WORD}body")
    yield from _Word().blocks(body if body is not None else main)
    for name, raw in parts.items():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            place = tr("At the head of each page:") if "header" in name else tr("At the foot of each page:")
            root = ET.fromstring(raw)  # noqa: S314 - no entities
            yield from (Piece(place, _said(one)) for one in root.iter(f"{_WORD}p"))


class _Word:
    """Reads the paragraphs and tables of a Word file, and keeps in mind under which heading they stand."""

    def __init__(self) -> None:
        self._heading = "-"
        self._rows = 0

    def blocks(self, body: ET.Element) -> Iterator[Piece]:
        """Yield the pieces of *body*."""
        for block in body:
            if block.tag == f"{_WORD}tbl":
                yield from self._table(block)
            elif block.tag == f"{_WORD}p":
                yield self._paragraph(block)
            elif block.tag == f"{_WORD}sdt":  # into which Word puts its lists of contents
                yield from self.blocks(block.find(f"{_WORD}sdtContent") or block)

    def _paragraph(self, block: ET.Element) -> Piece:
        text = _said(block)
        style = block.find(f"{_WORD}pPr/{_WORD}pStyle")
        if style is not None and style.get(f"{_WORD}val", "").startswith(("Heading", "Title")):
            self._heading = " ".join(text.split()) or "-"
        return Piece(tr("Paragraph under “{heading}”:", heading=self._heading), text)

    def _table(self, table: ET.Element) -> Iterator[Piece]:
        titled = table.find(f"{_WORD}tblPr/{_WORD}tblCaption")
        caption = titled.get(f"{_WORD}val", "-") if titled is not None else "-"
        for number, row in enumerate(table.iter(f"{_WORD}tr"), 1):
            self._rows += 1
            for column, cell in enumerate(row.findall(f"{_WORD}tc"), 1):
                place = tr(
                    "Table “{table}” under “{heading}”, row {row}, column {column}:",
                    table=caption,
                    heading=self._heading,
                    row=number,
                    column=column,
                )
                yield Piece(place, "\n".join(map(_said, cell.iter(f"{_WORD}p"))), self._rows)


def _said(paragraph: ET.Element) -> str:
    """Return the text of *paragraph*, deletions that somebody tracks included: they are not what was written."""
    said = ""
    for one in paragraph.iter():
        if one.tag in (f"{_WORD}t", f"{_WORD}delText"):
            said += one.text or ""
        else:
            said += _BREAKS.get(one.tag, "") if one is not paragraph else ""
    return said


def _printed(content: bytes) -> Iterator[Piece]:
    pages = pdf_words(content)
    if pages is None:
        raise _UnreadableError
    for number, lines in enumerate(pages, 1):
        yield from (Piece(tr("Page {page}:", page=number), line) for line in lines)


_READERS: Final[Mapping[str, Callable[[bytes], Iterator[Piece]]]] = {
    "csv": _table,
    "csv-excel": _table,
    "docx": _word,
    "json": _view,
    "pdf": _printed,
    "xlsx": _workbook,
}
"""By format; every other is a text of lines."""
