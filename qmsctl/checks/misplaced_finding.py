"""FND025: a finding names a unit, a process or an owner that `qms.yaml` does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.nearest import nearest_key, titles_of
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND025", over=findings, severity=Severity.WARNING, clauses=("9.2.2", "10.2.1"))
def misplaced_finding(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every unit, process and owner that a finding names is in qms.yaml."""
    organisation = system.organisation
    named: list[tuple[Filed[FindingStep], Path, str, tuple[str, ...]]] = [
        *((finding.raised, path, key, ("units",)) for path, key in _each(finding.raised, "units")),
        *((finding.raised, path, key, ("processes",)) for path, key in _each(finding.raised, "processes")),
        *(
            (step, ("owner",), step.fact.owner, ("roles", "people"))
            for step in finding.steps
            if step.fact.owner
        ),
    ]
    if not named:
        yield NotApplicable()
    for record, path, key, sections in named:
        if not any(key in getattr(organisation, section) for section in sections):
            yield Problem(
                record.at(*path),
                tr("{finding} names {key}, which is not in qms.yaml", finding=finding.number, key=key),
                _fix(key, titles_of(organisation, sections)),
            )


def _each(record: Filed[FindingStep], field: str) -> Iterator[tuple[Path, str]]:
    for index, key in enumerate(getattr(record.fact, field)):
        yield (field, index), key


def _fix(key: str, known: Mapping[str, str]) -> Message:
    near = nearest_key(key, known)
    if near:
        return tr(
            "did you mean {near}? Record it with qmsctl finding correct; the record itself stays as it is",
            near=near,
        )
    return tr("add it to qms.yaml, or record what was meant with qmsctl finding correct")
