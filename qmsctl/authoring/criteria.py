"""What evidence is judged by: clauses of one edition that the criteria of its audit name."""

from __future__ import annotations

from collections.abc import Sequence

from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.schema import closest
from qmsctl.standards import EDITIONS, edition, edition_named

__all__ = ["criteria_judged"]


def criteria_judged(
    audit: ControlledAudit, asked: Asked | None, system: System, clauses: Sequence[str], given: str | None
) -> list[dict[str, object]]:
    """Return what was judged: the clauses of the question and of the call.

    Raises:
        RefusedError: a clause is unknown, or it is not clear of which edition it is.
    """
    chosen = [*(asked.question.clauses if asked else ()), *clauses]
    if not chosen:
        raise RefusedError(
            tr("evidence needs a criterion: a question of the audit, or a clause"),
            tr("give --question or --clause"),
        )
    key = _edition(audit, asked, system, given)
    for clause in chosen:
        if edition(key).clause(clause) is not None and not audit.covers_clause(key, clause):
            raise RefusedError(
                tr("clause {clause} is not among the criteria of {audit}", clause=clause, audit=audit.id),
                tr("record it in an audit whose plan names the clause"),
            )
        if edition(key).clause(clause) is None:
            raise RefusedError(
                tr("{edition} has no clause {clause}", edition=key, clause=clause),
                tr("check the number; clauses are those of the edition the audit names"),
            )
    return [{"edition": key, "clauses": list(dict.fromkeys(chosen))}]


def _edition(audit: ControlledAudit, asked: Asked | None, system: System, given: str | None) -> str:
    """Return the edition whose clauses are meant: what was *given*, that of the question, or the only one.

    Raises:
        RefusedError: nobody knows it, the criteria of the audit do not name it, or it is not clear which.
    """
    named = [key for key in audit.plan.fact.editions if key in EDITIONS]
    stated = None
    if asked is not None:
        checklist = system.document(asked.checklist, audit.plan.fact.language)
        stated = getattr(checklist.document if checklist else None, "edition", None)
    meant = _edition_called(given) if given else stated
    if given and stated in EDITIONS and meant != stated:
        raise RefusedError(
            tr("the question {question} is one of {edition}", question=_id_of(asked), edition=str(stated)),
            tr("leave --edition out, or record it without the question"),
        )
    if meant in EDITIONS:
        if meant not in named:
            raise RefusedError(
                tr("the criteria of {audit} do not name {edition}", audit=audit.id, edition=str(meant)),
                tr("editions they name: {known}", known=", ".join(named) or "-"),
            )
        return str(meant)
    if len(named) != 1:
        raise RefusedError(
            tr(
                "the audit {audit} names no single edition, so a clause alone says too little", audit=audit.id
            ),
            tr("say which one is meant with --edition: {known}", known=", ".join(named) or "-"),
        )
    return named[0]


def _id_of(asked: Asked | None) -> str:
    return asked.question.id if asked else "-"


def _edition_called(given: str) -> str:
    """Return the edition that somebody calls *given*: its key, or a bare year.

    Raises:
        RefusedError: nobody knows it.
    """
    if (key := edition_named(given)) is not None:
        return key
    near = closest(given, EDITIONS)
    raise RefusedError(
        tr("no edition is called {edition}", edition=given),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=", ".join(EDITIONS)),
    )
