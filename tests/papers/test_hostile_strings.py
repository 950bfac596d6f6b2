"""A thousand hostile strings arrive as text in every format, wherever in a paper people write."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final, TypeVar
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from openpyxl import load_workbook

from qmsctl.messages import tr
from qmsctl.papers.blocks import (
    Bar,
    Bars,
    Block,
    Card,
    Cell,
    Column,
    Facts,
    Grid,
    Group,
    Listing,
    Look,
    Notice,
    Paper,
    Paragraph,
    Part,
    Place,
    Section,
    SignatureLine,
    Signatures,
    Step,
    Steps,
    Style,
    Table,
)
from qmsctl.render.own_templates import NO_TEMPLATES
from qmsctl.render.paper_html import paper_html
from qmsctl.render.paper_markdown import paper_markdown
from qmsctl.render.paper_tables import paper_tables, table_csv
from qmsctl.render.paper_text import paper_console, paper_plain
from qmsctl.render.paper_word import paper_word
from qmsctl.render.paper_workbook import paper_workbook
from qmsctl.render.report import FORMATS
from qmsctl.render.visible import visible
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.render.words import printable
from qmsctl.reports.marks import GRADES, OUTCOMES
from qmsctl.reports.shown import Code, Fact, Joined, Link, Numbered, Tone, Translated
from tests.papers.hostile_strings import STRINGS
from tests.reports.reading import Page, read_page

CONFORMS, MAJOR = OUTCOMES["conforms"], GRADES["major"]
TOGETHER: Final = 60
"""How many strings share a paper, each in a section of its own: that is faster than a paper for each."""
PORTIONS: Final = range(0, len(STRINGS), TOGETHER)
NEUTRAL: Final = "word"

each_portion = pytest.mark.parametrize("begin", PORTIONS)
CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b\u200e\u200f\ud800-\udfff]"
)
"""What no reader may get: what is obeyed, and what hides or turns what stands beside it."""


def section_of(number: int, text: str) -> Section:
    """Return a section with *text* in every block and every kind of value."""
    words = Joined((text, Code(text), CONFORMS))
    label = tr("{text}", text=text)
    blocks: tuple[Block, ...] = (
        Paragraph(text),
        Paragraph(text, Style.SAID),
        Notice(text, Tone.BAD),
        Facts((Fact(label, text), Fact(label, (text, Code(text))), Fact(label, words)), paired=True),
        Facts((Fact(label, None), Fact(label, text, long=True)), gathers=True),
        Listing((text, Link(text, "nowhere"))),
        Table(
            f"t{number}",
            label,
            (Column(label), Column(label, Look.TEXT), Column(label, Look.COUNT, upright=True)),
            (Group(((text, Cell(text, below=text), 1), (Code(text), CONFORMS, 2)), head=(text, text, 3)),),
            note=label,
            filters=1,
        ),
        Bars(f"b{number}", label, (Bar(text, text, (Numbered(CONFORMS, 1),)),), (CONFORMS,), label),
        Grid(f"g{number}", label, ((text, text),), ((text, (Place(0, CONFORMS, text),), text),)),
        Steps((Step(text, text, (Fact(label, text),)),)),
        Part(text, (Card(f"c{number}", text, (MAJOR,), (Paragraph(text),), "major"),)),
        Signatures((SignatureLine(text, text),)),
        Paragraph(Translated((("en", text), ("pl", text)))),
    )
    return Section(f"s{number}", f"{number}", label, blocks)


def paper_of(strings: Sequence[str]) -> Paper:
    """Return a paper with a section for each of *strings*; the first stands on its cover, too."""
    text = strings[0]
    return Paper(
        kind="audit-report",
        id=text,
        written="pl",
        organisation=text,
        title=tr("{text}", text=text),
        subtitle=text,
        standing=CONFORMS,
        cover=(Fact(tr("{text}", text=text), text),),
        sections=tuple(section_of(number, string) for number, string in enumerate(strings)),
        made_from=text,
        command=text,
        foot=(text, text),
    )


@cache
def portion(begin: int) -> WordedPaper:
    """Return the paper of some of the strings."""
    return worded(paper_of(STRINGS[begin : begin + TOGETHER]), "pl")


def neutral(begin: int) -> WordedPaper:
    """Return a paper like the one of `portion`, in which nothing is hostile."""
    return _neutral(len(STRINGS[begin : begin + TOGETHER]))


@cache
def _neutral(size: int) -> WordedPaper:
    return worded(paper_of([NEUTRAL] * size), "pl")


Read = TypeVar("Read")
_CLEAN: Final[dict[tuple[object, int], Any]] = {}


def clean_of(begin: int, read: Callable[[WordedPaper], Read]) -> Read:
    """Return what *read* makes of the neutral paper: papers of as many strings have the same one."""
    key = (read, len(STRINGS[begin : begin + TOGETHER]))
    if key not in _CLEAN:
        _CLEAN[key] = read(neutral(begin))
    made: Read = _CLEAN[key]
    return made


def words_of(text: str) -> str:
    """Return *text* on one line, as far as it can be shown."""
    return " ".join(printable(text).split())


def spelt(text: str) -> str:
    """Return *text* on one line, with what is hidden written out: so do formats of which every letter counts."""
    return visible(words_of(text))


def lost(begin: int, told: Sequence[str], words: Callable[[str], str] = words_of) -> list[str]:
    """Return the strings that the section of each, as it is *told*, does not hold."""
    pairs = zip(STRINGS[begin : begin + TOGETHER], told, strict=True)
    return [string for string, text in pairs if words(string) not in " ".join(text.split())]


def test_there_are_a_thousand() -> None:
    """No string stands there twice."""
    assert len(STRINGS) >= 1000
    assert len(set(STRINGS)) == len(STRINGS)


@each_portion
def test_html_holds_them_as_text(begin: int) -> None:
    """No element and no attribute comes of them, and each can be read."""
    hostile = paper_html(portion(begin))
    page, clean = read_page(hostile), clean_of(begin, _page)

    breaks = ("br", "wbr", "i")  # between lines, in long names, and around ids
    assert [e.tag for e in page.elements if e.tag not in breaks] == [
        e.tag for e in clean.elements if e.tag not in breaks
    ]
    pairs = zip(
        (e for e in page.elements if e.tag not in breaks),
        (e for e in clean.elements if e.tag not in breaks),
        strict=True,
    )
    assert all(one.attributes.keys() == other.attributes.keys() for one, other in pairs)
    assert page.unclosed == []
    assert CONTROL.search(hostile) is None
    assert lost(begin, [e.text for e in page.all("section")]) == []


def _page(paper: WordedPaper) -> Page:
    return read_page(paper_html(paper))


def parsed(text: str) -> list[Token]:
    """Return *text* as a reader of Markdown takes it apart; HTML in it would be HTML."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def _markdown(paper: WordedPaper) -> list[Token]:
    return parsed(paper_markdown(paper))


