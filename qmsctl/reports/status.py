"""Where things stand on a day: few numbers, the audits under way, the certificate, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.certificate import CertificateDays
from qmsctl.control.document_counts import document_counts
from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.reports.audit_duties import BY_CERTIFIERS
from qmsctl.reports.demanded import demanded
from qmsctl.reports.doubts import unestablished
from qmsctl.reports.due import Standing, due_list
from qmsctl.reports.marks import GRADES
from qmsctl.reports.provenance import Provenance, provenance
from qmsctl.reports.tasks import HORIZON, Horizon, Task
from qmsctl.reports.to_do import to_do

__all__ = ["AuditUnderWay", "Status", "status"]

_STEPS: Final = 3
"""How many things are told that come next."""
_DUE: Final = "qmsctl due"
"""The list of everything that has a day."""


@dataclass(frozen=True, slots=True)
class AuditUnderWay:
    """An audit that is not closed, and how far it has come."""

    id: str
    title: str
    status: AuditStatus
    first_day: dt.date | None
    last_day: dt.date | None
    asked: int
    answered: int
    """Questions with one answer that counts."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where things stand."""

    organisation: str
    in_force: int
    """Documents of which a revision is in force; plans of audits are not counted among documents here."""
    drafts: int
    """Documents whose file is a revision that awaits its approval."""
    departing: int
    """Documents whose file is not what was approved under its revision, or is gone."""
    unreadable: int
    """Documents whose file has a head that cannot be read."""
    overdue: int
    """Dated duties whose day has passed."""
    soon: int
    """Dated duties of today and the sixty days to come."""
    findings: tuple[tuple[str, int], ...]
    """By grade, how many are open; grades without any are left out."""
    findings_overdue: int
    audits: tuple[AuditUnderWay, ...]
    """Those that have begun and are not closed, and those whose first day has come; the earliest first."""
    next_audit: AuditUnderWay | None
    """The next that is planned."""
    certificate: CertificateDays | None
    doubts: int
    """Things that cannot be established."""
    problems: int
    """All that the check counts."""
    waived: int
    """What it does not count, because somebody answers for it."""
    known: int
    """What it does not count, because the baseline knows it."""
    steps: tuple[Task, ...]
    """What to do next, the most urgent first."""
    provenance: Provenance

    @property
    def day(self) -> dt.date:
        """The day that is asked about."""
        return self.provenance.day


def status(system: System, inspection: Inspection) -> Status:
    """Return where things stand in *system*, about which *inspection* says what is wrong."""
    doubts = unestablished(system, inspection)
    tasks = to_do(system, inspection, Horizon(system.day, None), doubts, demanded(system))
    duties = due_list(system, system.day + HORIZON, working_tree=inspection.working_tree)
    documents = document_counts(system.documents)
    open_findings = [one for one in system.findings if one.is_open and one.grade != "strength"]
    late = sum(row.standing is Standing.OVERDUE for row in duties.rows)
    under_way, to_come = _audits(system)
    return Status(
        system.organisation.organisation.name,
        documents.in_force,
        documents.drafts,
        documents.departing,
        documents.unreadable,
        late,
        len(duties.rows) - late,
        tuple(
            (grade, count) for grade in GRADES if (count := sum(one.grade == grade for one in open_findings))
        ),
        sum(one.is_overdue(system.day) for one in open_findings),
        under_way,
        to_come,
        system.certificate,
        len(doubts),
        len(inspection.problems),
        len(inspection.waived),
        len(inspection.known),
        tuple(_next(tasks)),
        provenance(system, inspection),
    )


def _next(tasks: tuple[Task, ...]) -> Iterator[Task]:
    """Yield what to do next: the most urgent things that a command does, each command once.

    What has a day and is done without qmsctl, such as the assessment of a supplier, is told with the list of its kind.
    """
    told: set[object] = set()
    for task in tasks:
        command = task.command or (_DUE if task.due is not None else None)
        once = task.command or task.what
        if command is not None and once not in told and len(told) < _STEPS:
            told.add(once)
            yield replace(task, command=command)


def _audits(system: System) -> tuple[tuple[AuditUnderWay, ...], AuditUnderWay | None]:
    """Return the audits under way, and the next that is planned."""
    open_audits = [_under_way(one) for one in system.audits if _is_open(one, system)]
    ordered = sorted(open_audits, key=lambda one: (one.first_day or dt.date.max, one.id))
    under_way = tuple(
        one
        for one in ordered
        if one.status is not AuditStatus.PLANNED
        or (one.first_day is not None and one.first_day <= system.day)
    )
    to_come = [one for one in ordered if one not in under_way and one.first_day is not None]
    return under_way, to_come[0] if to_come else None


def _is_open(audit: ControlledAudit, system: System) -> bool:
    """Return whether *audit* is still to be held, conducted or closed; what others conduct is, until it is over."""
    plan = audit.plan.fact
    if audit.status in (AuditStatus.CLOSED, AuditStatus.WITHDRAWN):
        return False
    over = max(plan.days, default=system.day) < system.day
    return not (plan.kind in BY_CERTIFIERS and audit.status is AuditStatus.PLANNED and over)


def _under_way(audit: ControlledAudit) -> AuditUnderWay:
    days = audit.plan.fact.days
    return AuditUnderWay(
        audit.id,
        audit.plan.fact.title,
        audit.status,
        min(days, default=None),
        max(days, default=None),
        len(audit.asked),
        sum(one.answer is not None for one in audit.asked),
    )
