"""What day it is: the clock is read here and nowhere else but where records are written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.documents.source import Source
    from qmsctl.model.organisation import Organisation

__all__ = ["NoTimeZoneError", "now", "time_zone", "today", "today_in"]


class NoTimeZoneError(Exception):
    """No time zone has the name that was given."""


def now() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


def today(organisation: Organisation, source: Source) -> dt.date:
    """Return the day it is for the organisation that *source* states.

    Raises:
        BrokenConfigurationError: it names no time zone that exists.
    """
    return now().astimezone(time_zone(organisation, source)).date()


def today_in(name: str) -> dt.date:
    """Return the day it is in the time zone *name*.

    Raises:
        NoTimeZoneError: there is none of that name.
    """
    return now().astimezone(_zone(name)).date()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoTimeZoneError(name) from None


def time_zone(organisation: Organisation, source: Source) -> ZoneInfo:
    """Return the organisation's time zone.

    Raises:
        BrokenConfigurationError: there is none of that name.
    """
    try:
        return _zone(organisation.time_zone)
    except NoTimeZoneError:
        from qmsctl.documents.source import Flaw
        from qmsctl.model.configuration import BrokenConfigurationError

        flaw = Flaw(
            "wrong-value",
            source.at("time_zone"),
            tr("no time zone is called {name}", name=organisation.time_zone),
            tr("write for example time_zone: Europe/Warsaw in qms.yaml"),
        )
        raise BrokenConfigurationError((flaw,)) from None
