"""Who has read which revision: the register of acknowledgements that `qms.yaml` names, read strictly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.working_days import after
from qmsctl.documents.csv_table import Row, Table, UnreadableTableError, day_in, read_table
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms

__all__ = [
    "EVERYONE",
    "Acknowledged",
    "Acknowledgements",
    "acknowledgements",
    "lacking_readers",
    "readers_of",
    "to_be_read_by",
]

EVERYONE: Final = "everyone"
"""Stands among the readers of a document for all people of `qms.yaml`."""
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("document", "dokument"),
    "revision": ("revision", "rewizja", "wydanie"),
    "person": ("person", "osoba"),
    "day": ("day", "dzień", "data"),
}
"""By what a row says, how its column may be called."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One row of the register; what it does not say in a way that counts is `None`."""

    line: int
    document: str
    revision: str
    person: str | None
    """The key of somebody of `qms.yaml`."""
    day: dt.date | None
    written: tuple[str, str]
    """Person and day as the row has them."""


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """The register of acknowledgements."""

    path: str
    rows: tuple[Acknowledged, ...] = ()
    fault: tuple[Message, Message] | None = None
    """Why it cannot be read, and what to do about it."""

    def readers(self, document: str, approved: Approved, day: dt.date) -> frozenset[str]:
        """Return who had read what was *approved* of *document* on *day*.

        Where it bears no revision, only the day tells that it was this text, and not the one before.
        """
        begins = dt.date.min if approved.revision else approved.decision.record.fact.decided
        return frozenset(
            row.person
            for row in self.rows
            if row.person is not None
            and row.day is not None
            and begins <= row.day <= day
            and (row.document, row.revision) == (document, approved.revision)
        )


def acknowledgements(qms: Qms) -> Acknowledgements | None:
    """Return the register of acknowledgements of *qms*; `None` if `qms.yaml` names none."""
    settings = qms.organisation.acknowledgements
    if settings is None:
        return None
    path = settings.register
    if path not in qms.others:
        return Acknowledgements(
            path,
            fault=(
                tr("the register of acknowledgements {path} is not there", path=path),
                tr(
                    "begin it in the folder {folder}, or correct qms.yaml",
                    folder=qms.organisation.folders.registers,
                ),
            ),
        )
    try:
        table = read_table(path, qms.read(path))
        return Acknowledgements(path, tuple(_rows(table, _columns(table), qms.organisation)))
    except RefusedError as fault:
        return Acknowledgements(path, fault=(fault.message, fault.hint or tr("see docs/files.md")))
    except OSError:
        message = tr("the register of acknowledgements {path} cannot be read", path=path)
        return Acknowledgements(
            path, fault=(message, tr("give yourself the right to read it, or fetch what is missing"))
        )


def _columns(table: Table) -> Mapping[str, int]:
    folded = [column.casefold() for column in table.columns]
    found = {said: folded.index(name) for said, names in _COLUMNS.items() for name in names if name in folded}
    for said, names in _COLUMNS.items():
        if said not in found:
            raise UnreadableTableError(
                tr("{path} has no column {column}", path=table.path, column=names[0]),
                tr("its first row has to name the columns document, revision, person and day"),
            )
    return found


def _rows(table: Table, columns: Mapping[str, int], organisation: Organisation) -> Iterator[Acknowledged]:
    people = {
        known.casefold(): key for key, person in organisation.people.items() for known in (person.name, key)
    }
    for row in table.rows:
        yield _row(row, columns, people)


def _row(row: Row, columns: Mapping[str, int], people: Mapping[str, str]) -> Acknowledged:
    document, revision, person, day = (row.cells[columns[said]].strip() for said in _COLUMNS)
    return Acknowledged(
        row.line,
        document,
        revision,
        people.get(" ".join(person.casefold().split())),
        day_in(day),
        (person, day),
    )


def readers_of(reader: str, organisation: Organisation, day: dt.date) -> frozenset[str] | None:
    """Return the people whom *reader* stands for on *day*: a unit, a role, a person, or everyone.

    `None` if `qms.yaml` knows nothing of the name.
    """
    people = organisation.people
    if reader == EVERYONE:
        return frozenset(people)
    if reader in people:
        return frozenset({reader})
    if reader in organisation.roles:
        return frozenset(key for key, person in people.items() if reader in person.roles_on(day))
    if reader in organisation.units:
        return frozenset(key for key, person in people.items() if person.unit == reader)
    return None


def lacking_readers(
    document: ControlledDocument, register: Acknowledgements, organisation: Organisation, day: dt.date
) -> tuple[str, ...]:
    """Return who has to read what is in force of *document*, and had not acknowledged it on *day*.

    Whoever of them `qms.yaml` does not know cannot be told.
    """
    in_force, text = document.in_force, document.in_force_text
    if in_force is None or text is None:
        return ()
    have = register.readers(document.id, in_force, day)
    lacking: dict[str, None] = {}
    for reader in text.readers:
        wanted = readers_of(reader, organisation, day) or frozenset()
        lacking.update(dict.fromkeys(sorted(wanted - have)))
    return tuple(lacking)


def to_be_read_by(document: ControlledDocument, organisation: Organisation) -> dt.date | None:
    """Return the last day on which the readers of what is in force of *document* have to have read it."""
    settings = organisation.acknowledgements
    if settings is None or document.in_force is None:
        return None
    return after(document.in_force.effective, settings.within)
