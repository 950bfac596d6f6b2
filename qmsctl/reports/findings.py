"""Findings as a report shows them: what was found, what was answered, and what is still to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.reports.criteria import criteria_named
from qmsctl.reports.finding_due import DUE_LABELS, DUE_WORDS, Due, due_of
from qmsctl.reports.finding_steps import (
    StepReported,
    process_named,
    proof_shown,
    repeated,
    source_named,
    steps_reported,
)
from qmsctl.reports.marks import FINDING_STATUSES, GRADES
from qmsctl.reports.people import named
from qmsctl.reports.shown import Fact, Joined, Mark, Numbered, Shown, Tone, natural_key

__all__ = [
    "AgreedAction",
    "FindingReported",
    "StepReported",
    "action_due",
    "earlier_findings",
    "finding_reported",
    "findings_before",
    "findings_reported",
    "grades",
]


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """What is to be done about a finding, by whom and until when."""

    text: str | None
    owner: Shown
    due: Shown
    done: dt.date | None


@dataclass(frozen=True, slots=True)
class FindingReported:
    """One finding with all that followed by the day."""

    number: str
    grade: str
    title: str | None
    status: FindingStatus
    is_open: bool
    """Something is still to be done about it."""
    raised: dt.date
    owner: Shown
    due: dt.date | None
    due_for: Due
    """What is due on that day."""
    is_overdue: bool
    source: Shown
    criteria: tuple[Shown, ...]
    units: tuple[str, ...]
    processes: tuple[str, ...]
    requirement: str | None
    evidence_text: str | None
    statement: str | None
    evidence: tuple[str, ...]
    """Names of the evidence it cites."""
    repeats: str | None
    """The number of the earlier finding that it was marked as repeating."""
    response: tuple[Fact, ...]
    """The follow-up; for a nonconformity with all that is missing of it."""
    remarks: tuple[Fact, ...]
    """Regradings, disputes, responses accepted and rejected, a withdrawal."""
    action: AgreedAction | None
    """What was planned last."""
    steps: tuple[StepReported, ...]
    """What happened, step by step, with all that the records say and nothing else here does."""
    is_late: bool

    @property
    def is_nonconformity(self) -> bool:
        """Whether a requirement is not fulfilled."""
        return self.grade in ("major", "minor")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was raised in error."""
        return self.status is FindingStatus.WITHDRAWN

    @property
    def grade_mark(self) -> Mark:
        """The grade after the last regrading."""
        return GRADES[self.grade]

    @property
    def status_mark(self) -> Mark:
        """How far its follow-up has come."""
        if self.grade == "strength" and self.status is FindingStatus.RAISED:
            return Mark(tr("to be shared"), "✓", Tone.GOOD)
        return FINDING_STATUSES[self.status]

    @property
    def due_label(self) -> Message:
        """What is due on its day, as the label of the day."""
        return DUE_LABELS[self.due_for]

    @property
    def due_word(self) -> Message | None:
        """What is due on its day, as long as it is open."""
        return DUE_WORDS[self.due_for] if self.is_open and self.due is not None else None

    @property
    def due_next(self) -> Shown:
        """The day, and what is due on it."""
        return Joined((self.due, self.due_word), ": ") if self.due_word else self.due

    @property
    def warnings(self) -> tuple[Mark, ...]:
        """What a reader must see beside the status."""
        overdue = Mark(tr("overdue"), "▲", Tone.BAD)
        late = Mark(tr("recorded after the audit was sealed"), "▲", Tone.CAUTION)
        return (*((overdue,) if self.is_overdue else ()), *((late,) if self.is_late else ()))

    @property
    def substance(self) -> tuple[Fact, ...]:
        """The three parts of a nonconformity; of another finding what was written."""
        parts = (
            Fact(tr("Requirement"), self.requirement, long=True),
            Fact(tr("Objective evidence"), self.evidence_text, long=True),
            Fact(tr("Statement of the nonconformity"), self.statement, long=True),
        )
        if self.is_nonconformity:
            return parts
        other = (
            Fact(tr("Statement"), self.statement, long=True),
            Fact(tr("Objective evidence"), self.evidence_text, long=True),
            Fact(tr("Requirement"), self.requirement, long=True),
        )
        return tuple(fact for fact in other if fact.value) or other[:1]

    @property
    def reference(self) -> tuple[Fact, ...]:
        """What it concerns, and who answers for it."""
        owner = (
            (Fact(tr("Owner"), self.owner), Fact(self.due_label, self.due))
            if self.grade != "strength"
            else ()
        )
        return (
            Fact(tr("Criteria"), self.criteria, long=True),
            Fact(tr("Units"), self.units or tr("none named")),
            Fact(tr("Processes"), self.processes or tr("none named")),
            Fact(tr("Raised on"), self.raised),
            *((Fact(tr("Repeats"), self.repeats),) if self.repeats else ()),
            *owner,
        )


