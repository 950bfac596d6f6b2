"""When a period ends that a law sets: counted as article 57 of the Polish code of administrative procedure has it.

Nothing here reads a clock or a file of the repository; `docs/deadlines.md` says the rules in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, TypeAlias

from qmsctl.law import Length, Unit
from qmsctl.law.holidays import LOOKED_UP, is_working_day
from qmsctl.model.values import add_months

__all__ = ["BeyondCalendarError", "Pause", "last_day", "merged"]

Pause: TypeAlias = "tuple[dt.date, dt.date]"
"""Days that do not count: the first and the last of them."""

_DAY: Final = dt.timedelta(days=1)
_MONTHS: Final = {Unit.MONTH: 1, Unit.YEAR: 12}
_DAYS: Final = {Unit.DAY: 1, Unit.WEEK: 7}


class BeyondCalendarError(ValueError):
    """A period touches a year whose public holidays were not looked up."""


def last_day(begins: dt.date, length: Length, pauses: Iterable[Pause] = ()) -> dt.date:
    """Return the last day of a period.

    Args:
        begins: the day of the event from which it is counted; it does not count itself (article 57 § 1).
        length: how long it is.  In weeks and months it ends on the day of the same name or number, or on the
            last of a month that has no such day (§ 2 and § 3).
        pauses: days that do not count (article 35 § 5); each moves the end by a day, however often it is named.

    An end on a Saturday or a public holiday moves to the next day that is neither (§ 4; for Saturdays in the
    wording since June 2017, and before it by the resolution I OPS 1/11 of the Supreme Administrative Court).

    Raises:
        BeyondCalendarError: the holidays of a year in it are not known.
    """
    stopped = merged(pauses)
    _refuse_unknown(begins)
    if length.unit is Unit.WORKDAY:
        end = _working_days_later(begins, length.count, stopped)
    else:
        planned = _planned(begins, length)
        end = planned
        while (moved := planned + _DAY * _stopped_days(begins, end, stopped)) != end:
            end = moved
            _refuse_unknown(end)
    _refuse_unknown(end)
    while not is_working_day(end) or _is_stopped(end, stopped):
        end += _DAY
        _refuse_unknown(end)
    return end


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return *pauses* in their order, those that touch or overlap as one."""
    found: list[Pause] = []
    for first, last in sorted(pauses):
        if found and first <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _planned(begins: dt.date, length: Length) -> dt.date:
    """Return where the period ends if nothing stops it."""
    if length.unit in _MONTHS:
        return add_months(begins, length.count * _MONTHS[length.unit])
    return begins + _DAY * length.count * _DAYS[length.unit]


def _stopped_days(begins: dt.date, end: dt.date, stopped: Iterable[Pause]) -> int:
    """Return how many days after *begins*, up to *end*, do not count."""
    spans = ((max(first, begins + _DAY), min(last, end)) for first, last in stopped)
    return sum(max((last - first).days + 1, 0) for first, last in spans)


def _working_days_later(begins: dt.date, count: int, stopped: Iterable[Pause]) -> dt.date:
    day = begins
    while count:
        day += _DAY
        _refuse_unknown(day)
        count -= is_working_day(day) and not _is_stopped(day, stopped)
    return day


def _is_stopped(day: dt.date, stopped: Iterable[Pause]) -> bool:
    return any(first <= day <= last for first, last in stopped)


def _refuse_unknown(day: dt.date) -> None:
    if day.year not in LOOKED_UP:
        raise BeyondCalendarError(day.isoformat())
