"""The questions of an audit as they are put to an auditor: with what was found last time and what is in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.closing import rivals_of
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import Checklist, Question
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.standards import EDITIONS, Clause, edition

__all__ = ["Earlier", "Put", "documents_shown", "earlier", "matching", "put", "whom_to_ask"]

_NAMED: Final = 3
"""How many documents a question is judged against unless somebody says which: more would say nothing."""

_ASKED: Final[Mapping[str, Message]] = {
    "top_management": tr("top management"),
    "process_owner": tr("process owner"),
    "clerk": tr("clerk"),
    "quality_officer": tr("quality officer"),
}
"""The kinds of people whom the shipped checklists ask; a checklist may name others."""

_WORD: Final = re.compile(r"\w+")
_STEM: Final = 5
"""How many letters of a word tell it from others, whatever its ending."""
_SHORTEST: Final = 3
"""Fewer letters would match half of all texts."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it is put."""

    number: int
    total: int
    asked: Asked
    clauses: tuple[Clause, ...]
    """With their titles."""
    documents: tuple[ControlledDocument, ...]
    """In force, and what it is judged against."""
    last: Filed[Evidence] | None
    """What an earlier audit answered to the same question, or else on the same clause."""
    findings: tuple[ControlledFinding, ...]
    """What was found on its clauses before, the newest first."""
    answers: tuple[Filed[Evidence], ...]
    """What stands; more than one contest one another."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What other audits came to, by question and by clause."""

    answers: Mapping[tuple[str, str], Filed[Evidence]]
    """By checklist and question: the newest."""
    on_clause: Mapping[tuple[str, str], Filed[Evidence]]
    """By edition and clause: the newest."""
    findings: Mapping[tuple[str, str], Sequence[ControlledFinding]]
    documents: Mapping[tuple[str, str], Sequence[str]]
    """By edition and clause: the ids of documents in force that answer it."""


def earlier(audit: ControlledAudit, system: System) -> Earlier:
    """Return what was found before *audit*, looked up once for all of its questions."""
    answers: dict[tuple[str, str], Filed[Evidence]] = {}
    on_clause: dict[tuple[str, str], Filed[Evidence]] = {}
    others = (record for other in system.audits if other.id != audit.id for record in other.evidence)
    for record in sorted(
        others, key=lambda record: (record.fact.occurred, record.fact.recorded, record.path)
    ):
        if record.fact.question is not None:
            answers[record.fact.question.checklist, record.fact.question.id] = record
        for criterion in record.fact.criteria:
            for clause in criterion.clauses:
                on_clause[criterion.edition or "", clause] = record
    findings: dict[tuple[str, str], list[ControlledFinding]] = {}
    for finding in sorted(system.findings, key=_raised_on, reverse=True):
        source = finding.raised.fact.source
        if source is not None and source.audit == audit.id:
            continue
        for criterion in finding.raised.fact.criteria:
            for clause in criterion.clauses:
                findings.setdefault((criterion.edition or "", clause), []).append(finding)
    documents = {(one.edition, one.clause.id): one.documented_by for one in system.clauses}
    return Earlier(answers, on_clause, findings, documents)


def _raised_on(finding: ControlledFinding) -> tuple[dt.date, str]:
    return finding.raised.fact.occurred, finding.number


def put(audit: ControlledAudit, index: int, system: System, before: Earlier) -> Put:
    """Return question number *index* of *audit*, counted from 0, as it is put."""
    asked = audit.asked[index]
    key = _edition(asked, audit, system)
    keys = [(key, clause) for clause in asked.question.clauses]
    last = before.answers.get((asked.checklist, asked.question.id))
    if last is None:
        last = next((before.on_clause[one] for one in keys if one in before.on_clause), None)
    findings = {f.id: f for one in keys for f in before.findings.get(one, ())}
    return Put(
        index + 1,
        len(audit.asked),
        asked,
        tuple(filter(None, (edition(key).clause(clause) for _, clause in keys))) if key in EDITIONS else (),
        _documents(audit, keys, system, before),
        last,
        tuple(findings.values()),
        rivals_of(asked, audit, system),
    )


def whom_to_ask(question: Question, language: str) -> str:
    """Return the kinds of people to whom *question* is put, in words of *language*; empty if it names none."""
    return list_of([_ASKED[kind].into(language) if kind in _ASKED else kind for kind in question.ask])


def documents_shown(audit: ControlledAudit, system: System) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the ids of the documents that each question shows as in force, by checklist and question."""
    before = earlier(audit, system)
    puts = (put(audit, index, system, before) for index in range(len(audit.asked)))
    return {
        (one.asked.checklist, one.asked.question.id): tuple(document.id for document in one.documents)
        for one in puts
    }


def _edition(asked: Asked, audit: ControlledAudit, system: System) -> str:
    """Return the edition whose clauses the question names."""
    checklist = system.document(asked.checklist, audit.plan.fact.language)
    if checklist is not None and isinstance(checklist.document, Checklist):
        return checklist.document.edition
    return next(iter(audit.plan.fact.editions), "")


def _documents(
    audit: ControlledAudit, keys: Iterable[tuple[str, str]], system: System, before: Earlier
) -> tuple[ControlledDocument, ...]:
    """Return the documents in force that answer the clauses: those of the plan's criteria, or else all."""
    ids: dict[str, None] = {}
    for key, clause in keys:
        below = edition(key).leaves_under(clause) if key in EDITIONS else ()
        for leaf in below:
            ids.update(dict.fromkeys(before.documents.get((key, leaf.id), ())))
    named = {criterion.document for criterion in audit.plan.fact.criteria if criterion.document}
    chosen = [id for id in ids if id in named] or list(ids)
    found = (system.document(id, system.organisation.language) for id in chosen)
    in_force = [document for document in found if document is not None and document.in_force is not None]
    return tuple(in_force[:_NAMED])


def matching(audit: ControlledAudit, wanted: str) -> tuple[int, ...]:
    """Return the questions of *audit* that somebody means who writes *wanted*, counted from 0.

    A whole number is the number of a question; then come ids, clauses, words of the text and their beginnings.
    """
    folded = wanted.strip().casefold()
    if not folded:
        return ()
    if folded.isdecimal() and 1 <= int(folded) <= len(audit.asked):
        return (int(folded) - 1,)
    numbered = tuple(enumerate(audit.asked))
    by_id = tuple(index for index, asked in numbered if asked.question.id.casefold() == folded)
    if by_id:
        return by_id
    clause = folded.rstrip(".")
    by_clause = tuple(
        index
        for index, asked in numbered
        if any(one == clause or one.startswith(clause + ".") for one in asked.question.clauses)
    )
    if by_clause:
        return by_clause
    texts = [
        f"{asked.question.id} {asked.question.text} {asked.question.look_for or ''}".casefold()
        for _, asked in numbered
    ]
    by_word = tuple(index for index, text in enumerate(texts) if folded in text)
    # Polish words end in many ways, so their beginnings are compared where no text has the word as it is.
    return by_word or tuple(index for index, text in enumerate(texts) if _begins_alike(folded, text))


def _begins_alike(wanted: str, text: str) -> bool:
    """Return whether each word of *wanted* has in *text* one with the same beginning."""
    words = _WORD.findall(text)
    stems = [word[:_STEM] if len(word) > _STEM else word[:-1] for word in _WORD.findall(wanted)]
    return bool(stems) and all(
        len(stem) >= _SHORTEST and any(word.startswith(stem) for word in words) for stem in stems
    )