def findings_reported(audit: ControlledAudit, system: System) -> tuple[FindingReported, ...]:
    """Return every finding of *audit* by number, the withdrawn ones too."""
    late = {record.path for record in audit.late}
    return _by_number(finding_reported(f, system, is_late=f.raised.path in late) for f in audit.findings)


def earlier_findings(audit: ControlledAudit, system: System) -> tuple[FindingReported, ...]:
    """Return `findings_before` as the report shows them, by number."""
    return _by_number(finding_reported(finding, system) for finding in findings_before(audit, system))


def findings_before(audit: ControlledAudit, system: System) -> Iterator[ControlledFinding]:
    """Yield findings from elsewhere that were raised before *audit* and open when it began.

    An audit looks at what became of them; one without days looks at those open now.
    """
    begins = min(audit.plan.fact.days, default=system.day)
    own = {finding.id for finding in audit.findings}
    for finding in system.findings:
        if (
            finding.id not in own
            and finding.grade != "strength"
            and finding.raised.fact.occurred < begins
            and not _ended_before(finding, begins)
        ):
            yield finding


def grades(findings: Iterable[FindingReported]) -> tuple[Numbered, ...]:
    """Count *findings* by grade, without those that were withdrawn."""
    counted = [finding.grade for finding in findings if not finding.is_withdrawn]
    return tuple(Numbered(mark, counted.count(grade)) for grade, mark in GRADES.items())


def _by_number(findings: Iterable[FindingReported]) -> tuple[FindingReported, ...]:
    return tuple(sorted(findings, key=lambda finding: natural_key(finding.number)))


def _ended_before(finding: ControlledFinding, day: dt.date) -> bool:
    return not finding.is_open and finding.steps[-1].fact.occurred < day


def finding_reported(finding: ControlledFinding, system: System, *, is_late: bool = False) -> FindingReported:
    """Return *finding* with all that followed by the day.

    Args:
        finding: the finding.
        system: the system it belongs to.
        is_late: it was recorded after its audit was sealed.
    """
    raised = finding.raised.fact
    organisation = system.organisation
    is_open = finding.is_open and finding.grade != "strength"
    return FindingReported(
        number=finding.number,
        grade=finding.grade,
        title=raised.title,
        status=finding.status,
        is_open=is_open,
        raised=raised.occurred,
        owner=named(finding.owner, organisation) if finding.owner else None,
        due=finding.due,
        due_for=due_of(finding),
        is_overdue=finding.is_overdue(system.day),
        source=source_named(raised),
        criteria=criteria_named(raised.criteria, system),
        units=tuple(organisation.units.get(unit, unit) for unit in raised.units),
        processes=tuple(process_named(key, system) for key in raised.processes),
        requirement=raised.requirement,
        evidence_text=raised.evidence_text,
        statement=raised.statement,
        evidence=raised.evidence,
        repeats=repeated(raised, system),
        response=_response(finding, system),
        remarks=_remarks(finding, system),
        action=_agreed(finding, system),
        steps=tuple(steps_reported(finding, system)),
        is_late=is_late,
    )


