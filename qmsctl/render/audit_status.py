"""How far audits have come, as text: for a terminal, as plain lines, as Markdown, and for programs."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from qmsctl import __version__
from qmsctl.control.findings import FindingStatus
from qmsctl.messages import Message, tr, tr_n
from qmsctl.papers.blocks import Paper
from qmsctl.render.sheet import Sheet, Table, console, markdown, plain
from qmsctl.render.sheet_paper import html, sheet_paper
from qmsctl.reports.audit_status import AuditState, ClauseState, FindingState
from qmsctl.reports.marks import AUDIT_KINDS, AUDIT_STATUSES, FINDING_STATUSES, GRADES, OUTCOMES
from qmsctl.reports.shown import Fact, Joined, Shown, Translated

__all__ = ["FORMATS", "SCHEMA", "Seen", "render_audit", "render_audits", "status_paper"]

SCHEMA: Final = "qmsctl.audit-status/1"
FORMATS: Final = ("console", "plain", "markdown", "html", "json")

_AUDITS: Final = (
    tr("Audit"),
    tr("Title"),
    tr("First day"),
    tr("State"),
    tr("Answered"),
    tr("Findings open"),
    tr("In the way of closing"),
)
_CLAUSES: Final = (
    tr("Clause"),
    tr("Title"),
    tr("Asked"),
    tr("Answered"),
    tr("Contested"),
    tr("With evidence of its own"),
    tr("Does not conform"),
)
_UNITS: Final = (
    tr("Unit"),
    tr("Name of the unit"),
    tr("Answers"),
    tr("With evidence of its own"),
    tr("Does not conform"),
)
_FINDINGS: Final = (
    tr("Finding"),
    tr("Title"),
    tr("Grade"),
    tr("State"),
    tr("Owner"),
    tr("Due"),
)
_OBSTACLES: Final = (tr("No."), tr("What stands in the way"), tr("What to do"))
_REMARKS: Final = (tr("No."), tr("Remark"))
_EVIDENCED: Final = tr(
    "With evidence of its own: with a file, a sample, a document judged against, or words that no other "
    "answer repeats; a description that is repeated does not count."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """From what the status was made."""

    organisation: str
    day: str
    commit: str | None
    complete: bool
    """Whether the whole history was there."""


def render_audits(states: Sequence[AuditState], seen: Seen, format: str, look: tuple[int, bool, str]) -> str:
    """Return one line for each of *states*.

    Args:
        states: the audits.
        seen: from what they were made.
        format: one of `FORMATS`.
        look: the columns of the terminal, whether it shows colours, and the language.
    """
    if format == "json":
        return _json(states, seen, look[2])
    return _written(_audits_sheet(states, seen.organisation), format, look)


def status_paper(
    states: AuditState | Sequence[AuditState], organisation: str, day: dt.date, written: str
) -> Paper:
    """Return one audit, or several, as a paper.

    Args:
        states: everything about one of them, or a line about each.
        organisation: whose they are.
        day: of which the status is.
        written: the language of the records it tells of.
    """
    if isinstance(states, AuditState):
        return sheet_paper(_sheet(states, organisation), "audit-status", states.id, written)
    return sheet_paper(_audits_sheet(states, organisation), "audits", day.isoformat(), written)


def _audits_sheet(states: Sequence[AuditState], organisation: str) -> Sheet:
    return Sheet(
        organisation,
        tr("Audits"),
        (),
        (),
        tr("What cannot be established"),
        (Table(tr("Audits"), _AUDITS, tuple(map(_audit_row, states)), key="audits"),),
        tr("Made by qmsctl {version}.", version=__version__),
    )


def render_audit(state: AuditState, seen: Seen, format: str, look: tuple[int, bool, str]) -> str:
    """Return everything about *state*; *look* as for `render_audits`."""
    if format == "json":
        return _json([state], seen, look[2])
    return _written(_sheet(state, seen.organisation), format, look)


def _written(sheet: Sheet, format: str, look: tuple[int, bool, str]) -> str:
    width, colour, language = look
    if format == "console":
        return console(sheet, language, width=width, colour=colour)
    return {"markdown": markdown, "html": html, "plain": plain}[format](sheet, language)


def _audit_row(state: AuditState) -> tuple[Shown, ...]:
    return (
        state.id,
        state.title,
        state.first_day,
        AUDIT_STATUSES[state.status],
        tr("{size} of {population}", size=state.total.answered, population=state.total.asked),
        tr(
            "{size} of {population}",
            size=sum(f.is_open for f in state.findings),
            population=len(state.findings),
        ),
        len(state.obstacles),
    )


def _sheet(state: AuditState, organisation: str) -> Sheet:
    facts = (
        Fact(tr("Kind"), AUDIT_KINDS[state.kind]),
        Fact(tr("First day"), state.first_day),
        Fact(tr("State"), AUDIT_STATUSES[state.status]),
        Fact(tr("As of"), state.day),
        Fact(tr("Answered"), _of(state.total.answered, state.total)),
        Fact(tr("Contested"), state.total.contested),
        Fact(tr("With evidence of its own"), _of(state.total.evidenced, state.total)),
        Fact(
            tr("Results"),
            tuple(
                tr("{outcome}: {count}", outcome=OUTCOMES[outcome].word, count=count)
                for outcome, count in state.outcomes
                if count
            ),
        ),
        Fact(tr("Closing"), _closing(state)),
    )
    tables = (
        Table(
            tr("In the way of closing"),
            _OBSTACLES,
            tuple((number, one.message, one.fix) for number, one in enumerate(state.obstacles, 1)),
            key="obstacles",
        ),
        Table(
            tr("Remarks"),
            _REMARKS,
            tuple((number, one) for number, one in enumerate(state.remarks, 1)),
            key="remarks",
        ),
        Table(tr("Findings"), _FINDINGS, tuple(map(_finding_row, state.findings)), key="findings"),
        Table(
            tr("Follow-up of earlier audits"),
            _FINDINGS,
            tuple(_finding_row(finding) for finding in state.follow_up),
            key="follow-up",
        ),
        Table(tr("By clause"), _CLAUSES, tuple(map(_clause_row, state.clauses)), _EVIDENCED, key="clauses"),
        Table(
            tr("By unit"),
            _UNITS,
            tuple(
                (unit.unit or tr("no unit named"), unit.title, unit.answers, unit.evidenced, unit.failing)
                for unit in state.units
            ),
            key="units",
        ),
    )
    return Sheet(
        organisation,
        tr("{audit}: {title}", audit=state.id, title=state.title),
        facts,
        (),
        tr("What cannot be established"),
        tuple(table for table in tables if table.rows),
        tr("Made by qmsctl {version}.", version=__version__),
    )


def _of(number: int, total: ClauseState) -> Message:
    return tr("{size} of {population}", size=number, population=total.asked)


def _closing(state: AuditState) -> Message:
    if state.status.value == "closed":
        return tr("closed and sealed")
    if state.obstacles:
        return tr_n(
            "{count} thing stands in the way", "{count} things stand in the way", len(state.obstacles)
        )
    return tr("nothing stands in the way: qmsctl audit close {audit}", audit=shlex.quote(state.id))


def _clause_row(clause: ClauseState) -> tuple[Shown, ...]:
    title = Translated(clause.titles) if clause.titles else None
    counts = (clause.asked, clause.answered, clause.contested, clause.evidenced, clause.failing)
    return (clause.clause, title, *counts)


def _finding_row(finding: FindingState) -> tuple[Shown, ...]:
    due: Shown = tr("{day}, overdue", day=finding.due) if finding.overdue and finding.due else finding.due
    if finding.due_word is not None and finding.due is not None:
        due = Joined((due, finding.due_word), ": ")
    return (
        finding.number,
        finding.title,
        GRADES[finding.grade],
        FINDING_STATUSES[FindingStatus(finding.status)],
        finding.owner_shown,
        due,
    )


def _data(state: AuditState) -> Mapping[str, Any]:
    """Return *state* as `docs/schema/audit-status-1.json` describes it."""
    return {
        "id": state.id,
        "title": state.title,
        "kind": state.kind,
        "state": state.status.value,
        "first_day": state.first_day.isoformat() if state.first_day else None,
        "questions": {
            "asked": state.total.asked,
            "answered": state.total.answered,
            "contested": state.total.contested,
            "evidenced": state.total.evidenced,
            "outcomes": dict(state.outcomes),
        },
        "clauses": [
            {
                "edition": clause.edition,
                "clause": clause.clause,
                "asked": clause.asked,
                "answered": clause.answered,
                "contested": clause.contested,
                "evidenced": clause.evidenced,
                "does_not_conform": clause.failing,
            }
            for clause in state.clauses
        ],
        "units": [
            {
                "unit": unit.unit,
                "answers": unit.answers,
                "evidenced": unit.evidenced,
                "does_not_conform": unit.failing,
            }
            for unit in state.units
        ],
        "findings": [_finding_data(finding) for finding in state.findings],
        "follow_up": [_finding_data(finding) for finding in state.follow_up],
        "obstacles": [
            {"kind": one.kind, "what": one.what, "message": str(one.message), "fix": str(one.fix)}
            for one in state.obstacles
        ],
        "remarks": [str(remark) for remark in state.remarks],
    }


def _finding_data(finding: FindingState) -> Mapping[str, Any]:
    return {
        "number": finding.number,
        "grade": finding.grade,
        "status": finding.status,
        "title": finding.title,
        "owner": finding.owner,
        "due": finding.due.isoformat() if finding.due else None,
        "open": finding.is_open,
        "overdue": finding.overdue,
    }


def _json(states: Sequence[AuditState], seen: Seen, language: str) -> str:
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": seen.organisation,
        "language": language,
        "day": seen.day,
        "commit": seen.commit,
        "history_complete": seen.complete,
        "audits": [_data(state) for state in states],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
