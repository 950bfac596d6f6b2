"""EVD002: something was left out of the audit without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD002", over=evidence, severity=Severity.ERROR, clauses=("9.2.2",))
def unexplained_answer(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """What does not apply or was not audited has a reason."""
    del system
    if record.fact.result not in ("not_applicable", "not_audited"):
        yield NotApplicable()
    elif not (record.fact.reason or "").strip():
        said = (
            tr("{record} says that something does not apply and gives no reason", record=record_name(record))
            if record.fact.result == "not_applicable"
            else tr(
                "{record} says that something was not audited and gives no reason", record=record_name(record)
            )
        )
        yield Problem(record.at("result"), said, tr("record a correction that states the reason"))
