"""The result of a check as GitLab's report on code quality, which it shows in a merge request."""

from __future__ import annotations

import hashlib
from typing import Final

from qmsctl.inspection import Inspection, SwitchedOff
from qmsctl.inspection.fingerprint import VERSION, fingerprints
from qmsctl.messages import tr
from qmsctl.render.check_forge import SWITCHED_OFF, as_json, forge_path, said_to_be_off
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_gitlab"]

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(inspection: Inspection, language: str) -> str:
    """Return the result as the list that GitLab reads from `artifacts:reports:codequality`.

    GitLab drops what has the fingerprint of another entry, and takes entries
    whose fingerprint is gone for resolved.  It holds nothing but entries, so
    what switches rules off is one of them, too.
    """
    switched_off = (_off(inspection, off, language) for off in inspection.switched_off)
    return as_json(
        [
            *switched_off,
            *(
                {
                    "description": visible(
                        tr("{message}. Next: {fix}", message=problem.message, fix=problem.fix).into(language)
                    ),
                    "check_name": problem.rule,
                    "fingerprint": fingerprint,
                    "severity": _SEVERITIES[problem.severity],
                    "location": {
                        "path": forge_path(inspection, problem.place.path),
                        "lines": {"begin": problem.place.line},
                    },
                }
                for problem, fingerprint in zip(inspection.problems, fingerprints(inspection), strict=True)
            ),
        ]
    )


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
