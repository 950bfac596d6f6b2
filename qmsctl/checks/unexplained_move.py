"""AUD012: an audit of the programme was moved or cancelled, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD012", over=programmes, severity=Severity.WARNING, clauses=("9.2.2",))
def unexplained_move(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """Whoever moves or cancels an audit of a programme says why, and to when."""
    del system
    changed = [one for one in programme.entries if one.entry.is_moved or one.entry.is_cancelled]
    if not changed:
        yield NotApplicable()
    for one in changed:
        place = programme.stated.at("entries", one.index)
        names = {"entry": one.entry.id, "programme": programme.id}
        if not (one.entry.reason or "").strip():
            yield Problem(
                place,
                tr("the audit {entry} of {programme} was cancelled without a reason", **names)
                if one.entry.is_cancelled
                else tr("the audit {entry} of {programme} was moved without a reason", **names),
                tr("write the reason beside it"),
            )
        if one.entry.is_moved and one.entry.moved_to is None:
            yield Problem(
                place,
                tr("the audit {entry} of {programme} was moved, and nobody says to when", **names),
                tr("write moved_to with the new month"),
            )
