"""What changed between two contents of a document: everything that is said about it, in no format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qmsctl.control.comparison import Asked, Compared, Comparison
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.control.unreadable import Unreadable
from qmsctl.control.versions import Version
from qmsctl.documents.source import Source, Tree
from qmsctl.messages import Message, tr
from qmsctl.repo.history import History
from qmsctl.reports.alignment import Budget
from qmsctl.reports.clauses_touched import ClauseTouched, clauses_touched
from qmsctl.reports.document_sheet import standing
from qmsctl.reports.endings import end_of
from qmsctl.reports.field_diff import FieldDiff, compare_fields
from qmsctl.reports.marks import TRUST
from qmsctl.reports.register import approval_shown
from qmsctl.reports.section_diff import SectionDiff, compare_questions, compare_sections, sections_of
from qmsctl.reports.shown import Mark, Shown, short
from qmsctl.reports.text_diff import Size, Status, total

__all__ = ["Decided", "DocumentDiff", "Side", "Written", "document_diff"]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on one side's content."""

    meaning: str
    """prepared, checked, approved or reaffirmed"""
    day: dt.date
    by: Shown
    """Who, when, on what basis."""
    trust: Mark
    level: str
    """The level of trust as data."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two contents, and what it stands on."""

    asked: Message | None
    """By what it was asked for, if not by its revision."""
    revision: str
    standing: str
    """in_force, draft, superseded, to_come or withdrawn"""
    effective: dt.date | None
    superseded: dt.date | None
    """The day another took its place, or the document was withdrawn."""
    decisions: tuple[Decided, ...]
    content: str
    """Its digest."""
    commit: str | None
    """The commit that brought it; `None`: no commit of the history did."""


@dataclass(frozen=True, slots=True)
class Written:
    """A commit between the two that changed the document, with the reason it gives."""

    commit: str
    day: dt.date
    """By its author's date, which is free text."""
    author: str
    subject: str
    reason: str | None
    """What its message says below the subject."""
    renamed_from: str | None
    path: str


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """Two contents of a document, compared."""

    organisation: str
    id: str
    title: str
    language: str
    day: dt.date
    before: Side
    after: Side
    written: tuple[Written, ...]
    """What was committed between the two, oldest first."""
    notes: tuple[Message, ...]
    fields: tuple[FieldDiff, ...]
    clauses: tuple[ClauseTouched, ...]
    sections: tuple[SectionDiff, ...]
    size: Size
    is_backward: bool
    """Whether the first of the two is the newer one."""

    @property
    def is_changed(self) -> bool:
        """Whether more than the revision differs in words."""
        return bool(self.fields) or any(s.status is not Status.UNCHANGED for s in self.sections)


def document_diff(
    comparison: Comparison,
    controlled: ControlledDocument,
    versions: Sequence[Version],
    unreadable: Sequence[Unreadable],
    system: System,
) -> DocumentDiff:
    """Return what changed between the sides of *comparison*.

    Args:
        comparison: the two contents.
        controlled: the document.
        versions: every content it ever had, oldest first.
        unreadable: what lay in its place and cannot be read.
        system: the organisation, its history, the day.
    """
    before, after = comparison.before, comparison.after
    budget = Budget()
    fields = compare_fields(before.source.tree, after.source.tree, system.organisation, budget)
    sections = _sections(before, after, controlled.language, budget)
    places = [_place(side, versions) for side in (before, after)]
    first, last = sorted(places)
    diff = DocumentDiff(
        system.organisation.organisation.name,
        controlled.id,
        after.content.document.title,
        controlled.language,
        system.day,
        _side(before, controlled, system),
        _side(after, controlled, system),
        tuple(_written(version, system) for version in versions[first + 1 : last + 1]),
        (),
        fields,
        tuple(clauses_touched(before.content.document, after.content.document, sections)),
        sections,
        total(section.size for section in sections),
        is_backward=places[0] > places[1],
    )
    broken = _between(unreadable, first, last, versions, system.history)
    said = (*_notes(diff, comparison, system), *_notes_on_text(diff, comparison, budget))
    return replace(diff, notes=(*said, *(_unreadable(one, system) for one in broken)))


def _sections(before: Compared, after: Compared, language: str, budget: Budget) -> tuple[SectionDiff, ...]:
    sections = compare_sections(
        sections_of(before.source, language), sections_of(after.source, language), budget
    )
    questions = compare_questions(before.source.value("questions"), after.source.value("questions"), budget)
    return (*sections, questions) if questions else sections


