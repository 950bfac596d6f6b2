"""Where pages of a Word file may end: no heading stands alone, no row is torn, and whoever writes has room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from qmsctl.messages import tr
from qmsctl.papers.blocks import Card, Facts, Paper, Paragraph
from qmsctl.reports.shown import Fact
from tests.papers.every_block import every_block
from tests.papers.test_forms import PAPERS
from tests.papers.test_paper_word import W, opened, parts, word

every_paper = pytest.mark.parametrize("lay_out", PAPERS.values(), ids=PAPERS.keys())


def body(paper: Paper) -> ET.Element:
    """Return the body of *paper* as a Word file."""
    found = parts(word(paper))["word/document.xml"].find(f"{W}body")
    assert found is not None
    return found


def style_of(paragraph: ET.Element) -> str:
    """Return the id of the style of a paragraph."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.attrib[f"{W}val"]


def is_kept(paragraph: ET.Element) -> bool:
    """Return whether a paragraph itself says that it stays with the next one."""
    return paragraph.find(f"{W}pPr/{W}keepNext") is not None


def test_the_styles_of_headings_keep_them_with_what_follows() -> None:
    """Title, headings, captions and the heading of the contents; and no heading is torn."""
    styles = parts(word(PAPERS["plan"]()))["word/styles.xml"]
    kept = {one.attrib[f"{W}styleId"] for one in styles if one.find(f"{W}pPr/{W}keepNext") is not None}

    headings = {f"Heading{level}" for level in range(1, 7)}
    assert {"Title", "TOCHeading", "Caption", "TableHeading", *headings} <= kept


@every_paper
def test_what_explains_a_block_stays_with_it(lay_out: Callable[[], Paper]) -> None:
    """Between a heading and the table under it there is no paragraph after which a page may end."""
    blocks = list(body(lay_out()))
    for before, paragraph, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if style_of(before).startswith("Heading") and style_of(paragraph) in ("BodyText3", "Notice"):
            assert is_kept(paragraph), ET.tostring(after)


@every_paper
def test_no_page_ends_inside_of_a_row(lay_out: Callable[[], Paper]) -> None:
    """Every row stays whole, unless its text is longer than half a page; headings are repeated on every page."""
    for table in body(lay_out()).iter(f"{W}tbl"):
        for row in table.findall(f"{W}tr"):
            whole = row.find(f"{W}trPr/{W}cantSplit") is not None
            assert whole or len("".join(row.itertext())) >= 2000
        if table.find(f"{W}tblPr/{W}tblStyle[@{W}val='ReportTable']") is not None:
            headings = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.findall(f"{W}tr")]
            assert headings == [True, *[False] * (len(headings) - 1)]


def test_no_row_of_a_group_stands_alone() -> None:
    """The row above a group stays with its first row; the first row of a table with the second."""
    rows = [row for table in body(every_block()).iter(f"{W}tbl") for row in table.findall(f"{W}tr")]
    (head,) = [row for row in rows if "Działania operacyjne" in "".join(row.itertext())]
    (first,) = [row for row in rows if "Przegląd wymagań" in "".join(row.itertext())]

    assert all(map(is_kept, head.iter(f"{W}p")))
    assert all(map(is_kept, first.iter(f"{W}p")))


def written_on(paper: Paper) -> Iterator[tuple[int, ET.Element]]:
    """Yield for each row as wide as its table how many lines it has to write on, and the row."""
    for table in body(paper).findall(f"{W}tbl"):
        for row in table.findall(f"{W}tr"):
            cells = row.findall(f"{W}tc")
            if len(cells) == 1 and cells[0].find(f"{W}tbl") is not None:
                yield [style_of(one) for one in cells[0].findall(f"{W}p")].count("WritingLine"), row


