"""AUD038: two entries of an audit programme have the same id, or one lies outside its period."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme, month_end
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.messages.months import named_month
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD038", over=programmes, severity=Severity.ERROR, clauses=("9.2.2",))
def faulty_entry(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """Every entry of a programme has an id of its own and a month of its period."""
    del system
    if not programme.entries:
        yield NotApplicable()
    seen: set[str] = set()
    period = programme.stated.fact.period
    for one in programme.entries:
        entry = one.entry
        if entry.id in seen:
            yield Problem(
                programme.stated.at("entries", one.index, "id"),
                tr("{programme} has two entries {entry}", programme=programme.id, entry=entry.id),
                tr("give one of them another id: the plan of an audit names its entry by it"),
            )
        seen.add(entry.id)
        if period is not None and not (period[0] <= month_end(entry.month) and entry.month <= period[1]):
            yield Problem(
                programme.stated.at("entries", one.index, "month"),
                tr(
                    "the entry {entry} is planned for {month}, outside the period of {programme}",
                    entry=entry.id,
                    month=named_month(entry.month),
                    programme=programme.id,
                ),
                tr("correct the month, or write what is put off as moved_to with its reason"),
            )
