"""What qmsctl says, in every language it speaks.

A message is a value: an English text with named places and what belongs in
them.  It is put into words once it is known who reads it, so that one result
can be printed in Polish and reported in English.
"""

from __future__ import annotations

import datetime as dt
import gettext
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from qmsctl.messages.compiled_catalogue import CompiledCatalogue
from qmsctl.messages.days import format_day

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "Translated",
    "Value",
    "catalogue",
    "current_language",
    "format_day",
    "list_of",
    "marked",
    "tr",
    "tr_n",
    "tr_of",
    "use_language",
]

Language: TypeAlias = str
"""An ISO 639-1 code out of `LANGUAGES`."""

LANGUAGES: Final[tuple[Language, ...]] = ("en", "pl")
"""English is the language of the texts in the code; the others have catalogues."""

DOMAIN: Final = "qmsctl"
CATALOGUES: Final = Path(__file__).parent / "compiled"

_current: ContextVar[Language] = ContextVar("language", default="en")


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of *language*; English and unknown languages are their own."""
    return gettext.translation(DOMAIN, CATALOGUES, [language], class_=CompiledCatalogue, fallback=True)


def use_language(language: Language) -> None:
    """Make *language* the one that `str(message)` speaks."""
    _current.set(language)


def current_language() -> Language:
    """Return the language that `str(message)` speaks."""
    return _current.get()


@dataclass(frozen=True, slots=True)
class Message:
    """A whole phrase, not yet in any language."""

    text: str
    """The English phrase, with `{places}`; it is also the key of the catalogues."""
    values: tuple[tuple[str, Value], ...] = ()
    plural: str | None = None
    """The English phrase for other counts than one."""
    count: int = 1
    context: str = ""
    """What it is said of, where another language has several words for one English phrase."""

    def into(self, language: Language) -> str:
        """Put the message into words of *language*."""
        if not self.text:
            return ""  # the key under which a catalogue keeps its own head
        words = catalogue(language)
        if self.context:
            phrase = words.pgettext(self.context, self.text)
        elif self.plural is None:
            phrase = words.gettext(self.text)
        else:
            phrase = words.ngettext(self.text, self.plural, self.count)
        put = {name: _in_words(value, language) for name, value in self.values}
        return _without_second_stop(phrase, put).format_map(put)

    def __str__(self) -> str:
        return self.into(_current.get())


@dataclass(frozen=True, slots=True)
class Translated:
    """A text that was written in several languages, the authentic one first."""

    texts: tuple[tuple[Language, str], ...]
    """Language and text."""

    def spoken(self, language: Language) -> str:
        """Return the language in which a reader of *language* gets it."""
        return language if language in dict(self.texts) else self.texts[0][0]

    def into(self, language: Language) -> str:
        """Return the text in *language*, or as it was written first."""
        return dict(self.texts)[self.spoken(language)]


Value: TypeAlias = "str | int | dt.date | Message | Translated | Sequence[Message]"
"""What may stand in a place of a message."""


def _without_second_stop(phrase: str, put: Mapping[str, str]) -> str:
    """Return *phrase* without its full stop behind what ends in one: a Polish day ends in `r.`, for the year."""
    if "}." not in phrase:
        return phrase
    for name, words in put.items():
        if words.endswith(" r."):
            phrase = re.sub(rf"(\{{{name}\}})\.(?!\.)", r"\1", phrase)
    return phrase


def _in_words(value: Value, language: Language) -> str:
    """Return *value* as it reads inside a phrase."""
    if isinstance(value, Message | Translated):
        return value.into(language)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.date):
        return format_day(value, language)
    if isinstance(value, str | int):
        return str(value)
    return ", ".join(part.into(language) for part in value)


def tr(text: str, /, **values: Value) -> Message:
    """Return the message *text* with *values* in its places.

    The text is a whole phrase: `test_catalogues` finds the calls in the source
    and refuses one that a catalogue lacks.
    """
    return Message(text, tuple(values.items()))


def tr_of(context: str, text: str, /) -> Message:
    """Return the message *text* where it is said of *context*, which only the catalogues see: `msgctxt`.

    Of a document, *approved* is `zatwierdzony`; of a decision, `zatwierdzono`.
    """
    return Message(text, context=context)


def tr_n(one: str, many: str, count: int, /, **values: Value) -> Message:
    """Return the message for *count* things; `{count}` stands for the number."""
    return Message(one, (("count", count), *values.items()), many, count)


def list_of(words: Sequence[str]) -> str:
    """Return *words*, which have no language of their own, as a list in a phrase."""
    return ", ".join(words)


def marked(text: str) -> str:
    """Return *text* unchanged; it is marked for the catalogues and translated where it is shown."""
    return text
