"""HIS010: a record bears a time at which it cannot have been recorded, or lay about for long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.rule import (
    Answer,
    NotApplicable,
    Problem,
    Unwaivable,
    beginning_missing,
    records,
    rule,
)
from qmsctl.settings import Option, Options, Severity, Unit

# Clocks differ, and some are set to the time of another zone.
EARLY: Final = Option(
    "early", 1, Unit.DAYS, tr("how long before its own time a record may be in the history")
)
# Somebody works without a network, or is ill.
LATE: Final = Option("late", 7, Unit.DAYS, tr("how long a record may wait for its commit"))


@rule(
    "HIS010",
    over=records,
    severity=Severity.WARNING,
    clauses=("7.5.3.2",),
    options=(EARLY, LATE),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def implausible_recording_time(record: Filed[Record], system: System, options: Options) -> Iterator[Answer]:
    """Every record came into the history soon after the time it was recorded, and not before."""
    written = system.first_written[record.path]
    if written is None:
        yield NotApplicable()
        return
    commit, recorded = written[0], record.fact.recorded
    if system.history.begins_unknown(commit):
        yield beginning_missing(
            system,
            tr("the beginning of the history is missing, so when records came into it cannot be established"),
        )
    elif recorded - commit.committed > options.days(EARLY):
        yield Problem(
            record.at("recorded"),
            tr(
                "{record} says it was recorded on {recorded}, and commit {commit} held it before that, on {day}",
                record=record_name(record),
                recorded=system.day_of(recorded),
                commit=commit.id[:10],
                day=system.day_of(commit.committed),
            ),
            tr(
                "find out whose clock was wrong or who set the time, and record a correction that gives the reason"
            ),
        )
    elif commit.committed - recorded > options.days(LATE):
        yield Problem(
            record.at("recorded"),
            tr_n(
                "{record} says it was recorded on {recorded}, and came into the history {count} day later, with commit {commit}: it was dated back, lay about, or the commit was made anew",
                "{record} says it was recorded on {recorded}, and came into the history {count} days later, with commit {commit}: it was dated back, lay about, or the commit was made anew",
                (commit.committed - recorded).days,
                record=record_name(record),
                recorded=system.day_of(recorded),
                commit=commit.id[:10],
            ),
            tr(
                "ask who recorded it; if the time is wrong, record a correction, and from now on commit records at once"
            ),
        )
