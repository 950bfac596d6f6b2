"""New waivers: who answers until when for a rule that is broken in one document; and their end before that day.

A waiver that would count for nothing is refused, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qmsctl.authoring.decider import decider_meant
from qmsctl.authoring.files import Draft
from qmsctl.authoring.people import UnknownRecorderError
from qmsctl.authoring.records import Clerk, waiver_record
from qmsctl.control.system import System
from qmsctl.control.unknown_document import UnknownDocumentError
from qmsctl.control.waivers import ControlledWaiver, Subject, WaiverState, subject_named
from qmsctl.errors import RefusedError
from qmsctl.inspection import Inspection
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.model.organisation import Organisation
from qmsctl.rule import AnyRule

__all__ = ["NewWaiver", "draft_end", "draft_waiver", "entitled", "named_subject", "with_decider"]


@dataclass(frozen=True, slots=True)
class NewWaiver:
    """What is to be waived, as it is to be recorded."""

    rule: AnyRule
    document: str
    decided: dt.date
    reason: str | None = None
    begins: dt.date | None = None
    until: dt.date | None = None
    decider: str | None = None
    """Key of the person who decided; `None`: whoever records."""
    role: str | None = None
    basis: str | None = None


def named_subject(system: System, rule: AnyRule, name: str) -> Subject:
    """Return what a waiver of *rule* for *name* is for.

    Raises:
        RefusedError: the rule cannot be waived.
        UnknownDocumentError: nothing is called so.
    """
    if rule.unwaivable is not None:
        raise RefusedError(
            tr("{rule} cannot be waived: {reason}", rule=rule.slug, reason=rule.unwaivable.reason),
            tr("mend the problem itself; qmsctl explain {rule} says how", rule=rule.slug),
        )
    subject = subject_named(name, system.qms, system.documents, system.organisation)
    if not subject.paths:
        raise UnknownDocumentError(name, tuple(system.documents_by_id))
    return subject


def with_decider(system: System, new: NewWaiver) -> NewWaiver:
    """Return *new* with the key of whoever decided, and the role if that names them.

    Raises:
        RefusedError: as `decider_meant` does.
    """
    if new.decider is None:
        return new
    person, role = decider_meant(system, new.decider, new.decided)
    return replace(new, decider=person, role=new.role or role)


def entitled(subject: Subject, day: dt.date, organisation: Organisation) -> list[str]:
    """Return the keys of the people who may waive a rule there on *day*."""
    return [key for key in organisation.people if subject.may_be_waived_by(key, day, organisation)]


def draft_waiver(system: System, inspection: Inspection, new: NewWaiver, clerk: Clerk) -> Draft:
    """Return the record of *new* and the message of its commit.

    Args:
        system: the system on the day of recording.
        inspection: what all rules find now.
        new: what is waived.
        clerk: who records, and when.

    Raises:
        RefusedError: it would count for nothing; the message says why.
    """
    new = with_decider(system, new)
    subject = named_subject(system, new.rule, new.document)
    reason, until = _stated(new)
    begins = new.begins or new.decided
    _refuse_wrong_days(system, new, begins, until)
    _refuse_waived_already(system, new, begins, until)
    _refuse_nothing(system, inspection, new, subject, begins)
    decider = _decided_by(system, new, subject, clerk)
    fields: dict[str, object] = {
        "reason": reason,
        "decider": {"person": decider, "role": new.role or _only_role(system, subject, decider, new.decided)},
        "decided": new.decided.isoformat(),
        "from": begins.isoformat() if begins != new.decided else None,
        "until": until.isoformat(),
        "basis": new.basis,
    }
    record = waiver_record(clerk, new.rule.id, new.document, fields)
    subject_line = tr(
        "{rule} waived for {document} until {until}: {person}",
        rule=new.rule.slug,
        document=new.document,
        until=until,
        person=system.organisation.title(decider),
    )
    return Draft({record.path: record.content}, f"{subject_line}\n\n{reason}\n")


def draft_end(system: System, new: NewWaiver, clerk: Clerk) -> Draft:
    """Return the corrections that end the waivers which hold, or are to hold, of the rule and document of *new*.

    Args:
        system: the system on the day of recording.
        new: the rule, the document, who ends the waiver, and perhaps why.
        clerk: who records, and when.

    Raises:
        RefusedError: there is none, or whoever ends it may not.
    """
    new = with_decider(system, new)
    subject = subject_named(new.document, system.qms, system.documents, system.organisation)
    standing = _standing(system, new)
    if not standing:
        raise RefusedError(
            tr(
                "no waiver of {rule} for {document} holds or is to hold",
                rule=new.rule.slug,
                document=new.document,
            ),
            tr("qmsctl waivers lists them all"),
        )
    decider = _decided_by(system, new, subject, clerk)
    files: dict[str, bytes] = {}
    for waiver in standing:
        fact = waiver.record.fact
        fields: dict[str, object] = {
            "reason": fact.reason,
            "decider": {
                "person": decider,
                "role": new.role or _only_role(system, subject, decider, new.decided),
            },
            "decided": new.decided.isoformat(),
            "from": waiver.begins.isoformat(),
            "until": fact.until.isoformat(),
            "basis": new.basis,
            "ended": system.day.isoformat(),
            "corrects": [waiver.name],
            "correction_reason": new.reason,
        }
        record = waiver_record(clerk, fact.rule, fact.document, fields)
        files[record.path] = record.content
    message = tr(
        "Waiver of {rule} for {document} ended: {person}",
        rule=new.rule.slug,
        document=new.document,
        person=system.organisation.title(decider),
    )
    return Draft(files, f"{message}\n\n{new.reason or ''}".strip() + "\n")


def _standing(system: System, new: NewWaiver) -> Sequence[ControlledWaiver]:
    """Return the waivers that hold, or are to hold, of the rule and document of *new*."""
    return [
        waiver
        for waiver in system.waivers
        if waiver.record.fact.rule.casefold() in (new.rule.id.casefold(), new.rule.slug)
        and waiver.record.fact.document == new.document
        and waiver.state in (WaiverState.IN_FORCE, WaiverState.TO_COME)
    ]


def _stated(new: NewWaiver) -> tuple[str, dt.date]:
    """Return reason and last day.

    Raises:
        RefusedError: one of them is missing.
    """
    if not new.reason:
        raise RefusedError(tr("a waiver needs a reason"), tr("say why with --reason"))
    if new.until is None:
        raise RefusedError(
            tr("a waiver needs a last day: what is waived for ever should be changed in qms.yaml"),
            tr("give it with --until, such as --until 2026-12-31"),
        )
    return new.reason, new.until


def _refuse_wrong_days(system: System, new: NewWaiver, begins: dt.date, until: dt.date) -> None:
    """Refuse days that cannot be."""
    if new.decided > system.day:
        raise RefusedError(
            tr("{day} has not come yet, so nothing can have been decided on it", day=new.decided),
            tr("give the day of the decision with --decided"),
        )
    if begins < new.decided:
        raise RefusedError(
            tr(
                "it cannot begin on {begins}, before it was decided on {day}: a waiver does not make up for the past",
                begins=begins,
                day=new.decided,
            ),
            tr("give a later day with --from, or leave it out"),
        )
    if until < begins:
        raise RefusedError(
            tr("it cannot end on {until}, before it begins on {begins}", until=until, begins=begins),
            tr("give a later day with --until"),
        )
    if until < system.day:
        raise RefusedError(
            tr("{until} is over, so the waiver would hold on no day to come", until=until),
            tr("give a later day with --until"),
        )


def _refuse_waived_already(system: System, new: NewWaiver, begins: dt.date, until: dt.date) -> None:
    """Refuse what another waiver says already, or says for longer."""
    for waiver in _standing(system, new):
        last = waiver.record.fact.until
        if waiver.begins <= begins and until <= last:
            raise RefusedError(
                tr(
                    "{rule} is waived for {document} until {until} already (record {record})",
                    rule=new.rule.slug,
                    document=new.document,
                    until=last,
                    record=waiver.name,
                ),
                tr("give a later day with --until, or end that waiver with --end"),
            )


def _refuse_nothing(
    system: System, inspection: Inspection, new: NewWaiver, subject: Subject, begins: dt.date
) -> None:
    """Refuse a waiver that begins now and has nothing to waive."""
    if begins > system.day:
        return
    found = [
        problem
        for problem in inspection.found
        if problem.rule == new.rule.id and problem.place.path in subject.paths
    ]
    if any(problem.established for problem in found):
        return
    if found:
        raise RefusedError(
            tr(
                "what {rule} says of {document} cannot be established, and what nobody knows cannot be waived",
                rule=new.rule.slug,
                document=new.document,
            ),
            tr("qmsctl check shows what is missing"),
        )
    raise RefusedError(
        tr(
            "{rule} finds nothing in {document} that could be waived",
            rule=new.rule.slug,
            document=new.document,
        ),
        tr("qmsctl check shows what it finds where; a waiver for later needs --from"),
    )


def _decided_by(system: System, new: NewWaiver, subject: Subject, clerk: Clerk) -> str:
    """Return the key of whoever decided.

    Raises:
        RefusedError: nobody knows who that is, they may not, or nothing shows that they decided.
    """
    organisation = system.organisation
    recorder = organisation.person_with(clerk.who.email)
    decider = new.decider or recorder
    if decider is None:
        raise UnknownRecorderError(organisation, clerk.who, decides=True)
    person = organisation.title(decider)
    if not subject.may_be_waived_by(decider, new.decided, organisation):
        _refuse_without_authority(system, new, subject, person)
    if new.role in organisation.roles and new.role not in organisation.people[decider].roles_on(new.decided):
        raise RefusedError(
            tr(
                "{person} did not have this role on {day}: {role}",
                person=person,
                day=new.decided,
                role=organisation.title(new.role or ""),
            ),
            tr("leave out --role, or mend the roles and their days in qms.yaml"),
        )
    if decider != recorder and not new.basis:
        raise RefusedError(
            tr("{person} decided and somebody else records it, so it needs a basis", person=person),
            tr("give the number of the ordinance or paper with --basis"),
        )
    return decider


def _refuse_without_authority(system: System, new: NewWaiver, subject: Subject, person: str) -> None:
    organisation = system.organisation
    names = [organisation.title(key) for key in entitled(subject, new.decided, organisation)]
    next_step = tr(
        "name who decided with --by; qmsctl people shows who holds which role, and qmsctl people edit corrects it"
    )
    if not names:
        raise RefusedError(
            tr(
                "on {day} nobody may waive a rule for {document}: nobody had a role on that day that may: {roles}",
                day=new.decided,
                document=new.document,
                roles=list_of([organisation.title(role) for role in subject.approvers]),
            ),
            next_step,
        )
    raise RefusedError(
        tr_n(
            "on {day} one person may waive a rule for {document}: {people}; {person} may not",
            "on {day} these may waive a rule for {document}: {people}; {person} may not",
            len(names),
            day=new.decided,
            document=new.document,
            people=list_of(names),
            person=person,
        ),
        next_step,
    )


def _only_role(system: System, subject: Subject, decider: str, day: dt.date) -> str | None:
    """Return the role in which *decider* can only have decided; `None` if there are several, or none."""
    held = system.organisation.people[decider].roles_on(day)
    possible = held.intersection(subject.approvers) if subject.approvers else held
    return next(iter(possible)) if len(possible) == 1 else None
