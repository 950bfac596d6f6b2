"""Which audit a report is about: its identification, scope, team, auditees and signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan
from qmsctl.reports.audit_duties import BY_CERTIFIERS
from qmsctl.reports.course import Issue, issues
from qmsctl.reports.marks import AUDIT_KINDS, AUDIT_STATUSES, NOT_RECORDED, ROLES, STATES
from qmsctl.reports.people import called, named, person_named
from qmsctl.reports.register import approval_shown
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone, natural_key, span
from qmsctl.standards import clause_key

__all__ = [
    "DOES_NOT_APPLY",
    "Auditee",
    "Identification",
    "ScopeStated",
    "Signature",
    "TeamMember",
    "auditees",
    "identification",
    "scope_stated",
    "signatures",
    "team",
]


DOES_NOT_APPLY: Final = tr("not applicable")
_RAISING: Final = ("lead_auditor", "auditor")


@dataclass(frozen=True, slots=True)
class Identification:
    """Which audit this is, of whom, for whom, when and where."""

    organisation: str
    address: str | None
    audit: str
    title: str
    kind: Message
    is_external: bool
    is_certifiers: bool
    """Whether the certification body audits."""
    conducted_by: str | None
    """Who audits; `None` for an external audit of which nobody recorded it."""
    together_with: tuple[str, ...]
    client: Shown
    days: tuple[dt.date, ...]
    places: tuple[str, ...]
    methods: str | None
    status: Mark
    standing: Mark
    """Whether this is a draft or an issued report."""
    is_draft: bool
    issue: Issue | None
    """The report that was issued last, by the records."""
    plan_revision: str
    plan_state: Mark
    plan_approved: Shown

    @property
    def cover(self) -> tuple[Fact, ...]:
        """What stands on the first page."""
        return (
            Fact(tr("Audit number"), self.audit),
            Fact(tr("Kind of audit"), self.kind),
            Fact(tr("Audited organisation"), self.organisation),
            Fact(tr("Days of the audit"), _spans(self.days)),
            Fact(tr("Audit client"), self.client),
            Fact(tr("State of the audit"), self.status),
            Fact(tr("State of the report"), self.standing),
        )

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the first section says beyond the cover."""
        return (
            Fact(tr("Auditing organisation"), self.conducted_by),
            Fact(tr("Audited organisation"), Joined((self.organisation, self.address or NOT_RECORDED))),
            Fact(tr("Title of the audit"), self.title),
            *((Fact(tr("Held together with"), self.together_with, long=True),) if self.together_with else ()),
            Fact(tr("Places"), self.places),
            Fact(tr("Methods"), self.methods, long=True),
            Fact(tr("Plan of the audit"), tr("revision {revision}", revision=self.plan_revision)),
            Fact(tr("State of the plan"), self.plan_state),
            Fact(self.agreed_label, self.plan_approved),
            *((Fact(tr("Report issued"), self._issued, long=True),) if self.issue else ()),
        )

    @property
    def agreed_label(self) -> Message:
        """What the client of the audit did with its plan: that of a certification body is agreed, and not approved."""
        return (
            tr("Plan agreed with the client of the audit") if self.is_certifiers else tr("Plan approved by")
        )

    @property
    def _issued(self) -> Shown:
        """The file that was issued, to be held against this one."""
        if self.issue is None or self.issue.file is None or self.issue.digest is None:
            return None
        return Joined(
            (self.issue.occurred, self.issue.file, tr("SHA-256 {digest}", digest=self.issue.digest))
        )


