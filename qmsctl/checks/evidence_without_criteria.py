"""EVD006: evidence does not say what it was judged by."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD006", over=evidence, severity=Severity.ERROR, clauses=("9.2.2",))
def evidence_without_criteria(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence names the criteria it was judged by."""
    del system
    fix = tr("record a correction that names an edition of a standard, a document or an act")
    if not record.fact.criteria:
        yield Problem(
            record.at("criteria"),
            tr("{record} names no criteria", record=record_name(record)),
            fix,
        )
    for index, criterion in enumerate(record.fact.criteria):
        if not (criterion.edition or criterion.document or criterion.act):
            yield Problem(
                record.at("criteria", index),
                tr(
                    "criterion {number} of {record} names neither an edition nor a document nor an act",
                    number=index + 1,
                    record=record_name(record),
                ),
                fix,
            )
