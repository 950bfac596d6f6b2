"""How much of a document a change touched: lines, words, and the places."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from qmsctl.control.text import section_texts
from qmsctl.model.document import Checklist, Document, Question
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.plain import as_plain
from qmsctl.model.schema import Filed
from qmsctl.model.sections import SECTIONS
from qmsctl.reports.alignment import Budget
from qmsctl.reports.section_diff import compare_questions, compare_sections, sections_said
from qmsctl.reports.text_diff import Size, total

__all__ = ["NOTHING", "Extent", "Touched", "extent_of", "places_of"]

_APART: Final = frozenset({"id", "language", "revision", "sections", "questions"})
"""Fields that are not compared as a whole: what makes it the same document, and the revision, which is no text."""
_READ_SO: Final = ("kind", "unstated")
"""Fields that say how a document of another form was read, and nothing of what it says."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a change; a line that was altered counts as one removed and one added.

    Lines are those of everything the document says, words those of its sections and questions.
    """

    lines_added: int = 0
    lines_removed: int = 0
    words_added: int = 0
    words_removed: int = 0


NOTHING: Final = Extent()


@dataclass(frozen=True, slots=True)
class Touched:
    """A place that a change touched."""

    kind: str
    """`whole`, `section`, `question` or `field`"""
    name: str
    """The heading as printed in the document, the id of the question, or the name of the field."""


def extent_of(before: Filed[Document] | None, after: Filed[Document] | None) -> Extent:
    """Return how many lines and words lie between two contents; `None` holds nothing."""
    old, new = (_lines(filed.fact) if filed else [] for filed in (before, after))
    blocks = list(_changed(old, new))
    words = _words(before, after)
    return Extent(
        sum(len(added) for _, added in blocks),
        sum(len(removed) for removed, _ in blocks),
        words.added,
        words.removed,
    )


def _words(before: Filed[Document] | None, after: Filed[Document] | None) -> Size:
    """Return how many words of the text came and went, counted as a comparison of the two counts them."""
    budget = Budget()
    old, new = (sections_said(one, one.fact.language or "en") if one else () for one in (before, after))
    asked = [
        as_plain(one.fact.questions) if one and isinstance(one.fact, Checklist) else None
        for one in (before, after)
    ]
    questions = compare_questions(asked[0], asked[1], budget)
    # What says the same under the same name is no part of the change, and most sections of a document are so.
    same = {one.name for one in old if one in new}
    sections = compare_sections(
        [one for one in old if one.name not in same], [one for one in new if one.name not in same], budget
    )
    return total(section.size for section in (*sections, *((questions,) if questions else ())))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands in *old* and what stands in its place in *new*."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield old[start:end], new[new_start:new_end]


def _lines(document: Document) -> list[str]:
    """Return everything that *document* says, line by line."""
    lines = [f"{name}: {text}" for name, text in _head(document).items()]
    for _, text in section_texts(document):
        lines += text.splitlines()
    for texts in _questions(document).values():
        lines += texts
    return lines


def _head(document: Document) -> Mapping[str, str]:
    """Return the fields of *document* that say something, as text."""
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    apart = {*_APART, *_READ_SO} if isinstance(document, MappedDocument) else _APART
    return {name: _text(value) for name, value in values.items() if name not in apart and value}


def _text(value: object) -> str:
    """Return *value* as the words it consists of."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_text(inner)}" for key, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(_text(inner) for inner in value)
    if is_dataclass(value):
        inner = (getattr(value, field.name) for field in fields(value))
        return " ".join(_text(one) for one in inner if one)
    return str(value)


def _questions(document: Document) -> Mapping[str, list[str]]:
    if not isinstance(document, Checklist):
        return {}
    return {question.id: list(_question(question)) for question in document.questions}


def _question(question: Question) -> Iterator[str]:
    for field in fields(question):
        value = getattr(question, field.name)
        if field.name != "id" and value:
            yield from _text(value).splitlines()


def places_of(earlier: Filed[Document] | None, later: Filed[Document], language: str) -> tuple[Touched, ...]:
    """Return where *earlier* and *later* differ, in the order of the document.

    Args:
        earlier: what it said; `None` if this is its first content.
        later: what it says.
        language: of the document: its headings stand in it.
    """
    if earlier is None:
        return (Touched("whole", ""),)
    before, after = earlier.fact, later.fact
    sections = _differing(before.sections, after.sections)
    known = [name for name in SECTIONS if name in sections]
    named = [*known, *(name for name in sections if name not in SECTIONS)]
    return (
        *(Touched("field", name.removesuffix("_")) for name in _differing(_head(before), _head(after))),
        *(Touched("section", _heading(name, language)) for name in named),
        *(Touched("question", id) for id in _differing(_questions(before), _questions(after))),
    )


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the names under which the two hold different values."""
    return [name for name in dict.fromkeys([*after, *before]) if before.get(name) != after.get(name)]


def _heading(name: str, language: str) -> str:
    headings = SECTIONS.get(name)
    return headings.get(language, headings["en"]) if headings else name
