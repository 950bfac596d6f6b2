"""What is due by the rows of registers: suppliers to assess, trainings to hold; read strictly, nothing is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qmsctl.documents.csv_table import Row, UnreadableTableError, day_in, read_table
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.dated_register import DatedRegister
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.values import add_months

__all__ = ["DatedRows", "RowDue", "dated_rows"]


@dataclass(frozen=True, slots=True)
class RowDue:
    """One thing that a register gives a day to."""

    register: DatedRegister
    subject: str
    number: int
    """Which of those with this subject it is, from 1."""
    due: dt.date
    last: dt.date | None
    """When it was done last, if it is done again and again."""
    owner: str | None
    """The key of a role, a person or a unit; as the row has it if `qms.yaml` knows none."""


@dataclass(frozen=True, slots=True)
class DatedRows:
    """What one register says."""

    path: str
    rows: tuple[RowDue, ...] = ()
    faults: tuple[Message, ...] = ()
    """Why something it demands is not known: of the whole register, or of a row."""


def dated_rows(qms: Qms) -> Iterator[DatedRows]:
    """Yield what each of the registers says that `qms.yaml` of *qms* names."""
    for register in qms.organisation.dated_registers:
        path = register.register
        if path not in qms.others:
            yield DatedRows(path, faults=(tr("the register {path} is not there", path=path),))
            continue
        try:
            yield _read(register, qms)
        except RefusedError as fault:
            yield DatedRows(path, faults=(fault.message,))
        except OSError:
            yield DatedRows(path, faults=(tr("the register {path} cannot be read", path=path),))


def _read(register: DatedRegister, qms: Qms) -> DatedRows:
    """Return what *register* says.

    Raises:
        RefusedError: it is no table, or has none of the columns that are named.
    """
    table = read_table(register.register, qms.read(register.register))
    wanted = {
        "subject": register.subject,
        "day": register.day,
        "done": register.done,
        "owner": register.owner,
    }
    at: dict[str, int] = {}
    for said, name in wanted.items():
        if name is None:
            continue
        index = table.column(name)
        if index is None:
            raise UnreadableTableError(
                tr("{path} has no column {column}", path=table.path, column=name),
                tr("correct the name in qms.yaml, or add the column"),
            )
        at[said] = index
    faults: list[Message] = []
    read = list(_rows(table.rows, register, at, qms.organisation, faults))
    return DatedRows(table.path, tuple(_newest(read) if register.every else read), tuple(faults))


def _rows(
    rows: tuple[Row, ...],
    register: DatedRegister,
    at: Mapping[str, int],
    organisation: Organisation,
    faults: list[Message],
) -> Iterator[RowDue]:
    """Yield what is due by each of *rows* that is not done, and add to *faults* why a row does not say it."""
    seen: dict[str, int] = {}
    for row in rows:
        subject, written = row.cells[at["subject"]], row.cells[at["day"]]
        seen[subject] = seen.get(subject, 0) + 1
        if "done" in at and row.cells[at["done"]]:
            continue
        day = day_in(written)
        due = add_months(day, register.every) if day is not None and register.every else day
        if not subject or due is None:
            faults.append(
                tr(
                    "{path}:{line}: {what} does not say by which day it is due: {written}",
                    path=register.register,
                    line=row.line,
                    what=subject or "-",
                    written=written or "-",
                )
            )
            continue
        owner = _key(row.cells[at["owner"]], organisation) if "owner" in at else None
        yield RowDue(register, subject, seen[subject], due, day if register.every else None, owner)


def _newest(rows: list[RowDue]) -> Iterator[RowDue]:
    """Yield of what is done again and again only when it was done last."""
    last: dict[str, RowDue] = {}
    for row in rows:
        if row.subject not in last or row.due > last[row.subject].due:
            last[row.subject] = row
    for row in last.values():
        yield RowDue(row.register, row.subject, 1, row.due, row.last, row.owner)


def _key(written: str, organisation: Organisation) -> str | None:
    """Return the key of the role, person or unit that is called so; what is written if there is none."""
    known = {
        name.casefold(): key
        for key, names in (
            *((key, (key, title)) for key, title in organisation.units.items()),
            *((key, (key, title)) for key, title in organisation.roles.items()),
            *((key, (key, person.name)) for key, person in organisation.people.items()),
        )
        for name in names
    }
    return known.get(" ".join(written.casefold().split()), written) or None
