"""How a finding is worded: the faults that make it vague, quarrelsome or about a person.

One place for whoever raises a finding and for the rules that read it later.
The words of each language are in `wording.psv`; `*` stands for any ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from qmsctl.control.personal_names import PersonalNames
from qmsctl.messages import Message, tr
from qmsctl.settings import Severity

__all__ = [
    "Remark",
    "Worded",
    "lacks_measure",
    "pattern_of",
    "pattern_of_words",
    "persons_in",
    "remarks_on",
    "repeats_evidence",
    "words_for",
    "words_in",
]

_NOT_AFTER: Final = {
    "należy": r"(?!\s+do\b)",
    "odpowiedni*": r"(?!\s+do\b)",
    "stosown*": r"(?!\s+do\b)",
    "as required": r"(?!\s+(?:by|in|under)\b)",
}
"""What must not follow a word: *należy do* is *belongs to*, *stosownie do* is *according to*."""


_FEW: Final = 4
"""Blanks; a text with fewer is too short to repeat anything."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding in words."""

    grade: str
    requirement: str | None = None
    evidence_text: str | None = None
    statement: str | None = None
    justification: str | None = None

    @property
    def is_nonconformity(self) -> bool:
        """Whether a requirement is said not to be fulfilled."""
        return self.grade in ("major", "minor")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with the wording of a finding, and in which field."""

    fault: str
    """`missing`, `unjustified`, `repetition`, `measure`, `solution`, `weasel` or `person`."""
    severity: Severity
    """An error makes the finding useless; a warning is for whoever words it to judge."""
    field: str
    message: Message
    fix: Message


def remarks_on(worded: Worded, language: str, people: PersonalNames) -> Iterator[Remark]:
    """Yield what is wrong with how a finding is worded, errors first.

    Args:
        worded: the finding.
        language: the language it is written in.
        people: finds the people of the organisation.
    """
    yield from _missing(worded)
    if worded.grade == "major" and not _said(worded.justification):
        yield Remark(
            "unjustified",
            Severity.ERROR,
            "justification",
            tr("a major nonconformity needs a justification of its grade"),
            tr("say why it puts the results of the system in doubt"),
        )
    if worded.is_nonconformity and repeats_evidence(worded.statement, worded.evidence_text):
        yield Remark(
            "repetition",
            Severity.ERROR,
            "statement",
            tr("the statement repeats the evidence"),
            tr("say in one sentence which requirement fails in general; the cases belong into the evidence"),
        )
    yield from _doubtful(worded, language, people)


def _missing(worded: Worded) -> Iterator[Remark]:
    parts: tuple[tuple[str, str | None, Message, Message], ...] = (
        (
            "requirement",
            worded.requirement,
            tr("the requirement is missing"),
            tr("say which requirement is not fulfilled, and where it stands"),
        ),
        (
            "evidence_text",
            worded.evidence_text,
            tr("the objective evidence is missing"),
            tr("say what was found, where, and in how many cases of how many"),
        ),
        (
            "statement",
            worded.statement,
            tr("the statement is missing"),
            tr("say in one sentence what the finding is"),
        ),
    )
    for field, text, message, fix in parts if worded.is_nonconformity else parts[2:]:
        if not _said(text):
            yield Remark("missing", Severity.ERROR, field, message, fix)


def _doubtful(worded: Worded, language: str, people: PersonalNames) -> Iterator[Remark]:
    """Yield what only whoever words the finding can judge."""
    if (
        worded.is_nonconformity
        and _said(worded.evidence_text)
        and lacks_measure(worded.evidence_text, language)
    ):
        yield Remark(
            "measure",
            Severity.WARNING,
            "evidence_text",
            tr("the evidence has neither a number nor anything by which it is found again"),
            tr("name the cases, and how many of how many"),
        )
    if worded.is_nonconformity:
        for word in words_in(worded.statement, "solution", language):
            yield Remark(
                "solution",
                Severity.WARNING,
                "statement",
                tr("the statement proposes a solution: “{word}”", word=word),
                tr("say what is not fulfilled; what to do about it is for those who answer"),
            )
    for field, text in (("evidence_text", worded.evidence_text), ("statement", worded.statement)):
        for word in words_in(text, "weasel", language):
            yield Remark(
                "weasel",
                Severity.WARNING,
                field,
                tr("“{word}” can be argued about", word=word),
                tr("say how many, which, or when"),
            )
    for field, named in persons_in(worded, people):
        yield Remark(
            "person",
            Severity.WARNING,
            field,
            tr("a person is named: “{name}”", name=named),
            tr("name the role instead: a finding speaks of work, not of people"),
        )


def persons_in(worded: Worded, people: PersonalNames) -> Iterator[tuple[str, str]]:
    """Yield each field of *worded* that names a person, and the words that do."""
    texts = (
        ("requirement", worded.requirement),
        ("evidence_text", worded.evidence_text),
        ("statement", worded.statement),
    )
    for field, text in texts:
        for named in people.named_in(text or ""):
            yield field, named


def words_in(text: str | None, fault: str, language: str) -> tuple[str, ...]:
    """Return the words of *text* that have *fault*, `solution` or `weasel`, each once, as they are written."""
    found = (" ".join(one.group().split()) for one in pattern_of(fault, language).finditer(text or ""))
    return tuple({word.casefold(): word for word in found}.values())


def lacks_measure(text: str | None, language: str) -> bool:
    """Return whether *text* names neither a case nor a quantity."""
    if any(letter.isdigit() for letter in text or ""):
        return False
    return not pattern_of("quantity", language).search(text or "")


def repeats_evidence(statement: str | None, evidence_text: str | None) -> bool:
    """Return whether *statement* says nothing that *evidence_text* does not say with the same words."""
    said, evidence = _folded(statement), _folded(evidence_text)
    if said.count(" ") < _FEW:  # a word or two stand in many a text
        return bool(said) and said == evidence
    return f" {said} " in f" {evidence} "


def _folded(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def _said(text: str | None) -> bool:
    return bool((text or "").strip())


@cache
def words_for(fault: str, language: str) -> tuple[str, ...]:
    """Return the words of *language* that have *fault*, as `wording.psv` lists them: `*` stands for any ending."""
    file = Path(__file__).with_suffix(".psv")
    rows = [line.split("|") for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    return tuple(words for stated, of, words in rows if (stated, of) == (language, fault))


@cache
def pattern_of(fault: str, language: str) -> re.Pattern[str]:
    """Return an expression that finds the words of *language* that have *fault*, whole and in any case."""
    return pattern_of_words(words_for(fault, language))


@lru_cache(maxsize=4096)
def pattern_of_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression that finds *words* as `wording.psv` writes them; of two at one place, the longer."""
    patterns = [
        re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") + _NOT_AFTER.get(word, "")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)
