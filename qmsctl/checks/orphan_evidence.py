"""EVD005: a record belongs to an audit that nobody planned."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Evidence, Minutes
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def audit_records(system: System) -> Iterator[Filed[Evidence | Minutes]]:
    """Every evidence and all minutes, unless a recorded correction took their place."""
    found: tuple[Filed[Evidence | Minutes], ...] = (*system.qms.evidence, *system.qms.minutes)
    corrected = {name for r in found if r.path in system.history.files for name in r.fact.corrects}
    return (record for record in found if record_name(record) not in corrected)


@rule("EVD005", over=audit_records, severity=Severity.ERROR, clauses=("9.2.2", "7.5.3.1"))
def orphan_evidence(record: Filed[Evidence | Minutes], system: System) -> Iterator[Answer]:
    """Evidence and minutes belong to an audit that has a plan."""
    if system.audit(record.fact.audit) is None:
        yield Problem(
            record.at("audit"),
            tr(
                "{record} belongs to {audit}, and no plan has this id",
                record=record_name(record),
                audit=record.fact.audit,
            ),
            tr("add the plan of the audit, or record a correction that names the right audit"),
        )
