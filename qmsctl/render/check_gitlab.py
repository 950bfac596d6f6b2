"""The result of a check as GitLab's report on code quality, which it shows in a merge request."""

from __future__ import annotations

from typing import Final

from qmsctl.inspection import Inspection
from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.messages import tr
from qmsctl.render.check_forge import as_json, forge_path
from qmsctl.render.visible import visible
from qmsctl.settings import Severity

__all__ = ["render_gitlab"]

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render_gitlab(inspection: Inspection, language: str) -> str:
    """Return the result as the list that GitLab reads from `artifacts:reports:codequality`.

    GitLab drops what has the fingerprint of another entry, and takes entries
    whose fingerprint is gone for resolved.
    """
    return as_json(
        [
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
        ]
    )