@dataclass(frozen=True, slots=True)
class ScopeStated:
    """Extent and boundaries of the audit."""

    text: str | None
    units: tuple[str, ...]
    processes: tuple[str, ...]
    begins: dt.date | None
    ends: dt.date | None
    system: str | None
    """The scope of the quality management system itself."""
    exclusions: tuple[Shown, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The scope, labelled."""
        period = None
        if self.begins or self.ends:
            period = Joined((self.begins or NOT_RECORDED, self.ends or NOT_RECORDED), " – ")  # noqa: RUF001 - a span
        return (
            Fact(tr("Scope of the audit"), self.text, long=True),
            Fact(tr("Units"), self.units),
            Fact(tr("Processes"), self.processes),
            Fact(tr("Period looked at"), period),
            Fact(tr("Scope of the quality management system"), self.system, long=True),
            Fact(tr("Clauses the organisation excludes"), self.exclusions or tr("none"), long=True),
        )


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member of the audit team."""

    name: Shown
    role: Message
    letter: str | None
    raises: bool
    """Whether this part in an audit raises findings, and numbers them with a letter."""
    functions: tuple[Shown, ...]
    """The roles held in the organisation when the audit began."""
    unit: Shown
    safeguard: str | None = None
    """What kept the audit impartial where the member had a stake in what was audited."""


@dataclass(frozen=True, slots=True)
class Auditee:
    """Who answers for what was audited."""

    role: Shown
    unit: str | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign."""

    role: Message
    name: Shown


def _spans(days: tuple[dt.date, ...]) -> Shown:
    """Return *days* with those that follow each other as a span."""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    spans = tuple(span(run[0], run[-1]) for run in runs)
    return Joined(spans) if spans else None


def identification(audit: ControlledAudit, system: System, issued_on: dt.date | None) -> Identification:
    """Return which audit this is, and how far it and its report have come."""
    plan = audit.plan.fact
    identity = system.organisation.organisation
    issued = issues(audit.minutes)
    controlled = system.document(plan.id, plan.language)
    in_force = controlled.in_force if controlled else None
    approval = in_force.decided_as("approved") if in_force else None
    return Identification(
        organisation=identity.name,
        address=identity.address,
        audit=plan.id,
        title=plan.title,
        kind=AUDIT_KINDS[plan.kind],
        is_external=plan.kind != "internal",
        is_certifiers=plan.kind in BY_CERTIFIERS,
        conducted_by=plan.conducted_by or (identity.name if plan.kind == "internal" else None),
        together_with=plan.together_with,
        client=called(plan.client, system.organisation) if plan.client else None,
        days=tuple(sorted(plan.days)),
        places=plan.places,
        methods=plan.methods,
        status=AUDIT_STATUSES[audit.status],
        standing=_standing(audit, system.day, issued, issued_on),
        is_draft=issued_on is None and not issued,
        issue=issued[-1] if issued else None,
        plan_revision=plan.revision,
        plan_state=STATES[controlled.state] if controlled else Mark(NOT_RECORDED, "?", Tone.CAUTION),
        plan_approved=approval_shown(approval, system) if approval else None,
    )


def _standing(
    audit: ControlledAudit, day: dt.date, issued: tuple[Issue, ...], issued_on: dt.date | None
) -> Mark:
    if issued_on is not None:
        return Mark(tr("report issued on {day}", day=issued_on), "✓", Tone.GOOD)
    if issued:
        word = tr(
            "report issued on {issued}; this copy shows the state of {day}",
            issued=issued[-1].occurred,
            day=day,
        )
        return Mark(word, "✓", Tone.GOOD)
    if audit.last("conclusions") is not None:
        return Mark(tr("draft, not yet issued"), "◑", Tone.CAUTION)
    if audit.status is AuditStatus.WITHDRAWN:
        return AUDIT_STATUSES[AuditStatus.WITHDRAWN]
    if audit.status is AuditStatus.PLANNED:
        return Mark(tr("draft, the audit has not begun"), "○", Tone.CAUTION)
    return Mark(tr("draft, the audit is not concluded"), "◔", Tone.CAUTION)


def scope_stated(plan: AuditPlan, system: System) -> ScopeStated:
    """Return extent and boundaries of the audit."""
    organisation = system.organisation
    return ScopeStated(
        plan.scope.text,
        tuple(_unit(unit, system) or unit for unit in plan.scope.units),
        tuple(_process(key, system) for key in plan.scope.processes),
        plan.scope.from_,
        plan.scope.until,
        organisation.scope,
        tuple(
            Joined((clause, reason or tr("no reason recorded")), ": ")
            for edition in dict.fromkeys(plan.editions)
            for clause, reason in _sorted(organisation.exclusions.get(edition, {}))
        ),
    )


def _sorted(reasons: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    return sorted(reasons.items(), key=lambda entry: clause_key(entry[0]))


def _unit(key: str | None, system: System) -> str | None:
    return system.organisation.units.get(key, key) if key else None


def _process(key: str, system: System) -> str:
    process = system.organisation.processes.get(key)
    return f"{key} {process.name}" if process else key


def team(plan: AuditPlan, system: System) -> tuple[TeamMember, ...]:
    """Return the audit team, the lead auditor first."""
    begins = min(plan.days, default=system.day)
    order = list(ROLES)
    members = sorted(
        plan.team, key=lambda member: (order.index(member.role), natural_key(member.letter or ""))
    )
    found = []
    for member in members:
        person = system.organisation.people.get(member.person)
        roles = sorted(person.roles_on(begins)) if person else []
        unit = _unit((person.unit if person else None) or _in_plan(roles, plan), system)
        raises = member.role in _RAISING
        # Who comes with the certification body has neither a function nor a unit here.
        comes = plan.kind in BY_CERTIFIERS and raises and not roles and unit is None
        found.append(
            TeamMember(
                person_named(member.person, system.organisation),
                ROLES[member.role],
                member.letter,
                raises,
                (DOES_NOT_APPLY,) if comes else tuple(named(role, system.organisation) for role in roles),
                DOES_NOT_APPLY if comes else unit,
                member.safeguard,
            )
        )
    return tuple(found)


def _in_plan(roles: Sequence[str], plan: AuditPlan) -> str | None:
    """Return the unit in which *plan* audits one of *roles*: `qms.yaml` has no unit of somebody who has left."""
    return next((one.unit for one in plan.auditees if one.role in roles and one.unit), None)


def auditees(plan: AuditPlan, system: System) -> tuple[Auditee, ...]:
    """Return who answers for what is audited."""
    return tuple(
        Auditee(called(auditee.role, system.organisation), _unit(auditee.unit, system))
        for auditee in plan.auditees
    )


def signatures(plan: AuditPlan, system: System) -> tuple[Signature, ...]:
    """Return who is to sign; a name only where exactly one person can be meant."""
    lead = next((member.person for member in plan.team if member.role == "lead_auditor"), None)
    holders = [
        person.name
        for person in system.organisation.people.values()
        if plan.owner is not None and plan.owner in person.roles_on(system.day)
    ]
    return (
        Signature(tr("lead auditor"), person_named(lead, system.organisation) if lead else None),
        Signature(tr("QMS representative"), holders[0] if len(holders) == 1 else None),
        Signature(
            tr("representative of the auditees"),
            called(plan.auditees[0].role, system.organisation) if len(plan.auditees) == 1 else None,
        ),
    )
