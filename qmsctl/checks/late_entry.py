"""EVD010: evidence was recorded long after it was seen."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD010", over=evidence, severity=Severity.WARNING, clauses=("9.2.2", "7.5.3.2"), since="0.2.0")
def late_entry(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence is recorded soon after it was seen; of a correction, the record that it corrects counts."""
    recorded = system.day_of(system.first_version(record).fact.recorded)
    days = (recorded - record.fact.occurred).days
    if days > system.organisation.recording.late_after:
        yield Problem(
            record.at("occurred"),
            tr_n(
                "what {record} says was seen on {day} and recorded {count} day later",
                "what {record} says was seen on {day} and recorded {count} days later",
                days,
                record=record_name(record),
                day=record.fact.occurred,
            ),
            tr(
                "if the day is wrong, record a correction; if it is right, keep the notes from which it was recorded"
            ),
        )
