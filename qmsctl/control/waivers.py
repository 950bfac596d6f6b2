"""Waivers: which problems somebody answers for until a day, whether they may, and whether that holds on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.records import Counted, count, record_name
from qmsctl.control.trust import Trust, trusted
from qmsctl.messages import Message
from qmsctl.model.configuration import CONFIGURATION
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.record import Waiver
from qmsctl.model.schema import Filed
from qmsctl.model.values import TrustLevel
from qmsctl.repo.commit import Commit
from qmsctl.repo.history import History
from qmsctl.repo.signatures import Signatures

__all__ = ["AppliedWaiver", "ControlledWaiver", "Subject", "WaiverState", "control_waivers", "subject_named"]


class WaiverState(Enum):
    """What a waiver comes to on a day."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    """Its last day has passed."""
    ENDED = "ended"
    """A correction ended it before its last day."""
    VOID = "void"
    """It counts for nothing: its days contradict each other, its approver may not, or nothing shows that they decided."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a waiver is for: the files whose problems it can take out of the count, and who may waive there."""

    paths: frozenset[str]
    """Empty: nothing is called so."""
    approvers: tuple[str, ...]
    """The roles of which one is needed; empty: anybody in `qms.yaml` may."""
    trust: TrustLevel = "declared"
    """How sure it has to be that they decided, at the least."""

    def may_be_waived_by(self, person: str, day: dt.date, organisation: Organisation) -> bool:
        """Return whether *person* may waive a rule here on *day*."""
        known = organisation.people.get(person)
        return known is not None and (
            not self.approvers or not known.roles_on(day).isdisjoint(self.approvers)
        )


@dataclass(frozen=True, slots=True)
class ControlledWaiver:
    """A waiver that no other record corrects, with what follows from it on a day."""

    record: Filed[Waiver]
    subject: Subject
    trust: Trust
    commit: Commit | None
    """The commit that added it."""
    authorised: bool
    """Whether whoever decided held a role that may, on the day decided."""
    state: WaiverState

    @property
    def name(self) -> str:
        """The name of the record."""
        return record_name(self.record)

    @property
    def begins(self) -> dt.date:
        """The first day on which it holds."""
        return self.record.fact.from_ or self.record.fact.decided

    @property
    def backward(self) -> bool:
        """Whether it ends before it begins, or begins before it was decided; whoever ends one decides later."""
        fact = self.record.fact
        return fact.until < self.begins or (fact.ended is None and self.begins < fact.decided)

    @property
    def founded(self) -> bool:
        """Whether it is as sure as it has to be that its approver decided."""
        fact = self.record.fact
        shown = self.trust in (Trust.RECORDED, Trust.SIGNED) or bool(fact.basis)
        return shown and self.trust.reaches(self.subject.trust)


@dataclass(frozen=True, slots=True)
class AppliedWaiver:
    """A waiver after all rules were asked: what it takes out of the count, and what it no longer does."""

    waiver: ControlledWaiver
    rule: str | None
    """The id of the rule that it names; `None`: no rule is called so."""
    near: str | None
    """The rule that was probably meant, if no rule is called so."""
    unwaivable: Message | None
    """Why the problems of this rule can never be waived, if they cannot."""
    enabled: bool
    """Whether the rule is asked at all."""
    waived: int
    """Problems it takes out of the count."""
    back: int
    """Problems that it would take out, were it still in force, and that nothing else does."""


def subject_named(
    name: str, qms: Qms, documents: Iterable[ControlledDocument], organisation: Organisation
) -> Subject:
    """Return what *name* means: a document by its id, a record by its name, or `qms.yaml`.

    To a document belong its files in every language and the approvals of it.
    """
    own = organisation.waivers.approvers
    versions = [document for document in documents if document.id == name]
    broken = {fault.path for fault in qms.malformed if fault.id == name}
    if versions or broken:
        return _document(name, qms, versions, broken, own)
    anybody = own or tuple(
        dict.fromkeys(role for demanded in organisation.types.values() for role in demanded.approvers)
    )
    if name == CONFIGURATION:
        return Subject(frozenset({CONFIGURATION}), anybody)
    return Subject(frozenset(record.path for record in qms.records if record_name(record) == name), anybody)


def _document(
    id: str, qms: Qms, versions: Sequence[ControlledDocument], broken: set[str], own: tuple[str, ...]
) -> Subject:
    files = {document.path for document in qms.documents if document.fact.id == id} | broken
    approvals = {record.path for record in qms.approvals if record.fact.document == id}
    demands = versions[0].demands if versions else None
    return Subject(
        frozenset(files | approvals),
        own or (demands.approvers if demands else ()),
        demands.trust if demands else "declared",
    )


def control_waivers(
    qms: Qms,
    history: History,
    day: dt.date,
    documents: Sequence[ControlledDocument],
    signatures: Signatures,
) -> tuple[tuple[ControlledWaiver, ...], Counted[Waiver]]:
    """Return every waiver that counts, with its state on *day*, and all of them sorted by whether they count."""
    counted = count(qms.waivers, history)
    organisation = qms.organisation
    whose = cache(organisation.person_with)
    top = organisation.folders.waivers
    controlled = []
    for record in counted.current:
        fact = record.fact
        subject = subject_named(fact.document, qms, documents, organisation)
        trust, commit, _ = trusted(record.source, fact.decider.person, top, whose, history, signatures)
        authorised = subject.may_be_waived_by(
            fact.decider.person, fact.decided, organisation
        ) and _holds_stated_role(fact, organisation)
        waiver = ControlledWaiver(record, subject, trust, commit, authorised, WaiverState.VOID)
        state = _state(waiver, day)
        controlled.append(ControlledWaiver(record, subject, trust, commit, authorised, state))
    return tuple(controlled), counted


def _holds_stated_role(fact: Waiver, organisation: Organisation) -> bool:
    """Return whether whoever decided held the role in which the record says that they did, if `qms.yaml` knows it."""
    role = fact.decider.role
    person = organisation.people.get(fact.decider.person)
    return role not in organisation.roles or (person is not None and role in person.roles_on(fact.decided))


def _state(waiver: ControlledWaiver, day: dt.date) -> WaiverState:
    """Return the state of *waiver* on *day*, of which both the first and the last day are part."""
    fact = waiver.record.fact
    if waiver.backward or not waiver.authorised or not waiver.founded:
        return WaiverState.VOID
    if day < waiver.begins:
        return WaiverState.TO_COME
    if fact.ended is not None and fact.ended <= day:
        return WaiverState.ENDED
    return WaiverState.IN_FORCE if day <= fact.until else WaiverState.EXPIRED
