"""The deadlines of a register of cases for programs and spreadsheets.  The schema is `docs/schema/deadlines-1.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.control.cases import Case
from qmsctl.law import Length, Rule
from qmsctl.messages import Message, Translated, tr
from qmsctl.render.csv_text import csv_text
from qmsctl.reports.deadlines import NO_ADVICE, STANDINGS, CaseList

__all__ = ["deadlines_csv", "deadlines_json"]

SCHEMA: Final = "qmsctl.deadlines/1"

_HEADINGS: Final[tuple[Message, ...]] = (
    tr("Case"),
    tr("Standing of the case"),
    tr("Last day"),
    tr("Days left"),
    tr("Settled on"),
    tr("Received on"),
    tr("The period of the law ends on"),
    tr("Last day in the register"),
    tr("Kind of case"),
    tr("Article"),
    tr("Unit"),
    tr("Line in the file"),
    tr("Why, and what else there is to say"),
)


def deadlines_csv(view: CaseList, language: str, *, excel: bool) -> str:
    """Return the cases of *view* as a table, each day as a spreadsheet sorts it, in words of *language*."""
    headings = [heading.into(language) for heading in _HEADINGS]
    return csv_text(headings, (_cells(view, case, language) for case in view.rows), excel=excel)


def _cells(view: CaseList, case: Case, language: str) -> list[str]:
    said = (case.reason, *case.remarks) if case.reason else case.remarks
    return [
        case.row.name,
        STANDINGS[case.standing].word.into(language),
        _iso(case.last_day) or "",
        "" if case.days is None else str(case.days),
        _iso(case.closed) or "",
        _iso(case.received) or "",
        _iso(case.period_ends) or "",
        _iso(case.stated) or "",
        case.kind,
        case.rule.article if case.rule else "",
        view.units.get(case.unit, case.unit),
        str(case.row.line),
        "; ".join(one.into(language) for one in said),
    ]


def deadlines_json(view: CaseList, language: str) -> str:
    """Return *view* as JSON, in words of *language*."""
    law, drawn = view.law, view.draws
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": view.organisation,
        "language": language,
        "notice": NO_ADVICE.into(language),
        "day": view.day.isoformat(),
        "soon": view.soon.isoformat(),
        "register": view.register,
        "digest": view.digest,
        "commit": view.provenance.commit,
        "columns": dict(view.columns),
        "law": {
            "key": law.key,
            "title": Translated(law.title).into(language),
            "journal": law.journal,
            "basis": law.basis.value,
            "note": Translated(law.note).into(language) if law.note else None,
            "source": law.source,
            "checked": law.checked.isoformat(),
        },
        "rules": [_rule(rule, language) for rule in view.rules],
        "totals": {
            standing.value: sum(case.standing is standing for case in view.cases) for standing in STANDINGS
        },
        "cases": [_case(case, language) for case in view.rows],
        "commands": {
            "look": drawn.look if drawn else None,
            "record": drawn.record if drawn else None,
            "random_look": drawn.random_look if drawn else None,
            "random_record": drawn.random_record if drawn else None,
        },
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _rule(rule: Rule, language: str) -> Mapping[str, Any]:
    return {
        "key": rule.key,
        "title": Translated(rule.title).into(language),
        "article": rule.article,
        "length": _length(rule.length),
        "from": Translated(rule.begins).into(language),
        "extended_by": rule.extended_by,
        "longest": _length(rule.longest),
        "not_counted_by": rule.not_counted_by,
        "basis": rule.basis.value,
        "note": Translated(rule.note).into(language) if rule.note else None,
        "source": rule.source,
        "checked": rule.checked.isoformat(),
    }


def _length(length: Length | None) -> Mapping[str, Any] | None:
    return {"count": length.count, "unit": length.unit.value} if length else None


def _case(case: Case, language: str) -> Mapping[str, Any]:
    return {
        "case": case.row.name,
        "row": case.row.number,
        "line": case.row.line,
        "kind": case.kind,
        "rule": case.rule.key if case.rule else None,
        "unit": case.unit or None,
        "standing": case.standing.value,
        "received": _iso(case.received),
        "period_ends": _iso(case.period_ends),
        "last_day": _iso(case.last_day),
        "stated": _iso(case.stated),
        "closed": _iso(case.closed),
        "days": case.days,
        "reason": case.reason.into(language) if case.reason else None,
        "remarks": [remark.into(language) for remark in case.remarks],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
