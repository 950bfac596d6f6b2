"""What is recorded about the inputs of a management review: what audits saw, findings, suppliers, acts from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from qmsctl.control.findings import FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import Message
from qmsctl.model.record import Evidence
from qmsctl.reports.criteria import clause_list
from qmsctl.reports.due import STANDINGS, Standing
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.marks import OUTCOMES
from qmsctl.reports.people import called
from qmsctl.reports.shown import Mark, Shown, natural_key
from qmsctl.standards.clause_roles import clauses_of_inputs

__all__ = [
    "ActWatched",
    "Input",
    "Recorded",
    "SeenInAudit",
    "SupplierKept",
    "acts",
    "recorded_about",
    "suppliers",
]


class Input(Enum):
    """What a review has to look at, in the order of the agenda."""

    EARLIER = "earlier"
    ISSUES = "issues"
    PARTIES = "parties"
    CUSTOMERS = "customers"
    OBJECTIVES = "objectives"
    PROCESSES = "processes"
    NONCONFORMITIES = "nonconformities"
    MONITORING = "monitoring"
    AUDITS = "audits"
    PROVIDERS = "providers"
    RESOURCES = "resources"
    RISKS = "risks"
    OPPORTUNITIES = "opportunities"
    CHANGES = "changes"
    IMPROVEMENT = "improvement"


@dataclass(frozen=True, slots=True)
class SeenInAudit:
    """A piece of evidence that bears on an input."""

    day: dt.date
    audit: str
    clauses: Message
    result: Mark
    seen: str | None
    where: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded about one input."""

    evidence: tuple[SeenInAudit, ...] = ()
    """Of the period, in its order."""
    findings: tuple[FindingReported, ...] = ()
    """Of the period, and open ones; without those that were withdrawn."""

    def __bool__(self) -> bool:
        return bool(self.evidence or self.findings)


@dataclass(frozen=True, slots=True)
class SupplierKept:
    """A supplier by the register."""

    name: str
    last: dt.date | None
    """When it was assessed last."""
    due: dt.date
    standing: Mark
    owner: Shown


@dataclass(frozen=True, slots=True)
class ActWatched:
    """A document of external origin."""

    id: str
    title: str | None
    changed: dt.date | None
    verified: dt.date | None
    due: dt.date | None


def recorded_about(
    system: System, editions: Iterable[str], since: dt.date, reported: Mapping[str, FindingReported]
) -> Mapping[Input, Recorded]:
    """Return what is recorded about each input of which *editions* have clauses; inputs without anything are left out.

    Args:
        system: on the day of the review.
        editions: those that the organisation works to.
        since: the first day of the period.
        reported: the findings as papers show them, by number.
    """
    found = {}
    for one in Input:
        clauses = {key: clauses_of_inputs().get((key, one.value), ()) for key in editions}
        recorded = Recorded(_evidence(system, clauses, since), _findings(system, clauses, since, reported))
        if recorded:
            found[one] = recorded
    return found


def _about(named: Iterable[str], clauses: Iterable[str]) -> list[str]:
    """Return which of the clauses *named* are among *clauses* or below them."""
    known = tuple(clauses)
    return [one for one in named if any(one == clause or one.startswith(f"{clause}.") for clause in known)]


def _evidence(
    system: System, clauses: Mapping[str, tuple[str, ...]], since: dt.date
) -> tuple[SeenInAudit, ...]:
    seen = []
    for audit in system.audits:
        for record in audit.evidence:
            fact: Evidence = record.fact
            about = [
                clause
                for criterion in fact.criteria
                for clause in _about(criterion.clauses, clauses.get(criterion.edition or "", ()))
            ]
            if about and since <= fact.occurred <= system.day:
                seen.append(
                    SeenInAudit(
                        fact.occurred,
                        audit.id,
                        clause_list(about),
                        OUTCOMES[fact.result],
                        fact.seen or fact.reason,
                        fact.where,
                    )
                )
    return tuple(sorted(seen, key=lambda one: (one.day, natural_key(one.audit))))


def _findings(
    system: System,
    clauses: Mapping[str, tuple[str, ...]],
    since: dt.date,
    reported: Mapping[str, FindingReported],
) -> tuple[FindingReported, ...]:
    bearing = [
        finding.number
        for finding in system.findings
        if finding.status is not FindingStatus.WITHDRAWN
        and (finding.is_open or finding.raised.fact.occurred >= since)
        and any(_about(finding.clauses(key), below) for key, below in clauses.items())
    ]
    return tuple(reported[number] for number in sorted(bearing, key=natural_key))


def suppliers(system: System) -> tuple[SupplierKept, ...]:
    """Return the suppliers of the registers that `qms.yaml` names, the nearest due date first."""
    organisation, day = system.organisation, system.day
    rows = [
        row for register in system.dated_rows for row in register.rows if row.register.about == "supplier"
    ]
    rows.sort(key=lambda row: (row.due, natural_key(row.subject)))
    return tuple(
        SupplierKept(
            row.subject,
            row.last,
            row.due,
            STANDINGS[
                Standing.OVERDUE if row.due < day else Standing.TODAY if row.due == day else Standing.SOON
            ],
            None
            if row.owner is None
            else organisation.units[row.owner]
            if row.owner in organisation.units
            else called(row.owner, organisation),
        )
        for row in rows
    )


def acts(system: System) -> tuple[ActWatched, ...]:
    """Return the documents of external origin, by id."""
    found = []
    for id, act in sorted(system.external_acts.by_id.items(), key=lambda one: natural_key(one[0])):
        document = system.document(id)
        title = document.document.title if document is not None and document.document is not None else None
        found.append(ActWatched(id, title, act.changed, act.verified, act.due))
    return tuple(found)
