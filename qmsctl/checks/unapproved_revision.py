"""REV001: the revision in the file is not approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

NOT_SAID: Final[Mapping[str, Message]] = {
    "prepared": tr("nothing says who prepared it"),
    "checked": tr("nothing says who checked it"),
    "approved": tr("nothing says who approved it"),
}
"""The same where something else than a record may say it."""
MISSING: Final[Mapping[str, Message]] = {
    "prepared": tr("no record says who prepared it"),
    "checked": tr("no record says who checked it"),
    "approved": tr("no record says who approved it"),
    "reaffirmed": tr("no record says who reaffirmed it"),
    "withdrawn": tr("no record says who withdrew it"),
}


@rule(
    "REV001", over=documents, severity=Severity.WARNING, clauses=("7.5.2",), needs=("revision", "approvals")
)
def unapproved_revision(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """The revision in the file is approved with everything its type demands."""
    working = document.working
    if working is None or not document.demands.needs or _awaits_nothing(document):
        yield NotApplicable()
    elif document.is_drafted:
        yield Problem(
            working.at("revision"),
            _message(document, working, _missing(document, working, system)),
            tr("have it approved and record who decided, or take the change back"),
        )


def _awaits_nothing(document: ControlledDocument) -> bool:
    """Return whether *document* was given up before any approval, or drifted or is unread: other rules' matters."""
    given_up = document.state is DocumentState.WITHDRAWN and not document.approved
    is_departing = document.state is DocumentState.DRIFTED or document.is_changed_unmarked
    return given_up or document.unreadable or is_departing


def _missing(document: ControlledDocument, working: Filed[Document], system: System) -> list[Message]:
    """Return which of the decisions that the type demands nobody has made."""
    made = {
        decision.record.fact.meaning
        for decision in document.decisions
        if decision.record.fact.content == document.content
        and decision.record.fact.revision == working.fact.revision
        and decision.record.fact.decided <= system.day
    }
    said = {**MISSING, **NOT_SAID} if document.kind is not None and document.kind.approvals else MISSING
    return [said[meaning] for meaning in document.demands.needs if meaning not in made]


def _message(
    document: ControlledDocument,
    working: Filed[Document],
    missing: list[Message],
) -> Message:
    revision = working.fact.revision
    if not revision and not document.bears_revisions:
        return _of_its_text(document, missing)
    if not revision:
        return tr(
            "{document} says no revision and is not approved ({missing})",
            document=document.id,
            missing=missing,
        )
    if document.in_force is None:
        return tr(
            "revision {revision} of {document} is not approved ({missing}), and no other is in force",
            document=document.id,
            revision=revision,
            missing=missing,
        )
    return tr(
        "revision {revision} of {document} is not approved ({missing}), so revision {current} stays in force",
        document=document.id,
        revision=revision,
        missing=missing,
        current=document.in_force.revision,
    )


def _of_its_text(document: ControlledDocument, missing: list[Message]) -> Message:
    """Return the same of a document whose kind has no revisions."""
    if document.in_force is None:
        return tr(
            "the text of {document} is not approved ({missing}), and no other is in force",
            document=document.id,
            missing=missing,
        )
    return tr(
        "the text of {document} is not approved ({missing}), so the one of {day} stays in force",
        document=document.id,
        missing=missing,
        day=document.in_force.effective,
    )
