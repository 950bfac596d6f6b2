"""Words after which nobody can tell whether a procedure was followed, and objectives that nobody can check.

The words of each language are in `wording.psv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from qmsctl.control.text import placeholders
from qmsctl.control.wording import lacks_measure, pattern_of, pattern_of_words, words_for
from qmsctl.documents.sieve import Sign
from qmsctl.model.document import Document

__all__ = [
    "instructions",
    "lacks_date",
    "lacks_target",
    "objectives_in",
    "sign_of_untestable",
    "untestable_in",
]

_NOT_DONE: Final = frozenset({"purpose", "context", "scope", "terms", "policy", "related", "attachments"})
"""Sections that tell nobody what to do."""
_FAULTS: Final = ("untestable", "untimed")
_STOP: Final = re.compile(r"[.!?;:](?=\s)|\n\s*(?:[-*+|]|\d+[.)]\s|\n)")


def instructions(document: Document) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield each text of *document* that says what is done: its path, itself, and what else says when."""
    for name, section in document.sections.items():
        if name in _NOT_DONE or section is None:
            continue
        if isinstance(section, str):
            yield ("sections", name), section, ""
            continue
        for index, step in enumerate(section):
            for field in ("do", "when", "record"):
                if (text := getattr(step, field)) is not None:
                    yield ("sections", name, index, field), text, step.when or ""


def untestable_in(text: str, language: str, when: str = "") -> Iterator[tuple[re.Match[str], bool]]:
    """Yield each untestable word in *text*, and whether a time is what it lacks.

    A word such as *promptly* lacks none in a sentence that says by when.

    Args:
        text: what is done.
        language: its language.
        when: what is said beside it about the time.
    """
    folded = text.lower()
    for found in _found(text, folded, "untestable", language):
        yield found, False
    for found in _found(text, folded, "untimed", language):
        sentence = _sentence(text, found.start(), found.end())
        if not (_says_when(when, language) or _says_when(sentence, language)):
            yield found, True


def _says_when(text: str, language: str) -> bool:
    return any(pattern_of(kind, language).search(text) for kind in ("term", "month"))


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence of *text* that holds the characters from *start* to *end*."""
    begins = max((stop.end() for stop in _STOP.finditer(text, 0, start)), default=0)
    after = _STOP.search(text, end)
    return text[begins : after.start() if after else len(text)]


def _found(text: str, folded: str, fault: str, language: str) -> Iterator[re.Match[str]]:
    """Yield the words of *text* that have *fault*: looked for where their sign is in *folded*, its small letters."""
    present = [(word, sign) for word, sign in _signs(fault, language) if sign in folded]
    if not present:
        return
    pattern = pattern_of_words(tuple(word for word, _ in present))
    if len(folded) != len(text):  # a letter that is two when it is small
        yield from pattern.finditer(text)
        return
    found: dict[int, re.Match[str]] = {}
    for _, sign in present:
        at = folded.find(sign)
        while at >= 0:
            for near in pattern.finditer(text, max(0, at - _NEAR), at + len(sign) + _NEAR):
                if whole := pattern.match(text, near.start()):
                    found[near.start()] = whole
            at = folded.find(sign, at + len(sign))
    end = 0
    for start, one in sorted(found.items()):
        if start >= end:
            yield one
            end = one.end()


_NEAR: Final = 60
"""Characters around a sign in which the words around it stand, however the line is broken."""


@cache
def _signs(fault: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return each word of *language* that has *fault*, with what must be in a text, in small letters, for it.

    Of several words the longest: a line may break between them.
    """
    return tuple(
        (word, max(word.lower().rstrip("*").split(), key=len)) for word in words_for(fault, language)
    )


def sign_of_untestable(language: str) -> Sign:
    """Return what tells whether one of some words could be part of an untestable one in small or capital letters.

    Of a file without any it is certain that no text in it holds an untestable word of *language*.
    """
    words = {sign for fault in _FAULTS for _, sign in _signs(fault, language)}
    signs = {b"\\"}  # an escape can stand for any letter
    # What is not ASCII has other bytes as a capital.
    signs.update(form.encode().lower() for word in words for form in (word, word.upper()))
    needed = sorted(one for one in signs if not any(other != one and other in one for other in signs))
    return re.compile(b"|".join(map(re.escape, needed))).search


# Objectives

_ITEM: Final = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_ROW: Final = re.compile(r"^[ \t]*\|(?![ \t:|-]+$).*\|[ \t]*$", re.MULTILINE)
_NAMES: Final = re.compile(
    r"(?<!\w)(?:[A-Z]{1,4}-?[A-Z]?-?\d+(?:/\d+)?|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|(?:19|20)\d{2})(?!\w)"
)
"""Numbers that measure nothing: ids, days, years."""
_DAY_BEFORE: Final = re.compile(r"\d{1,2}\.?\s+$")
_YEAR: Final = re.compile(r"(?<!\d)20\d{2}(?!\d)")


def objectives_in(text: str) -> tuple[tuple[str, ...], str]:
    """Return the objectives that *text*, a section in Markdown, lists, and what it says beside them.

    They are the items of lists, or the rows of tables; without any, the text as a whole is one.
    """
    rows = [*_ROW.finditer(text)][1:]  # the first is the head
    if rows:
        first = next(_ROW.finditer(text))
        return tuple(row[0].strip(" \t|") for row in rows), text[: first.end()] + text[rows[-1].end() :]
    starts = [item.start() for item in _ITEM.finditer(text)]
    if not starts:
        return ((text,) if text.strip() else ()), ""
    items = []
    beside = [text[: starts[0]]]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        item, _, rest = text[start:end].partition("\n\n")
        items.append(_ITEM.sub("", item, count=1).strip())
        beside.append(rest)
    return tuple(items), "\n\n".join(beside)


def lacks_target(objective: str, language: str) -> bool:
    """Return whether *objective* says nothing by which to tell whether it was reached; a placeholder will say it."""
    if next(placeholders(objective), None) is not None or pattern_of("comparison", language).search(
        objective
    ):
        return False
    measured = _NAMES.sub(" ", objective)
    months = [month.start() for month in pattern_of("month", language).finditer(measured)]
    for start in reversed(months):  # the day before a month measures nothing either
        measured = _DAY_BEFORE.sub("", measured[:start]) + measured[start:]
    return lacks_measure(measured, language)


def lacks_date(objective: str, beside: str, language: str) -> bool:
    """Return whether neither *objective* nor what is said *beside* it says by when it is reached."""
    return not any(_YEAR.search(text) or _says_when(text, language) for text in (objective, beside))
