"""What has to be done about audits, their impartiality and the certificate before a day."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audit_coverage import Coverable
from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.impartiality import forbids_own_work, in_conflict, stake_in_words
from qmsctl.control.programme import ControlledEntry, ControlledProgramme, Progress
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.reports.commands import approve_command, first_needed
from qmsctl.reports.document_explained import missing_decisions
from qmsctl.reports.marks import AUDIT_STATUSES
from qmsctl.reports.people import in_phrase, named, person_named
from qmsctl.reports.shown import Joined, Link, Shown
from qmsctl.reports.tasks import Horizon, Task, Urgency, programme_owner

__all__ = ["BY_CERTIFIERS", "audit_tasks", "certificate_tasks", "impartiality_tasks", "programme_tasks"]

BY_CERTIFIERS: Final = ("stage_1", "stage_2", "surveillance", "recertification", "special", "transition")
"""Kinds of audits that others conduct: nobody here can be asked to hold them."""


def programme_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about the audit programmes: what is late or falls due, and what nobody planned."""
    current = [one for one in system.programmes if one.document.withdrawn is None]
    if not any(one.stated.fact.covers(system.day) for one in current):
        yield Task(
            Urgency.BEFORE,
            tr("begin the audit programme of {year}, and have it approved", year=system.day.year),
            tr("no audit programme covers {day}", day=system.day),
            Link(str(system.day.year), "audits"),
            shlex.join(("qmsctl", "audit", "programme", "--new", str(system.day.year))),
            None,
            horizon.by(),
        )
    for programme in current:
        for entry in programme.entries:
            is_late = entry.progress is Progress.LATE
            waits = entry.progress in (Progress.PLANNED, Progress.MOVED, Progress.UNDER_WAY)
            if is_late or (waits and horizon.reaches(entry.due)):
                yield _entry(entry, programme, system, horizon)
    yield from _never_audited(system, horizon)


def _entry(entry: ControlledEntry, programme: ControlledProgramme, system: System, horizon: Horizon) -> Task:
    is_late = entry.progress is Progress.LATE
    lead, owner = entry.entry.lead, programme.stated.fact.owner
    command: tuple[str, ...] = (
        "audit",
        "plan",
        "--from-programme",
        entry.entry.id,
        "--programme",
        programme.id,
    )
    if entry.audit is not None:
        command = ("audit", "conduct", entry.audit.id)
    thing = entry.audit.id if entry.audit is not None else f"{programme.id}, {entry.entry.id}"
    return Task(
        Urgency.NOW if is_late else Urgency.BEFORE,
        tr("carry it out and conclude it, or move it and say why"),
        tr(
            "the programme {programme} has it until {day}, and it is not concluded",
            programme=programme.id,
            day=entry.due,
        ),
        Link(thing, "audits"),
        shlex.join(("qmsctl", *command)),
        named(lead or owner or "", system.organisation) if lead or owner else None,
        horizon.by(entry.due),
        (("late-audit", programme.stated.path),) if is_late else (),
    )


