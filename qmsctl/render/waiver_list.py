"""Waivers as text: for terminals, as plain lines, Markdown, a page to print, CSV and JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.waivers import WaiverState
from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.csv_text import csv_text
from qmsctl.render.sheet import Sheet, Table, console, html, markdown, plain
from qmsctl.render.sheet_paper import sheet_paper
from qmsctl.reports.shown import Fact, Shown, in_words, short
from qmsctl.reports.waiver_list import WAIVER_STATES, WaiverList, WaiverListed

__all__ = ["FORMATS", "SCHEMA", "render_waivers", "waivers_paper"]

SCHEMA: Final = "qmsctl.waivers/1"
FORMATS: Final = (
    *("console", "plain", "markdown", "html", "csv", "csv-excel", "json"),
    *("docx", "pdf", "xlsx"),
)
_NARROW: Final = ("console", "html")


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Message
    value: Callable[[WaiverListed], Shown]
    short: bool = True
    """A terminal and a page to print have room for it."""


def _approver(row: WaiverListed) -> Shown:
    return row.approver if row.role is None or row.role == row.approver else (row.approver, row.role)


_COLUMNS: Final = (
    _Column(tr("Document"), lambda row: row.fact.document),
    _Column(tr("Rule"), lambda row: row.slug),
    _Column(tr("State"), lambda row: (row.mark.word, *row.remarks)),
    _Column(tr("Last day"), lambda row: row.fact.until),
    _Column(tr("Problems"), lambda row: row.applied.waived),
    _Column(tr("Approved by"), _approver),
    _Column(tr("Reason"), lambda row: " ".join(row.fact.reason.split())),
    _Column(tr("First day"), lambda row: row.applied.waiver.begins, short=False),
    _Column(tr("Decided"), lambda row: row.fact.decided, short=False),
    _Column(tr("Basis"), lambda row: row.fact.basis, short=False),
    _Column(tr("Ended"), lambda row: row.fact.ended, short=False),
    _Column(tr("Record"), lambda row: row.applied.waiver.name, short=False),
)

_WRITTEN: Final[Mapping[str, Callable[[Sheet, str], str]]] = {
    "plain": plain,
    "markdown": markdown,
    "html": html,
}


def render_waivers(
    listed: WaiverList, format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return *listed* in one of `FORMATS` that are text, in words of *language*."""
    if format == "json":
        return _json(listed, language)
    if format in ("csv", "csv-excel"):
        rows = ([_in_data(column.value(row), language) for column in _COLUMNS] for row in listed.rows)
        return csv_text([c.heading.into(language) for c in _COLUMNS], rows, excel=format == "csv-excel")
    sheet = _sheet(listed, narrow=format in _NARROW)
    if format == "console":
        return console(sheet, language, width=width, colour=colour)
    return _WRITTEN[format](sheet, language)


def waivers_paper(listed: WaiverList, written: str, *, whole: bool) -> Paper:
    """Return *listed* as a paper for the formats that files have.

    Args:
        listed: the waivers.
        written: the language of the records.
        whole: with every column; a page has room for a few.
    """
    return sheet_paper(_sheet(listed, narrow=not whole), "waivers", listed.day.isoformat(), written)


def _sheet(listed: WaiverList, *, narrow: bool) -> Sheet:
    columns = [column for column in _COLUMNS if column.short or not narrow]
    table = Table(
        tr("Waivers"),
        tuple(column.heading for column in columns),
        tuple(tuple(column.value(row) for column in columns) for row in listed.rows),
        key="waivers",
    )
    doubts = [
        *(
            tr("written and not yet recorded, so it does not count: {path}", path=path)
            for path in listed.unrecorded
        ),
        *(tr("contested, so it does not count: {path}", path=path) for path in listed.contested),
    ]
    if not listed.complete:
        doubts.append(tr("the beginning of the history is missing, so records may be missing too"))
    footer = tr(
        "State of {day}; commit {commit}.",
        day=listed.day,
        commit=short(listed.commit) if listed.commit else "-",
    )
    return Sheet(
        listed.organisation,
        tr("Waivers on {day}", day=listed.day),
        _counts(listed),
        tuple(doubts),
        tr("To be settled"),
        (table,),
        footer,
    )


def _counts(listed: WaiverList) -> tuple[Fact, ...]:
    only = (Fact(tr("Only"), tr("those that hold, or are to hold")),) if listed.current else ()
    counted = (
        Fact(mark.word, count)
        for state, mark in WAIVER_STATES.items()
        if (count := sum(row.applied.waiver.state is state for row in listed.rows))
    )
    return (*only, Fact(tr("Listed"), len(listed.rows)), *counted)


def _in_data(value: Shown, language: str) -> str:
    """Return the text of a cell; in data, days are written as 2026-11-22."""
    return value.isoformat() if isinstance(value, dt.date) else in_words(value, language)


def _json(listed: WaiverList, language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": listed.organisation,
        "language": language,
        "day": listed.day.isoformat(),
        "commit": listed.commit,
        "history_complete": listed.complete,
        "waivers": [_waiver(row, language) for row in listed.rows],
        "unrecorded": list(listed.unrecorded),
        "contested": list(listed.contested),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _waiver(row: WaiverListed, language: str) -> dict[str, object]:
    applied, fact = row.applied, row.fact
    waiver = applied.waiver
    return {
        "record": waiver.name,
        "path": waiver.record.path,
        "rule": applied.rule,
        "slug": row.slug,
        "document": fact.document,
        "state": waiver.state.value,
        "state_text": row.mark.word.into(language),
        "remarks": [remark.into(language) for remark in row.remarks],
        "holds": waiver.state is WaiverState.IN_FORCE,
        "waived": applied.waived,
        "back": applied.back,
        "reason": fact.reason,
        "approver": row.approver,
        "role": row.role,
        "basis": fact.basis,
        "trust": waiver.trust.value,
        "decided": fact.decided.isoformat(),
        "from": waiver.begins.isoformat(),
        "until": fact.until.isoformat(),
        "ended": fact.ended.isoformat() if fact.ended else None,
        "corrects": list(fact.corrects),
    }
