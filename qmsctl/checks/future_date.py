"""DUE002: something is said to have happened after it was recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record, Waiver
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity

# Where the day begins first it is up to fourteen hours ahead of UTC, in which records are timed.
AHEAD: Final = dt.timedelta(days=1)


def standing(system: System) -> Iterator[Filed[Record]]:
    """Yield the records that no other corrects; what a correction has replaced, nobody can mend."""
    yield from system.uncorrected_records


@rule("DUE002", over=standing, severity=Severity.ERROR, clauses=("7.5.3.2",), records_alone=True)
def future_date(record: Filed[Record], system: System) -> Iterator[Answer]:
    """Nothing is said to have happened after the day on which it was recorded."""
    fact = record.fact
    recorded = fact.recorded.date()
    if isinstance(fact, Approval | Waiver):
        field, day = "decided", fact.decided
    elif isinstance(fact, Evidence | Minutes | FindingStep):
        field, day = "occurred", fact.occurred
    else:
        yield NotApplicable()
        return
    if day > recorded + AHEAD:
        yield Problem(
            record.at(field),
            tr(
                "{record} says that it happened on {day}, but it was recorded before that, on {recorded}",
                record=record_name(record),
                day=day,
                recorded=system.day_of(fact.recorded),
            ),
            tr("record a correction with the day on which it really happened"),
        )