@each_portion
def test_markdown_holds_them_as_text(begin: int) -> None:
    """No link, picture, HTML, heading, list, table or code comes of them, and each can be read."""
    hostile = paper_markdown(portion(begin))
    tokens, clean = parsed(hostile), clean_of(begin, _markdown)
    # A text of several lines is a quotation, and one of two paragraphs has two in it.
    lines = {"paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close"}
    inline = {child.type for token in tokens for child in token.children or ()}

    assert [t.type for t in tokens if t.type not in lines] == [t.type for t in clean if t.type not in lines]
    assert inline <= {"text", "text_special", "softbreak", "hardbreak", "strong_open", "strong_close"}
    assert CONTROL.search(hostile) is None
    assert lost(begin, list(_sections(tokens))) == []


def _sections(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what stands below each heading of the second level, and the heading itself."""
    told: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2":
            if told is not None:
                yield " ".join(told)
            told = []
        if told is not None and token.children:
            told.append("".join(" " if one.type.endswith("break") else one.content for one in token.children))
    yield " ".join(told or ())


@each_portion
def test_lines_hold_them_as_text(begin: int) -> None:
    """A terminal obeys nothing of them, and they begin no section."""
    hostile = portion(begin)
    plain = paper_plain(hostile)
    told = re.split(r"^## ", plain, flags=re.MULTILINE)[1:]

    assert CONTROL.search(plain.replace("\t", "\0")) is None
    assert len(plain.splitlines()) == len(clean_of(begin, paper_plain).splitlines())
    assert lost(begin, told, spelt) == []
    for colour in (False, True):
        console = paper_console(hostile, width=80, colour=colour)
        assert CONTROL.search(re.sub(r"\x1b\[[01]m", "", console) if colour else console) is None


@each_portion
def test_json_holds_them_as_text(begin: int) -> None:
    """It is read back as it was, and nothing in it is hidden."""
    hostile = portion(begin)
    text = FORMATS["json"](hostile, NO_TEMPLATES)
    read = json.loads(text)

    assert read == hostile
    assert CONTROL.search(text) is None
    assert lost(begin, [" ".join(_texts(section)) for section in read["sections"]]) == []


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - walks JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@each_portion
@pytest.mark.parametrize("excel", [False, True])
def test_csv_holds_them_as_text(begin: int, *, excel: bool) -> None:
    """They add no row and no column, and no cell begins as a formula does."""
    for table, clean in zip(paper_tables(portion(begin)), clean_of(begin, paper_tables), strict=True):
        text = table_csv(table, excel=excel).removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if excel else ",", strict=True))

        assert [len(row) for row in rows] == [len(table.headings)] * len(rows)
        assert len(table.rows) == len(rows) - 1
        assert table.key == "cover" or len(table.rows) == len(clean.rows)
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert CONTROL.search(text.replace("\r\n", "\n")) is None


@each_portion
def test_workbooks_hold_them_as_text(begin: int) -> None:
    """Every cell is a text; there is no formula and no link."""
    hostile = portion(begin)
    content = paper_workbook(hostile)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    told = {" ".join(str(cell.value).split()) for cell in cells}

    assert not any(b"<f>" in sheet or b"<hyperlink " in sheet for sheet in sheets)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [s for s in STRINGS[begin : begin + TOGETHER] if spelt(s) not in told] == []


@each_portion
def test_word_holds_them_as_text(begin: int) -> None:
    """No field, no link and no style comes of them, and each can be read."""
    body, clean = _body(portion(begin)), clean_of(begin, _body)
    lines = {"br", "tab", "r", "t", "rPr", "lang"}  # each line of a text is a run of its own

    tags, others = ([e.tag.rpartition("}")[2] for e in root.iter()] for root in (body, clean))
    assert [tag for tag in tags if tag not in lines] == [tag for tag in others if tag not in lines]
    text = "".join(
        e.text or "" if e.tag.endswith("}t") else " "
        for e in body.iter()
        if e.tag.endswith(("}t", "}br", "}tab"))
    )
    told = " ".join(text.split())
    assert [s for s in STRINGS[begin : begin + TOGETHER] if words_of(s) not in told] == []


def _body(paper: WordedPaper) -> ET.Element:
    content = paper_word(paper, dt.date(2026, 3, 14))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(packed.read(name))  # noqa: S314 - the program's own
        return ET.fromstring(packed.read("word/document.xml"))  # noqa: S314
