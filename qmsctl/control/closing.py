"""What stands in the way of closing an audit: the one answer for the status, the closing and the rules."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from qmsctl.control.audits import Asked, AuditStatus, ControlledAudit
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import Checklist
from qmsctl.model.record import Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.repo.git import is_blob

__all__ = [
    "Obstacle",
    "belongs_to",
    "failing_evidence",
    "obstacles",
    "refuted_by",
    "rivals_of",
    "showing_nothing",
    "uncited",
]

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that stands in the way of closing an audit."""

    kind: str
    """`plan`, `unreadable`, `unanswered`, `contested`, `unraised`, `refuted`, `uncommitted`, `altered` or `conclusions`."""
    what: str
    """The ids of questions, the number of a finding, or the path of a file."""
    message: Message
    fix: Message


def obstacles(audit: ControlledAudit, system: System) -> tuple[Obstacle, ...]:
    """Return what stands in the way of closing *audit*, in the order in which it is best mended.

    In the way of closing it anew, that is, if it is closed and records came after its seal.  One that is withdrawn
    is not closed.
    """
    if audit.status is AuditStatus.WITHDRAWN or (audit.last("audit_closed") is not None and not audit.late):
        return ()
    return (
        *_plan(audit, system),
        *_unreadable(audit, system),
        *_uncommitted(audit, system),
        *_altered(audit, system),
        *_questions(audit, system),
        *_findings(audit, system),
        *_unraised(audit, system),
        *_refuted(audit, system),
        *_conclusions(audit, system),
    )


def belongs_to(record: Filed[Record], audit: ControlledAudit) -> bool:
    """Return whether *record* was made by *audit*: its evidence, its minutes, a finding as it was raised."""
    fact = record.fact
    if isinstance(fact, Evidence | Minutes):
        return fact.audit == audit.id
    return isinstance(fact, FindingStep) and fact.source is not None and fact.source.audit == audit.id


def rivals_of(asked: Asked, audit: ControlledAudit, system: System) -> tuple[Filed[Evidence], ...]:
    """Return the answers to *asked* that stand, and those that contest one another by correcting the same one."""
    contested = (
        Filed(record.fact, record.source)
        for record in system.contested
        if isinstance(record.fact, Evidence)
        and record.fact.audit == audit.id
        and record.fact.question is not None
        and (record.fact.question.checklist, record.fact.question.id) == (asked.checklist, asked.question.id)
    )
    return (*asked.answers, *contested)


def uncited(audit: ControlledAudit, system: System) -> Iterator[Filed[Evidence]]:
    """Yield the evidence of *audit* that does not conform and that no finding cites."""
    for record in audit.evidence:
        # A correction stands for the record that was cited, and so does a correction of it.
        names = system.audit_records.behind([record_name(record)])
        if record.fact.result == "does_not_conform" and system.audit_records.cited.isdisjoint(names):
            yield record


def failing_evidence(finding: ControlledFinding, system: System) -> tuple[str, ...]:
    """Return the names of the evidence that does not conform and stands for what *finding* cites of its audit."""
    raised = finding.raised.fact
    audit = raised.source.audit if raised.source else None
    if audit is None:
        return ()
    standing = (system.audit_records.standing.get((audit, name), ()) for name in raised.evidence)
    failing = (record for stands in standing for record in stands if record.fact.result == "does_not_conform")
    return tuple(dict.fromkeys(map(record_name, failing)))


def refuted_by(finding: ControlledFinding, system: System) -> tuple[str, ...]:
    """Return the names of the evidence that stands for what *finding* cites, if it is a nonconformity none of it shows.

    Evidence that nobody knows, or whose corrections contest one another, refutes nothing.
    """
    if not finding.is_nonconformity or finding.status is FindingStatus.WITHDRAWN:
        return ()
    return showing_nothing(finding, system)


def showing_nothing(finding: ControlledFinding, system: System) -> tuple[str, ...]:
    """Return the names of the evidence that stands for what *finding* cites, if none of it fails to conform."""
    raised = finding.raised.fact
    if raised.source is None or raised.source.audit is None:
        return ()
    standing = [
        system.audit_records.standing.get((raised.source.audit, name), ()) for name in raised.evidence
    ]
    records = [record for stands in standing for record in stands]
    if not all(standing) or any(record.fact.result == "does_not_conform" for record in records):
        return ()
    return tuple(dict.fromkeys(map(record_name, records)))


