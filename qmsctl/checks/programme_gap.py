"""AUD010: a process or a clause is neither audited nor in the audit programme."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audit_coverage import Coverable, LastAudited, audit_coverage, leaves_of
from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.model.document import ProgrammeEntry
from qmsctl.model.values import add_months
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition


@rule("AUD010", over=programmes, severity=Severity.WARNING, clauses=("9.2.2",))
def programme_gap(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """Every process and clause is in the audit programme, or was audited recently enough."""
    period = programme.stated.fact.period
    if period is None or period[1] < system.day:
        yield NotApplicable()
        return
    place, id = programme.stated.at_key("entries"), programme.id
    if processes := tuple(_processes(programme, system)):
        yield Problem(
            place,
            tr(
                "nobody audits by {programme}, nor has recently: {processes}",
                programme=id,
                processes=list_of(processes),
            ),
            tr("add an audit of them to the programme, or let its scope name the processes it is about"),
        )
    for name in (one for one in programme.stated.fact.editions if one in EDITIONS):
        if clauses := tuple(_clauses(programme, name, system)):
            yield Problem(
                place,
                tr(
                    "nobody audits by {programme}, nor has recently, these clauses of {edition}: {clauses}",
                    programme=id,
                    edition=edition(name).designation,
                    clauses=list_of(clauses),
                ),
                tr("add them to an audit of the programme"),
            )


def _entries(programme: ControlledProgramme) -> Iterator[ProgrammeEntry]:
    """Yield the internal audits that take place."""
    for one in programme.entries:
        if one.entry.kind == "internal" and not one.entry.is_cancelled:
            yield one.entry


def _processes(programme: ControlledProgramme, system: System) -> Iterator[str]:
    """Yield the names of the processes that are left out."""
    wanted = programme.stated.fact.scope.processes or tuple(system.organisation.processes)
    entries = tuple(_entries(programme))
    if any(not (one.processes or one.units or one.clauses) for one in entries):
        return
    planned = {process for one in entries for process in one.processes}
    for row in system.audited:
        left_out = row.kind is Coverable.PROCESS and row.key in wanted and row.key not in planned
        if left_out and not _recently(row, programme, system):
            yield system.organisation.processes[row.key].name


def _clauses(programme: ControlledProgramme, name: str, system: System) -> Iterator[str]:
    """Yield the clauses of the edition *name* that are left out."""
    entries = tuple(_entries(programme))
    if any(not (one.processes or one.units or one.clauses) for one in entries):
        return
    planned = leaves_of(name, (clause for one in entries for clause in one.clauses))
    known = name in system.organisation.editions
    rows = system.audited if known else _of_another(name, system)
    for row in rows:
        left_out = row.edition == name and row.excluded is None and row.key not in planned
        if left_out and not _recently(row, programme, system):
            yield row.key


def _of_another(name: str, system: System) -> tuple[LastAudited, ...]:
    """Return what is known of an edition that `qms.yaml` does not name."""
    return audit_coverage(system.organisation, system.audits, (), system.day, (name,))


def _recently(row: LastAudited, programme: ControlledProgramme, system: System) -> bool:
    """Return whether the last audit still counts when the programme ends."""
    every, period = system.organisation.auditing.every, programme.stated.fact.period
    ends = period[1] if period else system.day
    return row.last is not None and add_months(row.last, every) >= ends
