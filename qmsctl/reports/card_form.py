"""The card of one finding as the paper form has it: what was found, and each part of what is done about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.reports.finding_steps import StepReported, proof_shown, steps_reported
from qmsctl.reports.findings import FindingReported, action_due, finding_reported
from qmsctl.reports.people import named, person_named, recorder_named
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Joined, Mark, Shown, Tone

__all__ = ["CardForm", "card_form"]


@dataclass(frozen=True, slots=True)
class CardForm:
    """One finding, part by part; what nobody recorded is `None`."""

    language: str
    organisation: str
    found: FindingReported
    auditor: Shown
    """The lead auditor of the audit it comes from."""
    recorded_by: Message
    acknowledged: dt.date | None
    correction: str | None
    containment: str | None
    extent: str | None
    cause: str | None
    cause_method: str | None
    reviewed: Shown
    """Whether the response was accepted, when and by whom; `None`: nobody has judged it."""
    action: str | None
    action_owner: Shown
    action_due: Shown
    """With the day it was moved from, if it was moved."""
    criterion: str | None
    done: dt.date | None
    proof: Shown
    checked: dt.date | None
    is_effective: bool | None
    checked_by: Shown
    closed: dt.date | None
    steps: tuple[StepReported, ...]
    """Everything that was recorded, step by step."""
    provenance: Provenance


def card_form(system: System, finding: ControlledFinding, made: Provenance) -> CardForm:
    """Return the card of *finding*."""
    organisation = system.organisation
    raised = finding.raised.fact
    audit = system.audit(raised.source.audit) if raised.source and raised.source.audit else None
    team = audit.plan.fact.team if audit else ()
    lead = next((one.person for one in team if one.role == "lead_auditor"), None)
    action, done = finding.last("action"), finding.last("done")
    verified, closed = finding.last("verified"), finding.last("closed")
    acknowledged = finding.last("acknowledged")
    plan = action.fact if action else None
    check = verified.fact if verified else None
    return CardForm(
        language=system.language_of(audit.id if audit else None),
        organisation=organisation.organisation.name,
        found=finding_reported(finding, system),
        auditor=person_named(lead, organisation) if lead else None,
        recorded_by=recorder_named(raised.recorder, organisation, system.day_of(raised.recorded)),
        acknowledged=acknowledged.fact.occurred if acknowledged else None,
        correction=_said(finding, "correction"),
        containment=_said(finding, "containment"),
        extent=_said(finding, "extent"),
        cause=_said(finding, "cause"),
        cause_method=_said(finding, "cause_method"),
        reviewed=_reviewed(finding, organisation),
        action=plan.action if plan else None,
        action_owner=named(plan.owner, organisation) if plan and plan.owner else None,
        action_due=action_due(finding),
        criterion=plan.criterion if plan else None,
        done=done.fact.occurred if done else None,
        proof=proof_shown(done.fact) if done else None,
        checked=check.occurred if check else None,
        is_effective=check.effective if check else None,
        checked_by=named(check.by, organisation) if check and check.by else None,
        closed=closed.fact.occurred if closed else None,
        steps=tuple(steps_reported(finding, system, whole=True)),
        provenance=made,
    )


def _reviewed(finding: ControlledFinding, organisation: Organisation) -> Shown:
    """Return what came of the last review of the response."""
    step = finding.last("reviewed")
    if step is None or step.fact.accepted is None:
        return None
    word = (
        Mark(tr("found sufficient"), "✓", Tone.GOOD)
        if step.fact.accepted
        else Mark(tr("rejected"), "✗", Tone.BAD)
    )
    by = named(step.fact.by, organisation) if step.fact.by else tr("by whom is not recorded")
    return Joined((word, step.fact.occurred, by))


def _said(finding: ControlledFinding, field: str) -> str | None:
    """Return what was said last in *field* of the steps."""
    step = finding.stating(field)
    value = getattr(step.fact, field) if step else None
    return str(value) if value is not None else None
