"""Names of the people of `qms.yaml` in a text: records speak of roles, and a name in the history stays there.

What is found: a surname of four letters or more, in the forms that Polish cases commonly give it, and any
full name as it is written.  What is not: people whom `qms.yaml` does not know, cases that change the stem
(Sikora, Sikorze; Stępień, Stępnia), and whatever could just as well be something else: a word of lower case,
a street or school named after somebody, a word that the organisation's own name, units, roles or processes
use, and at the beginning of a sentence a surname that looks like an ordinary word (Skarga, Zając).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.model.organisation import Organisation

__all__ = ["PersonalNames", "names_in"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 4
"""Letters of a surname that is looked for by itself."""
_ALIKE: Final = 3
"""Letters by which a given name is recognised in every case: Jan, Jana; Marek, Marka."""
_OF_NAMES_ONLY: Final = re.compile(r"(?:[sc]k|dzk)(?:i|a)|\w*(?:wicz|czyk)")
"""How surnames end that are no ordinary words."""

_PLACES: Final = frozenset({
    "ul", "ulica", "ulicy", "ulicę", "ulicą", "al", "aleja", "alei", "aleję", "aleje", "pl", "plac", "placu",
    "os", "osiedle", "osiedlu", "rondo", "ronda", "rondzie", "most", "mostu", "skwer", "skweru", "park", "parku",
    "im", "imienia", "św", "święty", "świętego",
})  # fmt: skip
"""What stands before a name that is that of a place."""

_ENDINGS: Final[tuple[tuple[str, int, str], ...]] = (
    # how the base form ends, how much of it falls away, and what comes in its place
    ("ki", 1, "i iego iemu im ich imi a iej ą"),
    ("ka", 1, "a iej ą i iego iemu im ich imi ę o"),
    ("y", 1, "y ego emu ym ych ymi a ej ą"),
    ("i", 1, "i iego iemu im ich imi ego emu"),
    ("a", 1, "a y i ę ą o ie owie ów om ami ach"),
    ("o", 1, "o i y ę ą owie ów om ami ach"),
    ("ek", 2, "ek ka kowi kiem ku kowie ków kom kami kach"),
    ("ec", 2, "ec ca cowi cem cu cowie ców com cami cach"),
    ("", 0, " a owi em iem u owie ów om ami ach"),
)
"""Common case endings of surnames; the first line that fits counts."""


@dataclass(frozen=True, slots=True)
class _Person:
    """One person as the text may name them."""

    given: str
    surname: str
    alone: bool
    """Whether the surname by itself is enough."""
    begins: bool
    """Whether it is enough even at the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class PersonalNames:
    """The names of one organisation, ready to be looked for in many texts."""

    forms: Mapping[str, tuple[_Person, ...]]
    """By form of the surname, in lower case."""

    @classmethod
    def of(cls, organisation: Organisation) -> PersonalNames:
        """Take the names of *organisation*'s people."""
        own = (
            organisation.organisation.name,
            *organisation.units.values(),
            *organisation.roles.values(),
            *(process.name for process in organisation.processes.values()),
        )
        words = frozenset(word.casefold() for text in own for word in _WORD.findall(_composed(text)))
        forms: dict[str, list[_Person]] = {}
        for person in organisation.people.values():
            for form, one in _forms(_composed(person.name), words):
                forms.setdefault(form, []).append(one)
        return cls({form: tuple(people) for form, people in forms.items()})

    def names_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where *text* names somebody: the place and the length of each name."""
        words = list(_WORD.finditer(text))
        found: list[tuple[int, int]] = []
        for index, word in enumerate(words):
            people = self.forms.get(_composed(word[0]).casefold(), ())
            if not people or not word[0][0].isupper():
                continue
            before = words[index - 1] if index else None
            first = before if before is not None and _gives(people, before[0], text, before, word) else None
            if first is None and not _stands_alone(people, text, word):
                continue
            if _is_place(words[: index - (first is not None)]):
                continue
            start = first.start() if first is not None else word.start()
            found.append((start, word.end() - start))
        return tuple(found)

    def named_in(self, text: str) -> tuple[str, ...]:
        """Return the words by which *text* names somebody, each once."""
        words = (" ".join(text[at : at + length].split()) for at, length in self.names_in(text))
        return tuple(dict.fromkeys(words))


def names_in(text: str, organisation: Organisation) -> tuple[tuple[int, int], ...]:
    """Return where *text* names one of *organisation*'s people: the place and the length of each name.

    Who looks through many texts makes `PersonalNames` once; a `System` has them.
    """
    return PersonalNames.of(organisation).names_in(text)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _forms(name: str, words: frozenset[str]) -> Iterator[tuple[str, _Person]]:
    """Yield the forms of the surname of *name*; of a double one, those of each part."""
    parts = name.split()
    if len(parts) < 2:  # noqa: PLR2004 - a given name and a surname
        return
    for surname in filter(None, parts[-1].split("-")):
        folded = surname.casefold()
        alone = len(surname) >= _SHORTEST and folded not in words
        begins = alone and _OF_NAMES_ONLY.search(folded[-4:]) is not None
        person = _Person(parts[0], surname, alone, begins)
        for form in _cases(folded) if len(surname) >= _SHORTEST else [folded]:
            yield form, person


def _cases(surname: str) -> Iterator[str]:
    ending, cut, cases = next(one for one in _ENDINGS if surname.endswith(one[0]))
    del ending
    stem = surname[: len(surname) - cut]
    return (stem + case for case in cases.split(" "))


def _gives(
    people: tuple[_Person, ...], word: str, text: str, before: re.Match[str], after: re.Match[str]
) -> bool:
    """Return whether *word*, right before a surname, is the given name of one of *people*."""
    if text[before.end() : after.start()].strip() or not word[0].isupper():
        return False
    folded = _composed(word).casefold()
    return any(folded.startswith(_unchanging(person.given.casefold())) for person in people)


def _unchanging(given: str) -> str:
    """Return the beginning of a given name that no case changes."""
    return given[: min(_ALIKE, len(given) - given.endswith("a"))]


def _stands_alone(people: tuple[_Person, ...], text: str, word: re.Match[str]) -> bool:
    """Return whether the surname *word* is enough to name one of *people*."""
    lead = text[: word.start()].rstrip(" \t\"'„”»(")
    joined = text[: word.start()].endswith("-")  # Zielińska-Wrona
    at_beginning = not joined and (not lead or lead[-1] in ".!?\n:;•-\u2013")
    initial = re.search(r"\b[^\W\d_]\.$", lead) is not None  # J. Kowalski
    return any(person.begins if at_beginning and not initial else person.alone for person in people)


def _is_place(before: list[re.Match[str]]) -> bool:
    """Return whether the words *before* a name make it that of a place: ul. Kowalskiego, im. Jana Kowalskiego."""
    near = [word[0] for word in before[-2:]]
    return bool(near) and (
        near[-1].casefold() in _PLACES
        or (len(near) > 1 and near[-1][0].isupper() and near[0].casefold() in _PLACES)
    )
