"""AUD011: an audit of the programme is late, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme, Progress
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD011", over=programmes, severity=Severity.WARNING, clauses=("9.2.2",))
def late_audit(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """Every audit of a programme is concluded in its month, or the programme says why not."""
    del system
    if not programme.entries:
        yield NotApplicable()
    for one in programme.entries:
        if one.progress is Progress.LATE and not (one.entry.reason or "").strip():
            yield Problem(
                programme.stated.at("entries", one.index, "moved_to" if one.entry.moved_to else "month"),
                tr(
                    "the audit {entry} of {programme} was due by {day} and is not concluded",
                    entry=one.entry.id,
                    programme=programme.id,
                    day=one.due,
                ),
                tr("carry it out and conclude it, or move it: moved_to with a reason"),
            )
