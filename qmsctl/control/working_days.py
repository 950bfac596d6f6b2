"""Days that count: spans in days or in working days, and the public holidays of Poland."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

__all__ = ["after", "easter", "holidays", "is_working_day"]

_FIXED: Final = (
    (1, 1, 0),
    (1, 6, 2011),
    (5, 1, 0),
    (5, 3, 0),
    (8, 15, 0),
    (11, 1, 0),
    (11, 11, 0),
    (12, 24, 2025),
    (12, 25, 0),
    (12, 26, 0),
)
"""Month, day and the first year, by the act on days free from work of 18 January 1951 as amended."""
_MOVABLE: Final = (0, 1, 49, 60)
"""Days after Easter Sunday: itself, Easter Monday, Pentecost, Corpus Christi."""
_ONCE: Final = (dt.date(2018, 11, 12),)
"""Days that one act made free once."""
_SATURDAY: Final = 5


def after(day: dt.date, span: str) -> dt.date:
    """Return the last day of *span*, counted from the day after *day*.

    Args:
        day: the day that begins it, which does not count (article 57 of the Polish code of administrative procedure).
        span: `30 days` or `5 working days`; of those only working days count.
    """
    number, _, unit = span.partition(" ")
    count = int(number)
    try:
        if not unit.startswith("working"):
            return day + dt.timedelta(days=count)
        while count:
            day += dt.timedelta(days=1)
            count -= is_working_day(day)
    except OverflowError:  # what lies beyond the calendar ends with it
        return dt.date.max
    return day


def is_working_day(day: dt.date) -> bool:
    """Return whether offices work on *day*: neither Saturday nor Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """Return the public holidays of Poland in *year*."""
    sunday = easter(year)
    return frozenset(
        {
            *(dt.date(year, month, day) for month, day, since in _FIXED if year >= since),
            *(sunday + dt.timedelta(days=later) for later in _MOVABLE),
            *(day for day in _ONCE if day.year == year),
        }
    )


def easter(year: int) -> dt.date:
    """Return Easter Sunday of *year* in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, left = divmod(century, 4)
    moon = (19 * golden + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    leap_years, odd = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * leap_years - moon - odd) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)
