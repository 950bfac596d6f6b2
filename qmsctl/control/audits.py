"""Audits: what was asked, what was answered, and how far each one has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeVar

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.records import Counted, count
from qmsctl.model.document import AuditPlan, Checklist, ChecklistSelection, Question
from qmsctl.model.qms import Qms
from qmsctl.model.record import Evidence, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.repo.history import History

__all__ = ["Asked", "AuditStatus", "ControlledAudit", "control_audits", "covers"]


Part = TypeVar("Part")

_BEFORE_CLOSING: Final = ("closing", "report_issued")
"""What an audit is not closed without, unless somebody says why."""


class AuditStatus(Enum):
    """How far an audit has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    CONCLUDED = "concluded"
    """Its conclusions are recorded: it is finished, and every question wants its answer."""
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Its plan was withdrawn before it was concluded: it is not held."""

    @property
    def has_begun(self) -> bool:
        """Whether anything of it was recorded, and it is held."""
        return self not in (AuditStatus.PLANNED, AuditStatus.WITHDRAWN)

    @property
    def is_finished(self) -> bool:
        """Whether its conclusions are drawn, so that every question wants its answer."""
        return self.has_begun and self is not AuditStatus.IN_PROGRESS

    @property
    def is_over(self) -> bool:
        """Whether nobody is to conduct it any more: it is concluded, or not held."""
        return self.is_finished or self is AuditStatus.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Asked:
    """A question an audit asks, and the answers that count."""

    checklist: str
    question: Question
    answers: tuple[Filed[Evidence], ...]
    """More than one are contested: neither counts until a correction names both."""

    @property
    def answer(self) -> Filed[Evidence] | None:
        """The one answer, if there is exactly one."""
        return self.answers[0] if len(self.answers) == 1 else None


@dataclass(frozen=True, slots=True)
class ControlledAudit:
    """One audit with everything that was recorded in it by a day."""

    plan: Filed[AuditPlan]
    status: AuditStatus
    asked: tuple[Asked, ...]
    evidence: tuple[Filed[Evidence], ...]
    """What counts, in the order it was recorded; answers and free evidence."""
    minutes: tuple[Filed[Minutes], ...]
    findings: tuple[ControlledFinding, ...]
    unknown_questions: tuple[Filed[Evidence], ...]
    """Answers to questions that the audit does not ask."""
    late: tuple[Filed[Record], ...]
    """Records that came after the audit was sealed."""

    @property
    def id(self) -> str:
        """The id of the audit."""
        return self.plan.fact.id

    def covers_clause(self, edition: str, clause: str) -> bool:
        """Return whether *clause* of *edition* is among the criteria; without clauses an edition means all of its."""
        return _covers_clause(self.plan.fact, edition, clause)

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The kinds of minutes that come before an audit is closed and that nobody recorded; none once it is closed."""
        recorded = {record.fact.kind for record in self.minutes}
        if "audit_closed" in recorded:
            return ()
        return tuple(kind for kind in _BEFORE_CLOSING if kind not in recorded)

    def last(self, kind: str) -> Filed[Minutes] | None:
        """Return the latest minutes of *kind*."""
        return next((m for m in reversed(self.minutes) if m.fact.kind == kind), None)


def covers(plan: AuditPlan, record: Evidence) -> bool:
    """Return whether what *record* judges lies within the criteria of *plan*."""
    return all(
        _covers_clause(plan, criterion.edition, clause)
        for criterion in record.criteria
        if criterion.edition
        for clause in criterion.clauses
    )


def _covers_clause(plan: AuditPlan, edition: str, clause: str) -> bool:
    stated = [criterion for criterion in plan.criteria if criterion.edition == edition]
    return any(
        not criterion.clauses
        or any(
            clause == one or clause.startswith(one + ".") or one.startswith(clause + ".")
            for one in criterion.clauses
        )
        for criterion in stated
    )


def control_audits(
    qms: Qms,
    history: History,
    day: dt.date,
    documents: Sequence[ControlledDocument],
    findings: Iterable[ControlledFinding],
) -> tuple[tuple[ControlledAudit, ...], Counted[Evidence], Counted[Minutes]]:
    """Return the audits of *qms* by id, and their records sorted by whether they count."""
    evidence = count(qms.evidence, history)
    minutes = count(qms.minutes, history)
    checklists = _checklists(documents)
    withdrawn = {document.id for document in documents if document.withdrawn is not None}
    seen = _of_each((e.fact.audit, e) for e in evidence.current if e.fact.occurred <= day)
    held = _of_each((m.fact.audit, m) for m in minutes.current if m.fact.occurred <= day)
    raised = _of_each((f.raised.fact.source.audit, f) for f in findings if f.raised.fact.source)
    audits: dict[str, ControlledAudit] = {}
    for plan in sorted(qms.audits, key=lambda plan: plan.path):
        id = plan.fact.id
        if id not in audits:
            own = tuple(seen.get(id, ())), tuple(held.get(id, ())), tuple(raised.get(id, ()))
            audit = _controlled(plan, *own, checklists)
            ended = id in withdrawn and not audit.status.is_finished
            audits[id] = replace(audit, status=AuditStatus.WITHDRAWN) if ended else audit
    return tuple(audits[id] for id in sorted(audits)), evidence, minutes


