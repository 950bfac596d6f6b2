"""WordprocessingML, the language of a Word file, as far as papers need it: runs, paragraphs, tables.

Every text goes through `escaped`; nothing else in qmsctl writes this XML.
The order of properties is that of the schema (ECMA-376, part 1, 17.3 and 17.4): Word calls a file
that has them in another order damaged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from qmsctl.render.words import printable

__all__ = [
    "NAMESPACES",
    "TONES",
    "Face",
    "bookmarked",
    "cell",
    "compact",
    "escaped",
    "field",
    "kept",
    "linked",
    "paragraph",
    "row",
    "run",
    "table",
    "tag_of",
]

NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TONES: Final = {
    "good": "17613C",
    "bad": "961A22",
    "caution": "714C00",
    "calm": "1D4F7C",
    "quiet": "4D5968",
}
"""The colour of each tone: dark enough on white and on the wash of a heading (4.5:1)."""

_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, in whichever way it is written."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_REGIONS: Final = {"en": "en-GB", "pl": "pl-PL", "de": "de-DE"}


def escaped(text: str) -> str:
    """Return *text* as XML that means this text and nothing else."""
    return escape(_possible(text))


def _quoted(text: str) -> str:
    return quoteattr(_possible(text))


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", printable(text))


def tag_of(language: str) -> str | None:
    """Return the language tag by which Word checks spelling, or nothing for what is no language."""
    return _REGIONS.get(language, language) if _LANGUAGE.fullmatch(language) else None


@dataclass(frozen=True, slots=True)
class Face:
    """How the letters of a run look."""

    style: str | None = None
    bold: bool = False
    struck: bool = False
    colour: str | None = None
    size: int | None = None
    """In half points."""
    shade: str | None = None
    wider: int = 0
    """By so many twentieths of a point each letter is wider."""
    language: str | None = None

    def properties(self) -> str:
        """Return the element of run properties, or nothing if there are none."""
        parts = (
            f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
            "<w:b/><w:bCs/>" if self.bold else "",
            "<w:strike/>" if self.struck else "",
            f'<w:color w:val="{self.colour}"/>' if self.colour else "",
            f'<w:spacing w:val="{self.wider}"/>' if self.wider else "",
            f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>' if self.size else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self.shade}"/>' if self.shade else "",
            f'<w:lang w:val="{self.language}"/>' if self.language else "",
        )
        inner = "".join(parts)
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: str, face: Face = Face()) -> str:
    """Return *text* in one face; its lines and tabs are kept."""
    if not text:
        return ""
    content = escaped(text).replace("\r", "\n")
    content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{face.properties()}<w:t xml:space="preserve">{content}</w:t></w:r>'


def field(code: str, shown: str) -> str:
    """Return a field that Word works out by itself, such as the number of the page."""
    return f'<w:fldSimple w:instr=" {code} ">{run(shown)}</w:fldSimple>'


def linked(runs: str, bookmark: str) -> str:
    """Return *runs* as a link to a bookmark of the same file."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{runs}</w:hyperlink>'


def bookmarked(runs: str, bookmark: str, number: int) -> str:
    """Return *runs* inside a bookmark, which has a number of its own in the file."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(runs: str, style: str | None = None, *, keep: bool = False, more: str = "") -> str:
    """Return a paragraph.

    Args:
        runs: what it holds.
        style: the id of its style.
        keep: it stays on the page of what follows.
        more: further properties, in the order of the schema.
    """
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:keepNext/>" if keep else "") + more
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def kept(paragraphs: str) -> str:
    """Return *paragraphs*, each of which stays on the page of what follows it."""
    styled = re.sub(r"(<w:p><w:pPr>(?:<w:pStyle [^>]*/>)?)(?!<w:keepNext/>)", r"\1<w:keepNext/>", paragraphs)
    return re.sub(r"<w:p>(?!<w:pPr>)", "<w:p><w:pPr><w:keepNext/></w:pPr>", styled)


_TIGHT: Final = {
    None: (0, 40),
    "Caption": (70, 20),
    "Figure": (0, 0),
    "Heading2": (90, 20),
    "ListBullet": (0, 10),
    "ListPlain": (0, 0),
    "Notice": (60, 80),
    "Quote": (0, 30),
    "TableText": (6, 6),
}
"""What stands before and after a paragraph of each style where a page has to hold much."""
_BODY: Final = {
    None: 18,
    "Figure": 28,
    "Heading2": 22,
    "ListBullet": 18,
    "ListPlain": 18,
    "Notice": 18,
    "Quote": 18,
}
"""The letters of each style there, in half points; those of the others stay as they are."""
_PARAGRAPH: Final = re.compile(r"<w:p>(?:<w:pPr>(.*?)</w:pPr>)?(.*?)</w:p>", re.DOTALL)
_STYLE: Final = re.compile(r'<w:pStyle w:val="(\w+)"/>')
_RUN: Final = re.compile(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?(?=<w:t)")
_AFTER_SIZE: Final = re.compile(r"(?=<w:shd|<w:lang|$)")


def compact(paragraphs: str) -> str:
    """Return *paragraphs* with less between them and smaller letters, for a summary that has to fit one page."""

    def smaller(found: re.Match[str], size: int) -> str:
        face = found[1] or ""
        if "<w:sz " not in face:
            letters = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            face = _AFTER_SIZE.sub(letters, face, count=1)
        return f"<w:r><w:rPr>{face}</w:rPr>"

    def tightened(found: re.Match[str]) -> str:
        properties, runs = found[1] or "", found[2]
        named = _STYLE.search(properties)
        style = named[1] if named else None
        if style not in _TIGHT or "<w:spacing " in properties:
            return found[0]
        before, after = _TIGHT[style]
        spacing = f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'
        if style in _BODY:
            runs = _RUN.sub(lambda one: smaller(one, _BODY[style]), runs)
        return f"<w:p><w:pPr>{properties}{spacing}</w:pPr>{runs}</w:p>"

    return _PARAGRAPH.sub(tightened, paragraphs)


def cell(  # noqa: PLR0913 - properties of a cell, each by its name
    paragraphs: str,
    width: int,
    *,
    span: int = 1,
    borders: str = "",
    shade: str | None = None,
    upright: bool = False,
    bottom: bool = False,
) -> str:
    """Return a cell of *width* twentieths of a point; *paragraphs* must not be empty."""
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f"<w:tcBorders>{borders}</w:tcBorders>" if borders else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
        '<w:textDirection w:val="btLr"/>' if upright else "",
        '<w:vAlign w:val="bottom"/>' if bottom else "",
    )
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{paragraphs}</w:tc>"


def row(cells: Sequence[str], *, heading: bool = False, whole: bool = True, height: int = 0) -> str:
    """Return a row.

    Args:
        cells: of it.
        heading: it is repeated on every page.
        whole: no page ends inside of it.
        height: at least this many twentieths of a point.
    """
    properties = (
        ("<w:cantSplit/>" if whole else "")
        + (f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "")
        + ("<w:tblHeader/>" if heading else "")
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(
    rows: Sequence[str], widths: Sequence[int], *, style: str, title: str, heads: tuple[bool, bool]
) -> str:
    """Return a table.

    Args:
        rows: of it.
        widths: of its columns, in twentieths of a point.
        style: the id of its style.
        title: what it is about, for those who hear it read.
        heads: whether its first row, and its first column, say what the others hold.
    """
    first_row, first_column = heads
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (0x0020 if first_row else 0) | (0x0080 if first_column else 0) | 0x0400 | 0x0200
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look:04X}" w:firstRow="{int(first_row)}" '
        f'w:lastRow="0" w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={_quoted(title)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )
