"""Whether an answer may be recorded beside those that are there: one stands for each question."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed

__all__ = [
    "cited_again",
    "findings_resting_on",
    "open_findings_on",
    "pinned_again",
    "refuse_old_words",
    "refuse_second_answer",
    "repeats_nonconformity",
    "waiting_answers",
]


def refuse_second_answer(
    system: System,
    audit: ControlledAudit,
    asked: Asked | None,
    corrects: Sequence[str],
    reason: str | None,
) -> None:
    """Refuse a second answer beside one that stands; a correction says which ones it replaces.

    Args:
        system: the system on the day of recording.
        audit: the audit.
        asked: the question that is answered, if it is one.
        corrects: names of the records that the new one takes the place of.
        reason: why.

    Raises:
        RefusedError: both would stand, or the correction is of nothing, of too little, or without a reason.
    """
    if asked is not None and (waiting := waiting_answers(system, audit, asked)):
        raise RefusedError(
            tr(
                "an answer to {question} is written already and not yet recorded: {name}",
                question=asked.question.id,
                name=record_name(waiting[0]),
            ),
            tr("commit it first, or delete the file if it is wrong"),
        )
    standing = rivals_of(asked, audit, system) if asked is not None else _free(system, audit)
    names = [record_name(answer) for answer in standing]
    if not corrects:
        if asked is not None and names:
            raise RefusedError(
                tr(
                    "the question {question} is answered already, in {name}",
                    question=asked.question.id,
                    name=names[0],
                ),
                tr("to correct that answer: qmsctl evidence correct {name}", name=shlex.join(names)),
            )
        return
    if unknown := [name for name in corrects if name not in names]:
        raise RefusedError(
            tr("there is no answer {name} to correct", name=unknown[0]),
            tr("leave --corrects out")
            if not names
            else tr("what stands is: {names}", names=", ".join(names)),
        )
    if asked is not None and (left := [name for name in names if name not in corrects]):
        raise RefusedError(
            tr("another answer contests the one that is corrected: {name}", name=left[0]),
            tr("correct them together: qmsctl evidence correct {names}", names=shlex.join(names)),
        )
    if not reason:
        raise RefusedError(
            tr("a correction needs a reason"),
            tr("say why with --correction-reason"),
        )


def refuse_old_words(system: System, corrects: Sequence[str], result: str, seen: str | None) -> None:
    """Refuse to turn what did not conform into what conforms in the same words: they tell of a nonconformity.

    Args:
        system: the system on the day of recording.
        corrects: names of the records that the new one takes the place of.
        result: of the new one.
        seen: what the new one says was seen.

    Raises:
        RefusedError: one of the records says the same, and that it does not conform.
    """
    if result == "conforms" and repeats_nonconformity(system, corrects, seen):
        raise RefusedError(
            tr("these words told of what does not conform, so they cannot show that it conforms"),
            tr("say with --seen what was looked at now, and what it showed"),
        )


def repeats_nonconformity(system: System, corrects: Sequence[str], seen: str | None) -> bool:
    """Return whether one of the records *corrects* does not conform, and *seen* repeats what it says was seen."""
    words = (seen or "").split()
    return any(
        record.fact.result == "does_not_conform" and (record.fact.seen or "").split() == words
        for record in system.qms.evidence
        if record_name(record) in corrects
    )


def open_findings_on(system: System, audit: str, corrects: Sequence[str]) -> Iterator[Message]:
    """Yield a caution for each open nonconformity of *audit* that cites what a correction takes the place of.

    Args:
        system: the system on the day of recording.
        audit: the id of the audit.
        corrects: names of the records that are corrected.
    """
    for finding in findings_resting_on(system, audit, corrects):
        if finding.is_open and finding.is_nonconformity:
            yield tr(
                "{finding} rests on this evidence and is open: see whether it still holds after the correction",
                finding=finding.number,
            )


def findings_resting_on(system: System, audit: str, corrected: Sequence[str]) -> Iterator[ControlledFinding]:
    """Yield the findings of *audit*, unless they were withdrawn, that cite what a correction takes the place of.

    Args:
        system: the system on the day of recording.
        audit: the id of the audit.
        corrected: names of the records that are corrected.
    """
    names = system.audit_records.behind(corrected)
    for finding in system.findings:
        raised = finding.raised.fact
        if (
            finding.status is not FindingStatus.WITHDRAWN
            and raised.source is not None
            and raised.source.audit == audit
            and not names.isdisjoint(raised.evidence)
        ):
            yield finding


def waiting_answers(system: System, audit: ControlledAudit, asked: Asked) -> list[Filed[Evidence]]:
    """Return the answers to *asked* that are written and not yet recorded."""
    return [
        Filed(record.fact, record.source)
        for record in system.unrecorded
        if isinstance(record.fact, Evidence)
        and record.fact.audit == audit.id
        and record.fact.question is not None
        and (record.fact.question.checklist, record.fact.question.id) == (asked.checklist, asked.question.id)
    ]


def _free(system: System, audit: ControlledAudit) -> list[Filed[Evidence]]:
    """Return the evidence of *audit* that answers none of its questions and that no record has replaced."""
    contested = [
        Filed(record.fact, record.source)
        for record in system.contested
        if isinstance(record.fact, Evidence) and record.fact.audit == audit.id
    ]
    return [
        record
        for record in (*audit.evidence, *contested)
        if record.fact.question is None or record in audit.unknown_questions
    ]


def pinned_again(fact: Evidence) -> list[dict[str, object]]:
    """Return the documents that *fact* pins, as a correction of it names them: at the revision and commit of then."""
    return [
        {
            "document": judged.document,
            "language": judged.language,
            "revision": judged.revision or None,
            "commit": judged.commit,
            "blob": judged.blob,
        }
        for judged in fact.judged_against
    ]


def cited_again(fact: Evidence | None) -> list[dict[str, object]]:
    """Return the attachments that *fact* cites, as a correction of it cites them; of nothing there are none."""
    attachments = fact.attachments if fact is not None else ()
    return [{"file": one.file, "sha256": one.sha256, "size": one.size} for one in attachments]
