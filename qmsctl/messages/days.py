"""Days as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Final

__all__ = ["format_day"]

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


def format_day(day: dt.date, language: str) -> str:
    """Return *day* in words: `22 November 2026`, `22 listopada 2026 r.`."""
    month = _MONTHS.get(language, _MONTHS["en"])[day.month - 1]
    return f"{day.day} {month} {day.year}" + (" r." if language == "pl" else "")
