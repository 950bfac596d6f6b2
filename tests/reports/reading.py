"""Reads rendered reports back: the outline of an HTML page, the tables of both formats."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Element", "Page", "markdown_tables", "read_page"]

_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "rect", "wbr"})

_ENDED_BY = {
    "td": {"td", "th", "tr", "tbody", "thead"},
    "th": {"td", "th", "tr", "tbody", "thead"},
    "tr": {"tr", "tbody", "thead"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}
"""What may lack an end tag, and what begins after it then; besides, it ends with what it is in."""


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    """What a page consists of."""

    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    """By caption: rows of cells."""

    def all(self, *tags: str) -> list[Element]:
        """Return the elements called one of *tags*."""
        return [element for element in self.elements if element.tag in tags]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(attrs) == len(element.attributes), f"{tag} has an attribute twice"
        while self.open and tag in _ENDED_BY.get(self.open[-1].tag, ()):
            self._end()
        self.page.elements.append(element)
        if tag == "table":
            self.rows = []
        if tag == "tr" and "wide" not in element.attributes.get("class", "").split():
            self.rows.append([])  # what stands below a row, as wide as the table, belongs to it
        if tag in ("br", "div"):
            self.handle_data(" ")
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open[-1].tag != tag and self.open[-1].tag in _ENDED_BY:
            self._end()
        assert self.open[-1].tag == tag, f"{self.open[-1].tag} is closed by {tag}"
        self._end()

    def _end(self) -> None:
        element = self.open.pop()
        tag = element.tag
        words = " ".join(element.text.split())
        if tag in ("td", "th"):
            self.rows[-1].append(words)
        if tag == "table":
            caption = next(e for e in reversed(self.page.elements) if e.tag == "caption")
            self.page.tables[" ".join(caption.text.split())] = [row for row in self.rows if row]

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read_page(html: str) -> Page:
    """Return the elements and tables of *html*."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.unclosed = [element.tag for element in reader.open]
    return reader.page


def markdown_tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a Markdown *text*: rows of cells, without what was escaped."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
            inside = True
        cells = [_plain(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not all(re.fullmatch(r"-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return tables


def _plain(cell: str) -> str:
    text = re.sub(r"\\([^\w\s])", r"\1", cell.strip()).replace("**", "")
    return text.replace("&lt;", "<").replace("&amp;", "&")
