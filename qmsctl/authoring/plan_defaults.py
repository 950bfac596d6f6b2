"""What a new audit takes over by itself: its number, its letters, its questions, whom and what it usually is about."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import string
from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.control.audit_coverage import leaves_of
from qmsctl.control.system import System
from qmsctl.model.document import AuditPlan, Checklist, Criterion
from qmsctl.model.organisation import Organisation
from qmsctl.model.values import add_months

__all__ = [
    "answering_for",
    "checklists_for",
    "letters",
    "next_id",
    "usual_period",
    "usual_plan",
]

_NUMBERED: Final = re.compile(r"(?P<before>.*?)(?P<year>\d{4})(?P<between>\D+)(?P<number>\d+)")


def next_id(year: int, taken: Sequence[str], form: tuple[str, int]) -> str:
    """Return the next free id of *year*, in the form of the newest of those *taken*.

    Args:
        year: to which it belongs.
        taken: the ids that exist.
        form: the prefix and the digits of an id where none shows them.
    """
    shown = [found for id in taken if (found := _NUMBERED.fullmatch(id))]
    newest = max(shown, key=lambda one: (one["year"], int(one["number"])), default=None)
    before, between, digits = f"{form[0]}-", "-", form[1]
    if newest is not None:
        before, between, digits = newest["before"], newest["between"], len(newest["number"])
    numbers = (int(one["number"]) for one in shown if int(one["year"]) == year)
    return f"{before}{year}{between}{max(numbers, default=0) + 1:0{digits}}"


def letters() -> Iterator[str]:
    """Yield the letters of those who number findings: A to Z, then AA."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(string.ascii_uppercase, repeat=length))


def usual_plan(system: System) -> AuditPlan | None:
    """Return the plan of the latest internal audit: who orders audits and gets reports seldom changes."""
    plans = [audit.plan.fact for audit in system.audits if audit.plan.fact.kind == "internal"]
    return max(plans, key=lambda plan: (max(plan.days, default=dt.date.min), plan.id), default=None)


def usual_period(begins: dt.date) -> tuple[dt.date, dt.date]:
    """Return the work that an audit which *begins* then looks at: a year, up to the day before."""
    return add_months(begins, -12), begins - dt.timedelta(days=1)


def answering_for(
    organisation: Organisation, units: Sequence[str], processes: Sequence[str]
) -> tuple[tuple[str, str | None], ...]:
    """Return who answers for what is audited, as `qms.yaml` says it: the heads of units, the owners of processes.

    Each is a role or a person, with the unit it heads.
    """
    heads = {head: unit for unit, head in organisation.unit_heads.items()}
    found: dict[str, str | None] = {}
    for unit in units:
        if (head := organisation.unit_heads.get(unit)) is not None:
            found.setdefault(head, unit)
    for key in processes:
        process = organisation.processes.get(key)
        if process is not None and process.owner is not None:
            found.setdefault(process.owner, heads.get(process.owner))
    return tuple(found.items())


def checklists_for(
    system: System, criteria: Sequence[Criterion], units: Sequence[str]
) -> list[dict[str, object]]:
    """Return the checklists whose questions *criteria* call for, whole or cut down to their clauses.

    Args:
        system: has the checklists.
        criteria: name the editions and clauses.
        units: those audited; a checklist that is for other units is left out.
    """
    found: dict[str, dict[str, object]] = {}
    for criterion in criteria:
        for document in system.documents:
            checklist = document.document
            if not isinstance(checklist, Checklist) or document.withdrawn is not None:
                continue
            meant_for_others = units and checklist.units and not set(units) & set(checklist.units)
            if checklist.edition != criterion.edition or meant_for_others:
                continue
            wanted = leaves_of(checklist.edition, criterion.clauses)
            asked = leaves_of(checklist.edition, (c for q in checklist.questions for c in q.clauses))
            if criterion.clauses and not wanted & asked:
                continue
            found.setdefault(document.id, {"checklist": document.id, "clauses": [*criterion.clauses]})
    return list(found.values())
