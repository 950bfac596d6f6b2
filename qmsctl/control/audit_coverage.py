"""What was audited last when: processes, units and clauses, and what never was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final, TypeAlias

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.programme import ControlledProgramme, concluded_on
from qmsctl.model.document import AuditPlan
from qmsctl.model.organisation import Organisation
from qmsctl.model.values import add_months
from qmsctl.standards import EDITIONS, edition

__all__ = ["Coverable", "LastAudited", "audit_coverage", "leaves_of", "processes_of"]


class Coverable(Enum):
    """What an audit covers."""

    PROCESS = "process"
    UNIT = "unit"
    CLAUSE = "clause"


_Key: TypeAlias = tuple[Coverable, str, str]
"""Kind, edition (of a clause) and key."""
_INTERNAL: Final = "internal"
"""What the certification body audits is not the organisation's own audit (9.2)."""


@dataclass(frozen=True, slots=True)
class LastAudited:
    """One process, unit or clause, and when it was audited last."""

    kind: Coverable
    key: str
    edition: str | None
    """Of a clause."""
    last: dt.date | None
    audit: str | None
    """The audit that covered it last."""
    days: tuple[dt.date, ...]
    """Every day on which an audit covered it."""
    planned: dt.date | None
    """The month of the next audit that a programme plans for it."""
    excluded: str | None = None
    """Why a clause does not apply."""

    def is_due(self, day: dt.date, every: int) -> bool:
        """Return whether on *day* it was not audited within the last *every* months, though it applies."""
        return self.excluded is None and (self.last is None or add_months(self.last, every) < day)


def audit_coverage(
    organisation: Organisation,
    audits: Iterable[ControlledAudit],
    programmes: Iterable[ControlledProgramme],
    day: dt.date,
    editions: Sequence[str] | None = None,
) -> tuple[LastAudited, ...]:
    """Return every process and unit of `qms.yaml`, and every clause of *editions*, each with its last audit.

    Only audits that are concluded count, for all three alike: what a running audit has looked at is
    planned still.  A process counts on the day its audit was concluded, a unit also where evidence names
    it, and a clause on the day of evidence that was looked at.

    Args:
        organisation: says what there is.
        audits: the internal ones among them count.
        programmes: say what is still to come.
        day: nothing after it counts.
        editions: by default those of `qms.yaml`.
    """
    covered: dict[_Key, dict[dt.date, str]] = {}
    for audit in audits:
        if audit.plan.fact.kind == _INTERNAL:
            for key, when in _covered(audit):
                covered.setdefault(key, {})[when] = audit.id
    planned = _planned(programmes, day)
    rows = [
        *((Coverable.PROCESS, "", key) for key in organisation.processes),
        *((Coverable.UNIT, "", key) for key in organisation.units),
        *(
            (Coverable.CLAUSE, name, leaf.id)
            for name in (editions or organisation.editions)
            if name in EDITIONS
            for leaf in edition(name).leaves
        ),
    ]
    return tuple(_row(key, covered.get(key, {}), planned, organisation) for key in rows)


def leaves_of(name: str, clauses: Iterable[str]) -> frozenset[str]:
    """Return the clauses of the edition *name* that hold requirements and belong to *clauses*.

    A clause stands for all that lies below it; one below a leaf stands for the leaf.
    """
    if name not in EDITIONS:
        return frozenset()
    return frozenset().union(*(_leaves(name, clause) for clause in clauses))


@cache
def _leaves(name: str, clause: str) -> frozenset[str]:
    """Return the leaves that *clause* stands for; there can be very many records, and clauses are few."""
    known = edition(name)
    below = frozenset(leaf.id for leaf in known.leaves_under(clause))
    return below or frozenset(leaf.id for leaf in known.leaves if clause.startswith(leaf.id + "."))


def processes_of(plan: AuditPlan) -> tuple[str, ...]:
    """Return the processes that *plan* covers: those of its scope and of its schedule."""
    rows = (row.process for row in plan.schedule if row.process)
    return tuple(dict.fromkeys([*plan.scope.processes, *rows]))


def _covered(audit: ControlledAudit) -> Iterator[tuple[_Key, dt.date]]:
    """Yield what *audit* covered, each with the day."""
    plan, done = audit.plan.fact, concluded_on(audit)
    if done is None:
        return
    yield from (((Coverable.PROCESS, "", key), done) for key in processes_of(plan))
    units = [*plan.scope.units, *(row.unit for row in plan.schedule if row.unit)]
    yield from (((Coverable.UNIT, "", key), done) for key in units)
    for record in audit.evidence:
        fact = record.fact
        if fact.result == "not_audited":
            continue
        if fact.unit is not None:
            yield (Coverable.UNIT, "", fact.unit), fact.occurred
        for criterion in fact.criteria:
            if criterion.edition is not None:
                for leaf in leaves_of(criterion.edition, criterion.clauses):
                    yield (Coverable.CLAUSE, criterion.edition, leaf), fact.occurred


def _planned(programmes: Iterable[ControlledProgramme], day: dt.date) -> Mapping[_Key, dt.date]:
    """Return the next month in which a programme plans to audit something."""
    found: dict[_Key, dt.date] = {}
    for programme in programmes:
        editions = programme.stated.fact.editions
        for one in programme.entries:
            entry = one.entry
            if one.done is not None or entry.is_cancelled or entry.kind != _INTERNAL or one.due < day:
                continue
            keys: list[_Key] = [(Coverable.PROCESS, "", key) for key in entry.processes]
            keys += [(Coverable.UNIT, "", key) for key in entry.units]
            whole = not (entry.clauses or entry.processes or entry.units)
            for name in (one for one in editions if one in EDITIONS):
                stated = [leaf.id for leaf in edition(name).leaves] if whole else entry.clauses
                keys += [(Coverable.CLAUSE, name, leaf) for leaf in leaves_of(name, stated)]
            for key in keys:
                found[key] = min(found.get(key, dt.date.max), entry.due_month)
    return found


def _row(
    key: _Key, covered: Mapping[dt.date, str], planned: Mapping[_Key, dt.date], organisation: Organisation
) -> LastAudited:
    kind, name, id = key
    last = max(covered, default=None)
    return LastAudited(
        kind,
        id,
        name or None,
        last,
        covered[last] if last else None,
        tuple(sorted(covered)),
        planned.get(key),
        organisation.excluded(name, id) if kind is Coverable.CLAUSE else None,
    )
