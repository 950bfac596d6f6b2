"""From one edition of a standard to another: what becomes of the clauses that documents, questions and audits name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from qmsctl.control.coverage import Level
from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document, Question
from qmsctl.model.schema import Filed
from qmsctl.standards.correlation import ClauseMap, Moved

__all__ = [
    "AuditMoved",
    "DocumentMoved",
    "QuestionMoved",
    "Standing",
    "audits_moved",
    "claimed_after",
    "documents_moved",
    "evidence_lost",
    "questions_moved",
]


class Standing(Enum):
    """Whether the clauses of a document can be written in numbers of the other edition."""

    READY = "ready"
    """They can."""
    ALREADY = "already"
    """It names clauses of the other edition: somebody has decided which."""
    BY_HAND = "by hand"
    """None of them has a certain counterpart."""
    DRIFTED = "drifted"
    """Its file departs from what was approved, so a new revision would take that over unseen."""
    UNCOMMITTED = "uncommitted"
    """Its file has changes that no commit holds."""


@dataclass(frozen=True, slots=True)
class DocumentMoved:
    """A language version of a document, and what becomes of the clauses that it claims."""

    controlled: ControlledDocument
    file: Filed[Document]
    moved: tuple[Moved, ...]
    """Each clause that it names of the earlier edition."""
    named: tuple[str, ...]
    """What it names of the other edition already."""
    becomes: tuple[str, ...]
    """What its clauses certainly are in the other edition."""
    standing: Standing

    @property
    def claims(self) -> tuple[str, ...]:
        """The clauses of the other edition that it names, or would name."""
        return self.named or self.becomes

    @property
    def to_decide(self) -> tuple[Moved, ...]:
        """Clauses of which somebody has to say what the document answers."""
        return tuple(one for one in self.moved if not one.is_settled)


@dataclass(frozen=True, slots=True)
class QuestionMoved:
    """A question of a set for the earlier edition, and what becomes of the clauses that it asks about."""

    checklist: ControlledDocument
    question: Question
    moved: tuple[Moved, ...]

    @property
    def is_settled(self) -> bool:
        """Whether it can be asked in the other edition under certain numbers."""
        return all(one.is_settled for one in self.moved)

    @property
    def stays(self) -> bool:
        """Whether its numbers are the same in both editions."""
        return all(one.is_settled and one.after == (one.before,) for one in self.moved)


@dataclass(frozen=True, slots=True)
class AuditMoved:
    """A programme or plan that judges by the earlier edition."""

    controlled: ControlledDocument
    document: AuditPlan | AuditProgramme
    moved: tuple[Moved, ...]
    """Each clause that it names; none: all clauses of the edition."""


def documents_moved(system: System, map: ClauseMap) -> tuple[DocumentMoved, ...]:
    """Return the documents that name clauses of the earlier edition, in the order of the register.

    Args:
        system: the quality management system on the day that is asked about.
        map: how the clauses of the two editions correspond.
    """
    return tuple(_documents_moved(system, map))


def _documents_moved(system: System, map: ClauseMap) -> Iterator[DocumentMoved]:
    uncommitted = frozenset(system.uncommitted)
    for one in system.documents:
        file = one.working
        if file is None or one.state is DocumentState.WITHDRAWN:
            continue
        if isinstance(file.fact, AuditPlan | AuditProgramme) or not file.fact.clauses.get(map.before.key):
            continue
        claimed = file.fact.clauses[map.before.key]
        named = file.fact.clauses.get(map.after.key, ())
        becomes = map.renumbered(claimed)
        standing = _standing(one, named, becomes, is_uncommitted=file.path in uncommitted)
        yield DocumentMoved(
            one, file, tuple(map.moved(clause) for clause in claimed), named, becomes, standing
        )


def _standing(
    document: ControlledDocument, named: tuple[str, ...], becomes: tuple[str, ...], *, is_uncommitted: bool
) -> Standing:
    if named:
        return Standing.ALREADY
    if not becomes:
        return Standing.BY_HAND
    if is_uncommitted:
        return Standing.UNCOMMITTED
    return Standing.DRIFTED if document.state is DocumentState.DRIFTED else Standing.READY


def questions_moved(system: System, map: ClauseMap) -> tuple[QuestionMoved, ...]:
    """Return the questions of every set for the earlier edition."""
    return tuple(
        QuestionMoved(one, question, tuple(map.moved(clause) for clause in question.clauses))
        for one in system.documents
        if one.state is not DocumentState.WITHDRAWN and one.working is not None
        for fact in (one.working.fact,)
        if isinstance(fact, Checklist) and fact.edition == map.before.key
        for question in fact.questions
    )


def audits_moved(system: System, map: ClauseMap) -> tuple[AuditMoved, ...]:
    """Return the programmes and plans that judge by the earlier edition and are not finished.

    An audit that is concluded stays what it was; so does a programme whose period has passed.
    """
    return tuple(
        AuditMoved(one, fact, tuple(map.moved(clause) for clause in _audited(fact, map.before.key)))
        for one in system.documents
        if one.state is not DocumentState.WITHDRAWN and one.working is not None
        for fact in (one.working.fact,)
        if isinstance(fact, AuditPlan | AuditProgramme)
        and map.before.key in fact.editions
        and not _is_over(fact, system)
    )


def _is_over(fact: AuditPlan | AuditProgramme, system: System) -> bool:
    if isinstance(fact, AuditProgramme):
        return fact.until is not None and fact.until < system.day
    audit = system.audit(fact.id)
    return audit is not None and audit.status.is_finished


def _audited(fact: AuditPlan | AuditProgramme, edition: str) -> Iterable[str]:
    """Return the clauses of *edition* that *fact* names, each once."""
    chosen = (clause for one in fact.criteria if one.edition == edition for clause in one.clauses)
    rows = fact.schedule if isinstance(fact, AuditPlan) else fact.entries
    return dict.fromkeys((*chosen, *(clause for row in rows for clause in row.clauses)))


def claimed_after(documents: Iterable[DocumentMoved], map: ClauseMap) -> dict[str, tuple[str, ...]]:
    """Return by leaf clause of the other edition the documents that name it, or would once they are renumbered."""
    found: dict[str, dict[str, None]] = {}
    for one in documents:
        for clause in one.claims:
            for leaf in map.after.leaves_under(clause):
                found.setdefault(leaf.id, {})[one.controlled.id] = None
    return {leaf: tuple(ids) for leaf, ids in found.items()}


def evidence_lost(system: System, map: ClauseMap, documents: Iterable[DocumentMoved]) -> tuple[str, ...]:
    """Return the clauses of the earlier edition that would be evidenced no longer.

    Evidence holds against the revision that it was judged by: once a later one is in force,
    an audit has to look again.
    """
    changed = {one.controlled.id for one in documents if one.standing is Standing.READY}
    return tuple(
        one.clause.id
        for one in system.clauses
        if one.edition == map.before.key
        and one.level is Level.EVIDENCED
        and all(
            any(judged.document in changed for judged in record.fact.judged_against)
            for record in one.evidence
        )
    )
