"""What has to be done about audits and their impartiality before a day, beyond what has a day of its own."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.audit_coverage import Coverable
from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.impartiality import forbids_own_work, in_conflict, stake_in_words
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.reports.audit_status import next_of_audit
from qmsctl.reports.marks import AUDIT_STATUSES
from qmsctl.reports.people import in_phrase, named, person_named
from qmsctl.reports.shown import Joined, Link
from qmsctl.reports.tasks import Horizon, Task, Urgency, programme_owner

__all__ = ["audit_tasks", "impartiality_tasks", "programme_tasks"]


def programme_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about the audit programmes: one that is lacking, and what nobody planned."""
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
    yield from _never_audited(system, horizon)


def _never_audited(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield how many processes and units no internal audit has looked at in time, and no programme plans to."""
    every = system.organisation.auditing.every
    lacking = [
        one
        for one in system.audited
        if one.kind is not Coverable.CLAUSE and one.planned is None and one.is_due(system.day, every)
    ]
    if lacking:
        yield Task(
            Urgency.BEFORE,
            tr("audit them, or plan when they will be audited"),
            tr_n(
                "{count} process or unit was not audited in the last {months} months, and is not planned",
                "{count} processes and units were not audited in the last {months} months, and are not planned",
                len(lacking),
                months=every,
            ),
            Joined(tuple(Link(one.key, "audits") for one in lacking)),
            "qmsctl audit programme",
            programme_owner(system),
            horizon.by(),
        )


def audit_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what comes next on the way to closing the audits that are concluded."""
    for audit in system.audits:
        if audit.status in (AuditStatus.CONCLUDED, AuditStatus.REPORTED):
            yield _closing(audit, system, horizon)


def _closing(audit: ControlledAudit, system: System, horizon: Horizon) -> Task:
    """Return what comes next on the way to closing *audit*, which is concluded."""
    lead = next((one.person for one in audit.plan.fact.team if one.role == "lead_auditor"), None)
    what, command = next_of_audit(audit)
    return Task(
        Urgency.BEFORE,
        what,
        AUDIT_STATUSES[audit.status],
        Link(audit.id, "audits"),
        command,
        person_named(lead, system.organisation) if lead else None,
        horizon.by(),
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
