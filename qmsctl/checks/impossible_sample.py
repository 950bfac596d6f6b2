"""EVD007: evidence describes a sample that cannot have been drawn."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD007", over=evidence, severity=Severity.ERROR, clauses=("9.2.2",))
def impossible_sample(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """A sample is not empty, and no larger than what it was drawn from."""
    del system
    sample = record.fact.sample
    if sample is None or sample.size is None:
        yield NotApplicable()
    elif sample.size < 1:
        yield Problem(
            record.at("sample", "size"),
            tr("the sample of {record} is empty, so it shows nothing", record=record_name(record)),
            tr("record a correction that says what was looked at"),
        )
    elif sample.population is not None and sample.size > sample.population:
        yield Problem(
            record.at("sample", "size"),
            tr(
                "{record} says that {size} were looked at, out of {population}",
                record=record_name(record),
                size=sample.size,
                population=sample.population,
            ),
            tr("record a correction with the right figures"),
        )
