"""The result of a check for programs.  The schema is `docs/schema/check-1.json`."""

from __future__ import annotations

import json
from typing import Final

from qmsctl import __version__
from qmsctl.control.coverage import ClauseCoverage
from qmsctl.control.records import record_name
from qmsctl.inspection import Inspection, Outcome, Reported, Waived
from qmsctl.inspection.key_source import key_data
from qmsctl.inspection.scope import Scope
from qmsctl.model.configuration import BASELINE
from qmsctl.render.check_text import verdict

__all__ = ["SCHEMA", "render_json"]

SCHEMA: Final = "qmsctl.check/1"
"""Grows by new fields only; anything else makes it `/2`."""

LONGEST: Final = 1000
"""Characters of a source line that is given: a whole file may stand on one, and be at fault everywhere."""


def render_json(inspection: Inspection, language: str) -> str:
    """Return the result as JSON; the same result gives the same bytes.

    For: scripts: [`check-json.md`](check-json.md).
    A problem is: an object of `problems`.
    Severities: `error`, `warning`, `note`.
    """
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "organisation": inspection.organisation,
        "language": language,
        "day": inspection.day.isoformat(),
        "commit": inspection.commit,
        "working_tree": inspection.working_tree,
        "verdict": inspection.verdict.value,
        "sentence": verdict(inspection).into(language),
        "counts": dict(inspection.counts),
        "keys": key_data(inspection.authority),
        "settings": _settings(inspection),
        "scope": _scope(inspection.scope),
        "problems": [_problem(problem, language) for problem in inspection.problems],
        "waived": [_waived(waived, language) for waived in inspection.waived],
        "known": [_problem(problem, language) for problem in inspection.known],
        "baseline": _baseline(inspection),
        "rules": [_rule(outcome) for outcome in inspection.outcomes],
        "clauses": [_clause(clause, language) for clause in inspection.clauses],
    }
    # Bytes of a path that are not UTF-8 are written out, so that the file stays UTF-8.
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _settings(inspection: Inspection) -> dict[str, object]:
    revision = inspection.settings_from
    return {
        "fail_on": inspection.fail_on.value,
        "from": None if revision is None else {"name": revision.name, "commit": revision.commit},
        "switched_off": [
            {"rules": list(off.rules), "reason": off.reason, "path": off.place.path, "line": off.place.line}
            for off in inspection.switched_off
        ],
        "lowered": [{"setting": one.setting, "rules": list(one.rules)} for one in inspection.lowered],
    }


def _scope(scope: Scope | None) -> dict[str, object] | None:
    if scope is None:
        return None
    change = scope.change
    return {
        "paths": [place or "." for place in scope.places],
        "not_looked_at": list(scope.foreign),
        "elsewhere": scope.elsewhere,
        "waived": scope.waived,
        "known": scope.known,
        "since": None
        if change is None
        else {
            "name": change.revision.name,
            "commit": change.revision.commit,
            "files": change.files,
            "everything": change.everything,
            "older": change.older,
        },
    }


def _problem(problem: Reported, language: str) -> dict[str, object]:
    place = problem.place
    return {
        "rule": problem.rule,
        "slug": problem.slug,
        "severity": problem.severity.value,
        "established": problem.established,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "message": problem.message.into(language),
        "fix": problem.fix.into(language),
        "fixable": problem.fixable,
        "source": place.source_line if len(place.source_line) <= LONGEST else "",
    }


def _waived(waived: Waived, language: str) -> dict[str, object]:
    fact = waived.by.waiver.record.fact
    waiver = {
        "record": waived.by.record,
        "path": waived.by.path,
        "document": fact.document,
        "reason": fact.reason,
        "approver": waived.by.approver,
        "role": waived.by.role,
        "from": waived.by.waiver.begins.isoformat(),
        "until": fact.until.isoformat(),
    }
    return {**_problem(waived.problem, language), "waiver": waiver}


def _baseline(inspection: Inspection) -> dict[str, object] | None:
    seen = inspection.baseline
    if seen is None:
        return None
    return {
        "file": BASELINE,
        "written": seen.written.isoformat(),
        "known": seen.known,
        "fixed": seen.fixed,
        "refused": seen.refused,
    }


def _rule(outcome: Outcome) -> dict[str, object]:
    return {
        "rule": outcome.rule,
        "slug": outcome.slug,
        "enabled": outcome.enabled,
        "reason": outcome.reason,
        "conforming": outcome.conforming,
        "nonconforming": outcome.nonconforming,
        "not_applicable": outcome.not_applicable,
        "cannot_be_established": outcome.cannot_be_established,
        "waived": outcome.waived,
        "known": outcome.known,
        **({"left_out": dict(outcome.left_out)} if outcome.left_out else {}),
    }


def _clause(covered: ClauseCoverage, language: str) -> dict[str, object]:
    return {
        "edition": covered.edition,
        "clause": covered.clause.id,
        "title": covered.clause.title(language),
        "level": covered.level.value,
        "reason": covered.reason,
        "claimed_by": list(covered.claimed_by),
        "documented_by": list(covered.documented_by),
        "asked_by": list(covered.asked_by),
        "evidence": [record_name(record) for record in covered.evidence],
        "open_nonconformities": list(covered.open_nonconformities),
    }
