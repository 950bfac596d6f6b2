"""The states that the story of eleven years goes through, by kind: whose they are on a day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, get_args
from zoneinfo import ZoneInfo

from qmsctl.control.audits import AuditStatus
from qmsctl.control.case_columns import case_reader
from qmsctl.control.cases import CaseStanding, cases
from qmsctl.control.coverage import Level
from qmsctl.control.documents import DocumentState
from qmsctl.control.findings import FindingStatus
from qmsctl.control.programme import Progress
from qmsctl.control.system import System, control
from qmsctl.control.trust import Trust
from qmsctl.control.waivers import WaiverState
from qmsctl.demo import Demonstration
from qmsctl.documents.csv_table import read_table
from qmsctl.law import laws
from qmsctl.model.qms import load
from qmsctl.model.values import (
    AuditKind,
    EntryState,
    FindingStepKind,
    Grade,
    Meaning,
    Method,
    MinutesKind,
    Result,
)
from qmsctl.repo.repository import Repository, open_repository
from qmsctl.reports.due import Standing, due_list

Seen = Iterator[tuple[str, str]]
"""Whose state, and which."""


@dataclass(frozen=True)
class Told:
    """The story of eleven years as it was built, and what was known of it on any day."""

    demonstration: Demonstration
    repository: Repository

    @functools.cache  # noqa: B019 - there are two of them
    def on(self, day: dt.date) -> System:
        """Return the system that the repository knew at the end of *day*."""
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, ZoneInfo("Europe/Warsaw"))
        known = self.repository.history(self.repository.head).commits
        commit = max((one for one in known if one.committed < end), key=lambda one: one.committed)
        return control(
            load(self.repository.at(commit.id)),
            self.repository.history(commit.id),
            day,
            self.repository.git.blobs,
        )


def told(demonstration: Demonstration) -> Told:
    """Return *demonstration* with what was known of it on any day."""
    return Told(demonstration, open_repository(demonstration.folder))


def _documents(system: System) -> Seen:
    return ((one.id, one.state.value) for one in system.documents)


def _decisions(system: System) -> Seen:
    return ((one.id, decision.record.fact.meaning) for one in system.documents for decision in one.decisions)


def _trust(system: System) -> Seen:
    return ((one.id, decision.trust.value) for one in system.documents for decision in one.decisions)


def _coverage(system: System) -> Seen:
    return ((f"{one.edition} {one.clause.id}", one.level.value) for one in system.clauses)


def _audits(system: System) -> Seen:
    return ((one.id, one.status.value) for one in system.audits)


def _kinds(system: System) -> Seen:
    return ((one.id, one.plan.fact.kind) for one in system.audits)


def _programmes(system: System) -> Seen:
    return (
        (f"{programme.id} {one.entry.id}", one.progress.value)
        for programme in system.programmes
        for one in programme.entries
    )


def _entries(system: System) -> Seen:
    return (
        (f"{programme.id} {one.entry.id}", one.entry.state)
        for programme in system.programmes
        for one in programme.entries
    )


def _results(system: System) -> Seen:
    return ((record.fact.audit, record.fact.result) for record in system.qms.evidence)


def _methods(system: System) -> Seen:
    return ((one.fact.audit, one.fact.method) for one in system.qms.evidence if one.fact.method)


def _minutes(system: System) -> Seen:
    return ((one.id, record.fact.kind) for one in system.audits for record in one.minutes)


def _findings(system: System) -> Seen:
    return ((one.number, one.status.value) for one in system.findings)


def _grades(system: System) -> Seen:
    return ((one.number, step.fact.grade) for one in system.findings for step in one.steps if step.fact.grade)


def _steps(system: System) -> Seen:
    return ((one.number, step.fact.step) for one in system.findings for step in one.steps)


def _waivers(system: System) -> Seen:
    return ((one.record.fact.document, one.state.value) for one in system.waivers)


def _duties(system: System) -> Seen:
    told = due_list(system, system.day + dt.timedelta(days=365), working_tree=False)
    numbers = {one.id: one.number for one in system.findings}
    return ((numbers.get(row.duty.subject, row.duty.subject), row.standing.value) for row in told.rows)


def _cases(system: System) -> Seen:
    for name, register in system.organisation.registers.items():
        for path in register.files:
            table = read_table(path, system.qms.read(path))
            reader = case_reader(table, register, laws()[register.law or "kpa"])
            for case in cases(table, reader, system.day, system.day + dt.timedelta(days=7)):
                yield f"{name} {case.row.cells[0]}", case.standing.value


@dataclass(frozen=True)
class Kind:
    """A kind of state."""

    every: tuple[str, ...]
    """All that the tool knows of it."""
    seen: Callable[[System], Seen]


def _of(one: type[Enum]) -> tuple[str, ...]:
    return tuple(str(state.value) for state in one)


KINDS: Final[Mapping[str, Kind]] = {
    "documents": Kind(_of(DocumentState), _documents),
    "decisions": Kind(get_args(Meaning), _decisions),
    "trust": Kind(_of(Trust), _trust),
    "coverage": Kind(_of(Level), _coverage),
    "audits": Kind(_of(AuditStatus), _audits),
    "kinds-of-audits": Kind(get_args(AuditKind), _kinds),
    "programmes": Kind(_of(Progress), _programmes),
    "entries": Kind(get_args(EntryState), _entries),
    "results": Kind(get_args(Result), _results),
    "methods": Kind(get_args(Method), _methods),
    "minutes": Kind(get_args(MinutesKind), _minutes),
    "findings": Kind(_of(FindingStatus), _findings),
    "grades": Kind(get_args(Grade), _grades),
    "steps": Kind(get_args(FindingStepKind), _steps),
    "waivers": Kind(_of(WaiverState), _waivers),
    "duties": Kind(_of(Standing), _duties),
    "cases": Kind(_of(CaseStanding), _cases),
}
"""By the name under which the page lists them."""
