"""Records the answers of a file: from a script, or out of a sheet that somebody filled in."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from qmsctl import __version__
from qmsctl.authoring.answer_file import read_answers
from qmsctl.authoring.answers import Answers, Fault, Sitting, draft_answers
from qmsctl.authoring.correction import findings_resting_on
from qmsctl.authoring.evidence_cautions import cautions_on
from qmsctl.cli.preview import SHORT, fact_lines
from qmsctl.cli.recording import clerk_of, record
from qmsctl.cli.session import Session
from qmsctl.cli.terminal import confirm, out_for_programs, say
from qmsctl.control.system import System
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed
from qmsctl.documents.yaml import read_yaml
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.reports.marks import OUTCOMES
from qmsctl.reports.to_be_recorded import ToBeRecorded, to_be_recorded

__all__ = ["record_answers"]

SCHEMA: Final = "qmsctl.import/1"


def record_answers(
    session: Session,
    file: Path,
    sitting: Sitting,
    *,
    dry_run: bool,
    commit: bool,
    confirmed: bool,
    for_programs: bool = False,
) -> None:
    """Record what *file* says, all of it in one commit, or nothing.

    Args:
        session: where to record.
        file: the answers.
        sitting: of which audit, where and when.
        dry_run: show the records, and write nothing.
        commit: commit what is written.
        confirmed: do not show what is going to be recorded and ask.
        for_programs: print what would be recorded as JSON, whole, and do nothing else.

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
    if for_programs:
        out_for_programs(_json(answers, sitting.audit, file))
        return
    for line in _told(answers, session.system):
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


def _told(answers: Answers, system: System) -> Iterator[Message]:
    """Yield each answer with all that it says, long texts shortened, and how many there are."""
    for (line, new), one in zip(answers.told, _records(answers, system), strict=True):
        numbered = tr("Line {line}: {question} {result}", line=line, question=new.question or "-",
                      result=OUTCOMES[new.result].word)  # fmt: skip
        yield numbered
        yield from fact_lines(one.facts, SHORT)
    if answers.unchanged:
        yield tr(
            "Recorded before with the same answer, so passed over: {questions}",
            questions=list_of(answers.unchanged),
        )
    yield tr_n("{count} answer to be recorded.", "{count} answers to be recorded.", len(answers.told))


def _records(answers: Answers, system: System) -> Sequence[ToBeRecorded]:
    """Return the records of *answers* in their order."""
    return to_be_recorded(answers.draft.files, system) or ()


def _json(answers: Answers, audit: str, file: Path) -> str:
    """Return *answers* for programs: each record as it would be written; the schema is `docs/schema/import-1.json`."""
    written = [(path, raw) for path, raw in answers.draft.files.items() if "/attachments/" not in path]
    records = [
        {"line": line, "path": path, "record": _tree(path, raw)}
        for (line, _), (path, raw) in zip(answers.told, written, strict=True)
    ]
    data = {
        "schema": SCHEMA,
        "tool": {"name": "qmsctl", "version": __version__},
        "audit": audit,
        "file": str(file),
        "answers": records,
        "unchanged": [*answers.unchanged],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _tree(path: str, raw: bytes) -> Mapping[str, Tree]:
    """Return the fields of the record in *raw*."""
    read = read_yaml(path, raw)
    return {} if isinstance(read, Malformed) else read.tree
