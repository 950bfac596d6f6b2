"""HIS001: a record was changed after it was written."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Record
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, beginning_missing, records, rule
from qmsctl.settings import Severity


@rule(
    "HIS001",
    over=records,
    severity=Severity.ERROR,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def changed_record(record: Filed[Record], system: System) -> Iterator[Answer]:
    """Every record is what was first written, byte for byte."""
    # A merge shows again what its sides have brought, so contents are compared and touches are not counted.
    line = system.history.line_of(record.path)
    brought = [(commit, change.after) for commit, change in line if change.after]
    if not brought:
        yield NotApplicable()
        return
    first = brought[0][1]
    source = record.source
    other = next((commit for commit, name in brought if name != first), None)
    if not source.is_blob(first):
        committed = source.is_blob(system.history.files.get(record.path))
        yield _changed(
            record,
            system,
            next((commit for commit, name in brought if source.is_blob(name)), None) if committed else None,
        )
    elif other is not None and not _is_corrected(record, system):
        yield _put_back(record, system, other)
    elif not system.history.complete:
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so whether records were changed cannot be established"
            ),
        )


def _changed(record: Filed[Record], system: System, commit: Commit | None) -> Problem:
    """Return that *record* is not what was first written."""
    message = (
        tr(
            "{record} was changed after it had been recorded, and the change is not committed",
            record=record_name(record),
        )
        if commit is None
        else tr(
            "{record} was changed after it had been recorded: by {author} on {day}, in commit {commit}",
            record=record_name(record),
            author=commit.author,
            day=system.day_of(commit.authored),
            commit=commit.id[:10],
        )
    )
    return Problem(
        record.at(),
        message,
        tr("restore what was first written, then record a correction that names this record"),
    )


def _put_back(record: Filed[Record], system: System, commit: Commit) -> Problem:
    """Return that *record* is again what was first written, and was something else in between."""
    return Problem(
        record.at(),
        tr(
            "{record} was changed by {author} on {day}, in commit {commit}, and put back; nothing says why",
            record=record_name(record),
            author=commit.author,
            day=system.day_of(commit.authored),
            commit=commit.id[:10],
        ),
        tr("record a correction that names this record, and say in its reason what happened"),
    )


def _is_corrected(record: Filed[Record], system: System) -> bool:
    return any(record_name(record) in other.fact.corrects for other in system.qms.records)
