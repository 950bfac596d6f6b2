"""HIS003: a record that was once recorded is gone."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterator

from qmsctl.control.records import deleted_by, recorded_paths
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.rule import Answer, Problem, Unwaivable, beginning_missing, rule
from qmsctl.settings import Severity


def records_of_history(system: System) -> Iterator[str]:
    """Yield the path of every record the history holds or held; `qms.yaml` stands for what a shallow clone lacks."""
    if not system.history.complete:
        yield CONFIGURATION
    yield from recorded_paths(system.history, system.organisation.folders)


@rule(
    "HIS003",
    over=records_of_history,
    severity=Severity.ERROR,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def deleted_record(path: str, system: System) -> Iterator[Answer]:
    """Every record that was ever recorded is still there."""
    if path == CONFIGURATION:
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so whether records were deleted cannot be established"
            ),
        )
        return
    held = [(commit, change.after) for commit, change in system.history.of(path) if change.after]
    # A misfiled record has to be moved: one that lies elsewhere with the same bytes is not gone.
    if path in system.qms.paths or not held or held[-1][1] in system.contents_of_records:
        return
    yield Problem(
        Place(path),
        _message(path, system),
        tr(
            "bring it back: git restore --source={commit} -- {path}",
            commit=held[-1][0].id[:10],
            path=shlex.quote(path),
        ),
    )


def _message(path: str, system: System) -> Message:
    commit = deleted_by(path, system.history)
    record = posixpath.splitext(posixpath.basename(path))[0]
    if commit is None:
        return tr("the record {record} is in the history and no longer among the files", record=record)
    return tr(
        "the record {record} was deleted by {author} on {day}, in commit {commit}",
        record=record,
        author=commit.author,
        day=system.day_of(commit.authored),
        commit=commit.id[:10],
    )
