"""What changed in a period as text: for terminals, as plain lines, Markdown, a page to print, and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Final

from qmsctl import __version__
from qmsctl.messages import Message
from qmsctl.papers.blocks import Paper
from qmsctl.render import sheet
from qmsctl.render.changes_sheet import changes_sheet
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.changes import Changes

__all__ = ["FORMATS", "changes_paper", "render_changes", "render_changes_console"]

SCHEMA: Final = "qmsctl.changes/1"


def render_changes(changes: Changes, format: str, language: str) -> str:
    """Return *changes* in one of `FORMATS`, in words of *language*."""
    return FORMATS[format](changes, language)


def changes_paper(changes: Changes, written: str) -> Paper:
    """Return *changes* as a paper; *written* is the language of the records it tells of."""
    return sheet_paper(changes_sheet(changes), "changes", changes.until.day.isoformat(), written)


def render_changes_console(changes: Changes, language: str, *, width: int, colour: bool) -> str:
    """Return *changes* for a terminal."""
    return sheet.console(changes_sheet(changes), language, width=width, colour=colour)


def _json(changes: Changes, language: str) -> str:
    """Return *changes* for programs; the schema is `docs/schema/changes-1.json`."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        **{field.name: _plain(getattr(changes, field.name), language) for field in fields(changes)},
        "language": language,
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _plain(value: object, language: str) -> object:
    """Return *value* as JSON has it: days as 2026-11-22, states by their names, messages in words."""
    if isinstance(value, Message):
        return value.into(language)
    if isinstance(value, Enum):
        return _plain(value.value, language)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one, language) for one in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), language) for field in fields(value)}
    return value


FORMATS: Final[Mapping[str, Callable[[Changes, str], str]]] = {
    "plain": lambda changes, language: sheet.plain(changes_sheet(changes), language),
    "markdown": lambda changes, language: sheet.markdown(changes_sheet(changes), language),
    "html": lambda changes, language: html(changes_sheet(changes), language),
    "json": _json,
}
