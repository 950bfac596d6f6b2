"""Names of people in texts that should speak of work: also in the cases of Polish, and with initials.

Texts are many and people can be many, so words are looked up, and no pattern is tried for each person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.model.organisation import Person

__all__ = ["NamedPeople", "named_people"]

_ENDINGS: Final = frozenset(
    [
        "a",
        "ą",
        "e",
        "ę",
        "i",
        "o",
        "u",
        "y",
        "ego",
        "emu",
        "iego",
        "iemu",
        "iej",
        "ej",
        "im",
        "em",
        "iem",
        "ów",
        "om",
        "owi",
        "owie",
        "ami",
        "ach",
        "ich",
        "imi",
        "ie",
        "ią",
        "ia",
        "ka",
        "ki",
        "ką",
        "ku",
        "ko",
        "kę",
        "ce",
        "ek",
        "kiem",
        "kowi",
        "ca",
        "cem",
        "cowi",
        "cu",
        "ec",
    ]
) | {""}
"""How a name may end in a sentence, after what does not change of it."""
_CHANGING: Final = ("ek", "ec", "ka", "a", "o", "y", "i")
"""Endings of a name by itself that other cases do without."""
_ADJECTIVES: Final = ("ska", "ski", "cka", "cki")
_SHORTEST_STEM: Final = 3
_SHORTEST: Final = 4
"""Letters; shorter surnames are too often words of their own."""
_TITLES: Final = frozenset({"pan", "pana", "panu", "panem", "pani", "panią", "p", "mr", "mrs", "ms"})


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of one person, in what no case changes of it."""

    key: str
    first: str
    surname: tuple[str, ...]
    """Its parts: more than one if it has a hyphen."""
    initial: str
    stands_alone: bool
    """The surname is long enough to name somebody by itself."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a text names somebody."""

    begin: int
    end: int
    is_whole: bool
    """With the first name or its initial."""


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """Finds the people of an organisation in a text."""

    by_surname: Mapping[str, Sequence[_Name]]
    """By the first part of the surname, in what no case changes of it."""

    def in_text(self, text: str | None) -> Iterator[tuple[str, str]]:
        """Yield the key of each person that *text* names, once, and the words that name them, in their order."""
        if not text or not self.by_surname:
            return
        words = list(re.finditer(r"\w+", text))
        seen: set[str] = set()
        for index, word in enumerate(words):
            spans = [
                (name.key, span)
                for name in self._possible(word.group())
                if (span := _span(name, text, words, index)) is not None
            ]
            # A surname that several have names whoever is named with more than that, or else any of them.
            whole = [(key, span) for key, span in spans if span.is_whole] or spans
            if whole and seen.isdisjoint(key for key, _ in whole):
                key, span = whole[0]
                seen.update(key for key, _ in whole)
                yield key, " ".join(text[span.begin : span.end].split())

    def _possible(self, word: str) -> Iterator[_Name]:
        """Yield the people whose surname *word* may be, or begin."""
        if not word[0].isupper():
            return
        for length in range(2, len(word) + 1):
            if word[length:] in _ENDINGS:
                yield from self.by_surname.get(word[:length], ())


def named_people(people: Mapping[str, Person]) -> NamedPeople:
    """Return what finds *people* in texts: by first name and surname, in either order, or by surname alone."""
    by_surname: dict[str, list[_Name]] = {}
    for key, person in people.items():
        words = person.name.split()
        parts = re.findall(r"\w+", words[-1]) if len(words) > 1 else []
        first = re.match(r"\w+", words[0]) if parts else None
        if first is None:  # a single word is as often a role
            continue
        surname = tuple(_stem(part) for part in parts)
        name = _Name(key, _stem(first.group()), surname, words[0][0], len(words[-1]) >= _SHORTEST)
        by_surname.setdefault(surname[0], []).append(name)
    return NamedPeople(by_surname)


def _stem(word: str) -> str:
    """Return what no case changes of *word*: `Kowalsk` of `Kowalska`."""
    if word.endswith(_ADJECTIVES):  # declined like adjectives
        return word[:-1]
    for ending in _CHANGING:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _span(name: _Name, text: str, words: Sequence[re.Match[str]], index: int) -> _Span | None:
    """Return where *text* names the person, if the surname that begins at word *index* is that of *name*."""
    last = index + len(name.surname) - 1
    if last >= len(words):
        return None
    for offset, stem in enumerate(name.surname[1:], 1):
        between = text[words[index + offset - 1].end() : words[index + offset].start()]
        if len(between) != 1 or not _is(words[index + offset].group(), stem):
            return None
    begin, end = words[index].start(), words[last].end()
    before = words[index - 1].group() if index else ""
    after = words[last + 1] if last + 1 < len(words) else None
    if index and (_is(before, name.first) or before == name.initial):
        return _Span(words[index - 1].start(), end, is_whole=True)
    if after is not None and _is(after.group(), name.first) and not text[end : after.start()].strip():
        return _Span(begin, after.end(), is_whole=True)
    if index and before.casefold() in _TITLES:
        return _Span(words[index - 1].start(), end, is_whole=False)
    return _Span(begin, end, is_whole=False) if name.stands_alone else None


def _is(word: str, stem: str) -> bool:
    return word.startswith(stem) and word[len(stem) :] in _ENDINGS
