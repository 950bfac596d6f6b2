"""Days on which nobody works by law in Poland: `holidays/pl.psv` names each with its source.

What is counted from Easter is computed; a day that a law added counts from the day the law holds.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final

from qmsctl.data_rows import rows_of

__all__ = ["LOOKED_UP", "easter", "holidays", "is_working_day"]

LOOKED_UP: Final = range(2014, 2036)
"""The years for which the list was put together: before them laws differed, and after them nobody knows."""

_FILE: Final = Path(__file__).parent / "holidays" / "pl.psv"
_SATURDAY: Final = 5


def is_working_day(day: dt.date) -> bool:
    """Return whether offices work on *day*: neither Saturday nor Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[dt.date]:
    """Return the public holidays of Poland in *year*, besides Sundays."""
    found = set()
    for row in rows_of(_FILE):
        day = _in_year(row["day"], year)
        begins = dt.date.fromisoformat(row["from"]) if row["from"] else dt.date.min
        ends = dt.date.fromisoformat(row["until"]) if row["until"] else dt.date.max
        if day is not None and begins <= day <= ends:
            found.add(day)
    return frozenset(found)


def _in_year(rule: str, year: int) -> dt.date | None:
    """Return the day that *rule* means in *year*: `12-25`, `easter+60`, or a day of one year alone."""
    name, _, later = rule.partition("+")
    if later:
        return easter(year) + dt.timedelta(days=int(later))
    *alone, month, number = name.split("-")
    return dt.date(year, int(month), int(number)) if alone in ([], [str(year)]) else None


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
