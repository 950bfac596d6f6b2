"""How far each clause of an edition is answered: claimed, documented, evidenced, shown apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from qmsctl.control.audits import ControlledAudit, covers
from qmsctl.control.documents import ControlledDocument, DocumentState, by_id
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.text import has_real_text
from qmsctl.model.document import AuditPlan, Checklist, Question
from qmsctl.model.organisation import Organisation
from qmsctl.model.own_standards import MappedClauses
from qmsctl.model.qms import Qms
from qmsctl.model.record import Evidence, JudgedAgainst
from qmsctl.model.schema import Filed
from qmsctl.model.values import add_months
from qmsctl.standards import Clause, Edition, edition

__all__ = ["ClauseCoverage", "Level", "cover", "still_holds"]

CYCLE_IN_MONTHS: Final = 36
"""How long evidence counts: the usual cycle of an audit programme, three years (ISO/IEC 17021-1, 9.1.3)."""


class Level(Enum):
    """How far a clause is answered."""

    EXCLUDED = "excluded"
    """The organisation says, with a reason, that it does not apply."""
    UNCLAIMED = "unclaimed"
    CLAIMED = "claimed"
    """A document names it."""
    DOCUMENTED = "documented"
    """Such a document is in force, the tree still holds it, and its text is real."""
    EVIDENCED = "evidenced"
    """An audit found conforming evidence that still holds, and no nonconformity is open."""


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """What is known about one clause."""

    edition: str
    clause: Clause
    level: Level
    reason: str | None
    """Why it is excluded."""
    claimed_by: tuple[str, ...]
    """Ids of documents."""
    documented_by: tuple[str, ...]
    asked_by: tuple[str, ...]
    """Ids of questions, of every checklist of this edition."""
    evidence: tuple[Filed[Evidence], ...]
    """Conforming, within the cycle, and still holding."""
    open_nonconformities: tuple[str, ...]
    by_way_of: tuple[str, ...] = ()
    """The clauses of another edition over which all of it is read; empty: documents name it themselves."""


def cover(
    qms: Qms,
    documents: Sequence[ControlledDocument],
    audits: Sequence[ControlledAudit],
    findings: Sequence[ControlledFinding],
    day: dt.date,
) -> tuple[ClauseCoverage, ...]:
    """Return the coverage of every leaf clause of the organisation's editions, in their order.

    What a map names a document for is claimed as if the document said it.
    """
    versions = by_id(documents)
    evidence = tuple(record for audit in audits for record in _holding(audit, versions, day))
    return tuple(
        _covered(leaf, known.key, said[leaf.id], qms.organisation, findings)
        for known in map(edition, qms.organisation.editions)
        for said in (_said(known, documents, evidence, qms.mapped),)
        for leaf in known.leaves
    )


def _holding(
    audit: ControlledAudit, documents: Mapping[str, Sequence[ControlledDocument]], day: dt.date
) -> Iterator[Filed[Evidence]]:
    """Yield the conforming evidence of *audit* that still counts on *day*.

    What nobody agreed to look at is no audit evidence: each is judged by the plan that was agreed.
    """
    plan = next((d for d in documents.get(audit.id, ()) if d.language == audit.plan.fact.language), None)
    if plan is None or not plan.holds_what_is_in_force:
        return
    rivals = {answer.path for asked in audit.asked if len(asked.answers) > 1 for answer in asked.answers}
    for record in audit.evidence:
        fact = record.fact
        agreed = _agreed(plan, fact.occurred)
        if (
            fact.result == "conforms"
            and record.path not in rivals
            and agreed is not None
            and covers(agreed, fact)
            and fact.occurred <= day < add_months(fact.occurred, CYCLE_IN_MONTHS)
            and all(still_holds(judged, documents) for judged in fact.judged_against)
        ):
            yield record


def _agreed(plan: ControlledDocument, day: dt.date) -> AuditPlan | None:
    """Return the plan as it was in force on *day*, or as it came into force later; `None` if it cannot be read."""
    one = plan.in_force_on(day) or plan.in_force
    text = plan.texts.get(one.content) if one else None
    return text.fact if text is not None and isinstance(text.fact, AuditPlan) else None


def still_holds(judged: JudgedAgainst, documents: Mapping[str, Sequence[ControlledDocument]]) -> bool:
    """Return whether the document that was judged against is still in force, unchanged.

    Args:
        judged: the document and its revision, as evidence pins them.
        documents: the language versions of each document.
    """
    for document in documents.get(judged.document, ()):
        if judged.language in (None, document.language):
            current = document.in_force
            return (
                current is not None
                and document.holds_what_is_in_force
                and current.revision == judged.revision
                and judged.blob
                in (current.blob, *(a.blob for a in document.approved if a.content == current.content))
            )
    return False


def _names(clauses: Iterable[str], leaf: Clause) -> bool:
    """Return whether one of *clauses* is *leaf* or a clause above it."""
    return any(leaf.id == clause or leaf.id.startswith(clause + ".") for clause in clauses)


class _Leaves:
    """The leaf clauses of an edition, by each clause they lie below."""

    def __init__(self, known: Edition) -> None:
        self._below: Final[dict[str, list[str]]] = {}
        for leaf in known.leaves:
            parts = leaf.id.split(".")
            for length in range(1, len(parts) + 1):
                self._below.setdefault(".".join(parts[:length]), []).append(leaf.id)

    def named(self, clauses: Iterable[str]) -> Mapping[str, None]:
        """Return the leaves that *clauses* are or lie above, each once."""
        return dict.fromkeys(leaf for clause in clauses for leaf in self._below.get(clause, ()))


@dataclass(slots=True)
class _Said:
    """What is said about one clause: ids of documents and questions, and evidence."""

    claimed_by: list[str] = field(default_factory=list)
    documented_by: list[str] = field(default_factory=list)
    asked_by: list[str] = field(default_factory=list)
    evidence: list[Filed[Evidence]] = field(default_factory=list)


def _said(
    known: Edition,
    documents: Sequence[ControlledDocument],
    evidence: Sequence[Filed[Evidence]],
    mapped: MappedClauses,
) -> Mapping[str, _Said]:
    """Return what is said about each leaf clause of *known*, in one pass over all there is."""
    leaves = _Leaves(known)
    said = {leaf.id: _Said() for leaf in known.leaves}
    for document in documents:
        stated = document.working.fact if document.working else document.in_force_text
        if stated is None or document.state is DocumentState.WITHDRAWN:
            continue
        also = mapped.of(document.id, known.key)
        claimed = leaves.named((*stated.clauses.get(known.key, ()), *also))
        for leaf in claimed:
            said[leaf].claimed_by.append(document.id)
        for leaf in leaves.named(_documented(document, known, also)):
            if leaf in claimed:
                said[leaf].documented_by.append(document.id)
        for question in _questions(document, known):
            for leaf in leaves.named(question.clauses):
                said[leaf].asked_by.append(question.id)
    for record in evidence:
        judged = (c for one in record.fact.criteria if one.edition == known.key for c in one.clauses)
        for leaf in leaves.named(judged):
            said[leaf].evidence.append(record)
    return said


def _covered(
    leaf: Clause, key: str, said: _Said, organisation: Organisation, findings: Sequence[ControlledFinding]
) -> ClauseCoverage:
    open_numbers = tuple(
        f.number for f in findings if f.is_nonconformity and f.is_open and _names(f.clauses(key), leaf)
    )
    reason = organisation.excluded(key, leaf.id)
    evidenced = bool(said.evidence) and not open_numbers
    return ClauseCoverage(
        key,
        leaf,
        _level(reason, bool(said.claimed_by), bool(said.documented_by), evidenced),
        reason,
        tuple(dict.fromkeys(said.claimed_by)),
        tuple(dict.fromkeys(said.documented_by)),
        tuple(dict.fromkeys(said.asked_by)),
        tuple(said.evidence),
        open_numbers,
    )


def _documented(document: ControlledDocument, known: Edition, also: Sequence[str]) -> Iterable[str]:
    """Return the clauses that *document* answers with a text that is real and in force; *also* those of maps."""
    text = document.in_force_file
    claimed = (*text.fact.clauses.get(known.key, ()), *also) if text is not None else ()
    if text is None or not claimed or not document.holds_what_is_in_force:
        return ()
    return claimed if has_real_text(text, document.demands.sections) else ()


def _questions(document: ControlledDocument, known: Edition) -> Iterable[Question]:
    """Return the questions that *document* asks about *known*."""
    stated = document.document
    return stated.questions if isinstance(stated, Checklist) and stated.edition == known.key else ()


def _level(reason: str | None, claimed: bool, documented: bool, evidenced: bool) -> Level:  # noqa: FBT001 - the four facts of a level
    if reason is not None:
        return Level.EXCLUDED
    if not claimed:
        return Level.UNCLAIMED
    if not documented:
        return Level.CLAIMED
    return Level.EVIDENCED if evidenced else Level.DOCUMENTED
