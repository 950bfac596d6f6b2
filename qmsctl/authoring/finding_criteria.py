"""What a finding is judged by, and what it rests on: criteria, units, processes and evidence that are really there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qmsctl.authoring.meant import edition_meant
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.schema import closest
from qmsctl.standards import edition

__all__ = [
    "NoCriterionError",
    "StatedCriteria",
    "criteria_of",
    "refuse_misgraded",
    "refuse_unknown_processes",
]


class NoCriterionError(RefusedError):
    """A nonconformity names nothing that is not fulfilled."""

    def __init__(self) -> None:
        super().__init__(
            tr("a nonconformity names the criterion that is not fulfilled"),
            tr("name a clause with --clause, a document with --document, or an act of law with --act"),
        )


@dataclass(frozen=True, slots=True)
class StatedCriteria:
    """What is not fulfilled, or was exceeded, as somebody states it."""

    clauses: tuple[str, ...] = ()
    edition: str | None = None
    """Of the clauses; `None`: the only one the audit, or the organisation, has."""
    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


def criteria_of(
    system: System, audit: ControlledAudit | None, stated: StatedCriteria
) -> list[dict[str, object]]:
    """Return *stated* as records have it: the clauses of an edition, then documents, then acts of law.

    Raises:
        RefusedError: its edition or the audit does not have a clause, or there is no such document.
    """
    criteria: list[dict[str, object]] = []
    if stated.clauses:
        key = edition_meant(system, audit, stated.edition)
        for clause in stated.clauses:
            _refuse_unknown_clause(audit, key, clause)
        criteria.append({"edition": key, "clauses": list(dict.fromkeys(stated.clauses))})
    for document in stated.documents:
        if document not in system.documents_by_id:
            near = closest(document, list(system.documents_by_id))
            raise RefusedError(
                tr("there is no document {document}", document=document),
                tr("did you mean {near}?", near=near) if near else tr("check the id"),
            )
    criteria += [{"document": document} for document in dict.fromkeys(stated.documents)]
    criteria += [{"act": act} for act in dict.fromkeys(stated.acts)]
    return criteria


def _refuse_unknown_clause(audit: ControlledAudit | None, key: str, clause: str) -> None:
    if edition(key).clause(clause) is None:
        raise RefusedError(
            tr("{edition} has no clause {clause}", edition=key, clause=clause),
            tr("check the number; clauses are those of the edition the audit names"),
        )
    if audit is not None and not audit.covers_clause(key, clause):
        raise RefusedError(
            tr("clause {clause} is not among the criteria of {audit}", clause=clause, audit=audit.id),
            tr("name a clause that the plan of the audit names"),
        )


def refuse_unknown_processes(system: System, processes: Sequence[str]) -> None:
    """Refuse processes that the organisation does not have.

    Raises:
        RefusedError: it names the first.
    """
    known = system.organisation.processes
    for process in processes:
        if process not in known:
            raise RefusedError(
                tr("the organisation has no process {process}", process=process),
                tr("processes there are: {known}", known=list_of([*known]) or "-"),
            )


def refuse_misgraded(grade: str, results: Mapping[str, str | None]) -> None:
    """Refuse a grade softer than the evidence it rests on, and a nonconformity that none of it shows.

    Args:
        grade: of the finding.
        results: of the evidence, by the names of its records; without any, every grade will do.

    Raises:
        RefusedError: it names the records.
    """
    failing = [name for name, result in results.items() if result == "does_not_conform"]
    if failing and grade not in ("major", "minor"):
        raise RefusedError(
            tr(
                "the evidence does not conform, so this is a nonconformity: {records}",
                records=list_of(failing),
            ),
            tr("grade it as minor or major, or cite other evidence"),
        )
    if results and not failing and grade in ("major", "minor"):
        raise RefusedError(
            tr(
                "none of the evidence fails to conform, so it shows no nonconformity: {records}",
                records=list_of([*results]),
            ),
            tr(
                "cite evidence that does not conform, correct a result that is wrong (qmsctl evidence correct {name} --result does_not_conform), or grade it as an observation",
                name=next(iter(results)),
            ),
        )
