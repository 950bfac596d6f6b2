"""Findings as text: the list in every format, and the card of one with its follow-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Paper
from qmsctl.render.findings_json import findings_json
from qmsctl.render.record_list import record_csv, record_sheet, written_sheet
from qmsctl.render.sheet import Sheet, Table
from qmsctl.render.sheet_paper import sheet_paper
from qmsctl.reports.finding_list import FindingList, FindingListed
from qmsctl.reports.marks import GRADES
from qmsctl.reports.shown import Fact, Joined, Shown

__all__ = [
    "CARD_FORMATS",
    "LIST_FORMATS",
    "finding_paper",
    "findings_paper",
    "render_finding",
    "render_findings",
]

LIST_FORMATS: Final = (
    "console",
    "plain",
    "markdown",
    "html",
    "csv",
    "csv-excel",
    "json",
    "docx",
    "pdf",
    "xlsx",
)
CARD_FORMATS: Final = ("console", "plain", "markdown", "html", "json", "docx", "pdf", "xlsx")


_NARROW: Final = ("console", "html")


@dataclass(frozen=True, slots=True)
class _Column:
    heading: Message
    value: Callable[[FindingListed], Shown]
    short: bool = True
    """A terminal and a page to print have room for it."""


def _status(row: FindingListed) -> Shown:
    return (row.reported.status_mark.word, *(mark.word for mark in row.reported.warnings))


def _repeats(row: FindingListed) -> Shown:
    if row.repeats is None:
        return None
    if row.is_marked:
        return row.repeats
    return tr("{finding}, as clause and process or unit suggest", finding=row.repeats)


def _fact(row: FindingListed, field: str) -> str | None:
    step = row.finding.stating(field)
    return getattr(step.fact, field) if step else None


def _effectiveness(row: FindingListed) -> Shown:
    verified = row.finding.last("verified")
    if verified is None or verified.fact.effective is None:
        return None
    return tr("effective") if verified.fact.effective else tr("not effective")


_COLUMNS: Final = (
    _Column(tr("Number"), lambda row: row.reported.number),
    _Column(tr("Title"), lambda row: row.reported.title),
    _Column(tr("Grade"), lambda row: row.reported.grade_mark.word),
    _Column(tr("Status"), _status),
    _Column(tr("Due date"), lambda row: row.reported.due if row.reported.is_open else None),
    _Column(tr("Due for"), lambda row: row.reported.due_word),
    _Column(tr("Owner"), lambda row: row.reported.owner),
    _Column(tr("Source"), lambda row: row.reported.source),
    _Column(tr("Raised on"), lambda row: row.reported.raised, short=False),
    _Column(tr("Units"), lambda row: row.reported.units, short=False),
    _Column(tr("Processes"), lambda row: row.reported.processes, short=False),
    _Column(tr("Criteria"), lambda row: row.reported.criteria, short=False),
    _Column(tr("Statement"), lambda row: row.reported.statement, short=False),
    _Column(tr("Cause"), lambda row: _fact(row, "cause"), short=False),
    _Column(tr("Corrective action"), lambda row: _fact(row, "action"), short=False),
    _Column(tr("Done on"), lambda row: row.done_on, short=False),
    _Column(tr("Effectiveness"), _effectiveness, short=False),
    _Column(tr("Repeats"), _repeats),
)


def render_findings(
    listed: FindingList, format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return *listed* in one of `LIST_FORMATS`, in words of *language*."""
    if format == "json":
        return findings_json(listed, language)
    if format in ("csv", "csv-excel"):
        columns = [(column.heading, column.value) for column in _COLUMNS]
        return record_csv(columns, listed.rows, language, excel=format == "csv-excel")
    sheet = _list(listed, narrow=format in _NARROW)
    return written_sheet(sheet, format, language, width=width, colour=colour)


def findings_paper(listed: FindingList, written: str, *, whole: bool) -> Paper:
    """Return *listed* as a paper for the formats that files have.

    Args:
        listed: the findings.
        written: the language of the records.
        whole: with every column; a page has room for a few.
    """
    return sheet_paper(_list(listed, narrow=not whole), "findings", listed.day.isoformat(), written)


def _list(listed: FindingList, *, narrow: bool) -> Sheet:
    columns = [column for column in _COLUMNS if column.short or not narrow]
    table = Table(
        tr("Findings"),
        tuple(column.heading for column in columns),
        tuple(tuple(_folded(column.value(row)) for column in columns) for row in listed.rows),
    )
    return record_sheet(listed, tr("Findings on {day}", day=listed.day), _counts(listed), (table,))


def render_finding(
    listed: FindingList, format: str, language: str, *, width: int = 80, colour: bool = False
) -> str:
    """Return the card of the one finding of *listed* in one of `CARD_FORMATS`, in words of *language*."""
    if format == "json":
        return findings_json(listed, language)
    return written_sheet(_card(listed), format, language, width=width, colour=colour)


def finding_paper(listed: FindingList, written: str) -> Paper:
    """Return the card of the one finding of *listed* as a paper; records are in the language *written*."""
    (row,) = listed.rows
    return replace(sheet_paper(_card(listed), "finding-card", row.reported.number, written), landscape=False)


def _card(listed: FindingList) -> Sheet:
    (row,) = listed.rows
    reported = row.reported
    heading = (
        tr("Nonconformity card {number}", number=reported.number)
        if reported.is_nonconformity
        else tr("Finding {number}", number=reported.number)
    )
    facts = (
        Fact(tr("Title"), reported.title),
        Fact(tr("Grade"), reported.grade_mark.word),
        Fact(tr("Status"), _status(row)),
        Fact(tr("Source"), reported.source),
        *reported.reference,
        *((Fact(tr("Repeats"), _repeats(row)),) if row.repeats and not row.is_marked else ()),
        *reported.substance,
        *((Fact(tr("Evidence cited"), reported.evidence),) if reported.evidence else ()),
        *reported.remarks,
        # The day of the action stands beside the owner; again only with the days it was moved from.
        *(
            fact
            for fact in reported.response
            if (fact.label, fact.value) != (reported.due_label, reported.due)
        ),
    )
    steps = Table(
        tr("Steps so far"),
        (tr("Day"), tr("Step"), tr("What the record says"), tr("By whom and when")),
        tuple(
            (
                step.occurred,
                step.kind,
                tuple(Joined((fact.label, _folded(fact.value)), ": ") for fact in step.facts if fact.value),
                step.recorded,
            )
            for step in row.trail
        ),
    )
    facts = tuple(Fact(fact.label, _folded(fact.value)) for fact in facts)
    return record_sheet(listed, heading, facts, (steps,))


def _folded(value: Shown) -> Shown:
    """Return *value* with every text on one line: a cell has no other."""
    if isinstance(value, str):
        return " ".join(value.split())
    return tuple(_folded(part) for part in value) if isinstance(value, tuple) else value


def _counts(listed: FindingList) -> tuple[Fact, ...]:
    rows = [row.reported for row in listed.rows if not row.reported.is_withdrawn]
    return (
        *((Fact(tr("Only"), listed.chosen),) if listed.chosen else ()),
        Fact(tr("Listed"), len(listed.rows)),
        Fact(tr("Open"), sum(row.is_open for row in rows)),
        Fact(tr("Overdue"), sum(row.is_overdue for row in rows)),
        *(
            Fact(mark.word, count)
            for grade, mark in GRADES.items()
            if (count := sum(row.grade == grade for row in rows))
        ),
    )
