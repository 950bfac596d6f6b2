"""Values in words of one language: what every format sets, and what an organisation's own templates get."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal, TypeAlias, TypedDict

from qmsctl.messages import Language
from qmsctl.reports.marks import NOT_RECORDED
from qmsctl.reports.shown import Code, Joined, Link, Mark, Remaking, Room, Shown, Translated, in_words

__all__ = [
    "CodeWords",
    "JoinedWords",
    "LinkWords",
    "ManyWords",
    "MarkWords",
    "MissingWords",
    "RoomWords",
    "TextWords",
    "Wording",
    "Words",
    "is_missing",
    "printable",
    "unbroken",
]

# Control characters, halves of surrogate pairs, what cannot be seen, and what turns
# the direction of writing: each can make a paper look like another one.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """Return *text* with a mark in place of every character that hides or moves what is beside it."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def unbroken(words: TextWords) -> str:
    """Return the text of *words*; a day breaks only before its year."""
    if not isinstance(words["exact"], str):
        return words["text"]
    day, _, rest = words["text"].partition(" ")
    month, _, year = rest.partition(" ")
    return f"{day}\N{NO-BREAK SPACE}{month} {year.replace(' ', chr(0xA0))}" if year else words["text"]


class TextWords(TypedDict):
    """Words; they may have several lines."""

    kind: Literal["text"]
    text: str
    language: str | None
    """Of the words, if it is another than that of the paper."""
    exact: int | str | None
    """The whole number, or the day as 2026-11-22, that the words stand for."""


class MarkWords(TypedDict):
    """A status: its word, with a symbol and a tone that say the same."""

    kind: Literal["mark"]
    text: str
    """The word alone."""
    symbol: str
    tone: str


class MissingWords(TypedDict):
    """What nobody recorded."""

    kind: Literal["missing"]
    text: str


class ManyWords(TypedDict):
    """Several values."""

    kind: Literal["many"]
    text: str
    """All of them, on one line."""
    items: list[Words]


class JoinedWords(TypedDict):
    """Values that stand one after the other."""

    kind: Literal["joined"]
    text: str
    parts: list[Words]
    between: str


class CodeWords(TypedDict):
    """An id, a path, the name of a record."""

    kind: Literal["code"]
    text: str
    to: str | None
    """The anchor of what it names."""


class LinkWords(TypedDict):
    """Words that lead to another place of the same paper."""

    kind: Literal["link"]
    text: str
    value: Words
    to: str


class RoomWords(TypedDict):
    """Room to write by hand."""

    kind: Literal["room"]
    text: str
    """Lines of dots, for what cannot draw any."""
    lines: int


Words: TypeAlias = (
    "TextWords | MarkWords | MissingWords | ManyWords | JoinedWords | CodeWords | LinkWords | RoomWords"
)


class Wording:
    """Puts values into words.

    Args:
        language: the language of the paper.
        written: the language of the records it tells of.
        ending: of the name of the file it is for.
    """

    def __init__(self, language: Language, written: str, ending: str = "html") -> None:
        self.language = language
        self.written = written
        self.ending = ending
        self.missing = NOT_RECORDED.into(language)

    def plain(self, value: Shown) -> str:
        """Return *value* on as few lines as it has, or what is said of a missing one."""
        return printable(in_words(value, self.language)).strip() or self.missing

    def mark(self, value: Mark) -> MarkWords:
        """Return a status in words."""
        word = printable(value.word.into(self.language))
        return MarkWords(kind="mark", text=word, symbol=value.symbol, tone=value.tone.value)

    def words(self, value: Shown) -> Words:  # noqa: PLR0911 - one arm for each kind
        """Return *value* in words."""
        if isinstance(value, Mark):
            return self.mark(value)
        if isinstance(value, tuple) and len(value) > 1:
            items = [self.words(one) for one in value]
            return ManyWords(kind="many", text=self.plain(value), items=items)
        if isinstance(value, tuple):
            return self.words(value[0] if value else None)
        if isinstance(value, Joined):
            parts = [self.words(part) for part in value.parts]
            return JoinedWords(kind="joined", text=self.plain(value), parts=parts, between=value.between)
        if isinstance(value, Remaking):
            command = value.for_file(self.language, self.ending)
            return CodeWords(kind="code", text=printable(command), to=value.to)
        if isinstance(value, Code):
            return CodeWords(kind="code", text=self.plain(value), to=value.to)
        if isinstance(value, Link):
            return LinkWords(kind="link", text=self.plain(value), value=self.words(value.value), to=value.to)
        if isinstance(value, Room):
            return RoomWords(kind="room", text=self.plain(value), lines=value.lines)
        return self._text(value)

    def _text(self, value: Shown) -> TextWords | MissingWords:
        text = printable(in_words(value, self.language)).strip()
        if not text:
            return MissingWords(kind="missing", text=self.missing)
        spoken = self.language
        if isinstance(value, str) and text != text.upper():
            spoken = self.written  # what has no small letter is a number or an id, and of no language
        if isinstance(value, Translated):
            spoken = value.spoken(self.language) or self.language
        return TextWords(
            kind="text",
            text=text,
            language=spoken if spoken != self.language else None,
            exact=_exact(value),
        )


def _exact(value: Shown) -> int | str | None:
    """Return *value* as programs sort it, if it is a number or a day; what somebody wrote is a text."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    return value if isinstance(value, int) else None


def is_missing(words: Words) -> bool:
    """Return whether *words* stand for what nobody recorded."""
    return words["kind"] == "missing"
