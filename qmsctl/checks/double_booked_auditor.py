"""AUD035: the schedule of an audit wants somebody in two places at the same time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, ScheduleRow
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity

_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-\u2013\u2014]\s*(\d{1,2})[:.](\d\d)")


@rule("AUD035", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def double_booked_auditor(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Nobody is in two places at the same time by the schedule of an audit."""
    plan = audit.plan.fact
    by_day: dict[tuple[str, dt.date], list[tuple[int, ScheduleRow]]] = {}
    for index, row in enumerate(plan.schedule):
        day = _day(row, plan)
        if row.auditor is not None and (row.time or "").strip() and day is not None:
            by_day.setdefault((row.auditor, day), []).append((index, row))
    for (auditor, _), rows in by_day.items():
        for at, (index, row) in enumerate(rows):
            yield from _compared(row, index, [one for _, one in rows[:at]], auditor, audit, system)
    if not by_day:
        yield NotApplicable()


def _compared(  # noqa: PLR0913, PLR0917 - all that the answer names
    row: ScheduleRow,
    index: int,
    before: Sequence[ScheduleRow],
    auditor: str,
    audit: ControlledAudit,
    system: System,
) -> Iterator[Answer]:
    """Yield whether *row* wants the *auditor* somewhere else than a row *before* it at the same time."""
    elsewhere = [one for one in before if not _same_place(row, one)]
    spans, own = [_span(one) for one in elsewhere], _span(row)
    place, person = audit.plan.at("schedule", index, "time"), system.organisation.title(auditor)
    if own is not None and any(one and one[0] < own[1] and own[0] < one[1] for one in spans):
        yield Problem(
            place,
            tr(
                "{person} is to audit in two places at {time} by the schedule of {audit}",
                person=person,
                time=row.time or "",
                audit=audit.id,
            ),
            tr("change the time, or let somebody else of the team audit this part"),
        )
    elif elsewhere and (own is None or None in spans):
        unread = row if own is None else elsewhere[spans.index(None)]
        yield CannotEstablish(
            place,
            tr(
                "whether {person} is to audit in two places at once cannot be established: {time} does not say from"
                " when until when",
                person=person,
                time=(unread.time or "").strip(),
            ),
            tr("write the time with its beginning and its end, such as 9:00-10:30"),
        )


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
