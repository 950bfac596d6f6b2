"""CLS001: a clause is named that the edition does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qmsctl.control.records import count
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import list_of, tr
from qmsctl.model.document import AuditPlan, Checklist, Document
from qmsctl.model.record import Evidence, FindingStep
from qmsctl.model.schema import Filed, closest
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition, edition_named

Naming: TypeAlias = "Document | Evidence | FindingStep"
EditionNamed: TypeAlias = tuple[Place, str, tuple[tuple[Place, str], ...]]
"""An edition and clauses of it, each with its place."""


def naming_clauses(system: System) -> Iterator[Filed[Naming]]:
    """Yield what names clauses; a record that another corrects no longer counts, and nobody can mend it."""
    yield from system.qms.documents
    yield from count(system.qms.evidence, system.history).uncorrected
    yield from count(system.qms.finding_steps, system.history).uncorrected


@rule("CLS001", over=naming_clauses, severity=Severity.ERROR, clauses=("7.5.2", "9.2.2"))
def unknown_clause(filed: Filed[Naming], system: System) -> Iterator[Answer]:
    """Every clause that is named exists in its edition of the standard."""
    del system
    named = tuple(_named(filed))
    if not named:
        yield NotApplicable()
    for place, key, clauses in named:
        if key in EDITIONS:
            yield from _unknown_clauses(key, clauses)
        else:
            yield _unknown_edition(place, key)


def _named(filed: Filed[Naming]) -> Iterator[EditionNamed]:
    """Yield every edition that *filed* names, with the clauses it names of it."""
    fact = filed.fact
    if isinstance(fact, Document):
        for key, numbers in fact.clauses.items():
            yield filed.at_key("clauses", key), key, _placed(filed, numbers, "clauses", key)
    if isinstance(fact, Checklist):
        asked = (_placed(filed, q.clauses, "questions", i, "clauses") for i, q in enumerate(fact.questions))
        yield filed.at("edition"), fact.edition, tuple(pair for pairs in asked for pair in pairs)
    if isinstance(fact, AuditPlan | Evidence | FindingStep):
        for index, criterion in enumerate(fact.criteria):
            if criterion.edition:
                placed = _placed(filed, criterion.clauses, "criteria", index, "clauses")
                yield filed.at("criteria", index, "edition"), criterion.edition, placed


def _placed(filed: Filed[Naming], numbers: Sequence[str], *path: str | int) -> tuple[tuple[Place, str], ...]:
    return tuple((filed.at(*path, index), number) for index, number in enumerate(numbers))


def _unknown_clauses(key: str, clauses: Sequence[tuple[Place, str]]) -> Iterator[Problem]:
    for place, number in clauses:
        if edition(key).clause(number) is not None:
            continue
        others = [edition(other).designation for other in EDITIONS if edition(other).clause(number)]
        yield Problem(
            place,
            tr("{edition} has no clause {clause}", edition=edition(key).designation, clause=number),
            tr(
                "this number is in {editions}: name that edition, or correct the number",
                editions=list_of(others),
            )
            if others
            else tr("correct the number, or take it out"),
        )


def _unknown_edition(place: Place, key: str) -> Problem:
    near = edition_named(key) or closest(key, EDITIONS)
    return Problem(
        place,
        tr("no edition is called {edition}", edition=key),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of(EDITIONS)),
    )
