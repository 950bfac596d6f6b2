"""What has to be done about audits, their impartiality and the certificate before a day."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
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
from qmsctl.reports.shown import Code, Joined, Shown
from qmsctl.reports.tasks import Horizon, Task, Urgency

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
            Code(str(system.day.year), "audits"),
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
    id = entry.audit.id if entry.audit is not None else entry.entry.id
    command = ("audit", "conduct", id) if entry.audit else ("audit", "plan", "--from-programme", id)
    return Task(
        Urgency.NOW if is_late else Urgency.BEFORE,
        tr("carry it out and conclude it, or move it and say why"),
        tr(
            "the programme {programme} has it until {day}, and it is not concluded",
            programme=programme.id,
            day=entry.due,
        ),
        Code(id, "audits"),
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
            Joined(tuple(Code(one.key, "audits") for one in lacking)),
            "qmsctl audit programme",
            None,
            horizon.by(),
        )


def audit_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about planned audits: plans to agree on, audits to conclude and to close."""
    for audit in system.audits:
        plan = audit.plan.fact
        document = system.document(plan.id, plan.language)
        drafted = document is not None and document.is_drafted and document.withdrawn is None
        if document is not None and drafted and not audit.status.is_finished:
            command = approve_command(
                document, system.organisation, first_needed(missing_decisions(document, system.day))
            )
            yield _about(
                audit,
                system,
                horizon,
                Urgency.BEFORE,
                tr("agree on its plan: have it approved, or take the change back"),
                tr("revision {revision} of its plan is not approved", revision=plan.revision),
                command,
                (("unapproved-revision", audit.plan.path),),
            )
        yield from _course(audit, system, horizon)


def _course(audit: ControlledAudit, system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what is left to do with *audit*: those of a programme are told with it until they are concluded."""
    last = max(audit.plan.fact.days, default=None)
    is_own = audit.plan.fact.kind not in BY_CERTIFIERS
    if audit.status in (AuditStatus.CONCLUDED, AuditStatus.REPORTED):
        yield _about(
            audit,
            system,
            horizon,
            Urgency.BEFORE,
            tr("close it, so that what it made is sealed"),
            AUDIT_STATUSES[audit.status],
            shlex.join(("qmsctl", "audit", "close", audit.id)),
        )
    elif not audit.status.is_finished and is_own and system.entry_of(audit.id) is None and last is not None:
        if last < system.day:
            yield _about(
                audit,
                system,
                horizon,
                Urgency.NOW,
                tr("conclude it, or give its plan new days"),
                tr("its last day was {day}, and it is not concluded", day=last),
                shlex.join(("qmsctl", "audit", "status", audit.id)),
            )
        elif horizon.reaches(last):
            yield _about(
                audit,
                system,
                horizon,
                Urgency.BEFORE,
                tr("carry it out and conclude it, or move it and say why"),
                tr("its last day is {day}", day=last),
                shlex.join(("qmsctl", "audit", "conduct", audit.id)),
            )


def _about(
    audit: ControlledAudit,
    system: System,
    horizon: Horizon,
    urgency: Urgency,
    what: Shown,
    why: Shown,
    command: str,
    answers: tuple[tuple[str, str], ...] = (),
) -> Task:
    lead = next((one.person for one in audit.plan.fact.team if one.role == "lead_auditor"), None)
    who = person_named(lead, system.organisation) if lead else None
    return Task(urgency, what, why, Code(audit.id, "audits"), command, who, horizon.by(), answers)


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
                Code(audit.id, "impartiality"),
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
    thing = Code(days.certificate.number or days.certificate.edition, "certificate")
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
