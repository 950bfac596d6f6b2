"""EVD001: conformity is claimed and nothing shows it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD001", over=evidence, severity=Severity.ERROR, clauses=("9.2.2",))
def unsupported_conformity(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence of conformity says what was seen and where it is found again."""
    del system
    if record.fact.result != "conforms":
        yield NotApplicable()
        return
    if not (record.fact.seen or "").strip():
        yield Problem(
            record.at("result"),
            tr("{record} claims conformity and does not say what was seen", record=record_name(record)),
            tr(
                "record a correction that says what was looked at and what it showed:"
                " qmsctl evidence correct {record}",
                record=record_name(record),
            ),
        )
    if not (record.fact.where or "").strip():
        yield Problem(
            record.at("result"),
            tr(
                "{record} claims conformity and does not say where it can be seen again",
                record=record_name(record),
            ),
            tr(
                "record a correction that says where another auditor finds the same thing:"
                " qmsctl evidence correct {record}",
                record=record_name(record),
            ),
        )
