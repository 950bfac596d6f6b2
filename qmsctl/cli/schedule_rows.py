"""Rows of a schedule as people type them: `2026-10-20 9:00-10:30; process=P-1; auditor=a-nowak`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from qmsctl.cli.asking import split_words
from qmsctl.cli.options import is_day, read_day
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["Row", "read_moment", "read_row"]

Row = Mapping[str, object]
"""The fields of a row as a plan holds them."""

_FIELDS: Final = ("what", "unit", "process", "clauses", "auditor", "auditee")

_TIME: Final = re.compile(r"(\d{1,2})[:.](\d\d)")
_DOTTED_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LAST_HOUR, _LAST_MINUTE = 24, 59

_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-\u2013\u2014]\s*(\d{1,2})[:.](\d\d)")
"""A time from and until, with a hyphen or a dash."""


def read_row(given: str) -> Row:
    """Return the row that was given: day and time, then fields with names.

    Raises:
        RefusedError: a field has a name that no row has.
    """
    row: dict[str, object] = {}
    for part in filter(None, (part.strip() for part in given.split(";"))):
        name, equals, text = (piece.strip() for piece in part.partition("="))
        if not equals:
            row |= read_moment(part)
        elif name not in _FIELDS:
            raise RefusedError(
                tr("a row of the schedule has no {field}", field=name),
                tr("write one of: {expected}", expected=", ".join(_FIELDS)),
            )
        else:
            row[name] = split_words(text) if name == "clauses" else text
    return row


def read_moment(text: str) -> dict[str, object]:
    """Return the day and the time that *text* names, or one of them.

    Raises:
        QmsctlError: what is written like a day or a time is none, or the time ends before it begins.
    """
    first, _, rest = text.partition(" ")
    if dotted := _DOTTED_DAY.fullmatch(first):
        day, month, year = dotted.groups()
        first = f"{year}-{month:0>2}-{day:0>2}"
    if is_day(first):
        return {"day": read_day(first), "time": _time(rest.strip())}
    return {"time": _time(text)}


def _time(text: str) -> str:
    """Return *text* if it is empty, a time, or a time from and until that does not end before it begins.

    Raises:
        RefusedError: it is something else.
    """
    times = [tuple(map(int, time.groups())) for time in _TIME.finditer(text)]
    is_time = _TIME.fullmatch(text) or _SPAN.fullmatch(text)
    if text and not (is_time and all(h <= _LAST_HOUR and m <= _LAST_MINUTE for h, m in times)):
        raise RefusedError(
            tr("{text} is no time", text=text),
            tr("write it like 9:00 or 9:00-10:30, with a day before it if need be: 2026-12-01 9:00-10:30"),
        )
    if span := _SPAN.fullmatch(text):
        begin, begin_minute, end, end_minute = map(int, span.groups())
        if (end, end_minute) < (begin, begin_minute):
            raise RefusedError(
                tr("{time} ends before it begins", time=text),
                tr("write the earlier time first; what goes on after midnight makes two rows"),
            )
    return text
