"""CLS001: a clause is named that the edition does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qmsctl.control.records import count
from qmsctl.control.system import System
from qmsctl.documents.edits import Edit
from qmsctl.documents.lookalike import meant_text
from qmsctl.documents.place import Path, Place
from qmsctl.messages import list_of, tr
from qmsctl.model.document import (
    AuditPlan,
    AuditProgramme,
    Checklist,
    Document,
    ProgrammeEntry,
    ScheduleRow,
)
from qmsctl.model.own_standards import MappedClause
from qmsctl.model.record import Evidence, FindingStep
from qmsctl.model.schema import Filed, closest
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition, edition_named

Naming: TypeAlias = "Document | Evidence | FindingStep"
EditionNamed: TypeAlias = tuple[Path, str, tuple[tuple[Path, str], ...]]
"""An edition and clauses of it, each with the path that leads to it."""


def naming_clauses(system: System) -> Iterator[Filed[Naming] | MappedClause]:
    """Yield what names clauses; a record that another corrects no longer counts, and nobody can mend it."""
    yield from system.qms.documents
    yield from system.qms.mapped.clauses
    yield from count(system.qms.evidence, system.history).uncorrected
    yield from count(system.qms.finding_steps, system.history).uncorrected


@rule("CLS001", over=naming_clauses, severity=Severity.ERROR, clauses=("7.5.2", "9.2.2"), needs=("clauses",))
def unknown_clause(filed: Filed[Naming] | MappedClause, system: System) -> Iterator[Answer]:
    """Every clause that is named exists in its edition of the standard."""
    del system
    if isinstance(filed, MappedClause):
        if edition(filed.edition).clause(filed.clause) is None:
            yield _unknown_clause(filed.place, filed.edition, filed.clause)
        return
    named = tuple(_named(filed.fact))
    if not named:
        yield NotApplicable()
    for path, key, clauses in named:
        if key in EDITIONS:
            yield from _unknown_clauses(filed, key, clauses)
        else:
            yield _unknown_edition(filed.at_key(*path) if path[0] == "clauses" else filed.at(*path), key)


def _named(fact: Naming) -> Iterator[EditionNamed]:
    """Yield every edition that *fact* names, with the clauses it names of it."""
    if isinstance(fact, Document):
        for key, numbers in fact.clauses.items():
            yield ("clauses", key), key, _placed(numbers, "clauses", key)
    if isinstance(fact, Checklist):
        asked = (_placed(q.clauses, "questions", i, "clauses") for i, q in enumerate(fact.questions))
        yield ("edition",), fact.edition, tuple(pair for pairs in asked for pair in pairs)
    if isinstance(fact, AuditPlan | AuditProgramme):
        yield from _in_rows(fact)
    if isinstance(fact, AuditPlan | AuditProgramme | Evidence | FindingStep):
        for index, criterion in enumerate(fact.criteria):
            if criterion.edition:
                placed = _placed(criterion.clauses, "criteria", index, "clauses")
                yield ("criteria", index, "edition"), criterion.edition, placed


def _in_rows(fact: AuditPlan | AuditProgramme) -> Iterator[EditionNamed]:
    """Yield the clauses of a schedule or of entries, each under the edition that has it, or else the first."""
    known = [name for name in fact.editions if name in EDITIONS]
    field = "schedule" if isinstance(fact, AuditPlan) else "entries"
    rows: Sequence[ScheduleRow | ProgrammeEntry] = (
        fact.schedule if isinstance(fact, AuditPlan) else fact.entries
    )
    for index, row in enumerate(rows):
        for place, number in _placed(row.clauses, field, index, "clauses"):
            has = [name for name in known if edition(name).clause(number) is not None]
            for name in (has or known)[:1]:
                yield ("criteria",), name, ((place, number),)


def _placed(numbers: Sequence[str], *path: str | int) -> tuple[tuple[Path, str], ...]:
    return tuple(((*path, index), number) for index, number in enumerate(numbers))


def _unknown_clauses(
    filed: Filed[Naming], key: str, clauses: Sequence[tuple[Path, str]]
) -> Iterator[Problem]:
    for path, number in clauses:
        if edition(key).clause(number) is not None:
            continue
        yield _unknown_clause(filed.at(*path), key, number, fix(filed, path, number, key))


def _unknown_clause(place: Place, key: str, number: str, edits: tuple[Edit, ...] = ()) -> Problem:
    others = [edition(other).designation for other in EDITIONS if edition(other).clause(number)]
    return Problem(
        place,
        tr("{edition} has no clause {clause}", edition=edition(key).designation, clause=number),
        tr(
            "this number is in {editions}: name that edition, or correct the number",
            editions=list_of(others),
        )
        if others
        else tr("correct the number, or take it out"),
        edits,
    )


def fix(filed: Filed[Naming], path: Path, number: str, key: str) -> tuple[Edit, ...]:
    """Return the number as it was meant, if it only looks like one of the edition; never in a record."""
    plain = meant_text(number)
    place = filed.at(*path)
    if plain == number or not isinstance(filed.fact, Document) or edition(key).clause(plain) is None:
        return ()
    if place.span is None:
        return ()
    start = filed.source.text.content.find(number, place.span.start, place.span.end)
    return (Edit(filed.source.inside(start, len(number)), number, plain),) if start >= 0 else ()


def _unknown_edition(place: Place, key: str) -> Problem:
    near = edition_named(key) or closest(key, EDITIONS)
    return Problem(
        place,
        tr("no edition is called {edition}", edition=key),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of(EDITIONS)),
    )
