"""Word files of papers, read with a program that did not write them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Twips

from qmsctl.messages import LANGUAGES
from qmsctl.papers.blocks import Paper
from qmsctl.render.paper_word import paper_word
from qmsctl.render.worded import worded
from qmsctl.render.worded_blocks import WordedPaper
from qmsctl.render.words import printable
from tests.papers.every_block import every_block, hostile

DAY: Final = dt.date(2026, 3, 14)
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

HOSTILE: Final = (
    "<script>alert(1)</script>",
    "]]></w:t></w:r></w:p>",
    "&lt;b&gt; & \"quoted\" 'text'",
    '=HYPERLINK("https://example.org")',
    "{{ 7 * 7 }} {% raw %} $language ${right}",
    "{\\rtf1} \\fldinst HYPERLINK",
    "tab\there, line\nthere",
    "ą" * 300,
    "../../etc/passwd",
    "page \x01 of \x02 \x00\x0b\x1b[31m",
    "\u202egnp.exe\u202c\u200b\ufeff\ud800\uffff",
)

ORDER: Final = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof color spacing sz szCs u shd lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan tcBorders shd textDirection vAlign",
    "pBdr": "top left bottom right between",
    "tcBorders": "top left bottom right",
    "tblBorders": "top left bottom right insideH",
    "tblCellMar": "top left bottom right",
    "sectPr": "headerReference footerReference pgSz pgMar",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr tbl p",
}
"""The order of properties in ECMA-376: Word refuses a file that has another."""


def word(paper: Paper, language: str = "pl") -> bytes:
    """Return *paper* as a file."""
    return paper_word(worded(paper, language), DAY)


def opened(content: bytes) -> Document:
    """Return the file as python-docx understands it."""
    return docx.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, ET.Element]:
    """Return the root of every part; each is well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own


def text_of(element: ET.Element) -> str:
    """Return what a person reads: its paragraphs, told apart by a space."""
    gaps = {f"{W}br", f"{W}tab"}
    paragraphs = [
        "".join(
            " " if one.tag in gaps else (one.text or "")
            for one in paragraph.iter()
            if one.tag in {*gaps, f"{W}t"}
        )
        for paragraph in element.iter(f"{W}p")
    ]
    return " ".join(" ".join(paragraphs).split())


def said(value: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - plain data
    """Return every text of a worded paper that a reader is to get."""
    if isinstance(value, Mapping):
        if value.get("kind") == "many":
            value = value["items"]
        elif value.get("kind") in {"joined", "link"}:
            value = value.get("parts") or value["value"]
        elif value.get("kind") == "missing" and key in {"subtitle", "aside", "name"}:
            return
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from said(inner, name)
    elif isinstance(value, list):
        for one in value:
            yield from said(one, key)
    elif isinstance(value, str) and key in SAID:
        yield value


SAID: Final = {
    "text",
    "label",
    "caption",
    "heading",
    "title",
    "organisation",
    "id",
    "note",
    "none",
    "foot",
    "made_from",
    "tail",
}


def squeezed(text: str) -> str:
    """Return *text* on one line, as paragraphs are compared."""
    return " ".join(printable(text).split())


def every_text(paper: WordedPaper) -> list[str]:
    """Return what must be in a file."""
    return [squeezed(text) for text in said(paper)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_paper_is_in_the_file(language: str) -> None:
    """Whatever another format shows, Word shows."""
    paper = every_block()
    content = word(paper, language)
    found = " ".join(text_of(root) for name, root in parts(content).items() if name.startswith("word/"))
    assert [text for text in every_text(worded(paper, language)) if text not in found] == []


def test_headings_stand_in_order() -> None:
    """Sections, parts and cards are headings of the styles that Word lists; no level is left out."""
    document = opened(word(every_block()))
    styles = ("Title", "Heading")
    headings = [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style and one.style.name and one.style.name.startswith(styles)
    ]
    assert headings == [
        ("Title", "Raport z auditu nr AUD-2026-03"),
        ("Heading 1", "Podsumowanie"),
        ("Heading 1", "1\u2003Ustalenia"),
        ("Heading 2", "Niezgodności"),
        ("Heading 3", "NC-2026-03-A1 Brak nadzoru"),
        ("Heading 3", "NC-2026-03-A1 Brak nadzoru"),
        ("Heading 1", "Załącznik A\u2003Program auditów"),
    ]


def test_a_table_is_there_cell_for_cell() -> None:
    """Its heading is repeated on every page, its rows stay whole, and it says what it is about."""
    document = opened(word(every_block()))
    (found,) = [one for one in document.tables if len(one.columns) == 5 and len(one.rows) == 5]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["Punkt", "Dokument", "Data", "zgodne", "niezgodne"],
        ["8", "Działania operacyjne", "", "3", "2"],
        ["8.2", "Przegląd wymagań", "2\xa0marca 2026\xa0r.", "3", "2"],
        ["8.10", "procedures/obsluga.yaml\nBiuro Obsługi", "nie podano", "0", "0"],
        ["9", "✓\xa0zgodne\nzob. NC-1", "", "1", "0"],
    ]
    headers = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in found.rows]  # noqa: SLF001
    assert headers == [True, False, False, False, False]
    properties = found._tbl.tblPr  # noqa: SLF001
    look, caption = properties.find(f"{W}tblLook"), properties.find(f"{W}tblCaption")
    assert look is not None
    assert caption is not None
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
    assert caption.get(f"{W}val") == "Wyniki"


