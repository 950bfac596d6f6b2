"""New decisions on documents: prepared, checked, approved, reaffirmed, withdrawn.

A decision that would count for nothing is refused, with the reason.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.authoring.decider import decider_meant
from qmsctl.authoring.decision_order import MEANING_WORDS, refuse_out_of_order
from qmsctl.authoring.files import Draft
from qmsctl.authoring.people import UnknownRecorderError
from qmsctl.authoring.records import Clerk, approval_record
from qmsctl.authoring.revised_file import refuse_departed
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.unknown_document import UnreadableDocumentError
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed, closest

__all__ = [
    "MEANING_WORDS",
    "NewDecision",
    "draft_decision",
    "named_document",
    "refuse_untimely",
    "with_decider",
]

_WITH_AUTHORITY: Final = ("approved", "withdrawn")
"""The meanings for which a type can demand a role."""
_BEFORE_APPROVAL: Final = ("prepared", "checked")
"""The meanings that put nothing in force: no day on which they take effect, and no role of the approvers."""


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What somebody decided, as it is to be recorded."""

    document: str
    meaning: str
    decided: dt.date
    language: str | None = None
    decider: str | None = None
    """Key of the person who decided; `None`: whoever records."""
    role: str | None = None
    on_behalf_of: str | None = None
    effective: dt.date | None = None
    basis: str | None = None
    """The number of the ordinance or of another paper that shows the decision."""
    reason: str | None = None
    successor: str | None = None


def named_document(
    system: System, id: str, language: str | None
) -> tuple[ControlledDocument, Filed[Document]]:
    """Return the document *id* and its file.

    Raises:
        UnknownDocumentError: there is none.
        UnreadableDocumentError: its file cannot be read.
        RefusedError: the tree no longer holds it.
    """
    document = system.document_named(id, language)
    if document.working is None and document.id in system.unreadable:
        raise UnreadableDocumentError(document.id)
    if document.working is None:
        raise RefusedError(
            tr("the file of {document} is gone, so there is nothing to decide on", document=document.id),
            tr("put the file back first"),
        )
    return document, document.working


def draft_decision(system: System, new: NewDecision, clerk: Clerk) -> Draft:
    """Return the record of *new* and the message of its commit.

    Args:
        system: the system on the day of recording.
        new: what was decided.
        clerk: who records, and when.

    Raises:
        RefusedError: it would count for nothing; the message says why.
    """
    new = with_decider(system, new)
    document, file = named_document(system, new.document, new.language)
    _refuse_without_revision(document, file)
    if new.meaning != "withdrawn":
        refuse_departed(system, file)
    decider = _decider(system, new, clerk)
    _refuse_uncommitted(system, file)
    _refuse_wrong_days(new, clerk)
    _refuse_without_authority(system, document, new, decider)
    if decider != system.organisation.person_with(clerk.who.email) and not new.basis:
        raise RefusedError(
            tr(
                "{person} decided and somebody else records it, so it needs a basis",
                person=_named(system, decider),
            ),
            tr("give the number of the ordinance or paper with --basis"),
        )
    _refuse_unknown_successor(system, new)
    refuse_out_of_order(document, file, new.meaning, new.reason)
    _refuse_second_review(system, document, new, decider)
    fields: dict[str, object] = {
        "blob": system.history.files[file.path],  # the commit's own name: it need not be SHA-1
        "decider": {
            "person": decider,
            "role": new.role or _only_role(system, document, new, decider),
            "on_behalf_of": new.on_behalf_of,
        },
        "decided": new.decided.isoformat(),
        "effective": new.effective.isoformat() if new.effective else None,
        "basis": new.basis,
        "reason": new.reason,
        "successor": new.successor,
    }
    record = approval_record(clerk, file, document.language, new.meaning, fields)
    subject = _subject(document.id, file.fact.revision, new, _named(system, decider))
    return Draft(
        {record.path: record.content}, f"{subject}\n\n{new.basis or new.reason or ''}".strip() + "\n"
    )


def _subject(document: str, revision: str, new: NewDecision, person: str) -> Message:
    meaning = MEANING_WORDS[new.meaning]
    if not revision:
        return tr(
            "{document} {meaning}: {person}, {day}",
            document=document,
            meaning=meaning,
            person=person,
            day=new.decided,
        )
    return tr(
        "{document} revision {revision} {meaning}: {person}, {day}",
        document=document,
        revision=revision,
        meaning=meaning,
        person=person,
        day=new.decided,
    )


def _refuse_without_revision(document: ControlledDocument, file: Filed[Document]) -> None:
    """Refuse to decide on a document that could say its revision and does not: it may be any of them."""
    if not file.fact.revision and document.bears_revisions:
        raise RefusedError(
            tr("{document} says no revision, and a decision names the one it is about", document=document.id),
            tr(
                "write its revision into {path}, and say below fields of its kind in qms.yaml where it stands",
                path=file.path,
            ),
        )


def refuse_untimely(system: System, new: NewDecision) -> None:
    """Refuse a decision whose time has not come or has passed, whoever decided it and why.

    Raises:
        RefusedError: the document is not committed as it stands, or the order of decisions does not allow it.
    """
    document, file = named_document(system, new.document, new.language)
    if new.meaning != "withdrawn":
        refuse_departed(system, file)
    _refuse_uncommitted(system, file)
    refuse_out_of_order(document, file, new.meaning, new.reason or "-")  # a reason can be asked for


