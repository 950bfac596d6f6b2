"""HIS006: a record was moved after it was written."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import had_to_be_moved, record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.repo.git import is_blob
from qmsctl.rule import (
    Answer,
    NotApplicable,
    Problem,
    Unwaivable,
    beginning_missing,
    records,
    rule,
)
from qmsctl.settings import Severity


@rule(
    "HIS006",
    over=records,
    severity=Severity.ERROR,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def renamed_record(record: Filed[Record], system: System) -> Iterator[Answer]:
    """Every record lies where it was first written, unless it had to be moved to where its own fields say."""
    written = system.first_written[record.path]
    if written is None:
        yield NotApplicable()
        return
    commit, change = written
    if change.path == record.path:
        if system.history.begins_unknown(commit):
            yield beginning_missing(
                system,
                tr(
                    "the beginning of the history is missing, so whether records were moved cannot be established"
                ),
            )
    elif change.path in system.qms.paths:
        yield _copied(record, change.path)
    elif not (
        is_blob(record.source.raw, change.after)
        and had_to_be_moved(record, change.path, system.organisation.folders)
    ):
        yield _moved(record, change.path, system)


def _moved(record: Filed[Record], earlier: str, system: System) -> Problem:
    mover = next((commit for commit, change in system.history.of(record.path) if change.after), None)
    message = (
        tr(
            "{record} was moved here from {earlier}, and the move is not committed",
            record=record_name(record),
            earlier=earlier,
        )
        if mover is None
        else tr(
            "{record} was moved here from {earlier} by {author} on {day}, in commit {commit}",
            record=record_name(record),
            earlier=earlier,
            author=mover.author,
            day=system.day_of(mover.authored),
            commit=mover.id[:10],
        )
    )
    return Problem(
        record.at(),
        message,
        tr("move it back, with its content as it is: a record keeps its file and its name"),
    )


def _copied(record: Filed[Record], earlier: str) -> Problem:
    return Problem(
        record.at(),
        tr(
            "{record} is a copy of {earlier}, which was written before it",
            record=record_name(record),
            earlier=earlier,
        ),
        tr("delete the copy; who wants to record the same again writes a record of their own"),
    )
