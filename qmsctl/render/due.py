"""What is due as text: for terminals, as plain lines, Markdown, HTML, CSV, JSON, and as a calendar."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.messages import Message, tr
from qmsctl.papers.due import due_paper
from qmsctl.render.csv_text import csv_text
from qmsctl.reports.due import DueList, DutyDue
from qmsctl.reports.duties import KINDS
from qmsctl.reports.shown import in_words

__all__ = ["render_due"]

SCHEMA: Final = "qmsctl.due/1"

_HEADINGS: Final[tuple[Message, ...]] = (
    tr("Due on"),
    tr("Days left"),
    tr("What it is about"),
    tr("Kind of duty"),
    tr("What to do"),
    tr("Reason"),
    tr("Who answers for it"),
    tr("Units"),
    tr("Next command"),
)
"""Of the table for spreadsheets."""


def render_due(listed: DueList, format: str, language: str, *, width: int = 80, colour: bool = False) -> str:
    """Return *listed* as text, in words of *language*.

    Args:
        listed: the duties.
        format: `console`, `plain`, `markdown`, `html`, `csv`, `csv-excel`, `json` or `ics`.
        language: of the words.
        width: of the terminal, in columns.
        colour: whether the terminal shows colours.
    """
    if format == "json":
        return _json(listed, language)
    if format == "ics":
        from qmsctl.render.due_calendar import due_calendar  # noqa: PLC0415 - only for calendars

        return due_calendar(listed, language)
    if format in ("csv", "csv-excel"):
        headings = [heading.into(language) for heading in _HEADINGS]
        return csv_text(headings, (_cells(row, language) for row in listed.rows), excel=format == "csv-excel")
    from qmsctl.render.report import Manner, render_paper  # noqa: PLC0415 - only for what people read

    return render_paper(due_paper(listed), format, language, Manner(width, colour))


def _cells(row: DutyDue, language: str) -> list[str]:
    duty = row.duty
    return [
        duty.due.isoformat(),
        str(row.days),
        in_words(duty.thing, language),
        KINDS[duty.kind].into(language),
        in_words(duty.what, language),
        in_words(duty.why, language),
        in_words(duty.who, language),
        "\n".join(duty.units),
        duty.command or "",
    ]


def _json(listed: DueList, language: str) -> str:
    """Return *listed* for programs.  The schema is `docs/schema/due-1.json`."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": listed.organisation,
        "language": language,
        "day": listed.day.isoformat(),
        "until": listed.until.isoformat(),
        "commit": listed.provenance.commit,
        "history_complete": listed.provenance.complete,
        "duties": [_duty(row, language) for row in listed.rows],
        "unreadable": list(listed.unreadable),
        "unrecorded": list(listed.unrecorded),
        "contested": list(listed.contested),
        "registers": [fault.into(language) for fault in listed.registers],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _duty(row: DutyDue, language: str) -> Mapping[str, Any]:
    duty = row.duty
    return {
        "kind": duty.kind.value,
        "subject": duty.subject,
        "step": duty.step,
        "due": duty.due.isoformat(),
        "begins": duty.begins.isoformat() if duty.begins else None,
        "standing": row.standing.value,
        "days_left": row.days,
        "about": in_words(duty.thing, language),
        "what": in_words(duty.what, language),
        "why": in_words(duty.why, language),
        "who": in_words(duty.who, language) or None,
        "owners": list(duty.owners),
        "units": list(duty.units),
        "command": duty.command,
    }
