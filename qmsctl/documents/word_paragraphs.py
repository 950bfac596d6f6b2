"""The paragraphs of a Word file: which are headings, which are items of lists, and what their words are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from qmsctl.documents.word_numbers import WordNumbers, figure, tag
from qmsctl.documents.written_text import (
    COMMENTS,
    CONTENTS,
    DELETED,
    ENDNOTES,
    EQUATIONS,
    FOOTNOTES,
    INSERTED,
    MOVED,
    OBJECTS,
    PICTURES,
    TEXT_BOXES,
    Heading,
    Passage,
    escaped,
)

__all__ = ["WordParagraphs"]

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINKED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COUNTED: Final[Mapping[str, str]] = {
    tag("object"): OBJECTS,
    tag("footnoteReference"): FOOTNOTES,
    tag("endnoteReference"): ENDNOTES,
    tag("commentReference"): COMMENTS,
    tag("del"): DELETED,
    tag("moveFrom"): MOVED,
    f"{_MATH}oMath": EQUATIONS,
    f"{_MATH}oMathPara": EQUATIONS,
}
"""What is left out, by its tag."""
_AS_TEXT: Final[Mapping[str, str]] = {
    tag("tab"): " ",
    tag("cr"): "\n",
    tag("noBreakHyphen"): "-",
    tag("sym"): "\N{BULLET}",
    tag("softHyphen"): "",
}
_DEEPER: Final = re.compile(r"list (?:bullet|number) ([2-5])")
_PLAIN_TEXT: Final = 9
"""The outline level, from 0, of what is no heading."""
_LONGEST_HEADING: Final = 100
_DEEPEST: Final = 60


class WordParagraphs:
    """Reads paragraphs, one after the other: numbers of lists go on from one to the next."""

    def __init__(self, trees: Mapping[str, ET.Element], links: Mapping[str, str]) -> None:
        """Take the parts of the file by their names, and where its links lead by their keys."""
        self._links = links
        self._styles = {
            style.get(tag("styleId"), ""): style
            for style in trees.get("word/styles.xml", ET.Element("none")).iter(tag("style"))
        }
        self._numbers = WordNumbers(trees.get("word/numbering.xml"))
        used = {style.get(tag("val"), "") for style in trees["word/document.xml"].iter(tag("pStyle"))}
        self._has_headings = any((self._level(style) or 0) > 0 for style in used)
        self.left_out: Counter[str] = Counter()

    def paragraph(self, paragraph: ET.Element) -> Iterator[Heading | Passage]:
        """Yield what *paragraph* is: a heading, an item, a passage; nothing if it is empty."""
        properties = paragraph.find(tag("pPr"))
        style = _value(properties, "pStyle")
        if self._name(style).startswith("toc "):
            self.left_out[CONTENTS] = max(1, self.left_out[CONTENTS])
            return
        text = self._text(paragraph)
        level = self._level(style)
        outline = figure(_value(properties, "outlineLvl"))
        if outline is not None and outline < _PLAIN_TEXT:
            level = outline + 1
        if not text:
            return
        number = self._numbered(properties, style)
        bare = " ".join(text.split())
        if number is None or level is not None:
            self._numbers.rest()
        if level is not None:
            yield Heading(level, bare)
        elif not self._has_headings and self._looks_like_heading(
            paragraph, bare, numbered=number is not None
        ):
            yield Heading(1, bare)
        elif number is not None:
            yield Passage(self._numbers.item(*number, escaped(bare)), is_item=True)
        else:
            yield Passage(escaped(text))

    def _looks_like_heading(self, paragraph: ET.Element, text: str, *, numbered: bool) -> bool:
        """Return whether *text* is bold from its beginning to its end, short, and numbered or in capitals."""
        if len(text) > _LONGEST_HEADING or text[-1] in ".;,:":
            return False
        runs = [run for run in paragraph.iter(tag("r")) if "".join(run.itertext()).strip()]
        bold = runs and all(_is_on(run.find(f"{tag('rPr')}/{tag('b')}")) for run in runs)
        letters = [one for one in text if one.isalpha()]
        return bool(bold) and bool(letters) and (numbered or text[0].isdecimal() or text == text.upper())

    def _numbered(self, properties: ET.Element | None, style: str) -> tuple[str, int] | None:
        """Return the list and the level of it that a paragraph is an item of."""
        own = properties.find(tag("numPr")) if properties is not None else None
        numbering = own if own is not None else self._of_style(style, "numPr")
        if numbering is None:
            return None
        level = figure(_value(numbering, "ilvl")) or 0
        key = _value(numbering, "numId") or _value(self._of_style(style, "numPr"), "numId")
        if not self._numbers.knows(key):
            return None
        # The lists of the styles List Bullet 2 and List Number 3 have one level each, which is drawn further in.
        named = _DEEPER.fullmatch(self._name(style))
        return key, level or (int(named[1]) - 1 if named else 0)

    def _level(self, style: str) -> int | None:
        """Return the level of the heading that *style* is for, 0 for a title; `None` if it is for none."""
        for key in self._chain(style):
            name = self._name(key)
            if name == "title":
                return 0
            if name.startswith("heading ") and (level := figure(name.removeprefix("heading "))) is not None:
                return level
        outline = figure(_of(self._of_style(style, "outlineLvl")))
        return outline + 1 if outline is not None and outline < _PLAIN_TEXT else None

    def _name(self, style: str) -> str:
        found = self._styles.get(style)
        return _value(found, "name").casefold() if found is not None else ""

    def _chain(self, style: str) -> Iterator[str]:
        """Yield *style* and those it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style
            style = _value(self._styles[style], "basedOn")

    def _of_style(self, style: str, property: str) -> ET.Element | None:
        for key in self._chain(style):
            found = self._styles[key].find(f"{tag('pPr')}/{tag(property)}")
            if found is not None:
                return found
        return None

    def _text(self, paragraph: ET.Element) -> str:
        return "\n".join(
            " ".join(line.split()) for line in "".join(self._words(paragraph, 0)).splitlines()
        ).strip()

    def _words(self, parent: ET.Element, depth: int) -> Iterator[str]:
        """Yield the words in *parent*, and count what is left out."""
        if depth > _DEEPEST:
            return
        for child in parent:
            kind = _COUNTED.get(child.tag)
            if kind is not None:
                self.left_out[kind] += 1
            elif child.tag in (tag("drawing"), tag("pict")):
                boxes = [box for box in child.iter(tag("txbxContent")) if "".join(box.itertext()).strip()]
                self.left_out[TEXT_BOXES if boxes else PICTURES] += 1
            elif child.tag == f"{_CHOICE}AlternateContent":
                yield from self._words(next(iter(child), child), depth + 1)
            elif child.tag == tag("t"):
                yield child.text or ""
            elif child.tag == tag("br"):
                yield "\n" if child.get(tag("type"), "") in ("", "textWrapping") else ""
            elif child.tag in _AS_TEXT:
                yield _AS_TEXT[child.tag]
            elif child.tag not in (tag("pPr"), tag("rPr"), tag("instrText")):
                self.left_out[INSERTED] += child.tag in (tag("ins"), tag("moveTo"))
                text = "".join(self._words(child, depth + 1))
                to = self._links.get(child.get(_LINKED, "")) if child.tag == tag("hyperlink") else None
                yield f"{text} ({to})" if to and text and text not in to else text


def _value(parent: ET.Element | None, name: str) -> str:
    """Return what the element *name* in *parent* says."""
    return _of(parent.find(tag(name))) if parent is not None else ""


def _of(element: ET.Element | None) -> str:
    return element.get(tag("val"), "") if element is not None else ""


def _is_on(element: ET.Element | None) -> bool:
    return element is not None and element.get(tag("val"), "true") not in ("0", "false", "off")