def _plan(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield what is wrong with the plan: it has to be agreed, and be what was agreed."""
    plan, path = system.document(audit.id, audit.plan.fact.language), audit.plan.path
    if not is_blob(audit.plan.source.raw, system.history.files.get(path)):
        yield Obstacle(
            "plan",
            path,
            tr("the plan of {audit} is not committed as it stands", audit=audit.id),
            tr("commit it first: git add {file}, then git commit", file=path),
        )
    elif plan is None or plan.in_force is None:
        yield Obstacle(
            "plan",
            path,
            tr("the plan of {audit} is not approved", audit=audit.id),
            tr("have it approved and record that: qmsctl approve {audit}", audit=shlex.quote(audit.id)),
        )
    elif plan.content != plan.in_force.content:
        yield Obstacle(
            "plan",
            path,
            tr(
                "the plan of {audit} was changed after it had been approved as revision {revision}",
                audit=audit.id,
                revision=plan.in_force.revision,
            ),
            tr("have the changed plan approved too: qmsctl approve {audit}", audit=shlex.quote(audit.id)),
        )


def _unreadable(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the files of the audit that nobody can read, and the questions that nobody can find."""
    folder = system.organisation.folders.of_audit(audit.id) + "/"
    for fault in system.qms.malformed:
        if fault.path.startswith(folder):
            yield Obstacle(
                "unreadable",
                fault.path,
                tr("{file} cannot be read", file=fault.path),
                tr("qmsctl check shows where and why"),
            )
    for selection in audit.plan.fact.checklists:
        versions = [
            version.document
            for version in system.documents_by_id.get(selection.checklist, ())
            if isinstance(version.document, Checklist)
        ]
        known = {question.id for checklist in versions for question in checklist.questions}
        missing = [question for question in selection.questions if question not in known]
        if not versions:
            yield Obstacle(
                "unreadable",
                selection.checklist,
                tr(
                    "the checklist {checklist} is not there, so what it asks is unknown",
                    checklist=selection.checklist,
                ),
                tr("put the checklist back, or correct its id in the plan"),
            )
        elif missing:
            yield Obstacle(
                "unreadable",
                selection.checklist,
                tr(
                    "the plan names questions that the checklist {checklist} does not have: {questions}",
                    checklist=selection.checklist,
                    questions=list_of(missing),
                ),
                tr("correct the ids in the plan and have it approved"),
            )


def _questions(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the questions without an answer that counts: those nobody answered together, the others one by one."""
    open_ones = [asked.question.id for asked in audit.asked if not rivals_of(asked, audit, system)]
    if open_ones:
        yield Obstacle(
            "unanswered",
            list_of(open_ones),
            tr_n(
                "{count} question has no answer: {questions}",
                "{count} questions have no answer: {questions}",
                len(open_ones),
                questions=list_of(open_ones),
            ),
            tr(
                "answer it, or record why it was not audited: qmsctl audit conduct {audit}",
                audit=shlex.quote(audit.id),
            ),
        )
    for asked in audit.asked:
        question, answers = asked.question.id, rivals_of(asked, audit, system)
        if len(answers) > 1:
            names = [record_name(answer) for answer in answers]
            yield Obstacle(
                "contested",
                question,
                tr(
                    "the question {question} has answers that contest one another: {names}",
                    question=question,
                    names=list_of(names),
                ),
                tr("agree on one answer, then qmsctl evidence correct {names}", names=" ".join(names)),
            )
        elif any(_is_unexplained(answer.fact) for answer in answers):
            yield Obstacle(
                "unanswered",
                question,
                tr("the answer to {question} gives no reason why it was not judged", question=question),
                tr("say why in a correction: qmsctl evidence correct {name}", name=record_name(answers[0])),
            )


def _is_unexplained(fact: Evidence) -> bool:
    return fact.result in ("not_applicable", "not_audited") and not (fact.reason or "").strip()


def _unraised(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    for record in uncited(audit, system):
        question = record.fact.question.id if record.fact.question else record_name(record)
        yield Obstacle(
            "unraised",
            record.path,
            tr("{question} does not conform, and no finding cites it", question=question),
            tr(
                "raise the finding: qmsctl finding raise --audit {audit} --evidence {name}",
                audit=shlex.quote(audit.id),
                name=record_name(record),
            ),
        )


def _refuted(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the nonconformities whose evidence was corrected and shows none any more."""
    made = (record.fact for record in system.audit_records.made_by.get(audit.id, ()))
    ids = dict.fromkeys(fact.finding for fact in made if isinstance(fact, FindingStep))
    for finding in filter(None, map(system.findings_by_id.get, ids)):
        if names := refuted_by(finding, system):
            yield Obstacle(
                "refuted",
                finding.number,
                tr(
                    "{finding} is a nonconformity, and none of its evidence shows one: {records}",
                    finding=finding.number,
                    records=list_of(names),
                ),
                tr(
                    "withdraw the finding (qmsctl finding withdraw {finding}), or correct evidence whose result is wrong",
                    finding=shlex.quote(finding.number),
                ),
            )


def _uncommitted(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the records that no commit holds, and the attachments."""
    waiting = [record.path for record in system.unrecorded if belongs_to(record, audit)]
    for path in sorted(waiting):
        yield Obstacle(
            "uncommitted",
            path,
            tr("{file} is written and not yet recorded", file=path),
            tr("the next recording command commits it; or delete the file if it is wrong"),
        )
    for path, cited in _attachments(audit, system):
        if path in system.qms.attachments and path not in system.history.files:
            yield Obstacle(
                "uncommitted",
                path,
                tr("the attachment {file} is not committed", file=cited),
                tr("commit it first: git add {file}, then git commit", file=path),
            )


def _altered(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the records and attachments that are not what was first recorded."""
    folder = system.organisation.folders.of_audit(audit.id)
    for record in system.audit_records.made_by.get(audit.id, ()):
        first = next((c.after for _, c in system.history.line_of(record.path) if c.after is not None), None)
        if first is not None and not record.source.is_blob(first):
            yield Obstacle(
                "altered",
                record.path,
                tr("{file} was changed after it had been recorded", file=record.path),
                tr("restore what was first written, then record a correction that names this record"),
            )
    own = (f"{folder}/evidence", f"{folder}/minutes")
    raised = {
        record.path.rpartition("/")[0] for record in system.audit_records.made_by.get(audit.id, ())
    } - set(own)
    for place in (*own, *sorted(raised)):
        for path in sorted(system.lost_records.get(place, ())):
            yield Obstacle(
                "altered",
                path,
                tr("{file} was recorded once and is gone", file=path),
                tr("restore the file from the history; if it is wrong, record a correction"),
            )
    digests = {
        attachment.file: attachment.sha256
        for fact in _evidence(audit, system)
        for attachment in fact.attachments
    }
    for path, cited in _attachments(audit, system):
        if system.qms.attachments.get(path) != digests[cited]:
            yield Obstacle(
                "altered",
                path,
                tr("the attachment {file} is gone, or is not the file that was recorded", file=cited),
                tr("restore the file from the history"),
            )


def _evidence(audit: ControlledAudit, system: System) -> Iterator[Evidence]:
    made = system.audit_records.made_by.get(audit.id, ())
    return (record.fact for record in made if isinstance(record.fact, Evidence))


def _attachments(audit: ControlledAudit, system: System) -> tuple[tuple[str, str], ...]:
    """Return the attachments that evidence of *audit* cites: the path of each, and how it is cited."""
    folder = f"{system.organisation.folders.of_audit(audit.id)}/attachments"
    cited = {attachment.file for fact in _evidence(audit, system) for attachment in fact.attachments}
    return tuple((f"{folder}/{file}", file) for file in sorted(cited))


def _findings(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    """Yield the findings of which several corrections say how they were raised: until one does, none counts."""
    torn: dict[str, list[Filed[FindingStep]]] = {}
    for record in system.contested:
        if isinstance(record.fact, FindingStep) and belongs_to(record, audit):
            torn.setdefault(record.fact.finding, []).append(Filed(record.fact, record.source))
    for id, rivals in torn.items():
        number = rivals[0].fact.number or id
        yield Obstacle(
            "contested",
            number,
            tr(
                "the finding {finding} has corrections that contest one another: {names}",
                finding=number,
                names=list_of([record_name(rival) for rival in rivals]),
            ),
            tr("agree on one, then qmsctl finding correct {finding}", finding=shlex.quote(id)),
        )


def _conclusions(audit: ControlledAudit, system: System) -> Iterator[Obstacle]:
    standing = [minutes for minutes in audit.minutes if minutes.fact.kind == "conclusions"]
    rivals = [
        record
        for record in system.contested
        if isinstance(record.fact, Minutes) and record.fact.audit == audit.id
    ]
    if not standing and not rivals:
        yield Obstacle(
            "conclusions",
            audit.id,
            tr("{audit} has no conclusions", audit=audit.id),
            tr("record them: qmsctl audit minutes {audit} conclusions", audit=shlex.quote(audit.id)),
        )
    if len(standing) > 1 or rivals:
        names = [record_name(record) for record in (rivals or standing)]
        yield Obstacle(
            "contested",
            audit.id,
            tr("these minutes of {audit} contest one another: {names}", audit=audit.id, names=list_of(names)),
            tr("agree on one text and record it with --corrects and the name of each"),
        )