def _place(side: Compared, versions: Sequence[Version]) -> int:
    """Return where the content of *side* stands among *versions*; what is not committed comes after all."""
    if side.content.version is None:
        return len(versions)
    return versions.index(side.content.version)


def _side(side: Compared, controlled: ControlledDocument, system: System) -> Side:
    content, approved = side.source.digest, side.content.approved
    decisions = approved.decisions if approved else _not_enough(controlled, content)
    asked = {
        Asked.REVISION: None,
        Asked.DRAFT: tr("what the tree holds"),
        Asked.IN_FORCE: tr("what is in force"),
        Asked.DAY: tr("what was in force on {day}", day=side.day or system.day),
    }
    return Side(
        asked[side.asked],
        side.content.document.revision,
        standing(controlled, approved, system.day),
        approved.effective if approved else None,
        end_of(approved, controlled, system.day)[0] if approved else None,
        tuple(
            Decided(
                decision.record.fact.meaning,
                decision.record.fact.decided,
                approval_shown(decision, system),
                TRUST[decision.trust],
                decision.trust.value,
            )
            for decision in decisions
        ),
        content,
        side.content.version.commit.id if side.content.version else None,
    )


def _not_enough(controlled: ControlledDocument, content: str) -> tuple[Decision, ...]:
    """Return the decisions on a content that is not approved yet: it may be prepared, or checked."""
    records = ((decision, decision.record.fact) for decision in controlled.decisions)
    return tuple(d for d, fact in records if fact.content == content and fact.meaning != "withdrawn")


def _written(version: Version, system: System) -> Written:
    commit = version.commit
    return Written(
        commit.id,
        system.day_of(commit.authored),
        commit.author,
        commit.subject,
        commit.reason,
        version.renamed_from,
        version.path,
    )


def _between(
    unreadable: Sequence[Unreadable], first: int, last: int, versions: Sequence[Version], history: History
) -> list[Unreadable]:
    """Return those of *unreadable* that came after the older side and before the newer one."""
    order = {commit.id: number for number, commit in enumerate(history.commits)}

    def place(version: int) -> int:
        return order.get(versions[version].commit.id, -1) if version < len(versions) else len(order)

    return [one for one in unreadable if place(first) < order[one.commit.id] < place(last)]


def _unreadable(one: Unreadable, system: System) -> Message:
    return tr(
        "Left out, because it cannot be read: {path}, line {line}, in commit {commit} of {day}: {reason}",
        path=one.path,
        line=one.line,
        commit=short(one.commit.id),
        day=system.day_of(one.commit.authored),
        reason=one.reason,
    )


def _notes(diff: DocumentDiff, comparison: Comparison, system: System) -> Iterator[Message]:
    """Yield what has to be said about how the two contents were found."""
    for side in (comparison.before, comparison.after):
        revision, content = side.content.document.revision, side.content
        if content.others and content.approved is not None:
            yield tr(
                "Several contents bore the revision {revision}; the approved one is compared.",
                revision=revision,
            )
        elif content.others:
            yield tr(
                "Several contents bore the revision {revision}, none of them approved; the last one is compared.",
                revision=revision,
            )
    if comparison.is_draft_unreadable:
        yield tr("The file in the tree cannot be read and is not compared; qmsctl check says why.")
    if not system.history.complete:
        yield tr("The beginning of the history is missing: this clone is shallow.")
    if diff.before.content == diff.after.content:
        yield tr("Both sides are the same content.")


def _notes_on_text(diff: DocumentDiff, comparison: Comparison, budget: Budget) -> Iterator[Message]:
    """Yield what has to be said about how closely the two contents were compared."""
    if budget.exceeded:
        yield tr(
            "Some text is too long to be compared word by word; there, whole sentences are shown "
            "as removed and added."
        )
    if diff.is_changed or diff.before.content == diff.after.content:
        return
    if _without_revision(comparison.before.source) == _without_revision(comparison.after.source):
        yield tr("Nothing but the revision changed.")
    else:
        yield tr(
            "No word changed: only line breaks, blanks, marks of lists or fields without a value differ."
        )


def _without_revision(source: Source) -> Tree:
    content = dict(source.content)
    head = content.get("head")
    if isinstance(head, Mapping):
        content["head"] = {key: value for key, value in head.items() if key != "revision"}
    content.pop("revision", None)
    return content
