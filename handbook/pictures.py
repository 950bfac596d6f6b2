"""Pictures of what the program shows: text inside, so that a test can compare them, and readable in the light and in the dark.

They are SVG files: what a terminal showed, and a table of a page, of numbers or of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from lxml import etree, html
from rich.style import Style
from rich.text import Text

__all__ = ["of_list", "of_table", "of_terminal"]

_CHARACTER: Final = 8.4
_LINE: Final = 19
_EDGE: Final = 16
_BAR: Final = 40
"""Room for the command above."""
_COLOURS: Final = {1: "#f6a9ae", 2: "#93dbb3", 3: "#f2cf7e", 4: "#a8cff1", 6: "#8fd6dd"}
"""By the number that terminals give them: red, green, yellow, blue, cyan."""
_INK: Final = "#e4e9ef"
_DIM: Final = "#a9b4c2"

_SHEET: Final = """\
table { border-collapse: collapse; table-layout: fixed; width: 100%; height: 100%; background: #fff; color: #1b2430;
  font: 14px/1.3 "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
th, td { text-align: left; padding: 0 10px; border-bottom: 1px solid #d4dae2; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; height: 30px; box-sizing: border-box; }
caption { display: none; }
thead th { vertical-align: bottom; height: 190px; padding-bottom: 10px; background: #f3f5f8; border-bottom: 2px solid #4d5968; }
.upright span { writing-mode: vertical-rl; transform: rotate(180deg); display: inline-block; max-height: 170px; white-space: normal; }
.upright, .upright ~ th { padding-inline: 8px; }
col.narrow { width: 44px; } col.clause { width: 78px; } col.level { width: 150px; }
.group th, .group td { background: #f3f5f8; }
i { font-style: normal; } b { font-weight: 400; }
td.calm { background: #e7eff8; color: #1d4f7c; } td.good { background: #e6f4ec; color: #17613c; }
td.bad { background: #fbe9ea; color: #961a22; } td.caution { background: #fcf1d7; color: #714c00; }
.mark.calm { color: #1d4f7c; } .mark.good { color: #17613c; } .mark.quiet { color: #4d5968; }
.mark.bad { color: #961a22; } .mark.caution { color: #714c00; }
.words thead th { height: 36px; vertical-align: middle; } .words .soft { display: none; }
.words tbody th { font-weight: 400; } code { font: 13px "DejaVu Sans Mono", "Liberation Mono", monospace; }
@media (prefers-color-scheme: dark) {
  table { background: #1a2129; color: #e4e9ef; } th, td { border-color: #38424e; }
  thead th, .group th, .group td { background: #12171c; }
  td.calm { background: #1a3146; color: #a8cff1; } td.good { background: #17352a; color: #93dbb3; }
  td.bad { background: #451c21; color: #f6a9ae; } td.caution { background: #3a2f12; color: #f2cf7e; }
  .mark.calm { color: #a8cff1; } .mark.good { color: #93dbb3; } .mark.quiet { color: #b5bfcb; }
  .mark.bad { color: #f6a9ae; } .mark.caution { color: #f2cf7e; }
}
"""
_HEAD_HEIGHT: Final = 190
_HEAD_OF_WORDS: Final = 36
_ROW_HEIGHT: Final = 30
_TABLE_WIDTH: Final = 860


def of_terminal(command: str, shown: str, columns: int) -> str:
    """Return the picture of a terminal.

    Args:
        command: what was typed.
        shown: what came, with the sequences that colour it.
        columns: how wide the terminal was.
    """
    lines = Text.from_ansi(shown.rstrip("\n")).split("\n", allow_blank=True)
    width, height = round(columns * _CHARACTER) + 2 * _EDGE, len(lines) * _LINE + _BAR + _EDGE
    body = "".join(
        f"{row}\n" for number, line in enumerate(lines) for row in _row(line, _BAR + (number + 1) * _LINE - 5)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="ui-monospace, SFMono-Regular, Consolas, DejaVu Sans Mono, Liberation Mono, monospace" font-size="14">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#161b22"/>\n'
        f'<path d="M0 {_BAR - 8}H{width}" stroke="#38424e"/>\n'
        f'<text x="{_EDGE}" y="21" fill="{_DIM}">$ {escape(command)}</text>\n'
        f"{body}</svg>\n"
    )


def _row(line: Text, base: int) -> Iterator[str]:
    """Yield the pieces of a line, each as wide as its characters whatever font there is."""
    place = 0
    pieces = line.divide(sorted({edge for span in line.spans for edge in (span.start, span.end)}))
    for piece in pieces:
        text = piece.plain
        style = Style.combine([Style(), *(Style.parse(str(span.style)) for span in piece.spans)])
        inner = text.strip(" ")
        if inner:
            start = place + len(text) - len(text.lstrip(" "))
            weight = ' font-weight="bold"' if style.bold else ""
            yield (
                f'<text x="{_EDGE + start * _CHARACTER:.1f}" y="{base}" fill="{_fill(style)}"{weight} xml:space="preserve" '
                f'textLength="{len(inner) * _CHARACTER:.1f}" lengthAdjust="spacingAndGlyphs">{escape(inner, quote=False)}</text>'
            )
        place += len(text)


def _fill(style: Style) -> str:
    if style.color is not None and style.color.number is not None:
        return _COLOURS.get(style.color.number, _INK)
    return _DIM if style.dim else _INK


def of_table(page: str, anchor: str) -> str:
    """Return the picture of the table *anchor* of the HTML *page*: a matrix with narrow columns of numbers."""
    table = _table(page, anchor)
    heads = table.xpath("./thead/tr/th")
    kinds = ["narrow" if "upright" in head.get("class", "") else "" for head in heads]
    kinds[0], kinds[-2] = "clause", "level"
    for kind in reversed(kinds):
        table.insert(0, html.Element("col", {"class": kind} if kind else {}))
    return _framed(table, _HEAD_HEIGHT)


def of_list(page: str, anchor: str, widths: Sequence[int]) -> str:
    """Return the picture of the table *anchor* of the HTML *page*: its first columns, a line for each row.

    Args:
        page: the whole page.
        anchor: which of its tables.
        widths: how wide the columns are that are shown; what does not fit is cut.
    """
    table = _table(page, anchor)
    for row in table.iter("tr"):
        for cell in list(row)[len(widths) :]:
            row.remove(cell)
    etree.strip_tags(table, "a")
    table.attrib.pop("style", None)
    table.set("class", "words")
    for width in reversed(widths):
        table.insert(0, html.Element("col", {"style": f"width: {width}px"}))
    return _framed(table, _HEAD_OF_WORDS)


def _table(page: str, anchor: str) -> html.HtmlElement:
    table: html.HtmlElement
    (table,) = html.document_fromstring(page).xpath("//table[@id=$id]", id=anchor)
    del table.attrib["id"]
    return table


def _framed(table: html.HtmlElement, head: int) -> str:
    """Return *table*, whose head is so high, as a picture."""
    text = etree.tostring(table, encoding="unicode", method="xml", with_tail=False)
    height = head + len(table.xpath("./tbody/tr")) * _ROW_HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_TABLE_WIDTH} {height}" width="{_TABLE_WIDTH}" height="{height}">\n'
        f"<style>\n{_SHEET}</style>\n"
        f'<foreignObject width="{_TABLE_WIDTH}" height="{height}">\n'
        f'<div xmlns="http://www.w3.org/1999/xhtml">{text}</div>\n'
        "</foreignObject>\n</svg>\n"
    )
