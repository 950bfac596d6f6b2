"""An audit programme as text: for terminals, as plain lines, Markdown, a page to print, CSV and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render import sheet
from qmsctl.render.audit_programme_sheet import MODES, programme_sheet
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.audit_programme import PROGRESS, STANDINGS, Covered, PlannedAudit, ProgrammeView
from qmsctl.reports.marks import AUDIT_KINDS

__all__ = ["FORMATS", "programme_paper", "render_programme", "render_programme_console"]

SCHEMA: Final = "qmsctl.programme/1"


def programme_paper(view: ProgrammeView, written: str) -> Paper:
    """Return *view* as a paper for the formats that files have; records are in the language *written*."""
    id = view.programme.id if view.programme else view.day.isoformat()
    return sheet_paper(programme_sheet(view), "audit-programme", id, written)


def render_programme(view: ProgrammeView, format: str, language: str) -> str:
    """Return *view* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](view, language)


def render_programme_console(view: ProgrammeView, language: str, *, width: int, colour: bool) -> str:
    """Return *view* for a terminal."""
    return sheet.console(programme_sheet(view), language, width=width, colour=colour)


def _json(view: ProgrammeView, language: str) -> str:
    """Return *view* for programs; the schema is `docs/schema/programme-1.json`."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        **{field.name: _plain(getattr(view, field.name), language) for field in fields(view)},
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _plain(value: object, language: str) -> object:
    """Return *value* as JSON has it: days as 2026-11-22, states by their names, messages in words."""
    if isinstance(value, Message):
        return value.into(language)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one, language) for one in value]
    if is_dataclass(value):
        return {
            field.name.removesuffix("_"): value.title_in(language)
            if isinstance(value, Covered) and field.name == "title"
            else _plain(getattr(value, field.name), language)
            for field in fields(value)
        }
    return value


_COLUMNS: Final = (
    tr("Kind"),
    tr("Edition of the standard"),
    tr("Number"),
    tr("Title"),
    tr("Processes"),
    tr("Units"),
    tr("Clauses"),
    tr("Month"),
    tr("Moved to"),
    tr("State"),
    tr("Last audited on"),
    tr("Audit"),
    tr("Planned next"),
    tr("Reason"),
    tr("Lead auditor"),
    tr("Auditors"),
    tr("Carried out"),
    tr("Duration"),
)
_KINDS: Final[Mapping[str, Message]] = {
    "process": tr("process"),
    "unit": tr("unit"),
    "clause": tr("clause"),
}


def _rows(view: ProgrammeView, language: str) -> Iterator[list[str]]:
    """Yield the audits of the programme, then the coverage; days are written as 2026-11-22."""
    yield [column.into(language) for column in _COLUMNS]
    for one in view.audits:
        yield _audit_row(one, language)
    for covered in view.coverage:
        yield [
            _KINDS[covered.kind.value].into(language),
            covered.edition or "",
            covered.key,
            covered.title_in(language),
            *([""] * 5),
            STANDINGS[covered.standing].word.into(language),
            covered.last.isoformat() if covered.last else "",
            covered.audit or "",
            covered.planned or "",
            *([""] * 5),
        ]


def _audit_row(one: PlannedAudit, language: str) -> list[str]:
    kind = AUDIT_KINDS.get(one.kind)
    mode = MODES.get(one.mode or "")
    return [
        kind.into(language) if kind else one.kind,
        "",
        one.entry,
        one.title or "",
        ", ".join(one.processes),
        ", ".join(one.units),
        ", ".join(one.clauses),
        one.month,
        one.moved_to or "",
        PROGRESS[one.state].word.into(language),
        one.done.isoformat() if one.done else "",
        one.audit or "",
        "",
        one.reason or "",
        one.lead or "",
        ", ".join(one.team),
        mode.into(language) if mode else "",
        one.duration or "",
    ]


def _csv(view: ProgrammeView, language: str, *, excel: bool = False) -> str:
    headings, *rows = _rows(view, language)
    return csv_text(headings, rows, excel=excel)


FORMATS: Final[Mapping[str, Callable[[ProgrammeView, str], str]]] = {
    "plain": lambda view, language: sheet.plain(programme_sheet(view), language),
    "markdown": lambda view, language: sheet.markdown(programme_sheet(view), language),
    "html": lambda view, language: html(programme_sheet(view), language),
    "csv": _csv,
    "csv-excel": lambda view, language: _csv(view, language, excel=True),
    "json": _json,
}
