"""Why a document is in its state, for programs.  The schema is `docs/schema/why-1.json`."""

from __future__ import annotations

import json
from typing import Final

from qmsctl import __version__
from qmsctl.inspection import Reported
from qmsctl.reports.document_explained import Drift, Explained, Review
from qmsctl.reports.grounds import CommitNamed, Decided, Ground
from qmsctl.reports.waived import WaivedShown

__all__ = ["SCHEMA", "render_json"]

SCHEMA: Final = "qmsctl.why/1"
"""Grows by new fields only; anything else makes it `/2`."""


def render_json(explained: Explained, language: str) -> str:
    """Return *explained* as JSON; the same state gives the same bytes."""
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "language": language,
        "day": explained.day.isoformat(),
        "commit": explained.commit,
        "document": {
            "id": explained.id,
            "title": explained.title,
            "language": explained.language,
            "file": explained.file,
            "revision": explained.file_revision or None,
        },
        "state": explained.state.value,
        "in_force": None
        if explained.in_force is None or explained.effective is None
        else {"revision": explained.in_force, "effective": explained.effective.isoformat()},
        "reason": explained.sentence.into(language),
        "remarks": [remark.into(language) for remark in explained.remarks],
        "caused_by": _commit(explained.caused_by),
        "records": [_ground(ground, language) for ground in explained.grounds],
        "missing": list(explained.missing),
        "may_approve": list(explained.deciders),
        "review": _review(explained.review) if explained.review else None,
        "drift": _drift(explained.drift) if explained.drift else None,
        "rivals": [_ground(ground, language) for ground in explained.rivals],
        "not_counted": [
            {**_decided(one.decided), "because": "contested" if one.contested else "unrecorded"}
            for one in explained.uncounted
        ],
        "problems": [_problem(problem, language) for problem in explained.problems],
        "waived": [_waived(one, language) for one in explained.waived],
        "steps": [{"does": step.does.into(language), "command": step.command} for step in explained.steps],
        "history_complete": explained.complete,
    }
    # Bytes of a path that are not UTF-8 are written out, so that the text stays UTF-8.
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _review(review: Review) -> dict[str, object]:
    return {
        "due": review.due.isoformat(),
        "overdue": review.overdue,
        "months": review.months,
        "counted_from": review.counted_from.isoformat(),
        "counted_from_review": review.reaffirmed,
        "interval_of_type": review.interval_of_type,
    }


def _drift(drift: Drift) -> dict[str, object]:
    return {
        "revision": drift.revision,
        "changes": [
            {"commit": _commit(one.commit), "added": one.added, "removed": one.removed}
            for one in drift.changes
        ],
        "uncommitted": drift.uncommitted,
    }


def _decided(decided: Decided) -> dict[str, object]:
    return {
        "file": decided.file,
        "meaning": decided.meaning,
        "revision": decided.revision,
        "person": decided.person,
        "role": decided.role,
        "on_behalf_of": decided.on_behalf_of,
        "decided": decided.day.isoformat(),
        "effective": decided.effective.isoformat() if decided.effective else None,
        "basis": decided.basis,
        "reason": decided.reason,
        "successor": decided.successor,
        "recorded": decided.recorded.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "recorder": decided.recorder,
    }


def _ground(ground: Ground, language: str) -> dict[str, object]:
    return {
        **_decided(ground.decided),
        "origin": ground.origin,
        "trust": ground.level,
        "trusted_because": ground.trusted_because.into(language),
        "commit": _commit(ground.commit),
    }


def _commit(commit: CommitNamed | None) -> dict[str, object] | None:
    if commit is None:
        return None
    return {
        "id": commit.id,
        "author": commit.author,
        "authored": commit.authored.isoformat(),
        "committed": commit.committed.isoformat(),
        "subject": commit.subject,
    }


def _problem(problem: Reported, language: str) -> dict[str, object]:
    return {
        "rule": problem.rule,
        "slug": problem.slug,
        "severity": problem.severity.value,
        "established": problem.established,
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message.into(language),
        "fix": problem.fix.into(language),
    }


def _waived(one: WaivedShown, language: str) -> dict[str, object]:
    return {
        "rule": one.rule,
        "slug": one.slug,
        "place": one.place,
        "message": one.message.into(language),
        "approver": one.approver,
        "role": one.role,
        "until": one.until.isoformat(),
        "reason": one.reason,
        "record": one.record,
    }
