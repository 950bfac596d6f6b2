"""What a report shows: texts in every language they exist in, facts with a label, marks.

A value has no language of its own; the renderer puts it into words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from qmsctl.messages import Message, Translated, format_day, tr
from qmsctl.messages.months import named_month

__all__ = [
    "Code",
    "Fact",
    "Joined",
    "Link",
    "Mark",
    "Numbered",
    "OnFile",
    "Remaking",
    "Room",
    "Shown",
    "Tone",
    "Translated",
    "in_a_row",
    "in_words",
    "month_in_words",
    "natural_key",
    "short",
    "span",
    "then_now",
]

_SHORT: Final = 10
"""Hexadecimal digits of a commit that people are shown."""
_SENTENCE: Final = re.compile(r"(?:\w{4}\.|[!?])$")
"""How a sentence ends: the full stop of a short word is that of an abbreviation, such as *r.* after a year."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts that stand one after the other."""

    parts: tuple[Shown, ...]
    between: str = ", "

    def into(self, language: str) -> str:
        """Put every part into words of *language*."""
        return self.between.join(in_words(part, language) for part in self.parts)


def span(first: dt.date, last: dt.date) -> Shown:
    """Return the days from *first* to *last* as people write them: `26–28 October 2015` within one month."""  # noqa: RUF002 - a span
    if first == last:
        return first
    if (first.year, first.month) == (last.year, last.month):
        return Joined((first.day, last), "–")  # noqa: RUF001 - a span
    return Joined((first, last), " – ")  # noqa: RUF001 - a span


def month_in_words(written: str) -> Translated:
    """Return the month that is *written* `2026-10` as people name it: `October 2026`."""
    return named_month(dt.date.fromisoformat(f"{written}-01"))


class Tone(Enum):
    """How a mark is coloured; never the only thing that tells two marks apart."""

    GOOD = "good"
    BAD = "bad"
    CAUTION = "caution"
    CALM = "calm"
    """Neither good nor bad, and worth a look."""
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Mark:
    """A status: a word, a symbol and a tone that say the same."""

    word: Message
    symbol: str
    tone: Tone

    def into(self, language: str) -> str:
        """Return symbol and word."""
        return f"{self.symbol} {self.word.into(language)}"


@dataclass(frozen=True, slots=True)
class Code:
    """An id, a path, the name of a record: set so that every letter can be told from another."""

    text: str
    to: str | None = None
    """The anchor of what it names, where the same paper tells of it."""

    def into(self, language: str) -> str:
        """Return the text: it has no language."""
        del language
        return self.text


@dataclass(frozen=True, slots=True)
class Remaking(Code):
    """The command that makes a paper again: it names the language the paper is in, and a file of its format."""

    def into(self, language: str) -> str:
        """Return the command for a page in *language*."""
        return self.for_file(language, "html")

    def for_file(self, language: str, ending: str) -> str:
        """Return the command for a file in *language* whose name ends in *ending*."""
        file = tr("again.{ending}", ending=ending).into(language)
        return f"{self.text} --report-lang {language} -o {file}"


@dataclass(frozen=True, slots=True)
class OnFile(Code):
    """A command to which the reader adds the file: a word of the language stands in its place."""

    def into(self, language: str) -> str:
        """Return the command with that word."""
        return f"{self.text} {tr('FILE').into(language)}"


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write by hand: lines across whatever it stands in; as text, dots."""

    lines: int = 1
    dots: int = 24
    """How long a line is where only letters can draw it."""

    def into(self, language: str) -> str:
        """Return lines of dots: they have no language."""
        del language
        return "\n".join(["." * self.dots] * self.lines)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another place of the same paper."""

    value: Shown
    to: str
    """The anchor of a card, or the key of a section."""

    def into(self, language: str) -> str:
        """Put the words into *language*."""
        return in_words(self.value, language)


@dataclass(frozen=True, slots=True)
class Numbered:
    """How many of something there are."""

    mark: Mark
    count: int


Shown: TypeAlias = "str | int | dt.date | Message | Translated | Joined | Mark | Code | Link | Room | tuple[Shown, ...] | None"
"""Whatever a report can show.  `None` and `()` are what nobody recorded, and are said to be missing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value."""

    label: Message
    value: Shown
    long: bool = False
    """It is a text of sentences, or a list."""


def in_a_row(parts: Iterable[str]) -> str:
    """Return *parts* on one line: a blank does after one that ends its sentence, a semicolon after any other."""
    line = ""
    for part in filter(None, parts):
        line += part if not line else f" {part}" if _SENTENCE.search(line) else f"; {part}"
    return line


def in_words(value: Shown, language: str) -> str:
    """Return *value* on one line in words of *language*; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, dt.date):
        return format_day(value, language)
    if isinstance(value, tuple):
        return in_a_row(in_words(part, language) for part in value)
    return value.into(language)


def then_now(*values: Shown) -> Shown:
    """Return what was and what it became, an arrow between each two; what stayed the same stands once."""
    stages = [value for at, value in enumerate(values) if at == 0 or value != values[at - 1]]
    return stages[0] if len(stages) == 1 else Joined(tuple(stages), " → ")


def short(commit: str) -> str:
    """Return the beginning of the name of a *commit*."""
    return commit[:_SHORT]


def natural_key(id: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts `NC-2` before `NC-10`."""
    parts = re.findall(r"\d+|\D+", id)
    return tuple((int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts)
