"""AUD035: the schedule of an audit wants somebody in two places at the same time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, ScheduleRow
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity

_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-\u2013\u2014]\s*(\d{1,2})[:.](\d\d)")


@rule("AUD035", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def double_booked_auditor(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Nobody is in two places at the same time by the schedule of an audit."""
    plan = audit.plan.fact
    timed: dict[tuple[str, dt.date], list[tuple[ScheduleRow, tuple[int, int]]]] = {}
    for index, row in enumerate(plan.schedule):
        span, day = _span(row), _day(row, plan)
        if row.auditor is None or span is None or day is None:
            continue
        begins, ends = span
        before = timed.setdefault((row.auditor, day), [])
        for other, (began, ended) in before:
            if begins < ended and began < ends and not _same_place(row, other):
                yield Problem(
                    audit.plan.at("schedule", index, "time"),
                    tr(
                        "{person} is to audit in two places at {time} by the schedule of {audit}",
                        person=system.organisation.title(row.auditor),
                        time=row.time or "",
                        audit=audit.id,
                    ),
                    tr("change the time, or let somebody else of the team audit this part"),
                )
                break
        before.append((row, span))
    if not timed:
        yield NotApplicable()


def _span(row: ScheduleRow) -> tuple[int, int] | None:
    """Return the minutes of the day from and until; `None` if the row does not say both."""
    found = _SPAN.fullmatch((row.time or "").strip())
    if found is None:
        return None
    hour, minute, last_hour, last_minute = map(int, found.groups())
    return hour * 60 + minute, last_hour * 60 + last_minute


def _day(row: ScheduleRow, plan: AuditPlan) -> dt.date | None:
    """Return the day of *row*, if it is known: an audit of one day need not say it."""
    return row.day or (plan.days[0] if len(plan.days) == 1 else None)


def _same_place(row: ScheduleRow, other: ScheduleRow) -> bool:
    """Return whether two processes are looked at together in one unit."""
    return row.unit is not None and row.unit == other.unit