def _response(finding: ControlledFinding, system: System) -> tuple[Fact, ...]:
    """Return the follow-up in the order auditors expect it."""
    action = finding.last("action")
    done, verified, closed = finding.last("done"), finding.last("verified"), finding.last("closed")
    plan = action.fact if action else None
    due = action_due(finding)
    facts = (
        Fact(tr("Correction"), _answer(finding, "correction"), long=True),
        *_immediate(finding),
        Fact(tr("Extent: similar cases"), _answer(finding, "extent"), long=True),
        Fact(tr("Cause"), _answer(finding, "cause"), long=True),
        *_stated(tr("How the cause was found"), _answer(finding, "cause_method")),
        Fact(tr("Corrective action"), plan.action if plan else None, long=True),
        Fact(
            tr("Owner of the action"), named(plan.owner, system.organisation) if plan and plan.owner else None
        ),
        Fact(tr("Action due on"), due, long=isinstance(due, Joined)),
        Fact(tr("Criterion of effectiveness"), plan.criterion if plan else None, long=True),
        Fact(tr("Proof that it was done"), proof_shown(done.fact) if done else None, long=True),
        Fact(tr("Check of effectiveness"), _verified(verified.fact, system) if verified else None, long=True),
        Fact(tr("Closed"), _closed(closed.fact, system) if closed else None),
    )
    if finding.is_nonconformity and finding.status is not FindingStatus.WITHDRAWN:
        return facts
    return tuple(fact for fact in facts if fact.value is not None)


def _agreed(finding: ControlledFinding, system: System) -> AgreedAction | None:
    action, done = finding.last("action"), finding.last("done")
    if action is None:
        return None
    owner = named(action.fact.owner, system.organisation) if action.fact.owner else None
    return AgreedAction(action.fact.action, owner, action_due(finding), done.fact.occurred if done else None)


def _answer(finding: ControlledFinding, field: str) -> str | None:
    """Return what was said last in *field* of the responses."""
    step = finding.stating(field)
    return getattr(step.fact, field) if step else None


def _immediate(finding: ControlledFinding) -> tuple[Fact, ...]:
    """Return what was done at once; a major nonconformity shows that it is missing."""
    done = _answer(finding, "containment")
    wanted = done or finding.grade == "major"
    return (Fact(tr("Immediate containment"), done, long=True),) if wanted else ()


def _stated(label: Message, value: Shown) -> tuple[Fact, ...]:
    return (Fact(label, value, long=True),) if value else ()


def _verified(step: FindingStep, system: System) -> Shown:
    word: Shown = tr("result not recorded")
    if step.effective is not None:
        effective = Mark(tr("effective"), "✓", Tone.GOOD)
        word = effective if step.effective else Mark(tr("not effective"), "✗", Tone.BAD)
    by = named(step.by, system.organisation) if step.by else tr("by whom is not recorded")
    return Joined((word, step.occurred, by))


def _closed(step: FindingStep, system: System) -> Shown:
    by = named(step.by, system.organisation) if step.by else tr("by whom is not recorded")
    return Joined((step.occurred, by))


_REMARKS: Final[Mapping[str, Message]] = {"disputed": tr("Disputed"), "withdrawn": tr("Withdrawn")}


def _remarks(finding: ControlledFinding, system: System) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for step in (filed.fact for filed in finding.steps):
        if step.step == "regraded" and step.grade:
            why = step.justification or tr("no justification recorded")
            regraded = Joined((step.occurred, GRADES[step.grade].word, why))
            facts.append(Fact(tr("Regraded"), regraded, long=True))
        if step.step == "reviewed" and step.accepted is not None:
            facts.append(_reviewed(step, system))
        if step.step in _REMARKS:
            given = Joined((step.occurred, step.reason or tr("no reason recorded")))
            facts.append(Fact(_REMARKS[step.step], given, long=True))
    return tuple(facts)


def _reviewed(step: FindingStep, system: System) -> Fact:
    """Return on which day who accepted or rejected the response, and why it was rejected."""
    by = named(step.by, system.organisation) if step.by else tr("by whom is not recorded")
    if step.accepted:
        return Fact(tr("Response accepted"), Joined((step.occurred, by)), long=True)
    why = step.reason or tr("no reason recorded")
    return Fact(tr("Response rejected"), Joined((step.occurred, by, why)), long=True)


def action_due(finding: ControlledFinding) -> Shown:
    """Return when the action is due, and whether that was another day before."""
    planned = [step.fact for step in finding.steps if step.fact.step == "action"]
    if not planned or planned[-1].due is None:
        return None
    due = planned[-1].due
    moves = [
        (earlier.due, later.occurred)
        for earlier, later in pairwise([step for step in planned if step.due])
        if earlier.due and earlier.due != later.due
    ]
    if not moves:
        return due
    before, day = moves[-1]
    return Joined((due, tr("moved from {before} on {day}", before=before, day=day)))
