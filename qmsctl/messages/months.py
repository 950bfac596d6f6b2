"""A month in a message: a value that every language puts into its own words."""

from __future__ import annotations

import datetime as dt

from qmsctl.messages import LANGUAGES, Translated
from qmsctl.messages.days import name_month

__all__ = ["named_month"]


def named_month(day: dt.date) -> Translated:
    """Return the month of *day* as it stands alone: `October 2026`."""
    return Translated(tuple((code, name_month(day, code)) for code in LANGUAGES))
