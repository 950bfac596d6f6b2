"""Rows of a schedule as people type them: `2026-10-20 9:00-10:30; process=P-1; auditor=a-nowak`."""

from __future__ import annotations

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
        QmsctlError: what is written like a day is none.
    """
    first, _, rest = text.partition(" ")
    return {"day": read_day(first), "time": rest.strip()} if is_day(first) else {"time": text}
