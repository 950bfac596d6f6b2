"""The result of a check in reviewdog's format, from which it writes comments into a review."""

from __future__ import annotations

from typing import Final

from qmsctl.documents.place import Place
from qmsctl.inspection import Inspection
from qmsctl.render.check_asides import Aside, asides
from qmsctl.render.check_forge import (
    Entry,
    as_json,
    end_column,
    entries,
    forge_path,
    said,
)
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_rdjson"]

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render_rdjson(inspection: Inspection, language: str) -> str:
    """Return the result as a `DiagnosticResult` of reviewdog.

    It holds nothing but diagnostics, so what is to be known about the settings is in some of them.

    For: reviewdog, which comments on reviews.
    A problem is: a diagnostic; columns count bytes.
    Severities: `ERROR`, `WARNING`, `INFO`.
    """
    problems = (_diagnostic(inspection, entry, language) for entry in entries(inspection))
    told = (_aside(inspection, aside, language) for aside in asides(inspection))
    return as_json(
        {
            "source": {"name": "qmsctl"},
            "diagnostics": [*told, *problems],
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


def _aside(inspection: Inspection, aside: Aside, language: str) -> dict[str, object]:
    """Return what is no problem as a diagnostic of the mildest kind."""
    place = {"line": aside.place.line, "column": _bytes_before(aside.place, aside.place.column)}
    return {
        "message": visible(aside.text.into(language)),
        "location": {
            "path": forge_path(inspection, aside.place.path),
            "range": {"start": place, "end": place},
        },
        "severity": _SEVERITIES[Severity.NOTE],
        "code": {"value": aside.name},
    }


def _bytes_before(place: Place, column: int) -> int:
    """Return *column* as reviewdog counts: in bytes of UTF-8, from 1."""
    before = place.source_line[: column - 1]
    return column + len(before.encode("utf-8", "surrogatepass")) - len(before)
