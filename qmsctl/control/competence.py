"""Competence of an audit team: whether it knows its editions and fields of work, and its leader has led before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audit_coverage import processes_of
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.impartiality import AUDITING
from qmsctl.control.programme import concluded_on
from qmsctl.model.document import AuditPlan
from qmsctl.model.organisation import Organisation

__all__ = ["Lacking", "auditing_roles", "experience_of", "is_auditor", "is_recorded", "lacking"]

_AUDITOR: Final = ("audit", "audyt")
"""What the key or the title of an auditor's role has in it, whatever the office calls it."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a team lacks."""

    editions: tuple[str, ...]
    """Those of its criteria in which nobody who audits was trained by the first day."""
    inexperienced: str | None
    """Whoever leads without having led or taken part in enough audits."""
    audits: int = 0
    """How many it was."""
    fields: tuple[tuple[str, str], ...] = ()
    """Processes that are audited, each with a field of work that nobody in the team knows, experts included."""

    def __bool__(self) -> bool:
        return bool(self.editions or self.fields) or self.inexperienced is not None


def is_recorded(organisation: Organisation) -> bool:
    """Return whether `qms.yaml` says of anybody what they bring to an audit."""
    return any(person.competence is not None for person in organisation.people.values())


def auditing_roles(organisation: Organisation) -> tuple[str, ...]:
    """Return the roles of `qms.yaml` in which somebody audits, as far as their names tell."""
    return tuple(
        key
        for key, title in organisation.roles.items()
        if any(word in f"{key} {title}".casefold() for word in _AUDITOR)
    )


def is_auditor(person: str, organisation: Organisation, day: dt.date) -> bool:
    """Return whether *person* holds the role of an auditor on *day*."""
    known = organisation.people.get(person)
    return known is not None and not known.roles_on(day).isdisjoint(auditing_roles(organisation))


def lacking(
    plan: AuditPlan, audits: Iterable[ControlledAudit], organisation: Organisation, day: dt.date
) -> Lacking:
    """Return what the team of *plan* lacks; where `qms.yaml` records no competence, nothing can be said.

    Args:
        plan: says who audits against what.
        audits: those concluded before it count as experience.
        organisation: records competence, and how much experience is enough.
        day: of the audit where the plan names none.
    """
    if not is_recorded(organisation):
        return Lacking((), None)
    begins = min(plan.days, default=day)
    auditing = [member for member in plan.team if member.role in AUDITING]
    trained = {
        training.standard
        for member in auditing
        if (person := organisation.people.get(member.person)) is not None and person.competence is not None
        for training in person.competence.trained
        if training.day is None or training.day <= begins
    }
    unknown = tuple(name for name in dict.fromkeys(plan.editions) if name not in trained)
    foreign = tuple(_foreign_fields(plan, organisation))
    lead = next((member.person for member in auditing if member.role == "lead_auditor"), None)
    if lead is None:
        return Lacking(unknown, None, fields=foreign)
    count = experience_of(lead, audits, organisation, begins)
    enough = count >= organisation.auditing.experience
    return Lacking(unknown, None if enough else lead, count, foreign)


def _foreign_fields(plan: AuditPlan, organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Yield the processes that *plan* audits, each with a field of work that nobody of its team knows.

    A technical expert brings the knowledge that the auditors lack (ISO 19011, 7.2).
    """
    team = [member.person for member in plan.team if member.role in (*AUDITING, "technical_expert")]
    people = (organisation.people.get(person) for person in team)
    known = {
        field.casefold()
        for person in people
        if person is not None and person.competence is not None
        for field in person.competence.fields
    }
    for key in processes_of(plan):
        process = organisation.processes.get(key)
        for field in process.fields if process is not None else ():
            if field.casefold() not in known:
                yield key, field


def experience_of(
    person: str, audits: Iterable[ControlledAudit], organisation: Organisation, day: dt.date
) -> int:
    """Return in how many audits *person* audited before *day*, those that are not kept here included."""
    known = organisation.people.get(person)
    stated = known.competence if known else None
    kept = sum(
        1
        for audit in audits
        if (done := concluded_on(audit)) is not None
        and done < day
        and any(member.person == person and member.role in AUDITING for member in audit.plan.fact.team)
    )
    return kept + (stated.led + stated.shadowed if stated else 0)
