"""Which edition of the standard documents are kept against, and which language they are written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from qmsctl.standards import EDITIONS, edition

__all__ = ["FoundEdition", "found_edition", "found_language"]

_NAMED: Final = re.compile(r"ISO[ -]?9001[ ]?[:-]?[ ]?(?P<year>2008|2015|2026)\b", re.IGNORECASE)
_USUAL: Final = "iso9001:2015"
_WORDS: Final = {
    "pl": "i w na do się jest oraz nie z dla przez są od za o które jako po lub zgodnie",
    "en": "the and of to is in for with are this be that as by on or it all must shall a do you from",
    "de": "und der die das ist von zu mit den des für nicht eine werden im auf oder sind",
    "no": "og i er det som på til av for med en å skal ikke den ved fra",
    "cs": "je že pro jsou nebo podle být který ve jako",
    "es": "el la de y en los las para por con una es se del",
    "ko": "",
}
_LETTERS: Final = {
    "pl": re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]"),
    "ko": re.compile("[가-힣]"),
    "de": re.compile("[äöüßÄÖÜ]"),
}


@dataclass(frozen=True, slots=True)
class FoundEdition:
    """The edition that documents are kept against."""

    key: str
    sure: bool
    named: int
    """How many texts name it."""
    clauses: int
    """How many numbers of clauses documents name."""
    unknown: tuple[str, ...]
    """Numbers that it does not have."""
    rivals: tuple[str, ...]
    """Other editions that have all of the numbers too."""


def found_edition(texts: Iterable[str], numbers: Iterable[str]) -> FoundEdition:
    """Return which edition of ISO 9001 *texts* name, and has most of the *numbers* of clauses."""
    named = Counter(f"iso9001:{found['year']}" for text in texts for found in _first_named(text))
    given = Counter(numbers)
    candidates = [key for key in EDITIONS if key.startswith("iso9001:")]
    fit = {
        key: sum(count for number, count in given.items() if edition(key).clause(number) is not None)
        for key in candidates
    }
    best = max(candidates, key=lambda key: (fit[key], named[key], key == _USUAL))
    rivals = tuple(key for key in candidates if key != best and fit[key] == fit[best])
    sure = (bool(named[best]) and not any(named[key] for key in rivals)) or bool(given and not rivals)
    unknown = tuple(sorted(number for number in given if edition(best).clause(number) is None))
    return FoundEdition(best, sure, named[best], sum(given.values()), unknown, rivals)


def _first_named(text: str) -> list[re.Match[str]]:
    found = _NAMED.search(text)
    return [found] if found else []


def found_language(texts: Iterable[str]) -> str:
    """Return the language that most of *texts* are written in, be it one that qmsctl speaks or not."""
    counted: Counter[str] = Counter()
    for text in texts:
        words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
        for language, usual in _WORDS.items():
            counted[language] += sum(words[word] for word in usual.split())
        for language, letters in _LETTERS.items():
            counted[language] += len(letters.findall(text))
    language, count = max(counted.items(), key=lambda one: one[1], default=("en", 0))
    return language if count else "en"
