"""Readiness for an audit: what is in force and what is not, what is evidenced, what is open, and what to do first.

It says what is to be done, and never that a system conforms: that is for auditors to conclude.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.document_counts import DocumentCounts, document_counts
from qmsctl.control.documents import DocumentState
from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.messages import Message, tr, tr_n
from qmsctl.reports.audit_duties import BY_CERTIFIERS
from qmsctl.reports.audit_programme import CertificateShown, ProgrammeView, audit_programme
from qmsctl.reports.changes import Changes
from qmsctl.reports.coverage import EditionCovered, coverage_of_editions
from qmsctl.reports.demanded import DemandedInEdition, demanded
from qmsctl.reports.doubts import Unestablished, unestablished
from qmsctl.reports.findings import FindingReported, finding_reported
from qmsctl.reports.impartiality import AuditorInConflict, auditors_in_conflict
from qmsctl.reports.marks import NOT_APPROVED_HERE, STATES
from qmsctl.reports.open_points import ProblemFound, problem_found
from qmsctl.reports.provenance import Provenance, provenance
from qmsctl.reports.register import Registered, register
from qmsctl.reports.shown import Mark, Numbered, Tone, natural_key
from qmsctl.reports.tasks import URGENCIES, Horizon, Task
from qmsctl.reports.to_do import to_do
from qmsctl.reports.waived import WaivedShown, waived_shown
from qmsctl.reports.waiver_duties import held_until, waiver_over

__all__ = ["Readiness", "ReviewDue", "last_audit", "readiness"]


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A periodic review that is late or falls due."""

    document: Registered
    due: dt.date
    is_late: bool
    waived: Message | None
    """Until when a waiver holds over it, and who answers for that."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that is said before an audit."""

    language: str
    """The organisation's."""
    organisation: str
    address: str | None
    scope: str | None
    horizon: Horizon
    tasks: tuple[Task, ...]
    """The most urgent first."""
    register: tuple[Registered, ...]
    documents: DocumentCounts
    editions: tuple[EditionCovered, ...]
    demanded: tuple[DemandedInEdition, ...]
    last_audit: str | None
    """The audit since which changes are told."""
    changes: Changes | None
    """`None`: no audit was finished yet, or what there was then cannot be read."""
    findings: tuple[FindingReported, ...]
    """Those that are open, the nearest due date first."""
    reviews: tuple[ReviewDue, ...]
    programme: ProgrammeView
    audits: tuple[ControlledAudit, ...]
    """The newest first."""
    conflicts: tuple[AuditorInConflict, ...]
    doubts: tuple[Unestablished, ...]
    problems: tuple[ProblemFound, ...]
    """All that the check found."""
    waived: tuple[WaivedShown, ...]
    """What it found besides, and somebody answers for."""
    provenance: Provenance

    @property
    def certificate(self) -> CertificateShown | None:
        """The certificate and its calendar."""
        return self.programme.certificate

    @property
    def not_in_force(self) -> tuple[Registered, ...]:
        """The documents of which nothing is in force, or whose file departs from it or is a later draft."""
        fine = (STATES[DocumentState.IN_FORCE], STATES[DocumentState.WITHDRAWN], NOT_APPROVED_HERE)
        return tuple(one for one in self.register if one.state not in fine or one.is_drafted)

    @property
    def states(self) -> tuple[Numbered, ...]:
        """How many documents are in which state."""
        found = [one.state for one in self.register]
        unread = STATES[DocumentState.UNREADABLE]  # not a state to reckon with: said where there is one
        marks = [one for one in STATES.values() if one != unread or unread in found]
        return tuple(Numbered(mark, found.count(mark)) for mark in (*marks, NOT_APPROVED_HERE))

    @property
    def urgencies(self) -> tuple[Numbered, ...]:
        """How many things there are to do, by urgency."""
        found = [task.urgency for task in self.tasks]
        return tuple(Numbered(mark, found.count(urgency)) for urgency, mark in URGENCIES.items())

    @property
    def standing(self) -> Mark:
        """What it comes to: how much is to be done, and never that the system conforms."""
        count = len(self.tasks)
        if not count:
            return Mark(tr("nothing was found that has to be done before the visit"), "●", Tone.CALM)
        word = tr_n("{count} thing to do before the visit", "{count} things to do before the visit", count)
        pressing = any(URGENCIES[task.urgency].tone is Tone.BAD for task in self.tasks)
        return Mark(word, "▲" if pressing else "○", Tone.CAUTION)


