"""The history of one document: its revisions with their days, people, commits and the size of each change.

This is the *karta zmian*: made from the history, never typed.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from qmsctl.control.documents import Approved, ControlledDocument, Decision
from qmsctl.control.system import System
from qmsctl.control.text import section_texts
from qmsctl.control.versions import Version
from qmsctl.model.document import Document

__all__ = ["Decided", "DocumentHistory", "RevisionReported", "Written", "document_history"]


@dataclass(frozen=True, slots=True)
class Written:
    """A commit that changed the document, by its raw author; author dates are free text."""

    commit: str
    day: dt.date
    author: str
    subject: str
    added: int
    """Lines of text."""
    removed: int
    renamed_from: str | None
    path: str
    reason: str | None
    """Why it changed: what the message of the commit says below its subject."""
    began_earlier: bool
    """Whether the history was cut off before this commit: it need not be the one that wrote this."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on a revision."""

    meaning: str
    day: dt.date
    person: str
    basis: str | None
    trust: str
    commit: str | None


@dataclass(frozen=True, slots=True)
class RevisionReported:
    """One revision as it was printed."""

    revision: str
    effective: dt.date | None
    superseded: dt.date | None
    """The day the next one took its place, or the document was withdrawn."""
    in_force: bool
    written: tuple[Written, ...]
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """Everything that happened to one document, oldest revision first."""

    id: str
    title: str | None
    language: str
    day: dt.date
    revisions: tuple[RevisionReported, ...]
    complete: bool
    """Whether the whole history was there."""
    lacking: int = 0
    """How many contents the history names that are not there: any of them may be one of this document."""


def document_history(
    controlled: ControlledDocument, versions: Sequence[Version], system: System, *, lacking: int = 0
) -> DocumentHistory:
    """Return the history of *controlled* from its *versions* and decisions.

    Args:
        controlled: the document.
        versions: every content it had.
        system: what it belongs to.
        lacking: how many contents could not be read, so that some versions may not be known.
    """
    revisions = list(
        dict.fromkeys(
            [
                *(v.document.fact.revision for v in versions),
                *(d.record.fact.revision for d in controlled.decisions),
            ]
        )
    )
    written = _written(versions, system)
    return DocumentHistory(
        controlled.id,
        controlled.document.title if controlled.document else None,
        controlled.language,
        system.day,
        tuple(_revision(revision, controlled, written.get(revision, ()), system) for revision in revisions),
        system.history.complete,
        lacking,
    )


def _written(versions: Sequence[Version], system: System) -> dict[str, tuple[Written, ...]]:
    """Return what was written under each revision, with how much each commit changed."""
    found: dict[str, list[Written]] = {}
    before: Document | None = None
    for version in versions:
        document = version.document.fact
        added, removed = _size(before, document)
        commit = version.commit
        found.setdefault(document.revision, []).append(
            Written(
                commit.id,
                system.day_of(commit.authored),
                commit.author,
                commit.subject,
                added,
                removed,
                version.renamed_from,
                version.path,
                commit.message.partition("\n")[2].strip() or None,
                version.began_earlier,
            )
        )
        before = document
    return {revision: tuple(entries) for revision, entries in found.items()}


def _size(before: Document | None, after: Document) -> tuple[int, int]:
    """Return how many lines of the sections were added and removed."""
    old, new = (_lines(document) if document else [] for document in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    added = removed = 0
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            removed += end - start
            added += new_end - new_start
    return added, removed


def _lines(document: Document) -> list[str]:
    head = [document.title, document.owner or "", *document.related]
    return head + [line for _, text in section_texts(document) for line in text.splitlines()]


def _revision(
    revision: str, controlled: ControlledDocument, written: tuple[Written, ...], system: System
) -> RevisionReported:
    approved = next((one for one in controlled.approved if one.revision == revision), None)
    return RevisionReported(
        revision,
        approved.effective if approved else None,
        _superseded(approved, controlled) if approved else None,
        controlled.in_force is not None and controlled.in_force.revision == revision,
        written,
        tuple(_decided(d, system) for d in controlled.decisions if d.record.fact.revision == revision),
    )


def _superseded(approved: Approved, controlled: ControlledDocument) -> dt.date | None:
    """Return the day on which *approved* ended."""
    later = [one.effective for one in controlled.approved if one.effective > approved.effective]
    if controlled.withdrawn is not None:
        fact = controlled.withdrawn.record.fact
        later.append(fact.effective or fact.decided)
    return min(later, default=None)


def _decided(decision: Decision, system: System) -> Decided:
    fact = decision.record.fact
    return Decided(
        fact.meaning,
        fact.decided,
        system.organisation.title(fact.decider.person),
        fact.basis,
        decision.trust.value,
        decision.commit.id if decision.commit else None,
    )
