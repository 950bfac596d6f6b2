"""HIS002: a record lies where its own fields do not say."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from qmsctl.control.records import home_of, record_name, stamp_of
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.naming import RECORD_NAME
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, records, rule
from qmsctl.settings import Severity


@rule(
    "HIS002",
    over=records,
    severity=Severity.ERROR,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def misfiled_record(record: Filed[Record], system: System) -> Iterator[Answer]:
    """Every record lies in the folder, and has the file name, that its own fields say."""
    home = home_of(record.fact, system.organisation.folders)
    if home is None:
        yield NotApplicable()
        return
    field, folder = home
    if record.path.rpartition("/")[0] != folder:
        yield Problem(
            record.at(field),
            tr(
                "{record} lies in another folder than its field {field} says",
                record=record_name(record),
                field=field,
            ),
            tr("move the file to {folder}, or correct the field if it is not committed yet", folder=folder),
        )
    if fault := _misnamed(record):
        yield fault


def _misnamed(record: Filed[Record]) -> Problem | None:
    """Return what is wrong with the name of the file of *record*."""
    file = record.path.rpartition("/")[2]
    stamp = stamp_of(record.fact)
    name, ending = posixpath.splitext(file)
    if ending != ".yaml" or not RECORD_NAME.fullmatch(name):
        return Problem(
            record.at("recorded"),
            tr("{file} is not the name of a record", file=file),
            tr("name it {time}-, then eight small letters or digits of your choice, then .yaml", time=stamp),
        )
    if not name.startswith(stamp):
        return Problem(
            record.at("recorded"),
            tr(
                "{file} was recorded at {time} by what it says, and its name says another time",
                file=file,
                time=stamp,
            ),
            tr("give the file the name that begins with the time recorded"),
        )
    return None
