"""REV007: somebody approved a document who may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import NOBODY, Decision, Origin
from qmsctl.messages import Message, list_of, tr
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity

BINDING: Final = frozenset({"approved", "withdrawn"})
"""The meanings that put a document into force or out of it."""


def decisions(system: System) -> Iterator[Decision]:
    """Yield every decision that counts; a merge, which nobody called an approval, only where nothing else approves."""
    for document in system.documents:
        otherwise = {
            one.record.fact.content
            for one in document.decisions
            if one.origin is not Origin.MERGE and one.record.fact.meaning == "approved"
        }
        for decision in document.decisions:
            if decision.origin is not Origin.MERGE or decision.record.fact.content not in otherwise:
                yield decision


@rule("REV007", over=decisions, severity=Severity.ERROR, clauses=("5.3", "7.5.2"))
def unauthorised_approval(decision: Decision, system: System) -> Iterator[Answer]:
    """Whoever approves or withdraws a document has a role that may, on the day of the decision."""
    fact = decision.record.fact
    approvers = _approvers(decision, system)
    stated = fact.decider.role if fact.decider.role in system.organisation.roles else None
    if fact.meaning not in BINDING or not (approvers or stated):
        yield NotApplicable()
        return
    person = system.organisation.people.get(fact.decider.person)
    held = person.roles_on(fact.decided) if person else frozenset()
    if stated is not None and stated not in held:
        yield Problem(
            decision.record.at("decider", "role"),
            _without(decision, stated, system),
            tr(
                "record a correction with the right role; if the role or its days are wrong in qms.yaml, mend them there"
            ),
        )
    elif approvers and held.isdisjoint(approvers):
        yield Problem(
            decision.record.at("decider"),
            _message(decision, approvers, system),
            tr(
                "have somebody decide who has one of these roles and record that;"
                " if a role or its days are wrong in qms.yaml, mend them there"
            ),
        )


def _approvers(decision: Decision, system: System) -> tuple[str, ...]:
    """Return the roles that may approve the document of *decision*; none if any may."""
    fact = decision.record.fact
    versions = system.documents_by_id.get(fact.document, ())
    return next((one.demands.approvers for one in versions if one.language == fact.language), ())


def _message(decision: Decision, approvers: tuple[str, ...], system: System) -> Message:
    fact = decision.record.fact
    person = system.organisation.title(fact.decider.person)
    roles = list_of([system.organisation.title(role) for role in approvers])
    if fact.decider.person == NOBODY:
        return tr(
            "{document} was approved on {day}, and nothing says by whom; it takes one of these roles: {roles}",
            document=fact.document,
            day=fact.decided,
            roles=roles,
        )
    if fact.meaning == "withdrawn":
        return tr(
            "{person} withdrew {document} on {day} without any role that may: {roles}",
            person=person,
            document=fact.document,
            day=fact.decided,
            roles=roles,
        )
    return tr(
        "{person} approved {document} on {day} without any role that may: {roles}",
        person=person,
        document=fact.document,
        day=fact.decided,
        roles=roles,
    )


def _without(decision: Decision, role: str, system: System) -> Message:
    """Return that the decider did not have the *role* in which the record says that they decided."""
    fact = decision.record.fact
    person, named = system.organisation.title(fact.decider.person), system.organisation.title(role)
    if fact.meaning == "withdrawn":
        return tr(
            "{person} withdrew {document} on {day} as {role}, without having this role on that day",
            person=person,
            document=fact.document,
            day=fact.decided,
            role=named,
        )
    return tr(
        "{person} approved {document} on {day} as {role}, without having this role on that day",
        person=person,
        document=fact.document,
        day=fact.decided,
        role=named,
    )
