"""AUD009: evidence was gathered before the plan of its audit was approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD009", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def unagreed_audit(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """No evidence of an audit is older than its agreed plan."""
    plan = system.document(audit.id, audit.plan.fact.language)
    agreed = _first_day(plan) if plan else None
    if agreed is None or not audit.evidence:
        yield NotApplicable()  # `unapproved-revision` reports a plan that nobody approved
        return
    early = [record for record in audit.evidence if record.fact.occurred < agreed]
    if early:
        first = min(early, key=lambda record: (record.fact.occurred, record.fact.recorded, record.path))
        yield Problem(
            first.at("occurred"),
            tr_n(
                "the plan of {audit} holds from {agreed} on, and {count} record of evidence is from before:"
                " {record}, from {day}",
                "the plan of {audit} holds from {agreed} on, and {count} records of evidence are from before,"
                " the first of them {record}, from {day}",
                len(early),
                audit=audit.id,
                agreed=agreed,
                record=record_name(first),
                day=first.fact.occurred,
            ),
            tr(
                "say in the minutes of the audit who had agreed to it and when;"
                " next time have the plan approved before the first day"
            ),
        )


def _first_day(plan: ControlledDocument) -> dt.date | None:
    """Return the first day on which *plan* was in force: effective, and with every decision it needs."""
    days = {one.effective for one in plan.approved}
    days |= {decision.record.fact.decided for one in plan.approved for decision in one.decisions}
    return next((day for day in sorted(days) if plan.in_force_on(day)), None)
