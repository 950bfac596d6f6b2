"""EVD010: evidence was recorded long after it was seen."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, beginning_missing, evidence, rule
from qmsctl.settings import Severity


@rule("EVD010", over=evidence, severity=Severity.WARNING, clauses=("9.2.2", "7.5.3.2"))
def late_entry(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence is recorded soon after it was seen; of a correction, the record that it corrects counts."""
    recorded = system.day_of(system.audit_records.first_version(record).fact.recorded)
    days = (recorded - record.fact.occurred).days
    began = system.day_of(system.history.commits[0].committed) if system.history.commits else recorded
    if days <= system.organisation.recording.late_after:
        return
    if record.fact.occurred < began:  # it was taken over, and could not have been recorded here before
        yield NotApplicable() if system.history.complete else _unknown(system)
        return
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


def _unknown(system: System) -> CannotEstablish:
    return beginning_missing(
        system,
        tr(
            "the beginning of the history is missing, so whether evidence was recorded late cannot be established"
        ),
    )