def test_an_unanswered_question_has_four_lines_to_write_on() -> None:
    """They lie below the question, as wide as the table, in one row with it; the boxes stand beside it."""
    blank = [row for lines, row in written_on(PAPERS["checklist"]()) if lines == 4]

    assert blank
    for row in blank:
        text = "".join(row.itertext())
        assert text.count("☐") == 4
        assert tr("Evidence and where it is found again").into("pl") in text
        assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_what_is_not_in_force_says_so_on_every_page() -> None:
    """Its stamp stands in the header; where there is none, the header begins with the office."""
    paper = PAPERS["plan"]()
    for stamp, begins in ((None, "Urząd"), (tr("DRAFT"), "PROJEKT")):
        header = opened(word(replace(paper, stamp=stamp))).sections[0].header
        assert header.paragraphs[0].text.startswith(begins)


def test_a_summary_is_set_for_one_page() -> None:
    """Letters of nine points with little between paragraphs, until the next section; headings stay headings."""
    paper = every_block()
    first = replace(paper.sections[0], key="summary")
    blocks = list(body(replace(paper, sections=(first, *paper.sections[1:]))))
    starts = [at for at, one in enumerate(blocks) if style_of(one) == "Heading1"]
    summary = [one for one in blocks[starts[0] + 1 : starts[1]] if one.tag == f"{W}p"]
    plain = [one for one in blocks[starts[1] + 1 :] if one.tag == f"{W}p"]

    assert summary
    for one in summary:
        if style_of(one) in ("", "Quote", "ListPlain", "ListBullet", "Notice"):
            assert one.find(f"{W}pPr/{W}spacing") is not None
            assert {size.attrib[f"{W}val"] for size in one.iter(f"{W}sz")} <= {"18"}
    assert all(one.find(f"{W}pPr/{W}spacing") is None for one in plain if style_of(one) == "Quote")


def card_of(kind: str, text: str) -> list[ET.Element]:
    """Return the rows of a card of *kind* that tells *text*, in a paper where another block follows it."""
    facts = Facts((Fact(tr("Result"), text, long=True), Fact(tr("Day"), "1"), Fact(tr("Scope"), "2")))
    card = Card("one", "E-1", (), (facts,), kind)
    paper = every_block()
    section = replace(paper.sections[-1], blocks=(card, Paragraph("Dalej")))
    tables = body(replace(paper, cover=(), sections=(section,))).findall(f"{W}tbl")
    return tables[0].findall(f"{W}tr")


def test_a_card_of_evidence_stays_on_one_page() -> None:
    """Each of its rows stays with the next, the last with nothing; a card that fills a page may be torn."""
    *rows, last = card_of("evidence", "Sprawdzono 10 wniosków.")

    assert len(rows) == 2
    assert all(is_kept(one) for row in rows for one in row.iter(f"{W}p"))
    assert not any(map(is_kept, last.iter(f"{W}p")))
    for torn in (card_of("evidence", "Sprawdzono. " * 250), card_of("minor", "Sprawdzono 10 wniosków.")):
        assert not any(is_kept(one) for row in torn for one in row.iter(f"{W}p"))


def test_nobody_signs_on_a_page_apart_from_what_is_signed() -> None:
    """The last row above places to sign, and the space below it, stay with them; the rows before need not."""
    blocks = list(body(PAPERS["card"]()))
    signed = [at for at, one in enumerate(blocks) if "data i podpis" in "".join(one.itertext())]

    assert len(signed) == 4
    for at in signed:
        table, space = blocks[at - 2 : at]
        *rows, last = table.findall(f"{W}tr")
        assert is_kept(space)
        assert all(map(is_kept, last.iter(f"{W}p")))
        assert not any(is_kept(one) for row in rows for one in row.iter(f"{W}p"))


@pytest.mark.parametrize("number", ["", "1"])
def test_contents_without_numbers_leave_no_room_for_them(number: str) -> None:
    """An entry begins with the number and a tab, or else with the heading itself."""
    paper = every_block()
    sections = tuple(replace(one, number=number) for one in paper.sections)
    entries = [one for one in body(replace(paper, sections=sections)) if style_of(one) == "TOC1"]

    assert entries
    assert all((one.find(f".//{W}r/{W}tab") is not None) == bool(number) for one in entries)
