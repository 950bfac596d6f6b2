"""Many answers at once, out of a file: all of them are looked at before the first is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from qmsctl.authoring.answer_row import Row
from qmsctl.authoring.evidence import RESULT_WORDS, NewEvidence, asked_in, draft_evidence, open_audit
from qmsctl.authoring.files import Draft
from qmsctl.authoring.meant import METHOD_WORDS, day_meant, key_meant, person_meant, unit_meant
from qmsctl.authoring.records import Clerk
from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed

__all__ = ["Answers", "Fault", "Sitting", "draft_answers"]


Said = TypeVar("Said")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where and when answers were given, unless they say it themselves."""

    audit: str
    day: dt.date
    unit: str | None = None
    folder: Path = Path()
    """The folder that the names of attachments begin at."""
    documents: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    """By checklist and question: what an answer is judged against that names no document."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row cannot be recorded."""

    row: Row
    column: str | None
    """What of it is at fault, if it is one column; by the names of `COLUMNS`."""
    message: Message
    hint: Message | None


class _ColumnError(RefusedError):
    """One column of a row is at fault."""

    def __init__(self, column: str, refusal: QmsctlError) -> None:
        super().__init__(refusal.message, refusal.hint)
        self.column: Final = column


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file of answers comes to."""

    draft: Draft
    told: tuple[tuple[int, NewEvidence], ...]
    """What would be recorded, by line."""
    unchanged: tuple[str, ...]
    """The questions that have this very answer already."""
    faults: tuple[Fault, ...]
    """If there are any, nothing may be written."""


def draft_answers(system: System, rows: Sequence[Row], sitting: Sitting, clerk: Clerk) -> Answers:
    """Return the records of *rows* in one draft, and everything that is wrong with them.

    Raises:
        RefusedError: there is no such audit, or it is closed.
    """
    audit = open_audit(system, sitting.audit)
    files: dict[str, bytes] = {}
    told: list[tuple[int, NewEvidence]] = []
    unchanged: list[str] = []
    faults: list[Fault] = []
    lines: dict[tuple[str, str], int] = {}
    for written in rows:
        try:
            asked = _of_column("question", partial(asked_in, audit), _needed(written, "question"))
            key = (asked.checklist, asked.question.id)
            _refuse_repeated(asked, lines.setdefault(key, written.line), written.line)
            row = _as_meant(system, written)
            standing = rivals_of(asked, audit, system)
            if len(standing) == 1 and _says_the_same(row, standing[0].fact, sitting):
                unchanged.append(asked.question.id)
                continue
            new = _evidence(row, asked, standing, sitting)
            files |= draft_evidence(system, new, clerk).files
        except QmsctlError as refusal:
            column = refusal.column if isinstance(refusal, _ColumnError) else None
            faults.append(Fault(written, column, refusal.message, _for_files(refusal.hint)))
        else:
            told.append((row.line, new))
    return Answers(Draft(files, _message(audit, told)), tuple(told), tuple(unchanged), tuple(faults))


def _for_files(hint: Message | None) -> Message | None:
    """Return *hint* unless it speaks of options: whoever fills in a file has columns."""
    if hint is not None and "--" in hint.text:
        return tr("fill in the column and run the same command again")
    return hint


def _needed(row: Row, name: str) -> str:
    text = row.texts.get(name)
    if text is None:
        raise RefusedError(tr("the line does not say which question it answers"), tr("fill in its id"))
    return text


def _refuse_repeated(asked: Asked, first: int, line: int) -> None:
    if first != line:
        raise RefusedError(
            tr(
                "{question} is answered twice, first in line {first}", question=asked.question.id, first=first
            ),
            tr("decide for one of the answers and delete the other line"),
        )


def _says_the_same(row: Row, fact: Evidence, sitting: Sitting) -> bool:
    """Return whether *row* says nothing that the recorded *fact* does not say."""
    del sitting
    said: dict[str, str | None] = {
        "result": fact.result,
        "seen": fact.seen,
        "where": fact.where,
        "reason": fact.reason,
        "method": fact.method,
        "asked": fact.asked,
        "unit": fact.unit,
        "note": fact.note,
        "auditor": fact.auditor,
    }
    return all(said[name] == text for name, text in row.texts.items() if name in said)


def _evidence(row: Row, asked: Asked, standing: Sequence[Filed[Evidence]], sitting: Sitting) -> NewEvidence:
    said = row.texts.get
    sample = {"population": said("population"), "size": said("size"), "method": said("sampling")}
    reason = said("correction_reason")
    return NewEvidence(
        sitting.audit,
        row.texts["result"],
        _of_column("day", day_meant, row.texts["day"]) if "day" in row.texts else sitting.day,
        asked.question.id,
        seen=said("seen"),
        where=said("where"),
        reason=said("reason"),
        method=said("method"),
        sample={name: text for name, text in sample.items() if text},
        judged_against=_documents(row, asked, sitting),
        attachments=tuple(sitting.folder / name for name in _names(said("attachments"))),
        asked=said("asked"),
        unit=said("unit") or sitting.unit,
        note=said("note"),
        corrects=tuple(record_name(one) for one in standing) if reason else (),
        correction_reason=reason,
        auditor=said("auditor"),
        kept=standing[0].fact if reason and len(standing) == 1 else None,
    )


def _documents(row: Row, asked: Asked, sitting: Sitting) -> tuple[str, ...]:
    """Return the ids that a row names; a hyphen names none, and an empty column those the sheet shows."""
    named = row.texts.get("documents")
    if named is not None:
        return () if named == "-" else tuple(filter(None, re.split(r"[\s,;]+", named)))
    keeps = "correction_reason" in row.texts  # what the corrected record pins
    if keeps or row.texts["result"] not in ("conforms", "does_not_conform"):
        return ()
    return tuple(sitting.documents.get((asked.checklist, asked.question.id), ()))


def _names(said: str | None) -> Iterator[str]:
    """Yield the names of files, one to a line or between semicolons."""
    yield from (name.strip() for name in re.split(r"[\n;]", said or "") if name.strip())


def _as_meant(system: System, row: Row) -> Row:
    """Return *row* with keys where people write words, titles of units and names.

    Raises:
        RefusedError: it gives no result, or nobody knows one of the words.
    """
    texts = dict(row.texts)
    if "result" not in texts:
        raise RefusedError(
            tr("the line says something about {question} and gives no result", question=texts["question"]),
            tr("write one of: {expected}", expected=tuple(RESULT_WORDS.values())),
        )
    meant: Mapping[str, Callable[[str], str]] = {
        "result": lambda word: key_meant(word, RESULT_WORDS, tr("{word} is no result", word=word)),
        "method": lambda word: key_meant(word, METHOD_WORDS, tr("{word} is no method", word=word)),
        "unit": partial(unit_meant, system),
        "auditor": partial(person_meant, system),
    }
    found = {name: _of_column(name, meant[name], texts[name]) for name in meant if name in texts}
    return replace(row, texts=texts | found)


def _of_column(name: str, find: Callable[[Said], Found], said: Said) -> Found:
    """Return what *find* makes of what column *name* says.

    Raises:
        _ColumnError: it refuses it.
    """
    try:
        return find(said)
    except RefusedError as refusal:
        raise _ColumnError(name, refusal) from refusal


def _message(audit: ControlledAudit, told: Sequence[tuple[int, NewEvidence]]) -> str:
    """Return the message of the commit: how many answers, and each with its result."""
    subject = tr_n(
        "Record {count} answer of {audit}", "Record {count} answers of {audit}", len(told), audit=audit.id
    )
    lines = (f"{new.question}: {RESULT_WORDS[new.result]}" for _, new in told)
    return f"{subject}\n\n" + "".join(f"{line}\n" for line in lines)