def _never_audited(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield how many processes and units no internal audit has looked at in time."""
    every = system.organisation.auditing.every
    lacking = [
        one
        for one in system.audited
        if one.kind is not Coverable.CLAUSE and one.excluded is None and one.is_due(system.day, every)
    ]
    if lacking:
        yield Task(
            Urgency.BEFORE,
            tr("audit them, or plan when they will be audited"),
            tr_n(
                "{count} process or unit was not audited in the last {months} months",
                "{count} processes and units were not audited in the last {months} months",
                len(lacking),
                months=every,
            ),
            Joined(tuple(Link(one.key, "audits") for one in lacking)),
            "qmsctl audit programme",
            programme_owner(system),
            horizon.by(),
        )


@dataclass(frozen=True, slots=True)
class _ToDo:
    """What is to be done about an audit, and why."""

    urgency: Urgency
    what: Shown
    why: Shown
    command: str
    answers: tuple[tuple[str, str], ...] = ()


def audit_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about planned audits: plans to agree on, audits to conclude and to close."""
    for audit in system.audits:
        lead = next((one.person for one in audit.plan.fact.team if one.role == "lead_auditor"), None)
        who = person_named(lead, system.organisation) if lead else None
        for one in (*_plan(audit, system), *_course(audit, system, horizon)):
            thing = Link(audit.id, "audits")
            yield Task(one.urgency, one.what, one.why, thing, one.command, who, horizon.by(), one.answers)


def _plan(audit: ControlledAudit, system: System) -> Iterator[_ToDo]:
    """Yield that nobody has agreed to the plan as it stands, while it still matters."""
    plan = audit.plan.fact
    document = system.document(plan.id, plan.language)
    if document is None or not document.is_drafted or document.withdrawn is not None:
        return
    if not audit.status.is_finished:
        missing = missing_decisions(document, system.day)
        yield _ToDo(
            Urgency.BEFORE,
            tr("agree on its plan: have it approved, or take the change back"),
            tr("revision {revision} of its plan is not approved", revision=plan.revision),
            approve_command(document, system.organisation, first_needed(missing)),
            (("unapproved-revision", audit.plan.path),),
        )


def _course(audit: ControlledAudit, system: System, horizon: Horizon) -> Iterator[_ToDo]:
    """Yield what is left to do with *audit*; one of a programme is told with it until it is concluded."""
    plan = audit.plan.fact
    last = max(plan.days, default=None)
    if audit.status in (AuditStatus.CONCLUDED, AuditStatus.REPORTED):
        yield _ToDo(
            Urgency.BEFORE,
            tr("close it, so that what it made is sealed"),
            AUDIT_STATUSES[audit.status],
            shlex.join(("qmsctl", "audit", "close", audit.id)),
        )
    if audit.status is AuditStatus.WITHDRAWN:
        return
    if audit.status.is_finished or plan.kind in BY_CERTIFIERS or last is None or system.entry_of(audit.id):
        return
    if last < system.day:
        yield _ToDo(
            Urgency.NOW,
            tr("conclude it, or give its plan new days"),
            tr("its last day was {day}, and it is not concluded", day=last),
            shlex.join(("qmsctl", "audit", "status", audit.id)),
        )
    elif horizon.reaches(last):
        yield _ToDo(
            Urgency.BEFORE,
            tr("carry it out and conclude it, or move it and say why"),
            tr("its last day is {day}", day=last),
            shlex.join(("qmsctl", "audit", "conduct", audit.id)),
        )


def impartiality_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield the auditors who judge their own work, where nothing recorded makes up for it."""
    organisation = system.organisation
    for audit in system.audits:
        plan = audit.plan.fact
        forbidden = forbids_own_work(plan, organisation)
        guarded = (
            {one.person for one in plan.team if (one.safeguard or "").strip()} if not forbidden else set()
        )
        for person, conflicts in in_conflict(plan, system).items():
            if person in guarded:
                continue
            yield Task(
                Urgency.BEFORE if not forbidden else Urgency.NOW,
                tr("let somebody else audit this part")
                if forbidden
                else tr(
                    "let somebody else audit this part, or write into the plan what keeps the audit impartial"
                ),
                tr(
                    "{person}: {stakes}",
                    person=in_phrase(person, organisation),
                    stakes=[stake_in_words(one, organisation) for one in conflicts],
                ),
                Link(audit.id, "impartiality"),
                shlex.join(("qmsctl", "revise", audit.id))
                if audit.status is not AuditStatus.CLOSED
                else None,
                named(plan.owner, organisation) if plan.owner else None,
                horizon.by(),
                (("partial-auditor", audit.plan.path), ("own-work-audited", audit.plan.path)),
            )


def certificate_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what the certificate demands until the visit."""
    days = system.certificate
    if days is None:
        return
    thing = Link(days.certificate.number or days.certificate.edition, "certificate")
    path = system.qms.configuration.at("certificate").path

    def task(urgency: Urgency, what: Shown, why: Shown, due: dt.date, *slugs: str) -> Task:
        answers = tuple((slug, path) for slug in slugs)
        return Task(urgency, what, why, thing, None, days.certificate.body, horizon.by(due), answers)

    if (due := days.surveillance_due) is not None and horizon.reaches(due):
        yield task(
            Urgency.NOW if days.surveillance_is_overdue else Urgency.BEFORE,
            tr("agree on the surveillance audit with the certification body"),
            tr("it was to be held by {day}", day=due)
            if days.surveillance_is_overdue
            else tr("it is to be held by {day}", day=due),
            due,
            "overdue-surveillance",
        )
    if days.last_day < days.day:
        yield task(
            Urgency.NOW,
            tr("do not refer to the certificate any more"),
            tr("it was valid until {day}", day=days.last_day),
            days.last_day,
            "missed-recertification",
        )
    elif days.recertified is None and horizon.reaches(days.recertification_from):
        yield task(
            Urgency.NOW if days.recertification_is_missed else Urgency.BEFORE,
            tr("agree on the recertification audit with the certification body"),
            tr(
                "it is usually carried out between {first} and {last}; the certificate ends on {end}",
                first=days.recertification_from,
                last=days.recertification_until,
                end=days.last_day,
            ),
            days.recertification_until,
            "missed-recertification",
        )
