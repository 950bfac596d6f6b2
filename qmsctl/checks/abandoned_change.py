"""HIS009: a merge left behind what its branch had changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qmsctl.control.sides import Abandoned, abandoned_changes
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import tr
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import reader_of
from qmsctl.repo.history import Commit
from qmsctl.rule import Answer, Problem, beginning_missing, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge and what it left behind."""

    commit: Commit
    abandoned: tuple[Abandoned, ...]


def merges(system: System) -> Iterator[Merge | None]:
    """Yield every merge; `None` stands for those that a shallow clone lacks."""
    if not system.history.complete:
        yield None
    abandoned = abandoned_changes(system.history, _may_be_documents(system.organisation))
    for commit in system.history.commits:
        if commit.is_merge:
            yield Merge(commit, abandoned.get(commit.id, ()))


def _may_be_documents(organisation: Organisation) -> Callable[[str], bool]:
    """Return what tells whether a path can hold a document, or the settings; records have rules of their own."""
    reader = reader_of(organisation)
    plans = f"{organisation.folders.audits.rstrip('/')}/"

    def may_be(path: str) -> bool:
        is_plan = path.rpartition("/")[2].startswith("audit.")
        in_place = reader.may_hold_document(path) and (is_plan or not path.startswith(plans))
        return path == CONFIGURATION or in_place

    return may_be


@rule("HIS009", over=merges, severity=Severity.NOTE, clauses=("7.5.3.2",))
def abandoned_change(merge: Merge | None, system: System) -> Iterator[Answer]:
    """What a branch had changed in documents came along when the branch was merged."""
    if merge is None:
        yield beginning_missing(
            system,
            tr(
                "the beginning of the history is missing, so whether merges left changes behind cannot be established"
            ),
        )
        return
    for change in merge.abandoned:
        yield Problem(
            Place(change.path) if change.path in system.qms.paths else system.qms.configuration.at(),
            tr(
                "{file} as {author} changed it on {day}, in commit {commit}, was left behind by the merge {merge} of {merged}",
                file=change.path,
                author=change.commit.author,
                day=system.day_of(change.commit.authored),
                commit=change.commit.id[:10],
                merge=merge.commit.id[:10],
                merged=system.day_of(merge.commit.committed),
            ),
            tr(
                "look at it: git show {commit}; if it was meant to come, revise the document, and if not, nothing is to be done",
                commit=change.commit.id[:10],
            ),
        )
