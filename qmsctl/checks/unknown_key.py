"""REF004: `qms.yaml` names a unit, process, role or person that it does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.nearest import nearest_key, titles_of
from qmsctl.model.organisation import Organisation
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where `qms.yaml` names something of its own by its key."""

    path: Path
    key: str
    sections: tuple[str, ...]
    """Where it has to stand."""
    is_key: bool = False
    """Whether the key of the field is meant, and not its value."""


def namings(system: System) -> Iterator[Naming]:
    """Every place where `qms.yaml` names a unit, a process, a role or a person."""
    organisation = system.organisation
    anybody = ("roles", "people")
    for unit, head in organisation.unit_heads.items():
        yield Naming(("unit_heads", unit), unit, ("units",), is_key=True)
        yield Naming(("unit_heads", unit), head, anybody)
    for process, stated in organisation.processes.items():
        if stated.owner is not None:
            yield Naming(("processes", process, "owner"), stated.owner, anybody)
    yield from _of_people(organisation)
    for type, demanded in organisation.types.items():
        for index, role in enumerate(demanded.approvers):
            yield Naming(("types", type, "approvers", index), role, ("roles",))
    for index, role in enumerate(organisation.waivers.approvers):
        yield Naming(("waivers", "approvers", index), role, ("roles",))
    for index, role in enumerate(organisation.findings.settled_by):
        yield Naming(("findings", "settled_by", index), role, ("roles",))


def _of_people(organisation: Organisation) -> Iterator[Naming]:
    for key, person in organisation.people.items():
        if person.unit is not None:
            yield Naming(("people", key, "unit"), person.unit, ("units",))
        if person.reports_to is not None:
            yield Naming(("people", key, "reports_to"), person.reports_to, ("roles", "people"))
        for index, assignment in enumerate(person.roles):
            yield Naming(("people", key, "roles", index, "role"), assignment.role, ("roles",))
        for index, work in enumerate(person.worked):
            if work.unit is not None:
                yield Naming(("people", key, "worked", index, "unit"), work.unit, ("units",))
            if work.process is not None:
                yield Naming(("people", key, "worked", index, "process"), work.process, ("processes",))


@rule("REF004", over=namings, severity=Severity.ERROR, clauses=("5.3",))
def unknown_key(naming: Naming, system: System) -> Iterator[Answer]:
    """Every unit, process, role and person that qms.yaml names stands in it."""
    organisation = system.organisation
    if any(naming.key in getattr(organisation, section) for section in naming.sections):
        return
    source = system.qms.configuration
    near = nearest_key(naming.key, titles_of(organisation, naming.sections))
    yield Problem(
        source.at_key(*naming.path) if naming.is_key else source.at(*naming.path),
        _message(naming),
        tr("did you mean {near}?", near=near)
        if near
        else tr("correct it, or add it under {section} in qms.yaml", section=naming.sections[0]),
    )


def _message(naming: Naming) -> Message:
    match naming.sections:
        case ("units",):
            return tr("the unit {unit} is not in qms.yaml", unit=naming.key)
        case ("processes",):
            return tr("the process {process} is not in qms.yaml", process=naming.key)
        case ("roles",):
            return tr("the role {role} is not in qms.yaml", role=naming.key)
        case _:
            return tr("{name} is neither a role nor a person of qms.yaml", name=naming.key)
