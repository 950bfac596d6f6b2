"""The result of a check as GitLab's report on code quality, which it shows in a merge request."""

from __future__ import annotations

import hashlib
from typing import Final

from qmsctl.inspection import Inspection
from qmsctl.inspection.fingerprint import VERSION
from qmsctl.messages import tr
from qmsctl.render.check_asides import Aside, asides
from qmsctl.render.check_forge import Entry, as_json, entries, forge_path
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_gitlab"]

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(inspection: Inspection, language: str) -> str:
    """Return the result as the list that GitLab reads from `artifacts:reports:codequality`.

    GitLab drops what has the fingerprint of another entry, and takes entries
    whose fingerprint is gone for resolved; so what does not count is listed, too.
    It holds nothing but entries, so what is to be known about the settings is in some of them.

    For: GitLab's widget for code quality in a merge request.
    A problem is: an entry; it has no column.
    Severities: `critical`, `minor`, `info`.
    """
    return as_json(
        [
            *(_aside(inspection, aside, language) for aside in asides(inspection)),
            *(_entry(inspection, entry, language) for entry in entries(inspection)),
        ]
    )


def _entry(inspection: Inspection, entry: Entry, language: str) -> dict[str, object]:
    problem = entry.problem
    note = entry.note(inspection)
    told = (
        tr("{message}. Next: {fix}", message=problem.message, fix=problem.fix)
        if note is None
        else tr("{message}. {note}", message=problem.message, note=note)
    )
    return {
        "description": visible(told.into(language)),
        "check_name": problem.rule,
        "fingerprint": entry.fingerprint,
        "severity": _SEVERITIES[problem.severity if entry.counts else Severity.NOTE],
        "location": {
            "path": forge_path(inspection, problem.place.path),
            "lines": {"begin": problem.place.line},
        },
    }


def _aside(inspection: Inspection, aside: Aside, language: str) -> dict[str, object]:
    """Return what is no problem as an entry of the mildest kind."""
    known_by = (VERSION, aside.name, *aside.known_by)
    digest = hashlib.sha256("\0".join(known_by).encode("utf-8", "backslashreplace"))
    return {
        "description": visible(aside.text.into(language)),
        "check_name": aside.name,
        "fingerprint": digest.hexdigest(),
        "severity": _SEVERITIES[Severity.NOTE],
        "location": {
            "path": forge_path(inspection, aside.place.path),
            "lines": {"begin": aside.place.line},
        },
    }
