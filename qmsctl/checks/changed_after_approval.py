"""REV002: a text was changed after its approval and bears the same revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedSource
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule(
    "REV002",
    over=documents,
    severity=Severity.ERROR,
    clauses=("7.5.2", "7.5.3.2"),
    needs=("revision", "approvals"),
)
def changed_after_approval(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What bears an approved revision has the text that was approved."""
    if document.working is None or not document.approved or document.state is DocumentState.WITHDRAWN:
        yield NotApplicable()
    elif document.state is DocumentState.DRIFTED:
        yield Problem(
            document.working.at("revision"),
            _message(document.working, system),
            tr("restore the approved text, or give this one a new revision and have it approved"),
        )
    elif document.is_changed_unmarked:
        yield Problem(
            document.working.at("status"),
            _unmarked(document.working, document.approved[-1].decision.record.fact.decided, system),
            tr("have it approved, let it say that it is a draft, or restore the approved text")
            if document.kind is None or document.kind.tells("status")
            else tr("have it approved, or restore the approved text"),
        )


def _message(working: Filed[Document], system: System) -> Message:
    commit = _changed_by(working, system)
    if commit is not None and not (commit.parents or system.history.complete):
        return tr(
            "{document} says revision {revision}, but its text is not what was approved as such;"
            " who changed it cannot be established, because the beginning of the history is missing",
            document=working.fact.id,
            revision=working.fact.revision,
        )
    if commit is None:
        return tr(
            "{document} says revision {revision}, but its text is not what was approved as such;"
            " the change is not committed yet",
            document=working.fact.id,
            revision=working.fact.revision,
        )
    return tr(
        "{document} says revision {revision}, but its text is not what was approved as such;"
        " {author} changed it last on {day}, in commit {commit}",
        document=working.fact.id,
        revision=working.fact.revision,
        author=commit.author,
        day=system.day_of(commit.authored),
        commit=commit.id[:10],
    )


def _unmarked(working: Filed[Document], approved: dt.date, system: System) -> Message:
    """Return the same of a document that bears no revision."""
    commit = _changed_by(working, system)
    if commit is not None and not (commit.parents or system.history.complete):
        return tr(
            "the text of {document} is not the one approved on {approved}, and nothing in it says so;"
            " who changed it cannot be established, because the beginning of the history is missing",
            document=working.fact.id,
            approved=approved,
        )
    if commit is None:
        return tr(
            "the text of {document} is not the one approved on {approved}, and nothing in it says so;"
            " the change is not committed yet",
            document=working.fact.id,
            approved=approved,
        )
    return tr(
        "the text of {document} is not the one approved on {approved}, and nothing in it says so;"
        " {author} changed it last on {day}, in commit {commit}",
        document=working.fact.id,
        approved=approved,
        author=commit.author,
        day=system.day_of(commit.authored),
        commit=commit.id[:10],
    )


def _changed_by(working: Filed[Document], system: System) -> Commit | None:
    """Return the commit that changed *working* last; `None` if the change is not committed."""
    path, file = working.path, system.qms.beside.get(working.path)
    departs = isinstance(working.source, MappedSource) and working.source.departs
    if departs and file is not None:
        path = file.path  # its fields are as they were
    committed = system.history.files.get(path)
    as_committed = (
        committed in file.names if departs and file is not None else working.source.is_blob(committed)
    )
    if committed is None or not as_committed:
        return None
    made = [commit for commit, change in system.history.of(path) if change.after == committed]
    # A merge shows again what one of its sides has brought.
    alone = [commit for commit in made if len(commit.parents) < 2]  # noqa: PLR2004 - a merge has two
    chosen = alone or made
    return chosen[-1] if chosen else None
