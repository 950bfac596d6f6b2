"""Waivers as text: for terminals, as plain lines, Markdown, a page to print, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from qmsctl import __version__
from qmsctl.control.waivers import WaiverState
from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.record_list import record_csv, record_sheet, written_sheet
from qmsctl.render.sheet import Sheet, Table
from qmsctl.render.sheet_paper import sheet_paper
from qmsctl.reports.shown import Fact, Shown
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


def render_waivers(
    listed: WaiverList, format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return *listed* in one of `FORMATS` that are text, in words of *language*."""
    if format == "json":
        return _json(listed, language)
    if format in ("csv", "csv-excel"):
        columns = [(column.heading, column.value) for column in _COLUMNS]
        return record_csv(columns, listed.rows, language, excel=format == "csv-excel")
    sheet = _sheet(listed, narrow=format in _NARROW)
    return written_sheet(sheet, format, language, width=width, colour=colour)


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
    return record_sheet(listed, tr("Waivers on {day}", day=listed.day), _counts(listed), (table,))


def _counts(listed: WaiverList) -> tuple[Fact, ...]:
    only = (Fact(tr("Only"), tr("those that hold, or are to hold")),) if listed.current else ()
    counted = (
        Fact(mark.word, count)
        for state, mark in WAIVER_STATES.items()
        if (count := sum(row.applied.waiver.state is state for row in listed.rows))
    )
    return (*only, Fact(tr("Listed"), len(listed.rows)), *counted)


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
