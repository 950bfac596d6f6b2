"""EVD009: the register that a sample was drawn from does not give it again."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD009", over=evidence, severity=Severity.ERROR, clauses=("9.2.2", "7.5.3.2"))
def irreproducible_sample(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Every sample that pins a register is drawn from it again, row by row."""
    outcome = system.redraws.get(record.path)
    if outcome is None:
        yield NotApplicable()
    elif outcome.fault is not None and not outcome.established:
        yield CannotEstablish(
            record.at("sample", "register"),
            tr(
                "whether the sample of {record} comes out again cannot be established: {fault}",
                record=record_name(record),
                fault=outcome.fault,
            ),
            tr("fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    elif outcome.fault is not None:
        yield Problem(
            record.at("sample", "register"),
            tr(
                "the sample of {record} does not come out again: {fault}",
                record=record_name(record),
                fault=outcome.fault,
            ),
            tr(
                "look at what was examined, draw with qmsctl sample, and record a correction with what it prints"
            ),
        )
