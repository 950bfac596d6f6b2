"""The schedule of an audit as its plan says it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.messages import list_of
from qmsctl.model.document import AuditPlan
from qmsctl.reports.finding_steps import process_named
from qmsctl.reports.people import called, person_named
from qmsctl.reports.shown import Shown
from qmsctl.standards import clause_key

__all__ = ["Scheduled", "scheduled"]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One row of the schedule."""

    day: dt.date | None
    time: str | None
    what: tuple[Shown, ...]
    """In words, by unit, by process."""
    clauses: str
    auditor: Shown
    auditee: Shown


def scheduled(plan: AuditPlan, system: System) -> tuple[Scheduled, ...]:
    """Return the schedule of *plan* in its own order."""
    organisation = system.organisation
    rows = []
    for row in plan.schedule:
        unit = organisation.units.get(row.unit, row.unit) if row.unit else None
        process = process_named(row.process, system) if row.process else None
        rows.append(
            Scheduled(
                row.day,
                row.time,
                tuple(text for text in (row.what, unit, process) if text),
                list_of(sorted(row.clauses, key=clause_key)),
                person_named(row.auditor, organisation) if row.auditor else None,
                called(row.auditee, organisation) if row.auditee else None,
            )
        )
    return tuple(rows)
