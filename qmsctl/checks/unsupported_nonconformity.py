"""EVD012: something is said not to conform and nobody could find it again."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD012", over=evidence, severity=Severity.ERROR, clauses=("9.2.2",))
def unsupported_nonconformity(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence that something does not conform says what was seen and where it is found again."""
    del system
    if record.fact.result != "does_not_conform":
        yield NotApplicable()
        return
    if not (record.fact.seen or "").strip():
        yield Problem(
            record.at("result"),
            tr(
                "{record} says that something does not conform, and not what was seen",
                record=record_name(record),
            ),
            tr("record a correction that says what was looked at and what it showed"),
        )
    if not (record.fact.where or "").strip():
        yield Problem(
            record.at("result"),
            tr(
                "{record} says that something does not conform, and not where it can be seen again",
                record=record_name(record),
            ),
            tr("record a correction that says where another auditor finds the same thing"),
        )
