"""The result of a check in reviewdog's format, from which it writes comments into a review."""

from __future__ import annotations

from typing import Final

from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection, SwitchedOff
from qmsctl.render.check_forge import (
    SWITCHED_OFF,
    Entry,
    as_json,
    end_column,
    entries,
    forge_path,
    said,
    said_to_be_off,
)
from qmsctl.settings import Severity

__all__ = ["render_rdjson"]

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render_rdjson(inspection: Inspection, language: str) -> str:
    """Return the result as a `DiagnosticResult` of reviewdog.

    It holds nothing but diagnostics, so what switches rules off is one of them, too.

    For: reviewdog, which comments on reviews.
    A problem is: a diagnostic; columns count bytes.
    Severities: `ERROR`, `WARNING`, `INFO`.
    """
    problems = (_diagnostic(inspection, entry, language) for entry in entries(inspection))
    switched_off = (_off(inspection, off, language) for off in inspection.switched_off)
    return as_json(
        {
            "source": {"name": "qmsctl"},
            "diagnostics": [*switched_off, *problems],
        }
    )


def _diagnostic(inspection: Inspection, entry: Entry, language: str) -> dict[str, object]:
    problem = entry.problem
    place = problem.place
    return {
        "message": said(problem, language, entry.note(inspection)),
        "location": {
            "path": forge_path(inspection, place.path),
            "range": {
                "start": {"line": place.line, "column": _bytes_before(place, place.column)},
                "end": {"line": place.line, "column": _bytes_before(place, end_column(problem))},
            },
        },
        "severity": _SEVERITIES[problem.severity if entry.counts else Severity.NOTE],
        "code": {"value": problem.rule},
    }


def _off(inspection: Inspection, off: SwitchedOff, language: str) -> dict[str, object]:
    """Return that rules were not asked, as a diagnostic that is no problem."""
    column = _bytes_before(off.place, off.place.column)
    place = {"line": off.place.line, "column": column}
    return {
        "message": said_to_be_off(off, language),
        "location": {
            "path": forge_path(inspection, off.place.path),
            "range": {"start": place, "end": place},
        },
        "severity": _SEVERITIES[Severity.NOTE],
        "code": {"value": SWITCHED_OFF},
    }


def _bytes_before(place: Place, column: int) -> int:
    """Return *column* as reviewdog counts: in bytes of UTF-8, from 1."""
    before = place.source_line[: column - 1]
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
