"""How far ahead is looked, as people write it: 60d, 2m, 90 days, 90 dni."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.model.values import add_months

__all__ = ["last_day_within"]

_DAYS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("", "d", "day", "days", "dzień", "dzien", "dni"), 1),
    **dict.fromkeys(("w", "week", "weeks", "t", "tyg", "tydzień", "tydzien", "tygodnie", "tygodni"), 7),
}
"""By unit, how many days it has; a number alone is one of days."""
_MONTHS: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        (
            "m",
            "month",
            "months",
            "mies",
            "miesiąc",
            "miesiac",
            "miesiące",
            "miesiace",
            "miesięcy",
            "miesiecy",
        ),
        1,
    ),
    **dict.fromkeys(("y", "year", "years", "r", "rok", "lata", "lat"), 12),
}


def last_day_within(text: str, day: dt.date) -> dt.date:
    """Return the last day of the time *text* that begins on *day*.

    Raises:
        QmsctlError: it is not written as a time, or leads out of the calendar.
    """
    found = re.fullmatch(r"([0-9]{1,5}) ?([^\W\d_]*)\.?", text.strip().casefold())
    count, unit = (int(found[1]), found[2]) if found else (0, "?")
    if unit in _MONTHS:
        end = add_months(day, count * _MONTHS[unit])
        if end != dt.date.max:
            return end
    elif unit in _DAYS:
        try:
            return day + dt.timedelta(days=count * _DAYS[unit])
        except OverflowError:
            pass
    else:
        raise QmsctlError(
            tr("{given} does not say how far to look ahead", given=text),
            tr(
                "write a number of days, weeks, months or years, for example --within 60d or --within '3 months'"
            ),
        )
    raise QmsctlError(
        tr("{given} leads out of the calendar", given=text),
        tr("write a shorter time, for example --within 60d"),
    )
