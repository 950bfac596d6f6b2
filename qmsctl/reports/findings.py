"""Findings as a report shows them: what was found, what was answered, and what is still to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.reports.criteria import criteria_named
from qmsctl.reports.marks import FINDING_STATUSES, FINDING_STEPS, GRADES
from qmsctl.reports.people import named, recorder_named
from qmsctl.reports.shown import Fact, Joined, Mark, Numbered, Shown, Tone, natural_key

__all__ = ["FindingReported", "StepReported", "earlier_findings", "findings_reported", "grades"]


@dataclass(frozen=True, slots=True)
class StepReported:
    """One step of a finding."""

    occurred: dt.date
    kind: Message
    recorded: Shown
    """When and by whom."""
    facts: tuple[Fact, ...]
    """What its record says beyond the present state of the finding."""


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
    response: tuple[Fact, ...]
    """The follow-up; for a nonconformity with all that is missing of it."""
    remarks: tuple[Fact, ...]
    """Regradings, disputes, a withdrawal."""
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
            (Fact(tr("Owner"), self.owner), Fact(tr("Due date"), self.due))
            if self.grade != "strength"
            else ()
        )
        return (
            Fact(tr("Criteria"), self.criteria, long=True),
            Fact(tr("Units"), self.units or tr("none named")),
            Fact(tr("Processes"), self.processes or tr("none named")),
            Fact(tr("Raised on"), self.raised),
            *owner,
        )


def findings_reported(audit: ControlledAudit, system: System) -> tuple[FindingReported, ...]:
    """Return every finding of *audit* by number, the withdrawn ones too."""
    late = {record.path for record in audit.late}
    return _by_number(_reported(f, system, is_late=f.raised.path in late) for f in audit.findings)


def earlier_findings(audit: ControlledAudit, system: System) -> tuple[FindingReported, ...]:
    """Return findings from elsewhere that were raised before *audit* and open when it began.

    An audit looks at what became of them; one without days looks at those open now.
    """
    begins = min(audit.plan.fact.days, default=system.day)
    own = {finding.id for finding in audit.findings}
    return _by_number(
        _reported(finding, system)
        for finding in system.findings
        if finding.id not in own
        and finding.grade != "strength"
        and finding.raised.fact.occurred < begins
        and not _ended_before(finding, begins)
    )


def grades(findings: Iterable[FindingReported]) -> tuple[Numbered, ...]:
    """Count *findings* by grade, without those that were withdrawn."""
    counted = [finding.grade for finding in findings if not finding.is_withdrawn]
    return tuple(Numbered(mark, counted.count(grade)) for grade, mark in GRADES.items())


def _by_number(findings: Iterable[FindingReported]) -> tuple[FindingReported, ...]:
    return tuple(sorted(findings, key=lambda finding: natural_key(finding.number)))


def _ended_before(finding: ControlledFinding, day: dt.date) -> bool:
    return not finding.is_open and finding.steps[-1].fact.occurred < day


def _reported(finding: ControlledFinding, system: System, *, is_late: bool = False) -> FindingReported:
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
        is_overdue=is_open and finding.due is not None and finding.due < system.day,
        source=_source(raised),
        criteria=criteria_named(raised.criteria, system),
        units=tuple(organisation.units.get(unit, unit) for unit in raised.units),
        processes=tuple(_process(key, system) for key in raised.processes),
        requirement=raised.requirement,
        evidence_text=raised.evidence_text,
        statement=raised.statement,
        evidence=raised.evidence,
        response=_response(finding, system),
        remarks=_remarks(finding),
        steps=tuple(_steps(finding, system)),
        is_late=is_late,
    )


def _process(key: str, system: System) -> str:
    process = system.organisation.processes.get(key)
    return f"{key} {process.name}" if process else key


def _source(raised: FindingStep) -> Shown:
    source = raised.source
    if source is None:
        return None
    kinds: tuple[tuple[str | None, Message], ...] = (
        (source.audit, tr("audit {id}", id=source.audit or "")),
        (source.complaint, tr("complaint {id}", id=source.complaint or "")),
        (source.inspection, tr("inspection {id}", id=source.inspection or "")),
        (source.management_review, tr("management review {id}", id=source.management_review or "")),
    )
    return next((message for value, message in kinds if value), source.other)


def _response(finding: ControlledFinding, system: System) -> tuple[Fact, ...]:
    """Return the follow-up in the order auditors expect it."""
    response, action = finding.last("response"), finding.last("action")
    done, verified, closed = finding.last("done"), finding.last("verified"), finding.last("closed")
    answer = response.fact if response else None
    plan = action.fact if action else None
    due = _due(finding)
    facts = (
        Fact(tr("Correction"), answer.correction if answer else None, long=True),
        Fact(tr("Extent: similar cases"), answer.extent if answer else None, long=True),
        Fact(tr("Cause"), answer.cause if answer else None, long=True),
        Fact(tr("Corrective action"), plan.action if plan else None, long=True),
        Fact(
            tr("Owner of the action"), named(plan.owner, system.organisation) if plan and plan.owner else None
        ),
        Fact(tr("Action due on"), due, long=isinstance(due, Joined)),
        Fact(tr("Criterion of effectiveness"), plan.criterion if plan else None, long=True),
        Fact(tr("Proof that it was done"), done.fact.proof if done else None, long=True),
        Fact(tr("Check of effectiveness"), _verified(verified.fact, system) if verified else None, long=True),
        Fact(tr("Closed"), _closed(closed.fact, system) if closed else None),
    )
    if finding.is_nonconformity and finding.status is not FindingStatus.WITHDRAWN:
        return facts
    return tuple(fact for fact in facts if fact.value is not None)


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


def _remarks(finding: ControlledFinding) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for step in (filed.fact for filed in finding.steps):
        if step.step == "regraded" and step.grade:
            why = step.justification or tr("no justification recorded")
            regraded = Joined((step.occurred, GRADES[step.grade].word, why))
            facts.append(Fact(tr("Regraded"), regraded, long=True))
        if step.step in _REMARKS:
            given = Joined((step.occurred, step.reason or tr("no reason recorded")))
            facts.append(Fact(_REMARKS[step.step], given, long=True))
    return tuple(facts)


_IN_SUMMARY: Final[Mapping[str, frozenset[str]]] = {
    "response": frozenset({"correction", "extent", "cause"}),
    "action": frozenset({"action", "owner", "due", "criterion"}),
    "done": frozenset({"proof"}),
    "verified": frozenset({"effective", "by"}),
    "closed": frozenset({"by"}),
    "regraded": frozenset({"grade", "justification"}),
    "disputed": frozenset({"reason"}),
    "withdrawn": frozenset({"reason"}),
}
"""What the follow-up, or the remarks, say of the last step of a kind."""

_ALWAYS_IN_SUMMARY: Final = frozenset({"regraded", "disputed", "withdrawn"})
"""Kinds of which the remarks name every step."""

_IN_SUBSTANCE: Final = frozenset(
    {"number", "source", "title", "criteria", "units", "processes", "evidence"}
    | {"requirement", "evidence_text", "statement"}
)
"""What the finding itself says of the step that raised it."""

_REPEATED: Final = frozenset({"action", "owner", "criterion", "correction", "extent", "cause", "proof"})
"""What an earlier step need not say again where the last one of its kind says the same."""


def _steps(finding: ControlledFinding, system: System) -> Iterator[StepReported]:
    """Yield every step, so that nothing which was recorded is left out of the report."""
    before: dt.date | None = None
    for filed in finding.steps:
        step = filed.fact
        shown = _shown_elsewhere(step, finding)
        moved = step.step == "action" and None not in (before, step.due) and before != step.due
        facts = _said(step, system, shown | ({"due", "reason", "justification", "text"} if moved else set()))
        if moved:
            facts = (*_moved(step, before), *facts)
        if step.step == "action":
            before = step.due or before
        recorded = system.day_of(step.recorded)
        by = recorder_named(step.recorder, system.organisation, recorded)
        yield StepReported(
            step.occurred,
            FINDING_STEPS[step.step],
            Joined((tr("recorded on {day}", day=recorded), by)),
            facts,
        )


def _shown_elsewhere(step: FindingStep, finding: ControlledFinding) -> set[str]:
    """Return the fields of *step* that the report shows in the finding, its remarks or its follow-up."""
    if step is finding.raised.fact:
        now = {"owner": finding.owner, "due": finding.due, "grade": finding.grade}
        return {*_IN_SUBSTANCE, *(name for name, value in now.items() if getattr(step, name) == value)}
    fields = _IN_SUMMARY.get(step.step, frozenset())
    if step.step == "regraded" and not step.grade:
        return set()
    last = finding.last(step.step)
    if last is None or last.fact is step or step.step in _ALWAYS_IN_SUMMARY:
        return set(fields)
    return {name for name in fields & _REPEATED if getattr(step, name) == getattr(last.fact, name)}


def _moved(step: FindingStep, before: dt.date | None) -> tuple[Fact, ...]:
    """Return from when to when the due date of the action was moved, on which day and why."""
    if before is None or step.due is None:
        return ()
    moved = tr("moved from {before} to {after} on {day}", before=before, after=step.due, day=step.occurred)
    given = tuple(text for text in (step.reason, step.justification, step.text) if text)
    why: Shown = given[0] if len(given) == 1 else given
    return (
        Fact(tr("Due date of the action"), moved),
        Fact(tr("Reason of the change"), why or tr("no reason recorded"), long=True),
    )


def _said(step: FindingStep, system: System, without: Collection[str]) -> tuple[Fact, ...]:
    """Return what the record of *step* says, but for the fields *without*."""
    organisation = system.organisation
    due = tr("Response due on") if step.step == "raised" else tr("Action due on")
    effective = {True: tr("effective"), False: tr("not effective"), None: None}[step.effective]
    facts: tuple[tuple[str, Fact], ...] = (
        ("number", Fact(tr("Number"), step.number)),
        ("title", Fact(tr("Title"), step.title)),
        ("grade", Fact(tr("Grade"), GRADES[step.grade] if step.grade else None)),
        ("source", Fact(tr("Source"), _source(step))),
        ("criteria", Fact(tr("Criteria"), criteria_named(step.criteria, system), long=True)),
        ("units", Fact(tr("Units"), tuple(organisation.units.get(unit, unit) for unit in step.units))),
        ("processes", Fact(tr("Processes"), tuple(_process(key, system) for key in step.processes))),
        ("requirement", Fact(tr("Requirement"), step.requirement, long=True)),
        ("evidence_text", Fact(tr("Objective evidence"), step.evidence_text, long=True)),
        ("statement", Fact(tr("Statement"), step.statement, long=True)),
        ("evidence", Fact(tr("Evidence cited"), step.evidence, long=True)),
        ("correction", Fact(tr("Correction"), step.correction, long=True)),
        ("extent", Fact(tr("Extent: similar cases"), step.extent, long=True)),
        ("cause", Fact(tr("Cause"), step.cause, long=True)),
        ("action", Fact(tr("Corrective action"), step.action, long=True)),
        ("owner", Fact(tr("Owner"), named(step.owner, organisation) if step.owner else None)),
        ("due", Fact(due, step.due)),
        ("criterion", Fact(tr("Criterion of effectiveness"), step.criterion, long=True)),
        ("proof", Fact(tr("Proof that it was done"), step.proof, long=True)),
        ("effective", Fact(tr("Check of effectiveness"), effective)),
        ("by", Fact(tr("By whom"), named(step.by, organisation) if step.by else None)),
        ("reason", Fact(tr("Reason"), step.reason, long=True)),
        ("justification", Fact(tr("Justification"), step.justification, long=True)),
        ("text", Fact(tr("Text of the record"), step.text, long=True)),
        ("corrects", Fact(tr("Takes the place of"), step.corrects, long=True)),
        ("correction_reason", Fact(tr("Reason of the correction"), step.correction_reason, long=True)),
    )
    return tuple(fact for name, fact in facts if name not in without and fact.value not in (None, "", ()))


def _due(finding: ControlledFinding) -> Shown:
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
