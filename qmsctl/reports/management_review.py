"""What a management review has before it: the inputs that the editions name, filled from what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.values import add_months
from qmsctl.reports.changes import Changes
from qmsctl.reports.criteria import amendments_said, clause_list, edition_deadline, edition_named
from qmsctl.reports.findings import FindingReported, finding_reported, grades
from qmsctl.reports.marks import AUDIT_KINDS, AUDIT_STATUSES
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.register import Registered, register
from qmsctl.reports.review_inputs import (
    ActWatched,
    Input,
    Recorded,
    SupplierKept,
    acts,
    recorded_about,
    suppliers,
)
from qmsctl.reports.shown import Joined, Mark, Numbered, Shown, natural_key
from qmsctl.standards.clause_roles import ClauseRole, clauses_with

__all__ = ["Agendum", "AuditHeld", "ManagementReview", "Objective", "management_review"]

_MONTHS: Final = 12
"""How far a review looks back: offices hold one a year."""


_HEADINGS: Final = {
    Input.EARLIER: tr("What became of the decisions of earlier reviews"),
    Input.ISSUES: tr("What changed around the organisation and within it"),
    Input.PARTIES: tr("What interested parties need and expect, and what changed in that"),
    Input.CUSTOMERS: tr("Satisfaction of customers, complaints and what others said"),
    Input.OBJECTIVES: tr("How far the quality objectives are reached"),
    Input.PROCESSES: tr("How the processes work, and whether the services conform"),
    Input.NONCONFORMITIES: tr("Nonconformities and corrective actions"),
    Input.MONITORING: tr("Results of monitoring and measuring"),
    Input.AUDITS: tr("Results of audits"),
    Input.PROVIDERS: tr("How external providers perform"),
    Input.RESOURCES: tr("Whether there are enough resources"),
    Input.RISKS: tr("Whether the actions on risks work"),
    Input.OPPORTUNITIES: tr("Whether the actions on opportunities work"),
    Input.CHANGES: tr("Changes that may affect the system, and reviews of documents"),
    Input.IMPROVEMENT: tr("What can be improved"),
}
_RISKS_AND_OPPORTUNITIES: Final = tr("Whether the actions on risks and opportunities work")


@dataclass(frozen=True, slots=True)
class Agendum:
    """One input on the agenda, and which editions ask for it."""

    input: Input
    heading: Message
    clauses: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """A document in force that states quality objectives."""

    document: Registered
    text: str | None
    """What its section of objectives says, if it has one."""


@dataclass(frozen=True, slots=True)
class AuditHeld:
    """An audit of the period."""

    id: str
    title: str
    kind: Message
    days: tuple[dt.date, ...]
    status: Mark
    grades: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class ManagementReview:
    """What a review has before it on a day."""

    language: str
    organisation: str
    since: dt.date
    day: dt.date
    editions: tuple[Shown, ...]
    agenda: tuple[Agendum, ...]
    earlier: tuple[FindingReported, ...]
    """What followed from earlier reviews."""
    complaints: tuple[FindingReported, ...]
    """Findings of the period, and open ones, that complaints led to."""
    findings: tuple[FindingReported, ...]
    """Nonconformities of the period, and open ones."""
    improvements: tuple[FindingReported, ...]
    """Observations and opportunities that are open."""
    objectives: tuple[Objective, ...]
    processes: tuple[tuple[str, str, Shown], ...]
    """Key, name and owner."""
    audits: tuple[AuditHeld, ...]
    overdue: tuple[Registered, ...]
    """Documents whose review is overdue."""
    last_audit: str | None
    changes: Changes | None
    recorded: Mapping[Input, Recorded]
    """What audits saw and found about each input; without those of which they did not."""
    suppliers: tuple[SupplierKept, ...]
    acts: tuple[ActWatched, ...]
    """Documents of external origin."""
    around: tuple[Shown, ...]
    """What became of the editions of the standard."""
    provenance: Provenance


def management_review(
    system: System,
    made: Provenance,
    *,
    last_audit: str | None = None,
    changes: Changes | None = None,
) -> ManagementReview:
    """Return what a management review has before it.

    Args:
        system: on the day of the review.
        made: from what the paper is made.
        last_audit: the audit since which *changes* are told.
        changes: what changed since then, as far as that can be told.
    """
    organisation = system.organisation
    since = add_months(system.day, -_MONTHS)
    found = sorted(
        (finding_reported(one, system) for one in system.findings), key=lambda one: natural_key(one.number)
    )
    sources = {one.number: one.raised.fact.source for one in system.findings}
    recent = [one for one in found if one.is_open or one.raised >= since]
    of_reviews = [one for one in found if (s := sources[one.number]) and s.management_review]
    of_complaints = [one for one in recent if (s := sources[one.number]) and s.complaint]
    documents = register(system)
    return ManagementReview(
        organisation.language,
        organisation.organisation.name,
        since,
        system.day,
        tuple(edition_named(key) for key in organisation.editions),
        _agenda(organisation.editions),
        tuple(of_reviews),
        tuple(of_complaints),
        tuple(one for one in recent if one.is_nonconformity and not one.is_withdrawn),
        tuple(one for one in found if one.is_open and not one.is_nonconformity),
        _objectives(system, documents),
        tuple(
            (key, process.name, organisation.title(process.owner) if process.owner else None)
            for key, process in organisation.processes.items()
        ),
        _audits(system, since),
        tuple(
            one
            for one in documents
            if one.review_due is not None and one.revision is not None and one.review_due < system.day
        ),
        last_audit,
        changes,
        recorded_about(system, organisation.editions, since, {one.number: one for one in found}),
        suppliers(system),
        acts(system),
        tuple(_around(system)),
        made,
    )


def _around(system: System) -> Iterator[Shown]:
    """Yield what has become of the editions that the organisation works to."""
    for key in system.organisation.editions:
        deadline = edition_deadline(key, system.day)
        if deadline is not None:
            yield Joined((edition_named(key), deadline), ": ")
        yield from amendments_said(key, system.day)


def _agenda(editions: tuple[str, ...]) -> tuple[Agendum, ...]:
    """Return what any of *editions* names; where none is known, what the newest known one does."""
    asked = clauses_with(ClauseRole.REVIEW_INPUTS)
    known = [key for key in editions if key in asked] or [list(asked)[-1]]
    separate = any(Input.OPPORTUNITIES.value in asked[key].details for key in known)
    agenda = []
    for one in Input:
        asking = [key for key in known if one.value in asked[key].details]
        if asking:
            heading = _HEADINGS[one]
            if one is Input.RISKS and not separate:
                heading = _RISKS_AND_OPPORTUNITIES
            clauses = tuple(Joined((edition_named(key), clause_list((asked[key].clause,)))) for key in asking)
            agenda.append(Agendum(one, heading, clauses))
    return tuple(agenda)


def _objectives(system: System, documents: tuple[Registered, ...]) -> tuple[Objective, ...]:
    """Return the documents in force that state objectives, be it in a section or by naming the clause."""
    asking = {(key, one.clause) for key, one in clauses_with(ClauseRole.OBJECTIVES).items()}
    naming = {
        id for one in system.clauses if (one.edition, one.clause.id) in asking for id in one.documented_by
    }
    found = []
    for shown in documents:
        controlled = next(
            (one for one in system.documents_by_id.get(shown.id, ()) if one.language == shown.language), None
        )
        text = controlled.in_force_text if controlled else None
        section = text.sections.get("objectives") if text else None
        stated = section if isinstance(section, str) else None
        if text is not None and text.translates is None and (stated or shown.id in naming):
            found.append(Objective(shown, stated))
    return tuple(found)


def _audits(system: System, since: dt.date) -> tuple[AuditHeld, ...]:
    """Return the audits that were held or planned since then, the newest first."""
    held = []
    for audit in system.audits:
        days = tuple(sorted(audit.plan.fact.days))
        if days and max(days) < since:
            continue
        found = [finding_reported(one, system) for one in audit.findings]
        held.append(
            AuditHeld(
                audit.id,
                audit.plan.fact.title,
                AUDIT_KINDS[audit.plan.fact.kind],
                days,
                AUDIT_STATUSES[audit.status],
                grades(found),
            )
        )
    return tuple(sorted(held, key=lambda one: (one.days, one.id), reverse=True))
