"""The report of one audit: everything it says, in no language and no format.

From a system on a day and what the check found in it comes an `AuditReport`;
`qmsctl.render.report` puts it into words and a format.  What nobody recorded is
`None` here and is said to be missing there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.programme import concluded_on
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.inspection import Inspection, Outcome
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.schema import closest
from qmsctl.reports.changes import Changes
from qmsctl.reports.clauses import EditionResults, results_by_clause
from qmsctl.reports.course import Conclusions, Event, conclusions, course
from qmsctl.reports.criteria import CriterionNamed, criterion_named, edition_named
from qmsctl.reports.evidence import EvidenceSeen, evidence_seen
from qmsctl.reports.findings import FindingReported, earlier_findings, findings_reported, grades
from qmsctl.reports.identification import (
    Auditee,
    Identification,
    ScopeStated,
    Signature,
    TeamMember,
    auditees,
    identification,
    scope_stated,
    signatures,
    team,
)
from qmsctl.reports.marks import CONTESTED, COUNTS, LEVELS, UNANSWERED
from qmsctl.reports.needing_decision import Needed, needing_decision
from qmsctl.reports.open_points import OpenPoints, open_points
from qmsctl.reports.people import called
from qmsctl.reports.provenance import Provenance, provenance
from qmsctl.reports.questions import QuestionAsked, Tally, questions_asked, tally
from qmsctl.reports.register import Registered, register
from qmsctl.reports.schedule import Scheduled, scheduled
from qmsctl.reports.shown import Fact, Joined, Numbered, Shown
from qmsctl.reports.units import UnitResult, results_by_unit

__all__ = [
    "AuditReport",
    "Checked",
    "Copy",
    "LookedAt",
    "Provenance",
    "UnknownAuditError",
    "audit_before",
    "audit_report",
]


class UnknownAuditError(QmsctlError):
    """No audit has that id."""

    def __init__(self, audit: str, known: tuple[str, ...]) -> None:
        near = closest(audit, known)
        hint = tr("no audit is planned here; a file audit.yaml in the folder of the audit begins one")
        if near:
            hint = tr("did you mean {near}? The audits here are: {audits}", near=near, audits=list_of(known))
        elif known:
            hint = tr("the audits here are: {audits}", audits=list_of(known))
        super().__init__(tr("no audit is called {audit}", audit=audit), hint)


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule and what it looked at."""

    summary: Message
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was read and asked to make the report: nothing looked at is not a pass."""

    counts: tuple[Fact, ...]
    checks: tuple[Checked, ...]
    problems: int
    levels: tuple[Fact, ...]
    """Every clause of the organisation's editions by its level, whatever the audit looked at."""


