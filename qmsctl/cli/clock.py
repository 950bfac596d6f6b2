"""What day it is: the clock is read here and nowhere else but where records are written."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qmsctl.documents.source import Flaw, Source
from qmsctl.messages import tr
from qmsctl.model.configuration import BrokenConfigurationError
from qmsctl.model.organisation import Organisation

__all__ = ["now", "time_zone", "today"]


def now() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


def today(organisation: Organisation, source: Source) -> dt.date:
    """Return the day it is for the organisation that *source* states.

    Raises:
        BrokenConfigurationError: it names no time zone that exists.
    """
    return now().astimezone(time_zone(organisation, source)).date()


def time_zone(organisation: Organisation, source: Source) -> ZoneInfo:
    """Return the organisation's time zone.

    Raises:
        BrokenConfigurationError: there is none of that name.
    """
    try:
        return ZoneInfo(organisation.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        flaw = Flaw(
            "wrong-value",
            source.at("time_zone"),
            tr("no time zone is called {name}", name=organisation.time_zone),
            tr("write for example time_zone: Europe/Warsaw in qms.yaml"),
        )
        raise BrokenConfigurationError((flaw,)) from None
