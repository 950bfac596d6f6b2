"""HIS005: two records correct the same one."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, records, rule
from qmsctl.settings import Severity


@rule("HIS005", over=records, severity=Severity.ERROR, clauses=("7.5.3.2",))
def contested_record(record: Filed[Record], system: System) -> Iterator[Answer]:
    """A record is corrected by one other record only."""
    if not record.fact.corrects:
        yield NotApplicable()
    if all(record.path != contested.path for contested in system.contested):
        return
    for index, corrected in enumerate(record.fact.corrects):
        rivals = sorted(
            record_name(other)
            for other in system.contested
            if corrected in other.fact.corrects and other.path != record.path
        )
        if not rivals:
            continue
        yield Problem(
            record.at("corrects", index),
            tr(
                "{record} corrects {corrected}, and so does {rivals}: none of them counts",
                record=record_name(record),
                corrected=corrected,
                rivals=list_of(rivals),
            ),
            tr(
                "record one correction that names all of them: {names}",
                names=list_of(sorted([record_name(record), *rivals])),
            ),
        )
