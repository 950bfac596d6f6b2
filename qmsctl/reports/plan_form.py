"""The plan of an audit as the paper form has it: everything that auditors and auditees agree on beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import ChecklistSelection
from qmsctl.reports.criteria import CriterionNamed, criterion_named, document_named
from qmsctl.reports.identification import (
    Auditee,
    Identification,
    ScopeStated,
    TeamMember,
    auditees,
    identification,
    scope_stated,
    team,
)
from qmsctl.reports.people import called, person_named
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.schedule import Scheduled, scheduled
from qmsctl.reports.shown import Joined, Shown

__all__ = ["MODES", "PlanForm", "checklist_named", "plan_form"]

MODES: Final = {
    "on_site": tr("on site"),
    "remote": tr("remote"),
    "hybrid": tr("partly on site, partly remote"),
}


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The plan of one audit."""

    language: str
    about: Identification
    objectives: str | None
    scope: ScopeStated
    criteria: tuple[CriterionNamed, ...]
    team: tuple[TeamMember, ...]
    auditees: tuple[Auditee, ...]
    mode: Message | None
    methods: str | None
    checklists: tuple[Shown, ...]
    schedule: tuple[Scheduled, ...]
    follow_up: tuple[str, ...]
    """Numbers of earlier findings that it looks at again."""
    programme: str | None
    distribution: tuple[Shown, ...]
    lead: Shown
    accepted_by: Shown
    """Who approved the plan that is in force."""
    provenance: Provenance


def plan_form(system: System, id: str, made: Provenance) -> PlanForm:
    """Return the plan of the audit *id*.

    Raises:
        RefusedError: there is no such audit.
    """
    audit = system.audit_named(id)
    plan = audit.plan.fact
    lead = next((one.person for one in plan.team if one.role == "lead_auditor"), None)
    named = plan.programme
    about = identification(audit, system, None)
    return PlanForm(
        plan.language or system.organisation.language,
        about,
        plan.objectives,
        scope_stated(plan, system),
        tuple(criterion_named(criterion, system, system.day) for criterion in plan.criteria),
        team(plan, system),
        auditees(plan, system),
        MODES.get(plan.mode or ""),
        plan.methods,
        tuple(checklist_named(one, system) for one in plan.checklists),
        scheduled(plan, system),
        plan.follow_up,
        f"{named.id}, {named.entry}" if named else None,
        tuple(called(one, system.organisation) for one in plan.distribution),
        person_named(lead, system.organisation) if lead else None,
        about.plan_approved,
        made,
    )


def checklist_named(selection: ChecklistSelection, system: System) -> Shown:
    """Return a checklist with what of it is asked."""
    named = document_named(selection.checklist, system)
    if selection.questions:
        return Joined((named, tr("questions {questions}", questions=list_of(selection.questions))))
    if selection.clauses:
        return Joined((named, tr("questions on {clauses}", clauses=list_of(selection.clauses))))
    return Joined((named, tr("all questions")))
