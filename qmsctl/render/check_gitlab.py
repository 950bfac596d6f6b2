"""The result of a check as GitLab's report on code quality, which it shows in a merge request."""

from __future__ import annotations

import hashlib
from typing import Final

from qmsctl.inspection import Inspection, SwitchedOff
from qmsctl.inspection.fingerprint import VERSION
from qmsctl.messages import tr
from qmsctl.render.check_forge import SWITCHED_OFF, Entry, as_json, entries, forge_path, said_to_be_off
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_gitlab"]

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(inspection: Inspection, language: str) -> str:
    """Return the result as the list that GitLab reads from `artifacts:reports:codequality`.

    GitLab drops what has the fingerprint of another entry, and takes entries
    whose fingerprint is gone for resolved; so what does not count is listed, too.
    It holds nothing but entries, so what switches rules off is one of them.

    For: GitLab's widget for code quality in a merge request.
    A problem is: an entry; it has no column.
    Severities: `critical`, `minor`, `info`.
    """
    return as_json(
        [
            *(_off(inspection, off, language) for off in inspection.switched_off),
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


def _off(inspection: Inspection, off: SwitchedOff, language: str) -> dict[str, object]:
    """Return that rules were not asked, as an entry that is no problem."""
    known_by = (VERSION, SWITCHED_OFF, *off.rules, off.reason)
    digest = hashlib.sha256("\0".join(known_by).encode("utf-8", "backslashreplace"))
    return {
        "description": said_to_be_off(off, language),
        "check_name": SWITCHED_OFF,
        "fingerprint": digest.hexdigest(),
        "severity": _SEVERITIES[Severity.NOTE],
        "location": {
            "path": forge_path(inspection, off.place.path),
            "lines": {"begin": off.place.line},
        },
    }
