"""AUD024: an audit programme does not say for which time it is."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD024", over=programmes, severity=Severity.WARNING, clauses=("9.2.2",))
def missing_period(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """An audit programme says its first and its last day."""
    del system
    stated = programme.stated
    if stated.fact.from_ is None or stated.fact.until is None:
        yield Problem(
            stated.at("type"),
            tr("the audit programme {programme} does not say for which time it is", programme=programme.id),
            tr("add from and until, the first and the last day: of a year, or of a cycle of certification"),
        )
    elif stated.fact.period is None:
        yield Problem(
            stated.at("until"),
            tr("the audit programme {programme} ends before it begins", programme=programme.id),
            tr("correct one of the two days"),
        )
