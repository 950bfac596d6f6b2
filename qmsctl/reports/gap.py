"""What lies between two editions: what only gets another number, what has to be decided, what is asked anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.transition import (
    AuditMoved,
    DocumentMoved,
    QuestionMoved,
    Standing,
    audits_moved,
    claimed_after,
    documents_moved,
    evidence_lost,
    questions_moved,
)
from qmsctl.messages import Message, tr
from qmsctl.model.document import Checklist
from qmsctl.reports.criteria import clause_title, document_named, edition_named
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Mark, Shown, Tone, Translated, natural_key
from qmsctl.standards import Clause, Edition, clause_key
from qmsctl.standards.correlation import Change, ClauseMap, Kind, Moved, changes_between, clause_map

__all__ = [
    "KINDS",
    "STANDINGS",
    "ChecklistGap",
    "ClauseGap",
    "Demand",
    "Exclusion",
    "Gap",
    "Unanswered",
    "gap",
]

KINDS: Final[Mapping[Kind, Mark]] = {
    Kind.UNCHANGED: Mark(tr("number stays"), "●", Tone.GOOD),
    Kind.RENUMBERED: Mark(tr("renumbered"), "→", Tone.CALM),
    Kind.MERGED: Mark(tr("merged"), "◆", Tone.CALM),
    Kind.SPLIT: Mark(tr("split, to decide"), "▲", Tone.CAUTION),
    Kind.DROPPED: Mark(tr("falls away"), "⊘", Tone.QUIET),
    Kind.UNKNOWN: Mark(tr("no such clause"), "✗", Tone.BAD),
}

STANDINGS: Final[Mapping[Standing, Mark]] = {
    Standing.READY: Mark(tr("can be renumbered"), "●", Tone.CALM),
    Standing.ALREADY: Mark(tr("names the new edition already"), "✓", Tone.GOOD),
    Standing.BY_HAND: Mark(tr("to be decided by a person"), "▲", Tone.CAUTION),
    Standing.DRIFTED: Mark(tr("not before its file is what was approved"), "✗", Tone.BAD),
    Standing.UNCOMMITTED: Mark(tr("not before its changes are committed"), "✗", Tone.BAD),
}


@dataclass(frozen=True, slots=True)
class ClauseGap:
    """A clause of the earlier edition that does not simply keep its number."""

    moved: Moved
    title: Shown
    notes: tuple[Shown, ...]
    documents: tuple[str, ...]
    """Ids of those that name it, or a clause above it."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What an edition newly asks for, and where an answer may be."""

    is_new: bool
    clauses: tuple[str, ...]
    title: Shown
    what: Shown
    look_for: Shown
    documents: tuple[str, ...]
    """Those that name the clause, or would once they are renumbered."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A clause of the other edition that no document would name."""

    clause: str
    title: Shown
    sources: tuple[str, ...]
    """Clauses of the earlier edition from which something of it comes."""
    documents: tuple[str, ...]
    """Those that name these: the first to look into."""


@dataclass(frozen=True, slots=True)
class ChecklistGap:
    """A set of questions for the earlier edition."""

    id: str
    named: Shown
    path: str
    questions: tuple[QuestionMoved, ...]
    successors: tuple[str, ...]
    """Ids of the sets that ask about the other edition."""

    @property
    def changed(self) -> tuple[QuestionMoved, ...]:
        """The questions whose numbers do not stay."""
        return tuple(one for one in self.questions if not one.stays)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A clause that `qms.yaml` excludes."""

    clause: str
    reason: str | None
    moved: Moved
    is_recorded: bool
    """Whether an exclusion of the other edition covers it already."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Everything that lies between two editions."""

    language: str
    """The organisation's."""
    organisation: str
    map: ClauseMap
    certificate: tuple[Shown, dt.date] | None
    """Which edition it names, and until when it is valid."""
    editions: tuple[str, ...]
    """Those that the organisation works to."""
    is_forward: bool
    demands: tuple[Demand, ...]
    unanswered: tuple[Unanswered, ...]
    clauses: tuple[ClauseGap, ...]
    unchanged: int
    """How many clauses keep number and subject."""
    documents: tuple[DocumentMoved, ...]
    checklists: tuple[ChecklistGap, ...]
    audits: tuple[AuditMoved, ...]
    exclusions: tuple[Exclusion, ...]
    evidence_lost: tuple[str, ...]
    """Clauses that are evidenced now, and no longer once renumbered documents are in force."""
    provenance: Provenance

    @property
    def before(self) -> Shown:
        """The name of the earlier edition."""
        return edition_named(self.map.before.key)

    @property
    def after(self) -> Shown:
        """The name of the other edition."""
        return edition_named(self.map.after.key)

    @property
    def days_left(self) -> int | None:
        """How many days certificates may still name the earlier edition; negative if that is over."""
        end = self.map.before.transition_end
        return None if end is None or not self.is_forward else (end - self.provenance.day).days

    @property
    def ready(self) -> tuple[DocumentMoved, ...]:
        """The documents that can be renumbered now."""
        return tuple(one for one in self.documents if one.standing is Standing.READY)

    def standing_of(self, document: DocumentMoved) -> Mark:
        """Return whether *document* can be renumbered."""
        return STANDINGS[document.standing]

    def reason_of(self, document: DocumentMoved) -> Message | None:
        """Return what has to be done first, if anything."""
        if document.standing is Standing.DRIFTED:
            return tr("revise it, or put back what was approved, and ask again")
        if document.standing is Standing.UNCOMMITTED:
            return tr("commit them first, or take them back with git restore")
        return None


