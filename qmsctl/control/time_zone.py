"""Where the days of an organisation begin and end."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qmsctl.model.organisation import Organisation

__all__ = ["zone_of"]


def zone_of(organisation: Organisation) -> dt.tzinfo:
    """Return the time zone of *organisation*."""
    try:
        return ZoneInfo(organisation.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC  # a run from the command line ends at a zone that nobody knows
