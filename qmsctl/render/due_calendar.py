"""What is due as a calendar: RFC 5545, an event of a whole day for each duty, with alarms before it.

The same duty keeps its UID when its day moves, so a calendar that takes the file again moves the event.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Final

from qmsctl import __version__
from qmsctl.messages import tr
from qmsctl.render.visible import visible
from qmsctl.reports.due import DueList, DutyDue, Standing
from qmsctl.reports.duties import KINDS
from qmsctl.reports.shown import in_words

__all__ = ["due_calendar"]

_OCTETS: Final = 75
"""How long a line may be, without its end (section 3.1)."""
_DIGITS: Final = 32
"""Of the digest that is the UID."""
_NOTHING: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""What stands in a calendar without events: it must have a part, and this one does nothing (section 3.6)."""
_ALARMS: Final = ("-P14D", "-P1D")


def due_calendar(listed: DueList, language: str) -> str:
    """Return *listed* as a calendar in words of *language*: the same bytes for the same commit and day."""

    def lines() -> Iterator[str]:
        name = tr("{organisation}: what is due", organisation=listed.organisation).into(language)
        yield "BEGIN:VCALENDAR"
        yield "VERSION:2.0"
        yield f"PRODID:-//qmsctl//qmsctl {__version__}//{language.upper()}"
        yield "CALSCALE:GREGORIAN"
        yield f"NAME:{_text(name)}"
        yield f"X-WR-CALNAME:{_text(name)}"
        for row in listed.rows:
            yield from _event(row, listed, language)
        if not listed.rows:
            yield from _NOTHING
        yield "END:VCALENDAR"

    return "".join(f"{_folded(line)}\r\n" for line in lines())


def _event(row: DutyDue, listed: DueList, language: str) -> Iterator[str]:
    duty = row.duty
    summary = f"{in_words(duty.thing, language)}: {in_words(duty.what, language)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(row, listed)}"
    yield f"DTSTAMP:{listed.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(duty.due)}"
    if duty.due != dt.date.max:
        yield f"DTEND;VALUE=DATE:{_day(duty.due + dt.timedelta(days=1))}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(_description(row, language))}"
    yield f"CATEGORIES:{_text(KINDS[duty.kind].into(language))}"
    yield "TRANSP:TRANSPARENT"
    if row.standing is not Standing.OVERDUE:  # a program would ring at once for a day that has passed
        for trigger in _ALARMS:
            yield "BEGIN:VALARM"
            yield "ACTION:DISPLAY"
            yield f"TRIGGER:{trigger}"
            yield f"DESCRIPTION:{_text(summary)}"
            yield "END:VALARM"
    yield "END:VEVENT"


def _uid(row: DutyDue, listed: DueList) -> str:
    """Return what names the duty, on whatever day it is due: organisation, kind, subject and step."""
    named = "\n".join((listed.organisation, *row.duty.identity))
    return f"{hashlib.sha256(named.encode('utf-8', 'backslashreplace')).hexdigest()[:_DIGITS]}@qmsctl"


def _description(row: DutyDue, language: str) -> str:
    duty = row.duty
    who = in_words(duty.who, language) or tr("nobody is named").into(language)
    parts = [in_words(duty.why, language), f"{tr('Who answers for it').into(language)}: {who}"]
    if duty.command:
        parts.append(f"{tr('Next command').into(language)}: {duty.command}")
    return "\n".join(parts)


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _text(value: str) -> str:
    """Return *value* as a TEXT (section 3.3.11): what would end it or act in a program is escaped."""
    shown = "\n".join(visible(line) for line in value.splitlines())
    escaped = shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return escaped.encode("utf-8", "backslashreplace").decode("utf-8")


def _folded(line: str) -> str:
    """Return *line* in pieces of 75 octets at the most, each further one behind a blank; no letter is cut."""
    pieces, piece, octets = [], "", 0
    for letter in line:
        size = len(letter.encode("utf-8"))
        if octets + size > _OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += letter
        octets += size
    return "\r\n".join((*pieces, piece))
