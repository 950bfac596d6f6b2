"""How far an audit has come: what was asked and answered, what was found, and what stands in the way of closing it."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import Asked, AuditStatus, ControlledAudit
from qmsctl.control.closing import Obstacle, obstacles, rivals_of
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.own_evidence import with_own_evidence
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import Checklist
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.finding_due import DUE_WORDS, due_of
from qmsctl.reports.marks import CONTESTED, OUTCOMES, UNANSWERED
from qmsctl.reports.people import named
from qmsctl.reports.shown import Shown, natural_key
from qmsctl.standards import EDITIONS, clause_key, edition

__all__ = [
    "AuditState",
    "ClauseState",
    "FindingState",
    "UnitState",
    "audit_state",
    "audit_states",
    "missing_step",
    "next_of_audit",
]

_JUDGED: Final = ("conforms", "does_not_conform")


@dataclass(frozen=True, slots=True)
class ClauseState:
    """What came of the questions on one clause, or on all of them."""

    edition: str
    clause: str
    titles: tuple[tuple[str, str], ...]
    """By language; empty if the edition has no such clause."""
    asked: int
    answered: int
    """With one answer that counts, be it that it was not audited."""
    contested: int
    evidenced: int
    """Judged, with evidence of its own."""
    failing: int
    """That do not conform."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """What was looked at in one unit."""

    unit: str | None
    """`None`: no unit is named."""
    title: str | None
    answers: int
    evidenced: int
    failing: int


@dataclass(frozen=True, slots=True)
class FindingState:
    """A finding of the audit, or one that it looks at again."""

    number: str
    grade: str
    status: str
    title: str | None
    owner: str | None
    """By the key of `qms.yaml`."""
    owner_shown: Shown
    due: dt.date | None
    overdue: bool
    is_open: bool
    due_word: Message | None
    """What is due on its day."""


@dataclass(frozen=True, slots=True)
class AuditState:
    """How far one audit has come on a day."""

    id: str
    title: str
    kind: str
    status: AuditStatus
    first_day: dt.date | None
    day: dt.date
    total: ClauseState
    outcomes: tuple[tuple[str, int], ...]
    """By outcome: how many questions."""
    clauses: tuple[ClauseState, ...]
    units: tuple[UnitState, ...]
    findings: tuple[FindingState, ...]
    follow_up: tuple[FindingState, ...]
    """Of earlier audits, which its plan looks at again."""
    obstacles: tuple[Obstacle, ...]
    remarks: tuple[Message, ...]
    """What is usual and not there, and does not stand in the way."""


def audit_states(system: System) -> tuple[AuditState, ...]:
    """Return the state of every audit, the newest first."""
    states = [_state(audit, system) for audit in system.audits]
    return tuple(sorted(states, key=lambda one: (one.first_day or dt.date.min, one.id), reverse=True))


def audit_state(system: System, id: str) -> AuditState:
    """Return the state of the audit *id*.

    Raises:
        RefusedError: there is none.
    """
    return _state(system.audit_named(id), system)


def _state(audit: ControlledAudit, system: System) -> AuditState:
    plan = audit.plan.fact
    own = with_own_evidence(audit.evidence)
    came = [(asked, rivals_of(asked, audit, system)) for asked in audit.asked]
    outcomes = [_outcome(answers) for _, answers in came]
    return AuditState(
        audit.id,
        plan.title,
        plan.kind,
        audit.status,
        min(plan.days, default=None),
        system.day,
        _counted("", "", (), [answers for _, answers in came], own),
        tuple((outcome, outcomes.count(outcome)) for outcome in OUTCOMES),
        tuple(_clauses(audit, came, system, own)),
        tuple(_units(audit, system, own)),
        tuple(_findings(audit.findings, system)),
        tuple(_findings((f for f in system.findings if f.number in plan.follow_up), system)),
        obstacles(audit, system),
        tuple(_remarks(audit)),
    )


def _outcome(answers: Sequence[Filed[Evidence]]) -> str:
    if len(answers) > 1:
        return CONTESTED
    return answers[0].fact.result if answers else UNANSWERED


def _counted(
    key: str,
    clause: str,
    titles: tuple[tuple[str, str], ...],
    came: Sequence[Sequence[Filed[Evidence]]],
    own: frozenset[str],
) -> ClauseState:
    single = [answers[0] for answers in came if len(answers) == 1]
    return ClauseState(
        key,
        clause,
        titles,
        len(came),
        len(single),
        sum(len(answers) > 1 for answers in came),
        sum(record.path in own for record in single),
        sum(record.fact.result == "does_not_conform" for record in single),
    )


def _clauses(
    audit: ControlledAudit,
    came: Iterable[tuple[Asked, tuple[Filed[Evidence], ...]]],
    system: System,
    own: frozenset[str],
) -> Iterator[ClauseState]:
    """Yield the clauses that are asked about, in their order; a question on two clauses counts in both."""
    found: dict[tuple[str, str], list[tuple[Filed[Evidence], ...]]] = {}
    for asked, answers in came:
        checklist = system.document(asked.checklist, audit.plan.fact.language)
        known = checklist.document if checklist else None
        key = known.edition if isinstance(known, Checklist) else ""
        for clause in asked.question.clauses:
            found.setdefault((key, clause), []).append(answers)
    for key, clause in sorted(found, key=lambda pair: (pair[0], clause_key(pair[1]))):
        known_clause = edition(key).clause(clause) if key in EDITIONS else None
        yield _counted(key, clause, known_clause.titles if known_clause else (), found[key, clause], own)


def _units(audit: ControlledAudit, system: System, own: frozenset[str]) -> Iterator[UnitState]:
    """Yield the units of the scope and of the evidence, and last what names none."""
    seen = dict.fromkeys(
        (*audit.plan.fact.scope.units, *(r.fact.unit for r in audit.evidence if r.fact.unit))
    )
    nowhere = [None] if any(not record.fact.unit for record in audit.evidence) else []
    for unit in (*seen, *nowhere):
        records = [record for record in audit.evidence if (record.fact.unit or None) == unit]
        yield UnitState(
            unit,
            system.organisation.units.get(unit) if unit else None,
            len(records),
            sum(record.path in own for record in records),
            sum(record.fact.result == "does_not_conform" for record in records),
        )


def _findings(findings: Iterable[ControlledFinding], system: System) -> Iterator[FindingState]:
    for finding in sorted(findings, key=lambda finding: natural_key(finding.number)):
        yield FindingState(
            finding.number,
            finding.grade,
            finding.status.value,
            finding.raised.fact.title,
            finding.owner,
            named(finding.owner, system.organisation) if finding.owner else None,
            finding.due,
            finding.is_open and finding.due is not None and finding.due < system.day,
            finding.is_open,
            DUE_WORDS[due_of(finding)] if finding.is_open else None,
        )


def next_of_audit(audit: ControlledAudit) -> tuple[Message, str]:
    """Return what comes next in *audit*, which is neither closed nor withdrawn, and the command that does it."""
    is_finished = audit.status.is_finished
    steps = (
        (
            audit.status is AuditStatus.PLANNED,
            tr("record the opening meeting"),
            ("audit", "minutes", audit.id, "opening"),
        ),
        (
            not is_finished and any(not asked.answers for asked in audit.asked),
            tr("conduct the audit"),
            ("audit", "conduct", audit.id),
        ),
        (
            audit.last("closing") is None,
            tr("record the closing meeting"),
            ("audit", "minutes", audit.id, "closing"),
        ),
        (not is_finished, tr("record its conclusions"), ("audit", "minutes", audit.id, "conclusions")),
        (audit.last("report_issued") is None, tr("issue the report"), ("report", audit.id, "--issue")),
        (True, tr("close the audit"), ("audit", "close", audit.id)),
    )
    what, words = next((what, words) for is_next, what, words in steps if is_next)
    return what, shlex.join(("qmsctl", *words))


def missing_step(kind: str, id: str) -> Message:
    """Return that the audit *id* lacks minutes of *kind*, an opening or closing meeting or the issued report, with the command."""
    audit = shlex.quote(id)
    if kind == "opening":
        return tr(
            "No opening meeting is recorded; to record it: qmsctl audit minutes {audit} opening", audit=audit
        )
    if kind == "closing":
        return tr(
            "No closing meeting is recorded; to record it: qmsctl audit minutes {audit} closing", audit=audit
        )
    return tr("No report is recorded as issued; to issue it: qmsctl report {audit} --issue", audit=audit)


def _remarks(audit: ControlledAudit) -> Iterator[Message]:
    """Yield what is usual in an audit and is not recorded, and what came after the seal."""
    if audit.status is AuditStatus.WITHDRAWN:
        yield tr("The plan of {audit} is withdrawn: the audit is not held.", audit=audit.id)
        return
    usual = ("opening", "closing", "report_issued") if audit.status.is_finished else ("opening",)
    for kind in usual:
        if audit.last(kind) is None:
            yield missing_step(kind, audit.id)
    for record in audit.late:
        yield tr("{record} was recorded after the audit had been sealed.", record=record_name(record))
