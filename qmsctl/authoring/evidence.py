"""New evidence: refused if it would count for nothing, otherwise ready to be written."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from qmsctl.authoring.attaching import attached_bytes
from qmsctl.authoring.correction import cited_again, pinned_again, refuse_old_words, refuse_second_answer
from qmsctl.authoring.criteria import criteria_judged
from qmsctl.authoring.files import Draft
from qmsctl.authoring.meant import METHOD_WORDS, person_meant, unit_meant, word_meant
from qmsctl.authoring.records import Clerk, attachment_file, evidence_record
from qmsctl.control.audits import Asked, AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import closest
from qmsctl.repo.git import is_blob

__all__ = [
    "RESULT_WORDS",
    "NewEvidence",
    "as_meant",
    "asked_in",
    "draft_evidence",
    "open_audit",
    "pinned_document",
    "refuse_unrecorded_plan",
]

RESULT_WORDS: Final[Mapping[str, Message]] = {
    "conforms": tr("conforms"),
    "does_not_conform": tr("does not conform"),
    "not_applicable": tr("not applicable"),
    "not_audited": tr("not audited"),
}


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What somebody wants to record."""

    audit: str
    result: str
    occurred: dt.date
    question: str | None = None
    """Id of a question the audit asks."""
    clauses: tuple[str, ...] = ()
    """Clauses besides those of the question."""
    edition: str | None = None
    """The edition whose clauses are meant, where the audit names several."""
    seen: str | None = None
    where: str | None = None
    reason: str | None = None
    method: str | None = None
    sample: Mapping[str, object] = field(default_factory=dict)
    """The fields of `model.record.Sample`, in figures or as they were drawn."""
    judged_against: tuple[str, ...] = ()
    """Ids of documents."""
    attachments: tuple[Path, ...] = ()
    asked: str | None = None
    unit: str | None = None
    note: str | None = None
    corrects: tuple[str, ...] = ()
    """Names of the records it takes the place of."""
    correction_reason: str | None = None
    auditor: str | None = None
    """Key of whoever saw it, if that is somebody else than records it."""
    kept: Evidence | None = None
    """The record whose pinned documents and attachments a correction keeps, unless it names others."""


def open_audit(system: System, id: str) -> ControlledAudit:
    """Return the audit *id*, into which evidence can still be recorded.

    Raises:
        RefusedError: there is none, its plan is withdrawn, or it is closed.
    """
    audit = system.audit_named(id)
    if audit.status is AuditStatus.WITHDRAWN:
        raise RefusedError(
            tr("the plan of {audit} is withdrawn, so nothing is recorded in this audit", audit=id),
            tr("record it in another audit; to plan one: qmsctl audit plan"),
        )
    if audit.status is AuditStatus.CLOSED:
        raise RefusedError(
            tr("the audit {audit} is closed and sealed, so nothing is added to it", audit=id),
            tr("record it in the next audit, or in the follow-up of a finding"),
        )
    return audit


def asked_in(audit: ControlledAudit, question: str) -> Asked:
    """Return the question of *audit* whose id is *question*.

    Raises:
        RefusedError: the audit does not ask it.
    """
    for asked in audit.asked:
        if asked.question.id.casefold() == question.casefold():
            return asked
    near = closest(question, [asked.question.id for asked in audit.asked])
    raise RefusedError(
        tr("the audit {audit} asks no question {question}", audit=audit.id, question=question),
        tr("did you mean {near}?", near=near) if near else tr("the plan of the audit says what is asked"),
    )


def as_meant(system: System, new: NewEvidence) -> NewEvidence:
    """Return *new* with keys where people write words, titles of units and names.

    Raises:
        RefusedError: nobody knows one of them.
    """
    return replace(
        new,
        result=word_meant(new.result, RESULT_WORDS, "--result") if new.result else new.result,
        method=word_meant(new.method, METHOD_WORDS, "--method") if new.method else None,
        unit=unit_meant(system, new.unit) if new.unit else None,
        auditor=person_meant(system, new.auditor) if new.auditor else None,
    )


def draft_evidence(system: System, new: NewEvidence, clerk: Clerk) -> Draft:
    """Return the files of *new* and the message of their commit.

    Args:
        system: the system on the day of recording.
        new: what is to be recorded.
        clerk: who records, and when.

    Raises:
        RefusedError: it would count for nothing; the message says why.
    """
    new = as_meant(system, new)
    # What a closed audit says can still be corrected; the correction shows as late.
    audit = system.audit_named(new.audit) if new.corrects else open_audit(system, new.audit)
    asked = asked_in(audit, new.question) if new.question else None
    refuse_unrecorded_plan(system, audit)
    _refuse_unsupported(new)
    _refuse_impossible_sample(new)
    _refuse_named_person(system, new)
    refuse_second_answer(system, audit, asked, new.corrects, new.correction_reason)
    refuse_old_words(system, new.corrects, new.result, new.seen)
    if new.occurred > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{day} has not come yet, so nothing can have been seen on it", day=new.occurred),
            tr("give the day on which it was seen"),
        )
    files: dict[str, bytes] = {}
    cited = cited_again(new.kept)
    for attachment in new.attachments:
        file, citation = attachment_file(clerk, audit.id, attachment.name, attached_bytes(attachment))
        files[file.path] = file.content
        if citation not in cited:
            cited.append(citation)
    fields: dict[str, object] = {
        "question": {"checklist": asked.checklist, "id": asked.question.id} if asked else None,
        "criteria": criteria_judged(audit, asked, system, new.clauses, new.edition),
        "result": new.result,
        "reason": new.reason,
        "method": new.method,
        "seen": new.seen,
        "where": new.where,
        "sample": dict(new.sample),
        "judged_against": _pinned(system, new),
        "attachments": cited,
        "asked": new.asked,
        "unit": new.unit,
        "auditor": new.auditor,
        "occurred": new.occurred.isoformat(),
        "note": new.note,
        "corrects": list(new.corrects),
        "correction_reason": new.correction_reason,
    }
    record = evidence_record(clerk, audit.id, fields)
    files[record.path] = record.content
    return Draft(files, _commit_message(audit, asked, new))


