"""DOC010: the owner of a document is unknown, or in office no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation, Person
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC010", over=documents, severity=Severity.ERROR, clauses=("5.3",), needs=("owner",))
def unknown_owner(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """The owner of every document is known, and in office on the day."""
    organisation = system.organisation
    owner = document.working.fact.owner if document.working else None
    if (
        document.working is None
        or owner is None
        or not owner.strip()
        or not (organisation.roles or organisation.people)
    ):
        yield NotApplicable()
    elif fault := _fault(owner, organisation, system.day):
        yield Problem(document.working.at("owner"), *fault)


def _fault(owner: str, organisation: Organisation, day: dt.date) -> tuple[Message, Message] | None:
    """Return what is wrong with *owner* on *day*, and what to do about it."""
    if owner in organisation.roles:
        if _is_held(owner, organisation, day):
            return None
        return (
            tr("nobody holds the role {owner} on {day}", owner=organisation.title(owner), day=day),
            tr("say in qms.yaml who holds the role, or name another owner"),
        )
    if owner in organisation.people:
        ended = _left(organisation.people[owner], day)
        if ended is None:
            return None
        return (
            tr("{owner} has held no role since {day}", owner=organisation.title(owner), day=ended),
            tr("name who answers for the document now, or bring the roles in qms.yaml up to date"),
        )
    return (
        tr("the owner {owner} is neither a role nor a person of qms.yaml", owner=owner),
        _suggestion(owner, organisation),
    )


def _is_held(role: str, organisation: Organisation, day: dt.date) -> bool:
    return any(
        assignment.role == role and assignment.holds(day)
        for person in organisation.people.values()
        for assignment in person.roles
    )


def _left(person: Person, day: dt.date) -> dt.date | None:
    """Return the last day on which *person* held a role, if every role has ended before *day*."""
    ends = [assignment.until for assignment in person.roles if assignment.until and assignment.until < day]
    return max(ends) if ends and len(ends) == len(person.roles) else None


def _suggestion(owner: str, organisation: Organisation) -> Message:
    keys = (*organisation.roles, *organisation.people)
    # Somebody may have written the title of the role or the person's name.
    known = {organisation.title(key): key for key in keys} | {key: key for key in keys}
    near = closest(owner, list(known))
    if near is None:
        return tr("name a role or a person of qms.yaml, or add this one there")
    return tr("did you mean {near}?", near=known[near])
