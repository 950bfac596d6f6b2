"""HIS004: a record is written and not yet in the history."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, Unwaivable, records, rule
from qmsctl.settings import Severity


@rule(
    "HIS004",
    over=records,
    severity=Severity.NOTE,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def unrecorded_record(record: Filed[Record], system: System) -> Iterator[Answer]:
    """Every record that is written is in the history."""
    if record.path not in system.history.files:
        yield Problem(
            record.at(),
            tr(
                "{record} is written and not yet in the history, so it does not count",
                record=record_name(record),
            ),
            tr("commit the file; the next command that records something commits it as well"),
        )