@dataclass(frozen=True, slots=True)
class Copy:
    """On what the copy of an issued report stands.

    What the audit found, and the system as it then was, are told as of the issue; what has become
    of it since, as of the day of the copy.
    """

    issued: dt.date
    commit: str | None
    """From which it was issued; `None`: the record does not say."""
    is_here: bool
    """Whether that commit is; without it the system is told as of the day of the copy."""
    day: dt.date
    """Of the copy."""
    differing: tuple[Registered, ...] = ()
    """The documents of which the register says something else on the day of the copy."""
    gone: tuple[Registered, ...] = ()
    """Those that it no longer has, as they stood at the issue."""

    @property
    def stands_on(self) -> dt.date:
        """The day as of which the system is told."""
        return self.issued if self.is_here else self.day


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The report of one audit."""

    language: str
    """The language of the records."""
    identification: Identification
    objectives: str | None
    scope: ScopeStated
    criteria: tuple[CriterionNamed, ...]
    team: tuple[TeamMember, ...]
    auditees: tuple[Auditee, ...]
    course: tuple[Event, ...]
    conclusions: tuple[Conclusions, ...]
    is_concluded: bool
    questions: tuple[QuestionAsked, ...]
    tally: Tally
    """Of the questions."""
    results: tuple[EditionResults, ...]
    findings: tuple[FindingReported, ...]
    grades: tuple[Numbered, ...]
    """The findings that stand, by grade."""
    earlier: tuple[FindingReported, ...]
    """Findings from before the audit that were open when it began."""
    evidence: tuple[EvidenceSeen, ...]
    open_points: OpenPoints
    register: tuple[Registered, ...]
    looked_at: LookedAt
    provenance: Provenance
    distribution: tuple[Shown, ...]
    signatures: tuple[Signature, ...]
    units: tuple[UnitResult, ...] = ()
    schedule: tuple[Scheduled, ...] = ()
    needed: tuple[Needed, ...] = ()
    """What needs a decision."""
    changes: Changes | None = None
    """Since the audit before; `None`: there was none, or nobody looked."""
    changes_since: str | None = None
    """Which audit that was."""
    as_issued: bool = False
    """Whether it is made to be issued, or as it was issued."""
    copy: Copy | None = None
    """On what it stands besides its own day, if it is the copy of a report that was issued before."""

    @property
    def stands_on(self) -> dt.date:
        """The day as of which it tells what the audit found the system to be."""
        return self.copy.stands_on if self.copy else self.provenance.day

    @property
    def nonconformities(self) -> tuple[FindingReported, ...]:
        """The findings graded as nonconformities, the withdrawn ones too."""
        return tuple(finding for finding in self.findings if finding.is_nonconformity)

    @property
    def agreed(self) -> tuple[FindingReported, ...]:
        """The findings for which an action is planned."""
        return tuple(finding for finding in self.findings if finding.action is not None)

    @property
    def samples(self) -> tuple[EvidenceSeen, ...]:
        """The evidence that was drawn as a sample."""
        return tuple(record for record in self.evidence if record.sample is not None)

    @property
    def statements(self) -> tuple[Shown, ...]:
        """What the figures come to, in sentences."""
        return (self._answered, self.on_nonconformities, *map(_examined, self.results))

    @property
    def _answered(self) -> Message:
        if not self.tally.asked:
            return tr("The plan asks no question of a checklist.")
        found = self.tally
        contested = found.of(CONTESTED)
        answers = (
            tr("judged: {number}", number=found.answered),
            tr("not audited: {number}", number=found.of("not_audited")),
            tr("not applicable: {number}", number=found.of("not_applicable")),
            *((tr("contradictory answers: {number}", number=contested),) if contested else ()),
            tr("without an answer: {number}", number=found.of(UNANSWERED)),
        )
        return tr_n(
            "The plan asks {count} question; {answers}.",
            "The plan asks {count} questions; {answers}.",
            found.asked,
            answers=answers,
        )

    @property
    def on_nonconformities(self) -> Message:
        """What can be said about nonconformities; that there are none only when it was looked for."""
        standing = [finding for finding in self.nonconformities if not finding.is_withdrawn]
        if standing:
            still = sum(finding.is_open for finding in standing)
            return tr(
                "{found}; {open}.",
                found=tr_n(
                    "{count} nonconformity was found", "{count} nonconformities were found", len(standing)
                ),
                open=tr_n("{count} is still open", "{count} are still open", still)
                if still
                else tr_n("it is no longer open", "none is open any more", len(standing)),
            )
        if not self.evidence:
            return tr("No evidence is recorded, so nothing can be said about conformity.")
        if not self.is_concluded:
            return tr("No nonconformity is recorded so far; the audit is not concluded.")
        return tr("No nonconformities were found.")


def _examined(results: EditionResults) -> Shown:
    """Return how much of an edition's scope was looked at."""
    answers = (
        tr("examined: {number}", number=results.to_examine - len(results.not_examined)),
        tr("not audited: {number}", number=len(results.unexamined_as("not_audited"))),
        tr("not applicable: {number}", number=len(results.unexamined_as("not_applicable"))),
        tr("not covered: {number}", number=len(results.unexamined_as(UNANSWERED))),
    )
    extent = tr_n(
        "{count} clause in scope; {answers}.",
        "{count} clauses in scope; {answers}.",
        results.to_examine,
        answers=answers,
    )
    return Joined((results.name, extent), ": ")


