"""The text of a Word file: headings, paragraphs, lists and tables, in their order, and what of it is left out.

The file can come from anybody.  How much it unpacks to is looked at before anything is unpacked, it may not define
entities of XML, nothing outside of it is fetched, and a file with macros is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from qmsctl.documents.csv_table import LARGEST_TABLE
from qmsctl.documents.office_file import LargeOfficeFileError, NoOfficeFileError, office_parts
from qmsctl.documents.word_numbers import figure, tag
from qmsctl.documents.word_paragraphs import WordParagraphs
from qmsctl.documents.written_text import (
    CONTENTS,
    FOOTERS,
    HEADERS,
    Grid,
    Part,
    Passage,
    UnreadableTextError,
    WrittenText,
)
from qmsctl.messages import tr

__all__ = ["is_word_file", "read_word"]

_GAIN: Final = 64 * 1024 * 1024
"""Bytes that packing may have saved."""
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Word 97 files begin, and files that are encrypted with a password."""
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MAIN: Final = "word/document.xml"
_MACROS: Final = ("word/vbaProject.bin", "word/vbaData.xml")
_DEEPEST: Final = 60
"""Levels of tables within tables and of frames around text: nobody writes as many."""
_FRAMES: Final = frozenset(map(tag, ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent")))
"""What may stand around paragraphs, rows and cells."""
_CONVERT: Final = "soffice --headless --convert-to docx"


def is_word_file(raw: bytes) -> bool:
    """Return whether *raw* is to be read as a Word file: it is packed and has the part of one, or an old one."""
    return raw.startswith(_COMPOUND) or (raw.startswith(b"PK") and _MAIN.encode() in raw)


def read_word(path: str, raw: bytes) -> WrittenText:
    """Return the text of a Word file.

    Args:
        path: how the file is called in messages.
        raw: its bytes.

    Raises:
        UnreadableTextError: it is an old, encrypted or damaged one, has macros, or could exhaust the memory.
    """
    parts = _parts(path, raw)
    try:
        trees = {
            name: ET.fromstring(part)  # noqa: S314 - no entities
            for name, part in parts.items()
            if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1
        }
    except ET.ParseError:
        raise _damaged(path) from None
    body = trees[_MAIN].find(tag("body"))
    if body is None:
        raise _damaged(path)
    reading = _Reading(path, WordParagraphs(trees, _links(parts)))
    read = tuple(reading.of(body, 0))
    margins = [
        part for name, tree in sorted(trees.items()) if "/header" in name for part in reading.of(tree, 0)
    ]
    left_out = reading.words.left_out
    for kind, name in ((HEADERS, "/header"), (FOOTERS, "/footer")):
        texts = {"".join(tree.itertext()).strip() for key, tree in trees.items() if name in key}
        left_out[kind] += len(texts - {""})
    shown = tuple(part for part in margins if isinstance(part, Grid | Passage))
    return WrittenText(read, {kind: count for kind, count in left_out.items() if count}, shown)


def _parts(path: str, raw: bytes) -> Mapping[str, bytes]:
    if len(raw) > LARGEST_TABLE:
        raise UnreadableTextError(
            tr("{path} is larger than {limit} bytes", path=path, limit=LARGEST_TABLE),
            tr("save a copy without its pictures"),
        )
    if raw.startswith(_COMPOUND):
        if _ENCRYPTED in raw:
            raise UnreadableTextError(
                tr("{file} is protected by a password", file=path),
                tr("open it in Word and save it without a password"),
            )
        raise UnreadableTextError(
            tr("{file} was saved by Word 97 or an older one (.doc)", file=path),
            tr("convert it: {command}", command=f"{_CONVERT} FILE"),
        )
    try:
        parts = office_parts(raw, _GAIN)
    except NoOfficeFileError:
        raise _damaged(path) from None
    except LargeOfficeFileError:
        raise UnreadableTextError(
            tr("{file} would unpack to far more than a text holds", file=path),
            tr("save a copy without its pictures"),
        ) from None
    types = parts.get("[Content_Types].xml", b"")
    if any(name in parts for name in _MACROS) or b"macroEnabled" in types:
        raise UnreadableTextError(
            tr("{file} holds macros, programs that run when it is opened", file=path),
            tr("save a copy without them as .docx: {command}", command=f"{_CONVERT} FILE"),
        )
    if _MAIN not in parts:
        raise _damaged(path)
    return parts


def _damaged(path: str) -> UnreadableTextError:
    return UnreadableTextError(
        tr("{file} cannot be read as a Word file", file=path),
        tr("open it in a word processor and save it anew as .docx, without a password"),
    )


def _links(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return where the links of the text lead, by their keys: only to pages and addresses of mail."""
    try:
        tree = ET.fromstring(parts.get("word/_rels/document.xml.rels", b"<none/>"))  # noqa: S314 - no entities
    except ET.ParseError:
        return {}
    targets = ((one.get("Id", ""), one.get("Target", "")) for one in tree)
    return {key: to for key, to in targets if to.startswith(("https://", "http://", "mailto:"))}


class _Reading:
    """The parts of a Word file while they are read."""

    def __init__(self, path: str, words: WordParagraphs) -> None:
        self._path = path
        self.words = words

    def of(self, parent: ET.Element, depth: int) -> Iterator[Part]:
        """Yield what stands in *parent*."""
        if depth > _DEEPEST:
            raise _damaged(self._path)
        for child in parent:
            if child.tag == tag("p"):
                yield from self.words.paragraph(child)
            elif child.tag == tag("tbl"):
                yield Grid(tuple(self._rows(child, depth)))
            elif child.tag == tag("sdt"):
                if self._is_contents(child):
                    self.words.left_out[CONTENTS] += 1
                    continue
                for content in child.findall(tag("sdtContent")):
                    yield from self.of(content, depth + 1)
            elif child.tag in _FRAMES:
                yield from self.of(child, depth + 1)

    def _is_contents(self, block: ET.Element) -> bool:
        gallery = block.find(f"{tag('sdtPr')}/{tag('docPartObj')}/{tag('docPartGallery')}")
        return gallery is not None and "Contents" in gallery.get(tag("val"), "")

    def _rows(self, table: ET.Element, depth: int) -> Iterator[tuple[str, ...]]:
        for row in _within(table, "tr"):
            cells: list[str] = []
            for cell in _within(row, "tc"):
                said = self._cell(cell, depth)
                cells.append("" if _continues(cell) else said)
                cells += [""] * (_span(cell) - 1)
            if any(cell.strip() for cell in cells):
                yield tuple(cells)

    def _cell(self, cell: ET.Element, depth: int) -> str:
        texts = []
        for part in self.of(cell, depth + 1):
            if isinstance(part, Grid):
                texts += [" ".join(filter(None, row)) for row in part.rows]
            else:
                texts.append(part.text)
        return "\n".join(texts).strip()


def _within(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the children of *parent* called *name*, those in frames around them included, and not those of others."""
    frames = [parent]
    while frames:
        frame = frames.pop(0)
        for child in frame:
            if child.tag == tag(name):
                yield child
            elif child.tag in _FRAMES:
                frames.append(child)


def _continues(cell: ET.Element) -> bool:
    """Return whether *cell* belongs to the one above it."""
    merge = cell.find(f"{tag('tcPr')}/{tag('vMerge')}")
    return merge is not None and merge.get(tag("val"), "continue") == "continue"


def _span(cell: ET.Element) -> int:
    """Return over how many columns *cell* goes."""
    span = cell.find(f"{tag('tcPr')}/{tag('gridSpan')}")
    said = figure(span.get(tag("val"), "")) if span is not None else None
    return min(said or 1, _DEEPEST)
