"""AUD016: the schedule of an audit names a day that the plan does not, or the plan one outside its month."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.messages.months import named_month
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD016", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def days_outside_plan(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The days of a schedule are those of the plan, and those of the plan lie in the month of the programme."""
    plan = audit.plan.fact
    entry = system.entry_of(audit.id)
    rows = [(i, row.day) for i, row in enumerate(plan.schedule) if row.day is not None]
    if not plan.days or not (rows or entry):
        yield NotApplicable()
        return
    for index, day in rows:
        if day not in plan.days:
            yield Problem(
                audit.plan.at("schedule", index, "day"),
                tr(
                    "the schedule of {audit} names {day}, which is no day of the audit",
                    audit=audit.id,
                    day=day,
                ),
                tr("correct the row, or add the day to days"),
            )
    for index, day in enumerate(plan.days):
        if entry is not None and not entry.entry.due_month <= day <= entry.due:
            yield Problem(
                audit.plan.at("days", index),
                tr(
                    "{audit} takes place on {day}; its programme plans it for {month}",
                    audit=audit.id,
                    day=day,
                    month=named_month(entry.entry.due_month),
                ),
                tr("move the entry in the programme, with the reason, or correct the day"),
            )
