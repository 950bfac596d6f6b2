"""EVD011: evidence names a person where a role is enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, evidence, rule
from qmsctl.settings import Severity

_TEXTS: Final = ("seen", "where", "reason", "asked", "note")


@rule("EVD011", over=evidence, severity=Severity.WARNING, clauses=("9.2.2", "7.5.3.1"))
def person_in_evidence(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Evidence speaks of roles and cases, and names nobody of qms.yaml."""
    for field in _TEXTS:
        text = getattr(record.fact, field) or ""
        names = system.personal_names.named_in(text)
        if names:
            yield Problem(
                record.at(field),
                tr(
                    "{record} names a person in {field}: {names}",
                    record=record_name(record),
                    field=field,
                    names=list_of(names),
                ),
                tr(
                    "record a correction that gives the role; what is in the history stays there, so tell whoever looks after data protection"
                ),
            )