def last_audit(system: System) -> ControlledAudit | None:
    """Return the audit that was finished last, be it of the certification body or one's own."""
    finished = [audit for audit in system.audits if audit.status.is_finished]
    return max(finished, key=lambda one: (max(one.plan.fact.days, default=dt.date.min), one.id), default=None)


def readiness(
    system: System, inspection: Inspection, *, visit: dt.date | None = None, changes: Changes | None = None
) -> Readiness:
    """Return what there is to say before an audit.

    Args:
        system: the quality management system on the day that is asked about.
        inspection: what the check found in it.
        visit: the day of the visit; by default the first day of the next audit of the certification body
            that is planned here, and otherwise sixty days are looked ahead.
        changes: what changed since `last_audit`, as far as that can be told.
    """
    horizon = _horizon(system, visit)
    doubts = unestablished(system, inspection)
    found = demanded(system)
    last = last_audit(system)
    return Readiness(
        system.organisation.language,
        system.organisation.organisation.name,
        system.organisation.organisation.address,
        system.organisation.scope,
        horizon,
        to_do(system, inspection, horizon, doubts, found),
        register(system),
        document_counts(system.documents),
        coverage_of_editions(inspection.clauses, system.organisation),
        found,
        last.id if last else None,
        changes,
        _open_findings(system),
        tuple(_reviews(system, horizon)),
        audit_programme(system),
        tuple(sorted(system.audits, key=lambda one: (_begins(one), one.id), reverse=True)),
        auditors_in_conflict(system),
        doubts,
        tuple(problem_found(problem) for problem in inspection.problems),
        waived_shown(inspection.waived),
        provenance(system, inspection),
    )


def _horizon(system: System, visit: dt.date | None) -> Horizon:
    planned = [
        (min(audit.plan.fact.days), audit.id)
        for audit in system.audits
        if audit.plan.fact.kind in BY_CERTIFIERS
        and not audit.status.is_over
        and min(audit.plan.fact.days, default=dt.date.min) >= system.day
    ]
    if visit is not None:
        return Horizon(system.day, visit, next((id for day, id in planned if day == visit), None))
    day, id = min(planned, default=(None, None))
    return Horizon(system.day, day, id)


def _begins(audit: ControlledAudit) -> dt.date:
    return min(audit.plan.fact.days, default=dt.date.min)


def _open_findings(system: System) -> tuple[FindingReported, ...]:
    found = [finding_reported(finding, system) for finding in system.findings]
    return tuple(sorted((one for one in found if one.is_open), key=_urgency))


def _urgency(finding: FindingReported) -> tuple[object, ...]:
    """Sort the nearest due date first, nonconformities before others; what has no date last."""
    return (
        finding.due is None,
        finding.due or dt.date.max,
        not finding.is_nonconformity,
        natural_key(finding.number),
    )


def _reviews(system: System, horizon: Horizon) -> Iterator[ReviewDue]:
    paths = {(one.id, one.language): one.working.path for one in system.documents if one.working is not None}
    due = [one for one in register(system) if one.review_due is not None and one.revision is not None]
    for document in sorted(due, key=lambda one: (one.review_due or dt.date.max, natural_key(one.id))):
        if document.review_due is not None and horizon.reaches(document.review_due):
            path = paths.get((document.id, document.language))
            waiver = waiver_over((("overdue-review", path),), system) if path is not None else None
            yield ReviewDue(
                document,
                document.review_due,
                document.review_due < system.day,
                held_until(waiver, system) if waiver is not None else None,
            )
