"""New minutes of an audit: refused if they would count for nothing, otherwise ready to be written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.authoring.evidence import open_audit
from qmsctl.authoring.files import Draft
from qmsctl.authoring.meant import person_or_role
from qmsctl.authoring.records import Clerk, minutes_record
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.record import Minutes
from qmsctl.model.schema import closest

__all__ = [
    "KINDS",
    "KIND_WORDS",
    "NewMinutes",
    "as_meant",
    "draft_minutes",
    "guests",
    "out_of_course",
    "present_meant",
]

KINDS: Final = ("opening", "closing", "deviation", "conclusions")
"""What people record; the rest follows from issuing a report and closing the audit."""

KIND_WORDS: Final = {
    "opening": tr("opening meeting"),
    "closing": tr("closing meeting"),
    "deviation": tr("deviation from the plan"),
    "conclusions": tr("conclusions"),
    "report_issued": tr("report issued"),
    "audit_closed": tr("audit closed"),
}

_LONGEST_TITLE: Final = 8
"""Words of the longest title by which somebody is called."""
_WORDS_BEFORE_A_STOP: Final = 4
"""A few words may end in an abbreviation."""

_SINGLE: Final = ("conclusions",)
"""What an audit has once."""


@dataclass(frozen=True, slots=True)
class NewMinutes:
    """What somebody wants to record about the course of an audit."""

    audit: str
    kind: str
    occurred: dt.date
    present: tuple[str, ...] = ()
    text: str | None = None
    reason: str | None = None
    not_covered: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    recommendation: str | None = None
    fulfilment: str | None = None
    obstacles: tuple[str, ...] = ()
    programme_issues: str | None = None
    next_audits: str | None = None
    use_of_marks: str | None = None
    certified_scope: str | None = None
    corrects: tuple[str, ...] = ()
    """Names of the minutes they take the place of."""
    correction_reason: str | None = None


def as_meant(system: System, new: NewMinutes) -> NewMinutes:
    """Return *new* with the keys of those who were there.

    Raises:
        RefusedError: one of them is a person's name, can be several roles, or is probably mistyped.
    """
    for word in new.present:
        _refuse_names(system, _split(word))
    present = (key for word in new.present for key in present_meant(system, word))
    return replace(new, present=tuple(dict.fromkeys(present)))


def draft_minutes(system: System, new: NewMinutes, clerk: Clerk) -> Draft:
    """Return the record of *new*, and the message of its commit.

    Raises:
        RefusedError: it would count for nothing; the message says why.
    """
    audit = system.audit_named(new.audit)
    # What the minutes of a closed audit say can be corrected, and conclusions that it lacks can be added: as late.
    lacking = new.kind == "conclusions" and audit.last("conclusions") is None
    if not new.corrects and not lacking:
        open_audit(system, new.audit)
    _refuse_unknown_kind(new)
    new = as_meant(system, new)
    _refuse_incomplete(new)
    _refuse_second(system, audit, new)
    if new.occurred > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{day} has not come yet, so it cannot have happened", day=new.occurred),
            tr("give the day on which it happened with --occurred"),
        )
    fields: dict[str, object] = {
        "occurred": new.occurred.isoformat(),
        "present": list(new.present),
        "text": new.text,
        "reason": new.reason,
        "not_covered": list(new.not_covered),
        "opinions": list(new.opinions),
        "recommendation": new.recommendation,
        "fulfilment": new.fulfilment,
        "obstacles": list(new.obstacles),
        "programme_issues": new.programme_issues,
        "next_audits": new.next_audits,
        "use_of_marks": new.use_of_marks,
        "certified_scope": new.certified_scope,
        "corrects": list(new.corrects),
        "correction_reason": new.correction_reason,
    }
    record = minutes_record(clerk, audit.id, new.kind, fields)
    subject = tr("Record minutes of {audit}: {kind}", audit=audit.id, kind=KIND_WORDS[new.kind])
    if new.corrects:
        subject = tr("Correct minutes of {audit}: {kind}", audit=audit.id, kind=KIND_WORDS[new.kind])
    body = (new.correction_reason if new.corrects else new.text) or ""
    return Draft({record.path: record.content}, f"{subject}\n\n{body}".strip() + "\n")


def out_of_course(system: System, new: NewMinutes) -> Iterator[Message]:
    """Yield a caution for what is not as an audit goes: a meeting before its time, a guest, conclusions too early."""
    audit = system.audit_named(new.audit)
    opening, closing = audit.last("opening"), audit.last("closing")
    if new.kind == "closing" and opening is not None and new.occurred < opening.fact.occurred:
        yield tr(
            "the closing meeting on {day} comes before the opening meeting on {opening}",
            day=new.occurred,
            opening=opening.fact.occurred,
        )
    if new.kind == "opening" and closing is not None and new.occurred > closing.fact.occurred:
        yield tr(
            "the opening meeting on {day} comes after the closing meeting on {closing}",
            day=new.occurred,
            closing=closing.fact.occurred,
        )
    for guest in guests(system, new.present):
        yield tr("{word} is no role of qms.yaml, and is recorded as it is written", word=guest)
    left = [asked.question.id for asked in audit.asked if not asked.answers]
    if new.kind == "conclusions" and left:
        yield tr_n(
            "{count} question has no answer yet: {questions}",
            "{count} questions have no answer yet: {questions}",
            len(left),
            questions=list_of(left),
        )


def guests(system: System, present: Sequence[str]) -> tuple[str, ...]:
    """Return those of *present* whom `qms.yaml` does not know."""
    known = system.organisation.roles.keys() | system.organisation.people.keys()
    return tuple(word for word in present if word not in known)


def present_meant(system: System, text: str) -> tuple[str, ...]:
    """Return who was there as *text* names them, between commas: a role by its key, its title or a part of it.

    Whoever `qms.yaml` does not know, such as a guest, stays as written.

    Raises:
        RefusedError: one of them can be several, is probably mistyped, or is a sentence.
    """
    _refuse_sentence(text)
    organisation = system.organisation
    keys = (*organisation.roles, *organisation.people)
    titles = [*keys, *(organisation.title(key) for key in keys)]
    return tuple(
        person_or_role(system, part)
        if closest(part, titles) or any(part.casefold() in title.casefold() for title in titles)
        else part
        for part in _split(text)
    )


def _split(text: str) -> list[str]:
    """Return the parts of *text* between commas."""
    return [part for part in (part.strip() for part in re.split("[,;]", text)) if part]


def _refuse_sentence(text: str) -> None:
    """Refuse what tells something where those are named who were there."""
    words = max((len(part.split()) for part in _split(text)), default=0)
    ends = text.rstrip().endswith((".", "!", "?")) and len(text.split()) > _WORDS_BEFORE_A_STOP
    if ends or words > _LONGEST_TITLE:
        raise RefusedError(
            tr("this is a sentence, and names nobody who was there: {text}", text=text),
            tr("name roles, with commas between them; what was said or agreed is asked for next"),
        )


def _refuse_unknown_kind(new: NewMinutes) -> None:
    if new.kind not in KINDS:
        near = closest(new.kind, KINDS)
        raise RefusedError(
            tr("there are no minutes of the kind {kind}", kind=new.kind),
            tr("did you mean {near}?", near=near)
            if near
            else tr("write one of: {expected}", expected=list_of(KINDS)),
        )


def _refuse_incomplete(new: NewMinutes) -> None:
    """Refuse minutes without what they are kept for."""
    lacking: tuple[Message, Message] | None = None
    if new.kind in ("opening", "closing") and not new.present:
        lacking = tr("the minutes of a meeting say who was there"), tr("name the roles with --present")
    elif new.kind == "deviation" and not new.text:
        lacking = tr("a deviation says what was done otherwise than planned"), tr("say it with --text")
    elif new.kind == "deviation" and not new.reason:
        lacking = tr("a deviation needs a reason"), tr("say why with --reason")
    elif new.kind == "conclusions" and not new.text:
        lacking = tr("conclusions say what the audit came to"), tr("say it with --text")
    elif new.corrects and not new.correction_reason:
        lacking = tr("a correction needs a reason"), tr("say why with --correction-reason")
    if lacking is not None:
        raise RefusedError(*lacking)


def _refuse_names(system: System, named: Sequence[str]) -> None:
    """Refuse a person's name where a role, or their key, is wanted."""
    people = {person.name.casefold(): key for key, person in system.organisation.people.items()}
    for present in named:
        if (key := people.get(present.casefold())) is not None:
            raise RefusedError(
                tr("{name} is a person, and minutes name roles", name=present),
                tr("give the role, or the key of the person in qms.yaml: {key}", key=key),
            )


def _refuse_second(system: System, audit: ControlledAudit, new: NewMinutes) -> None:
    """Refuse second conclusions beside those that stand, and a correction of what does not."""
    contested = [
        record
        for record in system.contested
        if isinstance(record.fact, Minutes) and record.fact.audit == audit.id and record.fact.kind == new.kind
    ]
    standing = [
        record_name(record)
        for record in (*(minutes for minutes in audit.minutes if minutes.fact.kind == new.kind), *contested)
    ]
    if new.corrects:
        unknown = [name for name in new.corrects if name not in standing]
        if unknown:
            raise RefusedError(
                tr("there are no minutes {name} of this kind to correct", name=unknown[0]),
                tr("what stands is: {names}", names=list_of(standing) or "-"),
            )
    left = [name for name in standing if name not in new.corrects]
    if new.kind in _SINGLE and left:
        raise RefusedError(
            tr("{audit} has its conclusions already, in {name}", audit=audit.id, name=left[0]),
            tr(
                "to correct them add: {options}",
                options=" ".join(f"--corrects {name}" for name in standing) + " --correction-reason",
            ),
        )