def _named(system: System, person: str) -> str:
    return system.organisation.title(person)


def with_decider(system: System, new: NewDecision) -> NewDecision:
    """Return *new* with the key of whoever decided, and the role if that names them.

    Raises:
        RefusedError: as `decider_meant` does.
    """
    if new.decider is None:
        return new
    person, role = decider_meant(system, new.decider, new.decided)
    return replace(new, decider=person, role=new.role or role)


def _decider(system: System, new: NewDecision, clerk: Clerk) -> str:
    """Return the key of the person who decided.

    Raises:
        RefusedError: `qms.yaml` does not know who records, and nobody else is named.
    """
    if new.decider is not None:
        return new.decider
    recorder = system.organisation.person_with(clerk.who.email)
    if recorder is None:
        raise UnknownRecorderError(system.organisation, clerk.who, decides=True)
    return recorder


def _only_role(system: System, document: ControlledDocument, new: NewDecision, decider: str) -> str | None:
    """Return the role in which *decider* can only have decided; `None` if there are several, or none."""
    held = system.organisation.people[decider].roles_on(new.decided)
    approvers = () if new.meaning in _BEFORE_APPROVAL else document.demands.approvers
    possible = held.intersection(approvers) if approvers else held
    return next(iter(possible)) if len(possible) == 1 else None


def _refuse_uncommitted(system: System, file: Filed[Document]) -> None:
    """Refuse content that no commit holds: nobody could read it again later."""
    committed = system.history.files.get(file.path)
    if not file.source.is_blob(committed):
        raise RefusedError(
            tr(
                "{file} is not committed as it stands, and only what the history holds can be decided on",
                file=file.path,
            ),
            tr("commit the document first: git add {file}, then git commit", file=file.path),
        )


def _refuse_wrong_days(new: NewDecision, clerk: Clerk) -> None:
    """Refuse days that cannot be."""
    if new.decided > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{day} has not come yet, so nothing can have been decided on it", day=new.decided),
            tr("give the day of the decision with --decided"),
        )
    if new.effective is not None and new.meaning in _BEFORE_APPROVAL:
        raise RefusedError(
            tr(
                "only an approval takes effect on a day, and this decision is: {meaning}",
                meaning=MEANING_WORDS[new.meaning],
            ),
            tr("leave out --effective here, and give it with the approval"),
        )
    if new.effective is not None and new.effective < new.decided:
        raise RefusedError(
            tr(
                "it cannot take effect on {effective}, before it was decided on {day}",
                effective=new.effective,
                day=new.decided,
            ),
            tr("give a later day with --effective"),
        )


def _refuse_without_authority(
    system: System, document: ControlledDocument, new: NewDecision, decider: str
) -> None:
    """Refuse a decider who held none of the roles that may decide, on the day decided."""
    approvers = document.demands.approvers
    if new.meaning not in _WITH_AUTHORITY or not approvers:
        return
    people = system.organisation.people
    if not people[decider].roles_on(new.decided).isdisjoint(approvers):
        return
    titles = list_of([system.organisation.title(role) for role in approvers])
    entitled = [
        person.name for person in people.values() if not person.roles_on(new.decided).isdisjoint(approvers)
    ]
    next_step = tr(
        "name who decided with --by; qmsctl people shows who holds which role, and qmsctl people edit corrects it"
    )
    if not entitled:
        raise RefusedError(
            tr(
                "on {day} nobody may decide on {document}: nobody had a role on that day that may: {roles}",
                day=new.decided,
                document=document.id,
                roles=titles,
            ),
            next_step,
        )
    raise RefusedError(
        tr_n(
            "on {day} one person may decide on {document}: {people}; {person} had no role on that day that may: {roles}",
            "on {day} these may decide on {document}: {people}; {person} had no role on that day that may: {roles}",
            len(entitled),
            day=new.decided,
            document=document.id,
            people=list_of(entitled),
            person=_named(system, decider),
            roles=titles,
        ),
        next_step,
    )


def _refuse_unknown_successor(system: System, new: NewDecision) -> None:
    """Refuse a successor that is not there, and a document that is to take its own place."""
    successor = new.successor
    if successor is None:
        return
    if successor == new.document:
        raise RefusedError(
            tr("{document} cannot take its own place", document=successor),
            tr("name another document with --successor, or leave it out"),
        )
    if successor in system.documents_by_id or successor in system.unreadable:
        return
    others = [id for id in system.documents_by_id if id != new.document]
    near = closest(successor, others)
    raise RefusedError(
        tr("there is no document {document} to take the place of another", document=successor),
        tr("did you mean {near}?", near=near)
        if near
        else tr("documents there are: {known}", known=list_of(others)),
    )


def _refuse_second_review(
    system: System, document: ControlledDocument, new: NewDecision, decider: str
) -> None:
    """Refuse the review that the same person recorded of the same content for the same day."""
    if new.meaning != "reaffirmed":
        return
    for decision in document.decisions:
        fact = decision.record.fact
        if (fact.meaning, fact.content, fact.decided, fact.decider.person) == (
            "reaffirmed",
            document.content,
            new.decided,
            decider,
        ):
            raise RefusedError(
                tr(
                    "it is recorded already that {person} reviewed {document} on {day}",
                    person=_named(system, decider),
                    document=document.id,
                    day=new.decided,
                ),
                tr("nothing has to be recorded; to correct the record, record a correction"),
            )
