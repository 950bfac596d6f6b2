"""How far each clause of an edition is answered: claimed, documented, evidenced, shown apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.text import has_real_text
from qmsctl.model.document import Checklist
from qmsctl.model.organisation import Organisation
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


def cover(
    organisation: Organisation,
    documents: Sequence[ControlledDocument],
    audits: Sequence[ControlledAudit],
    findings: Sequence[ControlledFinding],
    day: dt.date,
) -> tuple[ClauseCoverage, ...]:
    """Return the coverage of every leaf clause of the organisation's editions, in their order."""
    agreed = {d.id for d in documents if d.in_force is not None and d.content == d.in_force.content}
    evidence = tuple(
        record
        for audit in audits
        if audit.id in agreed  # what nobody agreed to look at, in these words, is no audit evidence
        for record in audit.evidence
        if record.fact.result == "conforms"
        and audit.covers(record)
        and record.fact.occurred <= day < add_months(record.fact.occurred, CYCLE_IN_MONTHS)
        and _answers_one_question(record, audit)
        and all(still_holds(judged, documents) for judged in record.fact.judged_against)
    )
    basis = _Basis(organisation, documents, evidence, findings)
    return tuple(
        _covered(leaf, known, basis) for known in map(edition, organisation.editions) for leaf in known.leaves
    )


def _answers_one_question(record: Filed[Evidence], audit: ControlledAudit) -> bool:
    """Return whether *record* is not one of two answers to the same question."""
    return all(record not in asked.answers or len(asked.answers) == 1 for asked in audit.asked)


def still_holds(judged: JudgedAgainst, documents: Sequence[ControlledDocument]) -> bool:
    """Return whether the document that was judged against is still in force, unchanged."""
    for document in documents:
        if document.id == judged.document and judged.language in (None, document.language):
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


@dataclass(frozen=True, slots=True)
class _Basis:
    """What coverage is judged from."""

    organisation: Organisation
    documents: Sequence[ControlledDocument]
    evidence: Sequence[Filed[Evidence]]
    """Conforming, and still holding."""
    findings: Sequence[ControlledFinding]


def _covered(leaf: Clause, known: Edition, basis: _Basis) -> ClauseCoverage:
    claiming = [
        d
        for d in basis.documents
        if (claimed := d.working.fact if d.working else d.in_force_text) is not None
        and d.state is not DocumentState.WITHDRAWN
        and _names(claimed.clauses.get(known.key, ()), leaf)
    ]
    documenting = [d for d in claiming if _documents(d, known, leaf)]
    found = tuple(
        record
        for record in basis.evidence
        if any(c.edition == known.key and _names(c.clauses, leaf) for c in record.fact.criteria)
    )
    open_numbers = tuple(
        f.number
        for f in basis.findings
        if f.is_nonconformity and f.is_open and _names(f.clauses(known.key), leaf)
    )
    reason = basis.organisation.excluded(known.key, leaf.id)
    return ClauseCoverage(
        known.key,
        leaf,
        _level(reason, bool(claiming), bool(documenting), bool(found) and not open_numbers),
        reason,
        tuple(dict.fromkeys(d.id for d in claiming)),
        tuple(dict.fromkeys(d.id for d in documenting)),
        _asked_by(basis.documents, known, leaf),
        found,
        open_numbers,
    )


def _documents(document: ControlledDocument, known: Edition, leaf: Clause) -> bool:
    """Return whether *document* answers *leaf* with a text that is real and in force."""
    text = document.in_force_text
    return (
        text is not None
        and document.holds_what_is_in_force
        and _names(text.clauses.get(known.key, ()), leaf)
        and has_real_text(text, document.demands.sections)
    )


def _asked_by(documents: Sequence[ControlledDocument], known: Edition, leaf: Clause) -> tuple[str, ...]:
    found = dict.fromkeys(
        question.id
        for document in documents
        if isinstance(document.document, Checklist)
        and document.document.edition == known.key
        and document.state is not DocumentState.WITHDRAWN
        for question in document.document.questions
        if _names(question.clauses, leaf)
    )
    return tuple(found)


def _level(reason: str | None, claimed: bool, documented: bool, evidenced: bool) -> Level:  # noqa: FBT001 - the four facts of a level
    if reason is not None:
        return Level.EXCLUDED
    if not claimed:
        return Level.UNCLAIMED
    if not documented:
        return Level.CLAIMED
    return Level.EVIDENCED if evidenced else Level.DOCUMENTED
