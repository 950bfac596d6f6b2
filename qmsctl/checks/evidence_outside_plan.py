"""EVD014: evidence is from another day than those of the plan, and nothing says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("EVD014", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def evidence_outside_plan(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Evidence is of the days from the first to the last of the plan, or the minutes record a deviation."""
    del system
    days = audit.plan.fact.days
    if not days or not audit.evidence or audit.last("deviation") is not None:
        yield NotApplicable()
        return
    first, last = min(days), max(days)
    for record in audit.evidence:
        looked = record.fact.result in ("conforms", "does_not_conform")
        if looked and not first <= record.fact.occurred <= last:
            yield Problem(
                record.at("occurred"),
                _message(record_name(record), record.fact.occurred, audit.id, first, last),
                tr(
                    "record in the minutes why it was seen on another day; if the day is wrong, record a correction"
                ),
            )


def _message(record: str, day: dt.date, audit: str, first: dt.date, last: dt.date) -> Message:
    if first == last:
        return tr(
            "{record} is of {day}, and {audit} was planned for {first}; no deviation is recorded",
            record=record,
            day=day,
            audit=audit,
            first=first,
        )
    return tr(
        "{record} is of {day}, and {audit} was planned from {first} to {last}; no deviation is recorded",
        record=record,
        day=day,
        audit=audit,
        first=first,
        last=last,
    )
