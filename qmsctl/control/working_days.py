"""Spans in days or in working days: the last day of each."""

from __future__ import annotations

import datetime as dt

from qmsctl.law.holidays import is_working_day

__all__ = ["after"]


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
