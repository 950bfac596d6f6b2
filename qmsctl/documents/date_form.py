"""Days written in a form that somebody names, such as `DD.MM.YYYY`: nothing guesses which number is the month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from qmsctl.messages.days import month_named

__all__ = ["ISO", "date_form", "day_written"]

ISO: Final = "YYYY-MM-DD"

_PART: Final = re.compile(r"YYYY|MMMM|MM|M|DD|D")
_PATTERNS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MMMM": r"(?P<name>[^\W\d_]+)",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}


@lru_cache(maxsize=64)
def date_form(form: str) -> re.Pattern[str]:
    """Return what matches days written in *form*.

    Args:
        form: `YYYY` is the year, `MM` or `M` the month, `MMMM` its name, `DD` or `D` the day; all else stands for itself.

    Raises:
        ValueError: year, month and day do not each stand in it once.
    """
    parts = _PART.findall(form)
    if sorted(part[0] for part in parts) != ["D", "M", "Y"] or form != form.strip():
        raise ValueError(form)
    pattern, done = "", 0
    for part in _PART.finditer(form):
        pattern += re.escape(form[done : part.start()]) + _PATTERNS[part[0]]
        done = part.end()
    return re.compile(pattern + re.escape(form[done:]))


def day_written(text: str, forms: Iterable[str] = ()) -> dt.date | None:
    """Return the day that *text* writes as 2026-11-22 or in one of *forms*; `None` if it writes none so.

    A text that is one day in one form and another in another is none.
    """
    found = {day for form in (ISO, *forms) if (day := _day(text, form)) is not None}
    return found.pop() if len(found) == 1 else None


def _day(text: str, form: str) -> dt.date | None:
    written = date_form(form).fullmatch(text)
    if written is None:
        return None
    said = written.groupdict()
    month = month_named(said["name"]) if said.get("name") else int(said["month"])
    try:
        return None if month is None else dt.date(int(said["year"]), month, int(said["day"]))
    except ValueError:
        return None
