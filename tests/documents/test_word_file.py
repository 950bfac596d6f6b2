"""Word files: headings, lists and tables are read in their order; what is left out is counted; traps are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qmsctl.documents.word_file import is_word_file, read_word
from qmsctl.documents.written_text import Grid, Heading, Part, Passage, UnreadableTextError, WrittenText


def saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx has few types
    """Return *document* as a file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(fill: Callable[[Any], None]) -> WrittenText:
    """Return the text of a document that *fill* writes."""
    document = docx.Document()
    fill(document)
    return read_word("procedura.docx", saved(document))


def changed(raw: bytes, **parts: Callable[[bytes], bytes]) -> bytes:
    """Return the file with some parts changed; `word__document` stands for `word/document.xml`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name.removesuffix(".xml").replace("/", "__"))
            new.writestr(name, change(old.read(name)) if change else old.read(name))
    return stream.getvalue()


def test_headings_lists_and_tables() -> None:
    """They come in the order of the file, as Markdown that shows the same."""

    def fill(document: Any) -> None:  # noqa: ANN401
        document.add_heading("Nadzór", 0)
        document.add_heading("1. Cel", 1)
        document.add_paragraph("Zapisy * i # nic więcej.\tDalej")
        document.add_paragraph("# to nie nagłówek")
        for text, style in (
            ("pierwszy", "List Number"),
            ("drugi", "List Number"),
            ("głębiej", "List Bullet 2"),
        ):
            document.add_paragraph(text, style=style)
        document.add_heading("Szczegóły", 2)
        table = document.add_table(2, 2)
        for cell, text in zip(
            (one for row in table.rows for one in row.cells), ("A", "B", "C", "D|E"), strict=True
        ):
            cell.text = text

    expected: tuple[Part, ...] = (
        Heading(0, "Nadzór"),
        Heading(1, "1. Cel"),
        Passage("Zapisy \\* i # nic więcej. Dalej"),
        Passage("\\# to nie nagłówek"),
        Passage("1. pierwszy", is_item=True),
        Passage("2. drugi", is_item=True),
        Passage("    - głębiej", is_item=True),
        Heading(2, "Szczegóły"),
        Grid((("A", "B"), ("C", "D|E"))),
    )
    assert expected == read(fill).parts


def test_merged_cells_and_tables_in_tables() -> None:
    """A cell over several columns or rows is read once, and a table within a cell as words of it."""

    def fill(document: Any) -> None:  # noqa: ANN401
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "nad dwiema"
        table.cell(0, 2).text = "z"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "przez dwa"
        table.cell(1, 1).text = "b"
        inner = table.cell(2, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "w", "środku"

    (grid,) = read(fill).parts
    assert isinstance(grid, Grid)
    assert (("nad dwiema", "", "z"), ("przez dwa", "b", ""), ("", "w środku", "")) == grid.rows


def test_bold_lines_stand_for_headings_where_there_are_none() -> None:
    """In a file without styles of headings, a bold numbered or capital line heads what follows; a bold sentence does not."""

    def fill(document: Any) -> None:  # noqa: ANN401
        for text, bold in (("1. Cel", True), ("Tekst.", False), ("ZAKRES", True), ("Ważne zdanie.", True)):
            document.add_paragraph().add_run(text).bold = bold

    assert [Heading, Passage, Heading, Passage] == [type(part) for part in read(fill).parts]


def test_what_is_left_out_is_counted() -> None:
    """Pictures, notes, comments, changes, boxes, equations, headers and footers: how many of each."""
    body = (
        "<w:p {ns}><w:r><w:t>zostaje </w:t></w:r><w:ins w:id='1'><w:r><w:t>dodane </w:t></w:r></w:ins>"
        "<w:del w:id='2'><w:r><w:delText>usunięte</w:delText></w:r></w:del>"
        "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:endnoteReference w:id='2'/></w:r>"
        "<w:r><w:commentReference w:id='0'/></w:r><w:r><w:drawing/></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>w ramce</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:object/></w:r><w:fldSimple w:instr='PAGE'><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"
    ).format(ns=nsdecls("w"))

    def fill(document: Any) -> None:  # noqa: ANN401
        document.element.body.insert(0, parse_xml(body))
        document.sections[0].header.paragraphs[0].text = "Symbol: PS-03"
        document.sections[0].footer.paragraphs[0].text = "strona 1"

    text = read(fill)
    assert (Passage("zostaje dodane 7"),) == text.parts
    assert {
        "inserted": 1, "deleted": 1, "footnotes": 1, "endnotes": 1, "comments": 1, "pictures": 1, "text boxes": 1,
        "objects": 1, "headers": 1, "footers": 1,
    } == text.left_out  # fmt: skip
    assert (Passage("Symbol: PS-03"),) == text.margins


def test_letters_and_numbers_of_several_levels_stay() -> None:
    """What Markdown cannot count, such as a) or 1.1, is written before the item."""
    numbering = (
        "<w:abstractNum {ns} w:abstractNumId='77'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/>"
        "<w:lvlText w:val='%1.%2)'/></w:lvl></w:abstractNum>"
    ).format(ns=nsdecls("w"))
    number = f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"

    def fill(document: Any) -> None:  # noqa: ANN401
        part = document.part.numbering_part.element
        part.insert(0, parse_xml(numbering))
        part.append(parse_xml(number))
        for level in (0, 1, 1, 0):
            paragraph = document.add_paragraph(f"poziom {level}")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, 77

    assert ["1. poziom 0", "    - 1.a) poziom 1", "    - 1.b) poziom 1", "2. poziom 0"] == [
        part.text for part in read(fill).parts if isinstance(part, Passage)
    ]


_PLAIN = saved(docx.Document())


@pytest.mark.parametrize(
    ("raw", "said", "hint"),
    [
        (b"PK\x03\x04", "cannot be read as a Word file", "save it anew as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", "Word 97", "soffice --headless --convert-to docx FILE"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
            "without a password",
        ),
        (
            changed(_PLAIN, **{"[Content_Types]": lambda part: part.replace(b"officedocument.wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")}),
            "holds macros",
            "soffice",
        ),
        (
            changed(_PLAIN, word__document=lambda part: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + part),
            "cannot be read as a Word file",
            "save it anew",
        ),
        (changed(_PLAIN, word__document=lambda part: part[:200]), "cannot be read as a Word file", "save it anew"),
        (changed(_PLAIN, word__styles=lambda _: b"0" * (65 * 1024 * 1024)), "far more than a text", "without its pictures"),
    ],
    ids=["no zip", "old Word", "password", "macros", "entities", "cut off", "bomb"],
)  # fmt: skip
def test_refused(raw: bytes, said: str, hint: str) -> None:
    """What is no plain Word file, or a trap, is refused in one sentence with the next step."""
    with pytest.raises(UnreadableTextError) as refused:
        read_word("procedura.docx", raw)
    assert said in str(refused.value)
    assert refused.value.hint is not None
    assert hint in refused.value.hint.into("en")


def test_tables_within_tables_without_end() -> None:
    """A file that nests tables a thousand deep is refused, and does not break the program."""
    deep = b"<w:tbl><w:tr><w:tc>" * 1000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 1000
    raw = changed(_PLAIN, word__document=lambda part: part.replace(b"<w:body>", b"<w:body>" + deep))
    with pytest.raises(UnreadableTextError, match="cannot be read"):
        read_word("procedura.docx", raw)


def test_numbers_that_nobody_writes() -> None:
    """Levels and spans of five thousand digits are passed over."""
    digits = b"9" * 5000
    cell = b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="%b"/></w:tcPr><w:p><w:pPr><w:outlineLvl w:val="%b"/></w:pPr>'
    row = cell % (digits, digits) + b"<w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    raw = changed(_PLAIN, word__document=lambda part: part.replace(b"<w:body>", b"<w:body>" + row))
    assert (Grid((("a",),)),) == read_word("procedura.docx", raw).parts


def test_what_is_a_word_file() -> None:
    """A Word file is known by its bytes."""
    assert is_word_file(_PLAIN)
    assert not is_word_file(b"# Cel\n")
