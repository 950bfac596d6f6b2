"""The dated duties of audits, of the audit programme, and of the certificate."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.certificate import CertificateDays
from qmsctl.control.programme import ControlledEntry, ControlledProgramme, Progress
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.marks import ROLES
from qmsctl.reports.people import named, person_named
from qmsctl.reports.shown import Joined, Shown
from qmsctl.standards import edition

__all__ = [
    "BEGINNINGS",
    "BY_CERTIFIERS",
    "beginning_duty",
    "certificate_duties",
    "conclusion_duty",
    "programme_duties",
]

BY_CERTIFIERS: Final = ("stage_1", "stage_2", "surveillance", "recertification", "special", "transition")
"""Kinds of audits that others conduct: nobody here can be asked to hold them."""
_BEGIN, _VISIT = "begin", "visit"
BEGINNINGS: Final = (_BEGIN, _VISIT)
"""The steps by which an audit begins; `conclusion_duty` and `programme_duties` say by when it is concluded."""
_WAITING: Final = (Progress.PLANNED, Progress.MOVED, Progress.UNDER_WAY)


def programme_duties(programme: ControlledProgramme, system: System) -> Iterator[Duty]:
    """Yield the audits of *programme* that are late or wait, each by the end of its month.

    One whose plan has days within that month is told by those days instead: `conclusion_duty`.
    """
    if programme.document.withdrawn is not None:
        return
    for entry in programme.entries:
        if entry.progress is Progress.LATE or (entry.progress in _WAITING and not _has_days(entry)):
            yield _entry(entry, programme, system)


def _has_days(entry: ControlledEntry) -> bool:
    """Return whether the audit of *entry* is planned for days that are in time."""
    last = max(entry.audit.plan.fact.days, default=None) if entry.audit else None
    return last is not None and last <= entry.due


def _entry(entry: ControlledEntry, programme: ControlledProgramme, system: System) -> Duty:
    audit, stated = entry.audit, entry.entry
    owner = stated.lead or programme.stated.fact.owner
    command: tuple[str, ...] = ("plan", "--from-programme", stated.id, "--programme", programme.id)
    if audit is not None:
        command = ("conduct", audit.id)
    late = entry.progress is Progress.LATE
    return Duty(
        DutyKind.AUDIT,
        programme.id,
        _step(entry),
        entry.due,
        tr("carry it out and conclude it, or move it and say why"),
        tr(
            "the programme {programme} has it until {day}, and it is not concluded",
            programme=programme.id,
            day=entry.due,
        ),
        audit.id
        if audit is not None
        else tr("{programme}, entry {entry}", programme=programme.id, entry=stated.id),
        "audits",
        shlex.join(("qmsctl", "audit", *command)),
        _answering(owner, system, leads=owner == stated.lead),
        (owner,) if owner else (),
        stated.units,
        (("late-audit", programme.stated.path),) if late else (),
    )


def beginning_duty(audit: ControlledAudit, system: System) -> Duty | None:
    """Return that *audit* begins: one of our own on its first day, a visit of the certification body on its own.

    `None` if it has begun, lasts one day only, or has no days.
    """
    days = audit.plan.fact.days
    if audit.status is not AuditStatus.PLANNED or not days or max(days) < system.day:
        return None
    first = min(days)
    if audit.plan.fact.kind in BY_CERTIFIERS:
        command = shlex.join(("qmsctl", "report", "readiness", "--visit", first.isoformat()))
        if first < system.day:
            return None
        return _of_audit(
            audit,
            system,
            _VISIT,
            first,
            (tr("be ready for the visit of the auditors"), tr("the audit begins on {day}", day=first)),
            command,
        )
    if first == max(days):
        return None
    return _of_audit(
        audit,
        system,
        _BEGIN,
        first,
        (
            tr("begin it with the opening meeting, and record what is seen"),
            tr("its plan has it from {day}, and nothing is recorded of it", day=first),
        ),
        shlex.join(("qmsctl", "audit", "conduct", audit.id)),
    )


def conclusion_duty(audit: ControlledAudit, system: System) -> Duty | None:
    """Return that *audit*, one of our own, is concluded by the last of its days.

    `None` if it is, if others conduct it, or if the programme tells of it: `programme_duties`.
    """
    plan = audit.plan.fact
    last = max(plan.days, default=None)
    if audit.status.is_over or plan.kind in BY_CERTIFIERS or last is None:
        return None
    entry = system.entry_of(audit.id)
    if entry is not None and (entry.progress is Progress.LATE or last > entry.due):
        return None
    if last < system.day:
        what = tr("conclude it, or give its plan new days")
        why = tr("its last day was {day}, and it is not concluded", day=last)
        verb = "status"
    else:
        what = tr("carry it out and conclude it, or move it and say why")
        why = tr("its last day is {day}", day=last)
        verb = "conduct"
    command = shlex.join(("qmsctl", "audit", verb, audit.id))
    return replace(
        _of_audit(audit, system, "conclude", last, (what, why), command),
        same_as=_planned_as(audit, system),
    )


def _planned_as(audit: ControlledAudit, system: System) -> tuple[str, str] | None:
    """Return subject and step of the duty by which the programme told of *audit* before it had days."""
    for programme in system.programmes:
        for entry in programme.entries:
            if entry.audit is not None and entry.audit.id == audit.id:
                return programme.id, _step(entry)
    return None


def _step(entry: ControlledEntry) -> str:
    return f"entry {entry.entry.id}"


def _of_audit(  # noqa: PLR0913, PLR0917 - what tells one of its duties from another
    audit: ControlledAudit, system: System, step: str, due: dt.date, said: tuple[Shown, Shown], command: str
) -> Duty:
    plan = audit.plan.fact
    lead = next((one.person for one in plan.team if one.role == "lead_auditor"), None)
    owner = plan.owner if plan.kind in BY_CERTIFIERS else lead or plan.owner
    what, why = said
    return Duty(
        DutyKind.AUDIT,
        audit.id,
        step,
        due,
        what,
        why,
        audit.id,
        "audits",
        command,
        _answering(owner, system, leads=owner == lead),
        (owner,) if owner else (),
        plan.scope.units,
    )


def _answering(key: str | None, system: System, *, leads: bool) -> Shown:
    """Return who answers for an audit: of the lead auditor, whom plans know by name, it is said why it is they."""
    if not key:
        return None
    if leads:
        return Joined((ROLES["lead_auditor"], person_named(key, system.organisation)), " ")
    return named(key, system.organisation)


def certificate_duties(system: System) -> Iterator[Duty]:
    """Yield what the certificate demands: surveillance, recertification, its end, and that of its edition."""
    days = system.certificate
    if days is None:
        return
    if (due := days.surveillance_due) is not None:
        late = days.surveillance_is_overdue
        yield _of_certificate(
            days,
            system,
            "surveillance",
            due,
            (
                tr("agree on the surveillance audit with the certification body"),
                tr("it was to be held by {day}", day=due)
                if late
                else tr("it is to be held by {day}", day=due),
            ),
            slug="overdue-surveillance",
        )
    if days.last_day < days.day:
        yield _of_certificate(
            days,
            system,
            "end",
            days.last_day,
            (
                tr("do not refer to the certificate any more"),
                tr("it was valid until {day}", day=days.last_day),
            ),
            slug="missed-recertification",
        )
        return
    yield from _renewal(days, system)


def _why_it_ends(days: CertificateDays) -> Message:
    if days.ends_with_edition:
        return tr(
            "certificates to {edition} end on {day}; the cycle of this one would last until {until}",
            edition=edition(days.certificate.edition).designation,
            day=days.last_day,
            until=days.certificate.valid_until,
        )
    return tr("the certificate is valid until {day}", day=days.last_day)


def _renewal(days: CertificateDays, system: System) -> Iterator[Duty]:
    """Yield what is to be done until the certificate ends."""
    if days.recertified is None:
        yield _of_certificate(
            days,
            system,
            "recertification",
            days.recertification_until,
            (
                tr("agree on the recertification audit with the certification body"),
                tr(
                    "it is usually carried out between {first} and {last}; the certificate ends on {end}",
                    first=days.recertification_from,
                    last=days.recertification_until,
                    end=days.last_day,
                ),
            ),
            slug="missed-recertification",
            begins=days.recertification_from,
        )
    yield _of_certificate(
        days,
        system,
        "end",
        days.last_day,
        (
            tr("have it renewed by then, and enter the new certificate in qms.yaml"),
            _why_it_ends(days),
        ),
    )
    if days.edition_end is not None:
        yield _of_certificate(
            days,
            system,
            "edition",
            days.edition_end,
            (
                tr("have the certificate brought over to a newer edition by then"),
                Joined(
                    (
                        edition_named(days.certificate.edition),
                        tr(
                            "certificates may name it until {day}, a day not verified against the original source",
                            day=days.edition_end,
                        ),
                    ),
                    ": ",
                ),
            ),
            kind=DutyKind.EDITION,
        )


def _of_certificate(  # noqa: PLR0913 - what tells one of its duties from another
    days: CertificateDays,
    system: System,
    step: str,
    due: dt.date,
    said: tuple[Shown, Shown],
    *,
    slug: str | None = None,
    begins: dt.date | None = None,
    kind: DutyKind = DutyKind.CERTIFICATE,
) -> Duty:
    what, why = said
    path = system.qms.configuration.at("certificate").path
    certificate = days.certificate
    return Duty(
        kind,
        certificate.number or certificate.edition,
        step,
        due,
        what,
        why,
        certificate.number or edition_named(certificate.edition),
        "certificate",
        None,
        certificate.body,
        answers=((slug, path),) if slug else (),
        begins=begins,
    )