def gap(system: System, made: Provenance, before: str, after: str, only: Sequence[str] = ()) -> Gap:
    """Return what lies between the editions *before* and *after*.

    Args:
        system: the quality management system on the day that is asked about.
        made: from what the paper is made.
        before: the key of the edition that documents name now.
        after: the key of the one that they shall name as well.
        only: ids of documents; by default all.

    Raises:
        KeyError: an edition is not known.
    """
    map = clause_map(before, after)
    every = documents_moved(system, map)
    documents = tuple(one for one in every if not only or one.controlled.id in only)
    claimed = claimed_after(every, map)
    certificate = system.organisation.certificate
    exclusions = tuple(_exclusions(system, map))
    return Gap(
        system.organisation.language,
        system.organisation.organisation.name,
        map,
        (edition_named(certificate.edition), certificate.valid_until) if certificate else None,
        system.organisation.editions,
        map.before.standard == map.after.standard and map.before.published < map.after.published,
        tuple(_demands(map, claimed)),
        tuple(_unanswered(map, claimed, every, system, exclusions)),
        tuple(_clauses(map, every)),
        sum(map.moved(leaf.id).kind is Kind.UNCHANGED for leaf in map.before.leaves),
        documents,
        tuple(_checklists(system, map)),
        audits_moved(system, map),
        exclusions,
        evidence_lost(system, map, documents),
        made,
    )


def _demands(map: ClauseMap, claimed: Mapping[str, tuple[str, ...]]) -> Iterator[Demand]:
    for change in changes_between(map.before.key, map.after.key):
        clauses = _clauses_of(change, map)
        leaves = [leaf.id for clause in clauses for leaf in map.after.leaves_under(clause)]
        documents = dict.fromkeys(id for leaf in leaves for id in claimed.get(leaf, ()))
        yield Demand(
            change.is_new,
            clauses,
            _title(map.after, clauses[0]) if len(clauses) == 1 else None,
            Translated(change.what),
            Translated(change.look_for),
            tuple(sorted(documents, key=natural_key)),
        )


def _clauses_of(change: Change, map: ClauseMap) -> tuple[str, ...]:
    """Return where *change* stands in the later edition: one that came before may have moved since."""
    if change.edition == map.after.key:
        return (change.clause,)
    moved = clause_map(change.edition, map.after.key).moved(change.clause)
    return moved.after or moved.perhaps


def _unanswered(
    map: ClauseMap,
    claimed: Mapping[str, tuple[str, ...]],
    documents: Iterable[DocumentMoved],
    system: System,
    exclusions: Iterable[Exclusion],
) -> Iterator[Unanswered]:
    listed = tuple(documents)
    excluded = {
        leaf.id for one in exclusions for clause in one.moved.after for leaf in map.after.leaves_under(clause)
    }
    for leaf in map.after.leaves:
        if leaf.id in claimed or leaf.id in excluded or system.organisation.excluded(map.after.key, leaf.id):
            continue
        sources = dict.fromkeys(pair.before for pair in map.pairs if pair.after == leaf.id)
        names = dict.fromkeys(id for source in sources for id in _naming(source, map.before, listed))
        yield Unanswered(leaf.id, clause_title(leaf), tuple(sources), tuple(names))


def _naming(clause: str, known: Edition, documents: Iterable[DocumentMoved]) -> Iterator[str]:
    """Yield the ids of the *documents* that name *clause*, or one above it."""
    for one in documents:
        if any(clause == named or clause.startswith(named + ".") for named in _named(one, known)):
            yield one.controlled.id


def _named(document: DocumentMoved, known: Edition) -> tuple[str, ...]:
    return document.file.fact.clauses.get(known.key, ())


def _clauses(map: ClauseMap, documents: Sequence[DocumentMoved]) -> Iterator[ClauseGap]:
    for leaf in map.before.leaves:
        moved = map.moved(leaf.id)
        if moved.kind is Kind.UNCHANGED:
            continue
        names = dict.fromkeys(_naming(leaf.id, map.before, documents))
        notes = tuple(Translated(note) for note in moved.notes)
        yield ClauseGap(moved, clause_title(leaf), notes, tuple(sorted(names, key=natural_key)))


def _checklists(system: System, map: ClauseMap) -> Iterator[ChecklistGap]:
    found: dict[tuple[str, str], list[QuestionMoved]] = {}
    for one in questions_moved(system, map):
        found.setdefault((one.checklist.id, one.checklist.language), []).append(one)
    successors = dict.fromkeys(
        one.id
        for one in system.documents
        if one.document is not None
        and isinstance(one.document, Checklist)
        and one.document.edition == map.after.key
    )
    for (id, _), questions in found.items():
        working = questions[0].checklist.working
        if working is not None:
            yield ChecklistGap(
                id, document_named(id, system), working.path, tuple(questions), tuple(successors)
            )


def _exclusions(system: System, map: ClauseMap) -> Iterator[Exclusion]:
    reasons = system.organisation.exclusions.get(map.before.key, {})
    for clause in sorted(reasons, key=clause_key):
        moved = map.moved(clause)
        leaves = [leaf.id for number in moved.after for leaf in map.after.leaves_under(number)]
        recorded = bool(leaves) and all(
            system.organisation.excluded(map.after.key, leaf) is not None for leaf in leaves
        )
        yield Exclusion(clause, reasons[clause], moved, recorded)


def _title(known: Edition, number: str) -> Shown:
    clause: Clause | None = known.clause(number)
    return clause_title(clause) if clause else None
