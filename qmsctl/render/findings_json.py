"""Findings for programs.  The schema is `docs/schema/findings-1.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from qmsctl import __version__
from qmsctl.control.records import record_name
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.reports.finding_list import FindingList, FindingListed

__all__ = ["findings_json"]

SCHEMA: Final = "qmsctl.findings/1"

_FIELDS: Final = (
    *("grade", "justification", "reason", "correction", "containment", "extent", "cause", "cause_method"),
    *("accepted", "action", "owner", "due", "criterion", "proof", "effective", "by", "text"),
)
"""What a step may say."""


def findings_json(listed: FindingList, language: str) -> str:
    """Return *listed* as JSON: the same bytes for the same state."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": listed.organisation,
        "language": language,
        "day": listed.day.isoformat(),
        "commit": listed.commit,
        "history_complete": listed.complete,
        "findings": [_finding(row, language) for row in listed.rows],
        "unrecorded": list(listed.unrecorded),
        "contested": list(listed.contested),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _finding(row: FindingListed, language: str) -> Mapping[str, Any]:
    finding, reported, raised = row.finding, row.reported, row.finding.raised.fact
    source = raised.source
    kinds = ("audit", "complaint", "inspection", "management_review", "other")
    named = [(kind, getattr(source, kind)) for kind in kinds if source and getattr(source, kind)]
    return {
        "id": finding.id,
        "number": finding.number,
        "title": raised.title,
        "grade": finding.grade,
        "status": finding.status.value,
        "status_text": reported.status_mark.word.into(language),
        "open": reported.is_open,
        "overdue": reported.is_overdue,
        "late": reported.is_late,
        "raised": raised.occurred.isoformat(),
        "owner": finding.owner,
        "due": _plain(finding.due),
        "source": {"kind": named[0][0], "name": named[0][1]} if named else None,
        "criteria": [
            {
                "edition": criterion.edition,
                "clauses": list(criterion.clauses),
                "document": criterion.document,
                "act": criterion.act,
            }
            for criterion in raised.criteria
        ],
        "units": list(raised.units),
        "processes": list(raised.processes),
        "requirement": raised.requirement,
        "evidence_text": raised.evidence_text,
        "statement": raised.statement,
        "evidence": list(raised.evidence),
        "repeats": {"number": row.repeats, "marked": row.is_marked} if row.repeats else None,
        "steps": [_step(step) for step in finding.steps],
    }


def _step(step: Filed[FindingStep]) -> Mapping[str, Any]:
    said = {field: _plain(getattr(step.fact, field)) for field in _FIELDS}
    return {
        "record": record_name(step),
        "step": step.fact.step,
        "occurred": step.fact.occurred.isoformat(),
        "recorded": step.fact.recorded.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "said": {field: value for field, value in said.items() if value is not None},
        "attachments": [attachment.file for attachment in step.fact.attachments],
    }


def _plain(value: str | bool | dt.date | None) -> str | bool | None:  # noqa: FBT001 - whatever a field holds
    return value.isoformat() if isinstance(value, dt.date) else value