def _of_each(named: Iterable[tuple[str | None, Part]]) -> dict[str | None, list[Part]]:
    """Return what belongs to each audit, in the given order."""
    found: dict[str | None, list[Part]] = {}
    for audit, one in named:
        found.setdefault(audit, []).append(one)
    return found


def _checklists(documents: Sequence[ControlledDocument]) -> Mapping[tuple[str, str], Checklist]:
    """Return the checklists as they stand in force, or as the tree holds them, by id and language."""
    found: dict[tuple[str, str], Checklist] = {}
    for document in documents:
        if isinstance(document.document, Checklist):
            found[document.id, document.language] = document.document
    return found


def _controlled(
    plan: Filed[AuditPlan],
    evidence: tuple[Filed[Evidence], ...],
    minutes: tuple[Filed[Minutes], ...],
    findings: tuple[ControlledFinding, ...],
    checklists: Mapping[tuple[str, str], Checklist],
) -> ControlledAudit:
    answers: dict[tuple[str, str], list[Filed[Evidence]]] = {}
    for record in evidence:
        if record.fact.question is not None:
            answers.setdefault((record.fact.question.checklist, record.fact.question.id), []).append(record)
    selected = {  # two entries of a plan may select the same question; it is asked once
        (selection.checklist, question.id): question
        for selection in plan.fact.checklists
        for question in _selected(selection, plan.fact.language or "", checklists)
    }
    asked = tuple(
        Asked(checklist, question, tuple(answers.pop((checklist, question.id), ())))
        for (checklist, _), question in selected.items()
    )
    unknown = tuple(record for records in answers.values() for record in records)
    return ControlledAudit(
        plan,
        _status(evidence, minutes),
        asked,
        evidence,
        minutes,
        findings,
        unknown,
        _late(evidence, minutes, findings),
    )


def _selected(
    selection: ChecklistSelection, language: str, checklists: Mapping[tuple[str, str], Checklist]
) -> Iterable[Question]:
    """Return the questions that *selection* takes, in the checklist's order and the plan's language."""
    checklist = checklists.get((selection.checklist, language)) or next(
        (one for (id, _), one in checklists.items() if id == selection.checklist), None
    )
    if checklist is None:
        return ()
    if selection.questions:
        return (question for question in checklist.questions if question.id in selection.questions)
    if selection.clauses:
        return (
            question
            for question in checklist.questions
            if any(
                clause == chosen or clause.startswith(chosen + ".")
                for clause in question.clauses
                for chosen in selection.clauses
            )
        )
    return checklist.questions


def _status(evidence: Sequence[Filed[Evidence]], minutes: Sequence[Filed[Minutes]]) -> AuditStatus:
    kinds = {record.fact.kind for record in minutes}
    if "audit_closed" in kinds:
        return AuditStatus.CLOSED
    if "report_issued" in kinds:
        return AuditStatus.REPORTED
    if "conclusions" in kinds:
        return AuditStatus.CONCLUDED
    return AuditStatus.IN_PROGRESS if evidence or kinds else AuditStatus.PLANNED


def _late(
    evidence: Iterable[Filed[Evidence]],
    minutes: Sequence[Filed[Minutes]],
    findings: Iterable[ControlledFinding],
) -> tuple[Filed[Record], ...]:
    """Return the records that the seal should hold and does not.

    Follow-up goes on after the seal: only what an audit itself makes can be late.
    """
    seals = [record for record in minutes if record.fact.kind == "audit_closed"]
    if not seals:
        return ()
    sealed = {entry.file for record in seals for entry in record.fact.seal}
    made: list[Filed[Record]] = [Filed(e.fact, e.source) for e in evidence]
    made += [Filed(m.fact, m.source) for m in minutes if m.fact.kind != "audit_closed"]
    made += [Filed(f.raised.fact, f.raised.source) for f in findings]
    return tuple(record for record in made if record.path not in sealed)
