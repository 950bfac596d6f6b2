"""REV021: what a document says of its own approval is not what counts as one."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin
from qmsctl.messages import tr
from qmsctl.model.mapped_document import Declared, MappedDocument
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV021", over=documents, severity=Severity.WARNING, clauses=("7.5.2", "7.5.3.2"))
def contradicted_status(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What a document says of its status and approval is what its approvals say."""
    working = document.working
    if working is None or not isinstance(working.fact, MappedDocument) or not _says(working.fact.declared):
        yield NotApplicable()
        return
    filed, declared = Filed(working.fact, working.source), working.fact.declared
    kind = system.organisation.kinds.get(working.fact.kind)
    approved = any(
        one.record.fact.meaning == "approved" and one.record.fact.content == document.content
        for one in document.decisions
    )
    others = [
        one
        for one in document.decisions
        if one.origin is not Origin.FIELDS and one.record.fact.content == document.content
    ]
    approvals = [one for one in others if one.record.fact.meaning == "approved"]
    is_counted = kind is not None and "fields" in kind.approvals
    yield from _status(document, filed, declared, approvals, approved=approved, is_counted=is_counted)
    firm = [one for one in approvals if one.origin in (Origin.RECORD, Origin.TAG)]
    if firm:
        yield from _days(document, filed, declared, firm[-1])


def _says(declared: Declared) -> bool:
    return declared.status is not None or declared.decided is not None


def _status(  # noqa: PLR0913 - all that is compared
    document: ControlledDocument,
    working: Filed[MappedDocument],
    declared: Declared,
    approvals: list[Decision],
    *,
    approved: bool,
    is_counted: bool,
) -> Iterator[Answer]:
    """Compare the status with the approvals that do not stand in the document itself.

    Args:
        document: the document.
        working: its file.
        declared: what it says of itself.
        approvals: of this text, elsewhere.
        approved: whether anything that counts approves this text.
        is_counted: whether what documents say of themselves counts.
    """
    place = working.at("status")
    if declared.status == "approved" and not approved:
        yield Problem(
            place,
            tr(
                "{document} says that it is approved, and nothing that counts approves this text",
                document=document.id,
            ),
            tr("have it approved: qmsctl approve; or let its kind in qms.yaml count what does: approvals"),
        )
    elif declared.status == "draft" and approvals:
        yield Problem(
            place,
            tr(
                "{document} says that it is a draft, and {person} approved this text on {day}",
                document=document.id,
                person=approvals[-1].record.fact.decider.person,
                day=approvals[-1].record.fact.decided,
            ),
            tr("correct the status, or withdraw the approval"),
        )
    elif declared.status == "withdrawn" and document.state is not DocumentState.WITHDRAWN and not is_counted:
        yield Problem(
            place,
            tr(
                "{document} says that it is withdrawn, and nothing that counts withdraws it",
                document=document.id,
            ),
            tr("record who withdrew it: qmsctl withdraw; or correct the status"),
        )


def _days(
    document: ControlledDocument, working: Filed[MappedDocument], declared: Declared, approval: Decision
) -> Iterator[Answer]:
    """Compare the days with those of the approval that counts most."""
    fact = approval.record.fact
    if declared.approved_on is not None and declared.approved_on != fact.decided:
        yield Problem(
            working.at("approved_on"),
            tr(
                "{document} says that it was approved on {stated}, and its approval is of {decided}",
                document=document.id,
                stated=declared.approved_on,
                decided=fact.decided,
            ),
            tr("find out which of the two is right, and correct the other"),
        )
    if declared.effective is not None and fact.effective is not None and declared.effective != fact.effective:
        yield Problem(
            working.at("effective"),
            tr(
                "{document} says that it holds from {stated}, and by its approval it holds from {effective}",
                document=document.id,
                stated=declared.effective,
                effective=fact.effective,
            ),
            tr("find out which of the two is right, and correct the other"),
        )
