"""The words of quality management in English and Polish, and the words that are not used for them.

`terms.psv` holds them.  In what is not to be used, `~` stands between the beginning of a word and
its ending: any other ending is meant as well, since Polish inflects.  `but` names phrases in which
such a word is right: *audyt wewnętrzny* is a function that an act of law knows, and no audit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from qmsctl.messages import LANGUAGES, Message, tr

__all__ = ["SOURCES", "Misused", "Term", "misused", "terms", "terms_about"]

SOURCES: Final[Mapping[str, Message]] = {
    "iso": tr("the ISO 9000 family, as Polish offices use its words; compared with no text of a standard"),
    "kpa": tr("the Polish Code of Administrative Procedure (KPA)"),
    "finance": tr("the Polish Public Finance Act and Communiqué No. 23 of 2009"),
    "archive": tr("the Polish office instruction and the file plan (JRWA)"),
    "office": tr("published quality documents of Polish city halls"),
    "qmsctl": tr("qmsctl itself"),
}
"""By the key that a term has: where its words come from."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing, and what it is called."""

    key: str
    source: str
    """Of `SOURCES`."""
    names: Mapping[str, str]
    notes: Mapping[str, str]
    avoided: Mapping[str, tuple[str, ...]]
    """By language: words not to use for it, as `terms.psv` has them."""
    allowed: Mapping[str, tuple[str, ...]]
    """By language: phrases in which such a word is right."""

    def not_to_use(self, language: str) -> tuple[str, ...]:
        """Return the words not to use for it, as people read them."""
        return tuple(word.replace("~", "") for word in self.avoided[language])

    def right_in(self, language: str) -> tuple[str, ...]:
        """Return the phrases in which a word that is not to be used is right, as people read them."""
        return tuple(phrase.replace("~", "").strip("„”") for phrase in self.allowed[language])


@dataclass(frozen=True, slots=True)
class Misused:
    """A word in a text that is not to be used."""

    term: Term
    written: str
    at: int
    """Where it begins."""


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of `terms.psv`: system, documents, audit, findings, management, office."""
    lines = (Path(__file__).parent / "terms.psv").read_text(encoding="utf-8").splitlines()
    header, *rows = (line.split("|") for line in lines)
    return tuple(_term(dict(zip(header, row, strict=True))) for row in rows)


def _term(row: Mapping[str, str]) -> Term:
    return Term(
        row["key"],
        row["source"],
        {language: row[language] for language in LANGUAGES},
        {language: row[f"note_{language}"] for language in LANGUAGES},
        {language: _several(row[f"not_{language}"]) for language in LANGUAGES},
        {language: _several(row[f"but_{language}"]) for language in LANGUAGES},
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def terms_about(word: str) -> tuple[Term, ...]:
    """Return the terms that *word* is about: those it names, or else those whose names or wrong words hold it.

    Where it is the wrong word for one, the term for which it is right comes too.
    Letters count without their marks: *zgodnosc* finds *zgodność*.
    """
    wanted = _folded(word)
    if not wanted:
        return ()
    named = [term for term in terms() if wanted in set(map(_folded, _words(term)))]
    if not named:
        return tuple(term for term in terms() if any(wanted in _folded(name) for name in _words(term)))
    phrases = {_folded(phrase) for term in named for one in LANGUAGES for phrase in term.right_in(one)}
    besides = (term for term in terms() if not phrases.isdisjoint(map(_folded, term.names.values())))
    return (*named, *(term for term in besides if term not in named))


def _words(term: Term) -> Iterator[str]:
    """Yield everything *term* can be looked up by."""
    yield term.key.replace("_", " ")
    for language in LANGUAGES:
        yield term.names[language]
        yield re.sub(r"\s*\(.*?\)", "", term.names[language])
        yield from term.not_to_use(language)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def misused(text: str, language: str) -> Iterator[Misused]:
    """Yield each word of *text* that the glossary says not to use in *language*, where it is not right after all."""
    for term, wrong, right in _patterns(language):
        spared = [found.span() for found in right.finditer(text)] if right else []
        for found in wrong.finditer(text):
            if not any(start <= found.start() and found.end() <= end for start, end in spared):
                yield Misused(term, found[0], found.start())


@cache
def _patterns(language: str) -> tuple[tuple[Term, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (term, wrong, _any_of(term.allowed[language]))
        for term in terms()
        if (wrong := _any_of(term.avoided[language])) is not None
    )


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds any of *phrases*, with whichever endings; `None` if there are none."""
    if not phrases:
        return None
    alternatives = "|".join(r"\s+".join(map(_any_ending, phrase.split())) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _any_ending(word: str) -> str:
    stem, cut, _ = word.partition("~")
    return re.escape(stem) + (r"\w*" if cut else "")