def audit_report(  # noqa: PLR0913 - what a report is made from, each by its name
    system: System,
    audit_id: str,
    inspection: Inspection,
    *,
    issued_on: dt.date | None = None,
    issued_from: System | None = None,
    changes: Changes | None = None,
) -> AuditReport:
    """Return the report of the audit *audit_id* as *system* and *inspection* have it.

    Args:
        system: the quality management system on the day of the report.
        audit_id: the id of the audit's plan.
        inspection: what the check found in the same system.
        issued_on: the day the report is issued, when it is made for that; without it the
            records say whether one was issued, and the report is a draft if none was.
        issued_from: the system as the last report was issued from, if one was issued before and
            the caller has looked.
        changes: what changed since the audit before until then, if the caller has looked.

    Raises:
        UnknownAuditError: no audit has that id.
    """
    audit = system.audit(audit_id)
    if audit is None:
        raise UnknownAuditError(audit_id, tuple(audit.id for audit in system.audits))
    plan = audit.plan.fact
    then = issued_from or system
    questions = questions_asked(audit, system)
    findings = findings_reported(audit, system)
    earlier = earlier_findings(audit, system)
    before = audit_before(audit, system)
    identified = identification(audit, system, issued_on)
    return AuditReport(
        language=plan.language or system.organisation.language,
        identification=identified,
        objectives=plan.objectives,
        scope=scope_stated(plan, then),
        criteria=tuple(criterion_named(criterion, then, then.day) for criterion in plan.criteria),
        team=team(plan, system),
        auditees=auditees(plan, system),
        course=course(audit, system),
        conclusions=conclusions(audit),
        is_concluded=audit.last("conclusions") is not None,
        questions=questions,
        tally=tally(question.outcome for question in questions),
        results=results_by_clause(audit, then, questions),
        findings=findings,
        grades=grades(findings),
        earlier=earlier,
        evidence=evidence_seen(audit, system),
        open_points=open_points(audit, system, inspection, questions, findings),
        register=register(then),
        looked_at=_looked_at(inspection),
        provenance=provenance(system, inspection),
        distribution=tuple(called(key, system.organisation) for key in plan.distribution),
        signatures=signatures(plan, then),
        units=results_by_unit(audit, system),
        schedule=scheduled(plan, system),
        needed=tuple(needing_decision(audit, system, is_issued=not identified.is_draft)),
        changes=changes,
        changes_since=before.id if before else None,
        as_issued=issued_on is not None,
        copy=None if issued_on else _copy(identified, system, issued_from),
    )


def _copy(identified: Identification, system: System, issued_from: System | None) -> Copy | None:
    """Return on what the report stands if it is the copy of one that was issued, which records say."""
    issue = identified.issue
    if issue is None:
        return None
    if issued_from is None:
        return Copy(issue.occurred, issue.commit, is_here=False, day=system.day)
    now = {(one.id, one.language): one for one in register(system)}
    then = {(one.id, one.language): one for one in register(issued_from)}
    return Copy(
        issue.occurred,
        issue.commit,
        is_here=True,
        day=system.day,
        differing=tuple(one for key, one in now.items() if then.get(key) != one),
        gone=tuple(one for key, one in then.items() if key not in now),
    )


def audit_before(audit: ControlledAudit, system: System) -> ControlledAudit | None:
    """Return the last audit that was concluded before *audit* began, if there was one."""
    begins = min(audit.plan.fact.days, default=system.day)
    earlier = [
        (concluded, other.id, other)
        for other in system.audits
        if other.id != audit.id and (concluded := concluded_on(other)) is not None and concluded < begins
    ]
    return max(earlier, key=lambda found: found[:2])[2] if earlier else None


def _looked_at(inspection: Inspection) -> LookedAt:
    counts = tuple(Fact(COUNTS.get(name, Message(name)), count) for name, count in inspection.counts.items())
    checks = tuple(Checked(Message(outcome.summary), outcome) for outcome in inspection.outcomes)
    return LookedAt(counts, checks, len(inspection.problems), tuple(_levels(inspection)))


def _levels(inspection: Inspection) -> Iterator[Fact]:
    """Yield, for each edition, which clauses stand on which level, within the audit's scope or not."""
    for key in dict.fromkeys(covered.edition for covered in inspection.clauses):
        numbers = {
            mark: [c.clause.id for c in inspection.clauses if c.edition == key and c.level is level]
            for level, mark in LEVELS.items()
        }
        label = Message("{edition}", (("edition", edition_named(key)),))
        stands = tuple(Joined((mark, list_of(ids)), ": ") for mark, ids in numbers.items() if ids)
        yield Fact(label, stands, long=True)
