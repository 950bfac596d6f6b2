"""Days as people write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

__all__ = ["format_day", "format_month", "is_ambiguous_day", "name_month", "parse_day"]

_MONTHS: Final = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    # The genitive, as it stands after the number of the day.
    "pl": (
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca",
        "lipca", "sierpnia", "września", "października", "listopada", "grudnia",
    ),
}  # fmt: skip

_NOMINATIVE: Final = {
    "pl": (
        "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
        "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
    ),
}  # fmt: skip
"""The names of months that stand alone, where they differ from those of a day; also what follows *na*."""


_NUMBERS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?:\s?r\.?| roku)?", re.ASCII),
)
_NAMED: Final = (
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<name>[^\W\d_]+)\s+(?P<year>\d{4})(?:\s?r\.?| roku)?"),
    re.compile(r"(?P<name>[^\W\d_]+)\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"),
)
_AMBIGUOUS: Final = re.compile(r"\d{1,4}[/\\-]\d{1,2}[/\\-]\d{1,4}|\d{1,2}\.\d{1,2}(?:\.\d{2})?\.?", re.ASCII)
"""What can be day and month or month and day, or leaves the century or the year open."""
_FROM_TODAY: Final = {"today": 0, "dziś": 0, "dzisiaj": 0, "dzis": 0, "yesterday": -1, "wczoraj": -1}
_PLAIN: Final = str.maketrans("śńź", "snz")


def parse_day(written: str, today: dt.date | None = None) -> dt.date | None:
    """Return the day that is *written*, or `None` if it is not written as one.

    `2026-11-30`, `30.11.2026`, `30 listopada 2026 r.`, `30 November 2026`, `November 30, 2026`, in any language;
    and `dziś` or `yesterday` where it is known which day is *today*.

    Raises:
        ValueError: the calendar has no such day.
    """
    text = " ".join(written.split())
    if today is not None and text.casefold() in _FROM_TODAY:
        return today + dt.timedelta(days=_FROM_TODAY[text.casefold()])
    for pattern in _NUMBERS:
        if found := pattern.fullmatch(text):
            return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    for pattern in _NAMED:
        if (found := pattern.fullmatch(text)) and (month := _month(found["name"])) is not None:
            return dt.date(int(found["year"]), month, int(found["day"]))
    return None


def is_ambiguous_day(written: str) -> bool:
    """Return whether *written* may be a day, but which one is anybody's guess: `11/12/2026`, `1.2.26`."""
    return _AMBIGUOUS.fullmatch(written.strip()) is not None


def _month(name: str) -> int | None:
    """Return the number of the month *name*, in any language, with or without its Polish letters."""
    plain = name.casefold().translate(_PLAIN)
    for months in _MONTHS.values():
        for number, month in enumerate(months, 1):
            if plain == month.casefold().translate(_PLAIN):
                return number
    return None


def format_day(day: dt.date, language: str) -> str:
    """Return *day* in words: `22 November 2026`, `22 listopada 2026 r.`."""
    return f"{day.day} {format_month(day, language)}"


def format_month(day: dt.date, language: str) -> str:
    """Return the month of *day* in words, as it stands after a preposition: `November 2026`, `listopada 2026 r.`."""
    return _with_year(_MONTHS.get(language, _MONTHS["en"]), day, language)


def name_month(day: dt.date, language: str) -> str:
    """Return the month of *day* in words, as it stands alone: `November 2026`, `listopad 2026 r.`."""
    return _with_year(_NOMINATIVE.get(language) or _MONTHS["en"], day, language)


def _with_year(months: tuple[str, ...], day: dt.date, language: str) -> str:
    return f"{months[day.month - 1]} {day.year}" + (" r." if language == "pl" else "")