@pytest.mark.parametrize("paper", [every_block(), hostile(HOSTILE[1])])
def test_word_would_open_it(paper: Paper) -> None:
    """Properties have the order of the schema; styles, links, lists and parts that are named are there."""
    content = word(paper)
    roots = parts(content)
    for name, root in roots.items():
        for element in root.iter():
            known = ORDER.get(element.tag.removeprefix(W))
            if known is not None:
                tags = [one.tag.removeprefix(W) for one in element]
                assert sorted(tags, key=known.split().index) == tags, f"{name}: {element.tag}"
    body = roots["word/document.xml"]
    styles = {one.get(f"{W}styleId") for one in roots["word/styles.xml"].iter(f"{W}style")}
    for root in roots.values():
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            assert {one.get(f"{W}val") for one in root.iter(f"{W}{tag}")} <= styles
    marks = [(one.get(f"{W}name"), one.get(f"{W}id")) for one in body.iter(f"{W}bookmarkStart")]
    names = [name for name, _ in marks]
    assert len(names) == len(set(names)) == len({number for _, number in marks})
    assert all(name and len(name) <= 40 for name in names)
    assert {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")} <= set(names)
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for table in body.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iter(f"{W}tr"):
            spans = [one.find(f"{W}tcPr/{W}gridSpan") for one in row.iter(f"{W}tc")]
            assert columns == sum(1 if one is None else int(one.get(f"{W}val") or 0) for one in spans)
    listed = roots["[Content_Types].xml"]
    assert {one.get("PartName", "").lstrip("/") for one in listed if one.get("PartName")} == {
        name for name in roots if not name.endswith(".rels") and not name.startswith("[")
    }


def test_links_lead_to_sections_and_cards() -> None:
    """The list of contents and ids lead somewhere; what leads nowhere is no link."""
    body = parts(word(every_block()))["word/document.xml"]
    texts = ["".join(t.text or "" for t in one.iter(f"{W}t")) for one in body.iter(f"{W}hyperlink")]
    assert texts == ["Podsumowanie", "1Ustalenia", "AProgram auditów", "zob. NC-1", "Podsumowanie"]


def test_the_page_has_what_an_office_expects() -> None:
    """A4 with 2.5 cm, the office above, id, commit and the number of the page below, in Polish."""
    document = opened(word(every_block()))
    (section,) = document.sections
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    assert abs(section.left_margin - Cm(2.5)) < Cm(0.01) if section.left_margin else False
    assert section.header.paragraphs[0].text == "Urząd Miasta Przykładowo\tRaport z auditu nr AUD-2026-03"
    roots = parts(word(every_block()))
    assert text_of(roots["word/footer1.xml"]) == "AUD-2026-03 · commit 0123456789 Strona 1 z 1"
    fields = [one.get(f"{W}instr") for one in roots["word/footer1.xml"].iter(f"{W}fldSimple")]
    assert fields == [" PAGE ", " NUMPAGES "]
    wide = opened(word(replace(every_block(), landscape=True))).sections[0]
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert (wide.page_width, wide.page_height) == (Twips(16838), Twips(11906))


def test_its_properties_come_from_the_paper() -> None:
    """Author, title and days are those of the paper, not of the machine."""
    properties = opened(word(every_block())).core_properties
    assert (properties.author, properties.title) == (
        "Urząd Miasta Przykładowo",
        "Raport z auditu nr AUD-2026-03",
    )
    assert properties.created == properties.modified
    assert properties.created is not None
    assert properties.created.date() == DAY
    assert properties.language == "pl-PL"
    assert properties.comments == "qmsctl report AUD-2026-03 --as-of 2026-03-14 --report-lang pl"


def test_words_of_another_language_are_marked() -> None:
    """An English report of Polish records tells Word which words are Polish."""
    roots = parts(word(every_block(), "en"))
    default = roots["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default is not None
    assert default.get(f"{W}val") == "en-GB"
    polish = {
        "".join(one.text or "" for one in run.iter(f"{W}t"))
        for run in roots["word/document.xml"].iter(f"{W}r")
        if (lang := run.find(f"{W}rPr/{W}lang")) is not None and lang.get(f"{W}val") == "pl-PL"
    }
    assert "Kto pyta, nie błądzi." in polish
    assert "Serving residents" not in polish


def test_a_status_is_told_by_symbol_and_word_and_colour() -> None:
    """Colour is never alone."""
    document = opened(word(every_block()))
    marks = {
        (run.text, str(run.font.color.rgb))
        for one in document.paragraphs
        for run in one.runs
        if run.font.color is not None and run.font.color.rgb is not None and run.bold
    }
    assert ("■\xa0niezgodność duża", "961A22") in marks
    assert ("✗\xa0niezgodne", "961A22") in marks
    assert ("✓\xa0zgodne", "17613C") in marks


def test_equal_papers_give_equal_bytes() -> None:
    """Every time, and with fixed days in the file; another day is another file."""
    content = word(every_block())
    assert content == word(every_block())
    assert content != paper_word(worded(every_block(), "pl"), DAY + dt.timedelta(1))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_wrote_is_text(text: str) -> None:
    """Markup, fields, control characters: nothing is obeyed, and nothing is lost but what cannot be shown."""
    paper = worded(hostile(text), "pl")
    content = paper_word(paper, DAY)
    roots = parts(content)
    body = roots["word/document.xml"]
    found = " ".join(text_of(root) for name, root in roots.items() if name.startswith("word/"))
    assert [one for one in every_text(paper) if one not in found] == []
    plain = parts(word(hostile("plain")))
    tags: Sequence[str] = [one.tag for one in body.iter()]
    assert set(tags) <= {one.tag for one in plain["word/document.xml"].iter()} | {
        f"{W}br",
        f"{W}tab",
        f"{W}lang",
    }
    assert len(list(body.iter(f"{W}tbl"))) == len(list(plain["word/document.xml"].iter(f"{W}tbl")))
    assert opened(content).core_properties.author == paper["organisation"]
