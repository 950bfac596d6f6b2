"""EVD008: a sample does not say out of how many it was drawn, or how."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD008", over=evidence, severity=Severity.WARNING, clauses=("9.2.2",))
def undescribed_sample(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """A sample says how many there were, how many were looked at, and how these were chosen."""
    del system
    sample = record.fact.sample
    if sample is None:
        yield NotApplicable()
        return
    fix = tr(
        "record a correction that says how many there were, how many were looked at, and how they were chosen"
    )
    name = record_name(record)
    if sample.population is None:
        yield Problem(
            record.at("sample"), tr("the sample of {record} does not say out of how many", record=name), fix
        )
    if sample.size is None:
        yield Problem(
            record.at("sample"),
            tr("the sample of {record} does not say how many were looked at", record=name),
            fix,
        )
    if not (sample.method or "").strip():
        yield Problem(
            record.at("sample"), tr("the sample of {record} does not say how it was chosen", record=name), fix
        )
