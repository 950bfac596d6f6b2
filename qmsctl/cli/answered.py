"""Records the answers of a file: from a script, or out of a sheet that somebody filled in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from qmsctl.authoring.answer_file import read_answers
from qmsctl.authoring.answers import Answers, Fault, Sitting, draft_answers
from qmsctl.authoring.correction import findings_resting_on
from qmsctl.authoring.evidence import NewEvidence
from qmsctl.authoring.evidence_cautions import cautions_on
from qmsctl.cli.recording import clerk_of, record
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import confirm, say
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.reports.marks import OUTCOMES

__all__ = ["record_answers"]


def record_answers(
    session: Session, file: Path, sitting: Sitting, *, dry_run: bool, commit: bool, confirmed: bool
) -> None:
    """Record what *file* says, all of it in one commit, or nothing.

    Args:
        session: where to record.
        file: the answers.
        sitting: of which audit, where and when.
        dry_run: show the records, and write nothing.
        commit: commit what is written.
        confirmed: do not show what is going to be recorded and ask.

    Raises:
        RefusedError: a row cannot be recorded; the message says which and why.
    """
    stated = read_answers(file)
    if stated.audit is not None and stated.audit.casefold() != sitting.audit.casefold():
        command = shlex.join(["qmsctl", "audit", "import", stated.audit, str(file)])
        raise RefusedError(
            tr(
                "{file} says that its answers are of {other}, not of {audit}",
                file=str(file),
                other=stated.audit,
                audit=sitting.audit,
            ),
            tr("bring them back there: {command}", command=command),
        )
    answers = draft_answers(session.system, stated.rows, sitting, clerk_of(session))
    if answers.faults:
        raise _refusal(file, answers.faults)
    for line in _told(answers):
        say(line)
    for caution in cautions_on(session.system, [new for _, new in answers.told]):
        say(caution)
    if not answers.told:
        say(tr("Nothing was written."))
        return
    if not confirmed and not dry_run and not confirm(tr("Record this (yes/no)")):
        say(tr("Nothing was written."))
        return
    record(session, answers.draft, dry_run=dry_run, commit=commit)
    failing = [
        new.question or ""
        for _, new in answers.told
        if new.result == "does_not_conform"
        and not any(findings_resting_on(session.system, new.audit, new.corrects))
    ]
    if failing and not dry_run:
        say(tr("A finding has to be raised from each of these: {questions}", questions=list_of(failing)))
        say(tr("Next: {fix}", fix=shlex.join(["qmsctl", "audit", "status", sitting.audit])))


def _refusal(file: Path, faults: Sequence[Fault]) -> RefusedError:
    """Return the refusal of *faults*: the only one, or their number after each of them was said."""
    told = [fault.row.at(file, fault.message, fault.column) for fault in faults]
    if len(faults) == 1:
        return RefusedError(told[0], faults[0].hint)
    for message, fault in zip(told, faults, strict=True):
        say(message)
        if fault.hint is not None:
            say(tr("Next: {fix}", fix=fault.hint))
    return RefusedError(
        tr_n(
            "{count} line of {file} cannot be recorded, so nothing was written",
            "{count} lines of {file} cannot be recorded, so nothing was written",
            len(faults),
            file=str(file),
        ),
        tr("mend what is named above and run the same command again"),
    )


def _told(answers: Answers) -> Sequence[Message]:
    """Return a line for each answer, and how many there are."""
    lines = [_line(line, new) for line, new in answers.told]
    if answers.unchanged:
        lines.append(
            tr(
                "Recorded before with the same answer, so passed over: {questions}",
                questions=list_of(answers.unchanged),
            )
        )
    count = tr_n("{count} answer to be recorded.", "{count} answers to be recorded.", len(answers.told))
    return (*lines, count)


def _line(line: int, new: NewEvidence) -> Message:
    words = tr(
        "line {line}: {question} {result}. {text}",
        line=line,
        question=new.question or "",
        result=OUTCOMES[new.result].word,
        text=" ".join((new.seen or new.reason or "").split()),
    )
    return (
        tr("{answer} (corrects {names})", answer=words, names=list_of(new.corrects))
        if new.corrects
        else words
    )
