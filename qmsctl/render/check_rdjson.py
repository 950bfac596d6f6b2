"""The result of a check in reviewdog's format, from which it writes comments into a review."""

from __future__ import annotations

from typing import Final

from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection
from qmsctl.render.check_forge import Entry, as_json, end_column, entries, forge_path, said
from qmsctl.settings import Severity

__all__ = ["render_rdjson"]

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render_rdjson(inspection: Inspection, language: str) -> str:
    """Return the result as a `DiagnosticResult` of reviewdog."""
    return as_json(
        {
            "source": {"name": "qmsctl"},
            "diagnostics": [_diagnostic(inspection, entry, language) for entry in entries(inspection)],
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


def _bytes_before(place: Place, column: int) -> int:
    """Return *column* as reviewdog counts: in bytes of UTF-8, from 1."""
    before = place.source_line[: column - 1]
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
