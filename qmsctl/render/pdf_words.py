"""The words of a PDF file, line by line and page by page, as far as browsers and WeasyPrint write them.

That is a small part of what a PDF file can be (ISO 32000-1): objects one after the other, fonts that say which
letters their glyphs are, and text as numbers of glyphs.  Of a file that another program saved anew nothing is
guessed: its words cannot be read here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["pdf_producer", "pdf_words"]

_OBJECT: Final = re.compile(rb"(?:^|[\r\n])(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\r?\n")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")
_NAMED: Final = re.compile(rb"/(\S+?) (\d+) 0 R")
_FONTS: Final = re.compile(rb"/Font ?<<(.*?)>>", re.DOTALL)
_FORMS: Final = re.compile(rb"/XObject ?<<(.*?)>>", re.DOTALL)
_RESOURCES: Final = re.compile(rb"/Resources (\d+) 0 R")
_KIDS: Final = re.compile(rb"/Kids ?\[(.*?)\]", re.DOTALL)
_SPACES: Final = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
_ONE_BY_ONE: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE: Final = re.compile(
    rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL
)
_DRAWN: Final = re.compile(
    rb"/(?P<font>\S+) [\d.]+ Tf|(?P<place>(?:-?[\d.]+ ){6})Tm|<(?P<glyphs>[0-9A-Fa-f]+)>|/(?P<form>\S+) Do|(?P<end>\bET\b)"
)
_PRODUCER: Final = re.compile(rb"/Producer \(([^)\r\n]{1,100})\)")
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a stream that is unpacked."""
_WIDEST_RANGE: Final = 0xFFFF
_DEEPEST: Final = 16

_Letters = tuple[int, Mapping[int, str]]
"""How many hexadecimal digits name a glyph of a font, and which letters each is."""


def pdf_producer(content: bytes) -> str:
    """Return what the file says it was made by; empty if it does not say it in the clear."""
    found = _PRODUCER.search(content)
    return found[1].decode("latin-1") if found else ""


def pdf_words(content: bytes) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines of each page of the PDF file *content*; `None` if they cannot be read here."""
    try:
        pages = tuple(_File(content).pages())
    except (_UnreadableError, KeyError, ValueError, zlib.error, RecursionError):
        return None
    return pages if any(pages) else None


class _UnreadableError(Exception):
    """The file is written in a way that is not known here."""


class _File:
    """The objects of one PDF file."""

    def __init__(self, content: bytes) -> None:
        self._objects: dict[int, bytes] = {int(number): body for number, body in _OBJECT.findall(content)}
        self._fonts: dict[int, _Letters] = {}

    def pages(self) -> Iterator[tuple[str, ...]]:
        """Yield the lines of each page, in their order.

        Raises:
            _UnreadableError: the file does not say which pages it has.
        """
        catalogue = next(
            (body for body in self._objects.values() if re.search(rb"/Type ?/Catalog\b", body)), b""
        )
        top = re.search(rb"/Pages (\d+) 0 R", catalogue)
        if top is None:
            raise _UnreadableError
        for number in self._leaves(int(top[1]), 0):
            page = self._objects[number]
            contents = re.search(rb"/Contents (?:\[(.*?)\]|(\d+) 0 R)", page, re.DOTALL)
            numbers = (
                _REFERENCE.findall(contents[1])
                if contents and contents[1]
                else [contents[2]]
                if contents
                else []
            )
            drawn = b"\n".join(self._stream(int(one)) for one in numbers)
            yield tuple(filter(str.strip, self._lines(drawn, page, 0)))

    def _leaves(self, number: int, depth: int) -> Iterator[int]:
        kids = _KIDS.search(self._objects[number])
        if kids is None:
            yield number
            return
        if depth > _DEEPEST:
            raise _UnreadableError
        for kid in _REFERENCE.findall(kids[1]):
            yield from self._leaves(int(kid), depth + 1)

    def _stream(self, number: int) -> bytes:
        body = self._objects[number]
        begin = _STREAM.search(body)
        if begin is None:
            raise _UnreadableError
        raw = body[begin.end() :]
        if b"/FlateDecode" in body[: begin.start()]:
            return zlib.decompressobj().decompress(raw, _LARGEST)
        return raw

    def _lines(self, drawn: bytes, owner: bytes, depth: int) -> Iterator[str]:
        """Yield the lines that are *drawn* with the fonts of *owner*; what stands at one height is one line."""
        if found := _RESOURCES.search(owner):
            owner = self._objects[int(found[1])]
        fonts, forms = _names(_FONTS, owner), _names(_FORMS, owner)
        letters: _Letters = (4, {})
        line, height = "", b""
        for token in _DRAWN.finditer(drawn):
            if (font := token["font"]) is not None:
                letters = self._letters(fonts[font])
            elif (place := token["place"]) is not None:
                if (now := place.split()[5]) != height:
                    yield line
                    line, height = "", now
            elif (glyphs := token["glyphs"]) is not None:
                size, known = letters
                line += "".join(
                    known.get(int(glyphs[at : at + size], 16), "\N{REPLACEMENT CHARACTER}")
                    for at in range(0, len(glyphs), size)
                )
            elif (form := token["form"]) is not None and form in forms and depth < _DEEPEST:
                number = forms[form]
                if re.search(rb"/Subtype ?/Form\b", self._objects[number]):
                    yield line
                    line, height = "", b""
                    yield from self._lines(self._stream(number), self._objects[number], depth + 1)
        yield line

    def _letters(self, number: int) -> _Letters:
        if number not in self._fonts:
            told = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[number])
            self._fonts[number] = _map(self._stream(int(told[1]))) if told else (4, {})
        return self._fonts[number]


def _names(what: re.Pattern[bytes], owner: bytes) -> dict[bytes, int]:
    found = what.search(owner)
    return {name: int(number) for name, number in _NAMED.findall(found[1])} if found else {}


def _map(text: bytes) -> _Letters:
    """Return which letters the glyphs of a font are, out of its table `ToUnicode`."""
    spaces = _SPACES.search(text)
    size = len(spaces[1]) if spaces else 4
    known: dict[int, str] = {}
    for block in _ONE_BY_ONE.findall(text):
        known.update((int(glyph, 16), _letters_of(letters)) for glyph, letters in _PAIR.findall(block))
    for block in _RANGES.findall(text):
        for first, last, begin, each in _TRIPLE.findall(block):
            low, high = int(first, 16), int(last, 16)
            if high - low > _WIDEST_RANGE:
                raise _UnreadableError
            if begin:
                known.update(
                    (low + step, _letters_of(b"%0*X" % (len(begin), int(begin, 16) + step)))
                    for step in range(high - low + 1)
                )
            else:
                known.update(
                    zip(
                        range(low, high + 1),
                        map(_letters_of, re.findall(rb"<([0-9A-Fa-f]+)>", each)),
                        strict=False,
                    )
                )
    return size, known


def _letters_of(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
