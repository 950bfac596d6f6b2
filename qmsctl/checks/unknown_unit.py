"""REF003: a document names a unit or a process that `qms.yaml` does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Document
from qmsctl.model.nearest import nearest_key
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule(
    "REF003",
    over=documents,
    severity=Severity.WARNING,
    clauses=("4.4.1", "5.3"),
    needs=(
        "units",
        "processes",
    ),
)
def unknown_unit(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every unit and process that a document names stands in qms.yaml."""
    filed, organisation = document.working, system.organisation
    units = list(_named(filed.fact, "units")) if filed else []
    processes = list(_named(filed.fact, "processes")) if filed else []
    if filed is None or not (units or processes):
        yield NotApplicable()
        return
    for path, unit in _unknown(units, organisation.units):
        yield Problem(
            filed.at(*path),
            tr("the unit {unit} is not in qms.yaml", unit=unit),
            _suggested(unit, organisation.units)
            or tr("correct it, or add it under {section} in qms.yaml", section="units"),
        )
    titles = {key: process.name for key, process in organisation.processes.items()}
    for path, process in _unknown(processes, titles):
        yield Problem(
            filed.at(*path),
            tr("the process {process} is not in qms.yaml", process=process),
            _suggested(process, titles)
            or tr("correct it, or add it under {section} in qms.yaml", section="processes"),
        )


def _named(document: Document, field: str) -> Iterator[tuple[Path, str]]:
    """Yield what *field*, `units` or `processes`, names, each with the path that leads to it."""
    for index, key in enumerate(getattr(document, field)):
        yield (field, index), key
    if isinstance(document, AuditPlan | AuditProgramme):
        for index, key in enumerate(getattr(document.scope, field)):
            yield ("scope", field, index), key
    if isinstance(document, AuditPlan):
        yield from _named_in_plan(document, field)
    if isinstance(document, AuditProgramme):
        for number, entry in enumerate(document.entries):
            for index, key in enumerate(getattr(entry, field)):
                yield ("entries", number, field, index), key


def _named_in_plan(plan: AuditPlan, field: str) -> Iterator[tuple[Path, str]]:
    """Yield what the schedule names, and the units of auditees that are no supplier's."""
    one = "unit" if field == "units" else "process"
    for index, row in enumerate(plan.schedule):
        if (named := getattr(row, one)) is not None:
            yield ("schedule", index, one), named
    if field == "units" and plan.kind != "second_party":
        for index, auditee in enumerate(plan.auditees):
            if auditee.unit is not None:
                yield ("auditees", index, "unit"), auditee.unit


def _unknown(named: Iterable[tuple[Path, str]], known: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    return ((path, key) for path, key in named if key not in known)


def _suggested(key: str, known: Mapping[str, str]) -> Message | None:
    """Return the question whether the closest of *known*, keys with their titles, was meant."""
    near = nearest_key(key, known)
    return tr("did you mean {near}?", near=near) if near else None
