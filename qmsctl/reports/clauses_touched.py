"""Which clauses of a standard a change of a document concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsctl.model.document import Checklist, Document
from qmsctl.reports.criteria import clause_title, edition_named, known_edition
from qmsctl.reports.section_diff import QUESTIONS, SectionDiff
from qmsctl.reports.shown import Shown
from qmsctl.reports.text_diff import Status
from qmsctl.standards import clause_key

__all__ = ["ClauseTouched", "Touch", "clauses_touched"]


class Touch(Enum):
    """How a clause is touched by a change."""

    CLAIMED = "claimed"
    """It is claimed now and was not."""
    DROPPED = "dropped"
    """It was claimed and is no more."""
    TEXT = "text"
    """It is claimed as before, and the text that claims it changed."""


@dataclass(frozen=True, slots=True)
class ClauseTouched:
    """A clause of a standard that the change concerns."""

    edition: str
    """Its key."""
    edition_name: Shown
    clause: str
    title: Shown
    """`None`: the edition has no such clause, or is unknown."""
    touch: Touch


def clauses_touched(old: Document, new: Document, sections: Sequence[SectionDiff]) -> Iterator[ClauseTouched]:
    """Yield the clauses that the change from *old* to *new* concerns, by edition, 8.2 before 8.10.

    Args:
        old: what the document was.
        new: what it is.
        sections: what changed in its text.
    """
    before, after = set(_claims(old)), set(_claims(new))
    how = dict.fromkeys(after - before, Touch.CLAIMED) | dict.fromkeys(before - after, Touch.DROPPED)
    reworded = {*_reworded(old, sections), *_reworded(new, sections)}
    how |= dict.fromkeys(before & after & reworded, Touch.TEXT)
    for edition, clause in sorted(how, key=lambda pair: (pair[0], clause_key(pair[1]))):
        known = known_edition(edition)
        found = known.clause(clause) if known else None
        title = clause_title(found) if found else None
        yield ClauseTouched(edition, edition_named(edition), clause, title, how[edition, clause])


def _claims(document: Document) -> Iterator[tuple[str, str]]:
    """Yield edition and clause of what the document claims to answer, or asks about."""
    for edition, clauses in document.clauses.items():
        yield from ((edition, clause) for clause in clauses)
    if isinstance(document, Checklist):
        for question in document.questions:
            yield from ((document.edition, clause) for clause in question.clauses)


def _reworded(document: Document, sections: Sequence[SectionDiff]) -> Iterator[tuple[str, str]]:
    """Yield edition and clause of what is claimed by a text that changed; of a checklist, by each question."""
    if any(s.status is not Status.UNCHANGED for s in sections if s.name != QUESTIONS):
        for edition, clauses in document.clauses.items():
            yield from ((edition, clause) for clause in clauses)
    if isinstance(document, Checklist):
        asked = (item for section in sections if section.name == QUESTIONS for item in section.items)
        names = {item.name for item in asked if item.is_reworded}
        for question in document.questions:
            if question.id in names:
                yield from ((document.edition, clause) for clause in question.clauses)