def _refuse_unsupported(new: NewEvidence) -> None:
    """Refuse an answer that nothing supports (ISO 19011: evidence is verifiable)."""
    if new.result in ("not_applicable", "not_audited"):
        if not new.reason:
            raise RefusedError(
                tr("{result} needs a reason", result=RESULT_WORDS[new.result]),
                tr("say why with --reason"),
            )
        return
    if not new.seen:
        raise RefusedError(
            tr(
                "{result} needs evidence: what was looked at, and what it showed",
                result=RESULT_WORDS[new.result],
            ),
            tr("say it with --seen"),
        )
    if not new.where:
        raise RefusedError(
            tr("another auditor must be able to find the evidence again"),
            tr("say where it is with --where"),
        )


def refuse_unrecorded_plan(system: System, audit: ControlledAudit) -> None:
    """Refuse evidence of an audit whose plan no commit holds: nobody else would know what was audited.

    Raises:
        RefusedError: the plan is not committed as it stands.
    """
    if not is_blob(audit.plan.source.raw, system.history.files.get(audit.plan.path)):
        raise RefusedError(
            tr("the plan of {audit} is not committed as it stands", audit=audit.id),
            tr("commit it first: git add {file}, then git commit", file=shlex.quote(audit.plan.path)),
        )


def _refuse_impossible_sample(new: NewEvidence) -> None:
    """Refuse a sample that cannot have been drawn."""
    population, size = (
        None if (value := new.sample.get(name)) is None else str(value) for name in ("population", "size")
    )
    for number in (population, size):
        if number is not None and not (number.isdecimal() and int(number)):
            raise RefusedError(
                tr("{number} is no size of a sample", number=number),
                tr("give how many there are with --population, and how many were looked at with --sample"),
            )
    if population and size and int(size) > int(population):
        raise RefusedError(
            tr("{size} cannot have been drawn from {population}", size=size, population=population),
            tr("check --population and --sample"),
        )


def _refuse_named_person(system: System, new: NewEvidence) -> None:
    """Refuse a person's name where a role is wanted: evidence speaks of work, not of people."""
    names = {person.name.casefold() for person in system.organisation.people.values()}
    if new.asked and new.asked.strip().casefold() in names:
        raise RefusedError(
            tr("{name} is a person, and evidence names roles", name=new.asked),
            tr("give the role of whoever was asked, such as: inspector"),
        )
    if new.asked and system.personal_names.names_in(new.asked):
        raise RefusedError(
            tr("{text} names a person, and evidence names roles", text=new.asked),
            tr("give the role of whoever was asked, such as: inspector"),
        )


def _pinned(system: System, new: NewEvidence) -> list[dict[str, object]]:
    """Return the documents it was judged against: those named now, or else those the corrected record pins."""
    if new.judged_against or new.kept is None:
        return [pinned_document(system, document) for document in new.judged_against]
    return pinned_again(new.kept)


def pinned_document(system: System, id: str) -> dict[str, object]:
    """Return the document *id* as it is in force, pinned to revision, commit and content.

    Raises:
        RefusedError: there is no such document, or none of its revisions is in force.
    """
    document = system.document(id, system.organisation.language)
    if document is None:
        near = closest(id, list(system.documents_by_id))
        raise RefusedError(
            tr("there is no document {document}", document=id),
            tr("did you mean {near}?", near=near) if near else tr("check the id"),
        )
    if document.in_force is None:
        raise RefusedError(
            tr("no revision of {document} is in force, so nothing can be judged against it", document=id),
            tr("have it approved first, or leave it out"),
        )
    return {
        "document": document.id,
        "language": document.language,
        "revision": document.in_force.revision or None,
        "commit": system.history.head,
        "blob": document.in_force.blob,
    }


def _commit_message(audit: ControlledAudit, asked: Asked | None, new: NewEvidence) -> str:
    """Return the message of the commit: what, in which audit, with which result."""
    what = asked.question.id if asked else ", ".join(new.clauses)
    result = RESULT_WORDS[new.result]
    if new.corrects:
        subject = tr(
            "Correct evidence of {audit}, {what}: {result}", audit=audit.id, what=what, result=result
        )
        return f"{subject}\n\n{new.correction_reason}".strip() + "\n"
    subject = tr("Record evidence of {audit}, {what}: {result}", audit=audit.id, what=what, result=result)
    body = new.seen or new.reason or ""
    return f"{subject}\n\n{body}".strip() + "\n"
