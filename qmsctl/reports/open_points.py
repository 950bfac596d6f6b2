"""What an audit leaves open: findings, questions, records that do not count, problems of the check."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.inspection import Inspection, Reported
from qmsctl.messages import Message, tr
from qmsctl.model.document import Checklist
from qmsctl.model.record import Approval, Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.marks import CONTESTED, SEVERITIES, UNANSWERED
from qmsctl.reports.questions import QuestionAsked
from qmsctl.reports.shown import Mark, natural_key
from qmsctl.reports.waived import WaivedShown, waived_shown

__all__ = ["Attention", "OpenPoints", "ProblemFound", "open_points", "problem_found"]


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that does not count as it stands, or is not there."""

    what: str
    """A path, or the id of what is missing."""
    why: Message


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """A problem of the check in a file of the audit."""

    severity: Mark
    rule: str
    slug: str
    place: str
    """Path and line."""
    message: Message
    fix: Message
    is_established: bool


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Everything that is still open on the day."""

    findings: tuple[FindingReported, ...]
    unanswered: tuple[QuestionAsked, ...]
    contested: tuple[QuestionAsked, ...]
    attention: tuple[Attention, ...]
    problems: tuple[ProblemFound, ...]
    """Of the files of this audit only."""
    other_problems: int
    """How many the check found elsewhere."""
    waived: tuple[WaivedShown, ...] = ()
    """What the check found in the files of this audit, and somebody answers for."""

    @property
    def count(self) -> int:
        """How many open points there are."""
        return sum(number for _, number in self._groups)

    @property
    def counted(self) -> Message:
        """How many there are, and of what."""
        if not self.count:
            return tr("Open points: none")
        return tr(
            "Open points: {count} ({what})",
            count=self.count,
            what=tuple(message for message, number in self._groups if number),
        )

    @property
    def _groups(self) -> tuple[tuple[Message, int], ...]:
        """What is counted: each kind with its words and its number."""
        found, unanswered, contested = len(self.findings), len(self.unanswered), len(self.contested)
        attention, problems = len(self.attention), len(self.problems)
        return (
            (tr("open findings: {number}", number=found), found),
            (tr("questions without an answer: {number}", number=unanswered), unanswered),
            (tr("questions with contradictory answers: {number}", number=contested), contested),
            (
                tr("records that do not count or are missing: {number}", number=attention),
                attention,
            ),
            (tr("problems in the files of this audit: {number}", number=problems), problems),
        )


def open_points(
    audit: ControlledAudit,
    system: System,
    inspection: Inspection,
    questions: Iterable[QuestionAsked],
    findings: Iterable[FindingReported],
) -> OpenPoints:
    """Return what *audit* leaves open."""
    asked = tuple(questions)
    folders = _folders(audit)
    own = [problem for problem in inspection.problems if problem.place.path.startswith(folders)]
    return OpenPoints(
        tuple(sorted((f for f in findings if f.is_open), key=_urgency)),
        tuple(question for question in asked if question.outcome == UNANSWERED),
        tuple(question for question in asked if question.outcome == CONTESTED),
        (*_absent(audit, system), *_not_counting(audit, system, folders)),
        tuple(problem_found(problem) for problem in own),
        len(inspection.problems) - len(own),
        waived_shown(one for one in inspection.waived if one.problem.place.path.startswith(folders)),
    )


def _urgency(finding: FindingReported) -> tuple[object, ...]:
    """Sort nonconformities first, then what is due first; what has no date last."""
    return (
        not finding.is_nonconformity,
        finding.due is None,
        finding.due.isoformat() if finding.due else "",
        natural_key(finding.number),
    )


def _folders(audit: ControlledAudit) -> tuple[str, ...]:
    """Return the beginnings of the paths of everything that belongs to *audit*."""
    findings = dict.fromkeys(
        posixpath.dirname(step.path) + "/" for finding in audit.findings for step in finding.steps
    )
    return (posixpath.dirname(audit.plan.path) + "/", *findings)


def problem_found(problem: Reported) -> ProblemFound:
    """Return *problem* as a report shows it."""
    return ProblemFound(
        SEVERITIES[problem.severity],
        problem.rule,
        problem.slug,
        f"{problem.place.path}:{problem.place.line}",
        problem.message,
        problem.fix,
        problem.established,
    )


def _absent(audit: ControlledAudit, system: System) -> Iterator[Attention]:
    """Yield the checklists and questions that the plan names and nobody can find."""
    for selection in audit.plan.fact.checklists:
        versions = [
            document.document
            for document in system.documents_by_id.get(selection.checklist, ())
            if isinstance(document.document, Checklist)
        ]
        if not versions:
            yield Attention(
                selection.checklist,
                tr("the plan names this checklist and it is not there: its questions are missing here"),
            )
            continue
        known = {question.id for checklist in versions for question in checklist.questions}
        for question in selection.questions:
            if question not in known:
                yield Attention(
                    question, tr("the plan names this question and its checklist has no such one")
                )


def _not_counting(audit: ControlledAudit, system: System, folders: tuple[str, ...]) -> Iterator[Attention]:
    """Yield the records of *audit* that cannot be taken as they are."""
    concluded = [minutes.path for minutes in audit.minutes if minutes.fact.kind == "conclusions"]
    groups: Sequence[tuple[Iterable[str], Message]] = (
        (
            (fault.path for fault in system.qms.malformed if fault.path.startswith(folders)),
            tr("cannot be read, so nothing of it is in this report"),
        ),
        (
            (record.path for record in system.contested if _belongs(record, audit)),
            tr("contested: another record corrects the same one, and neither counts"),
        ),
        (
            (record.path for record in system.unrecorded if _belongs(record, audit)),
            tr("written and not yet recorded in the history; it does not count"),
        ),
        (
            (record.path for record in audit.unknown_questions),
            tr("answers a question that the plan does not ask"),
        ),
        (
            concluded if len(concluded) > 1 else (),
            tr("more than one record of conclusions stands; a correction has to name them all"),
        ),
        ((record.path for record in audit.late), tr("recorded after the audit was sealed")),
    )
    for paths, why in groups:
        yield from (Attention(path, why) for path in sorted(paths))


def _belongs(record: Filed[Record], audit: ControlledAudit) -> bool:
    fact = record.fact
    if isinstance(fact, Evidence | Minutes):
        return fact.audit == audit.id
    if isinstance(fact, FindingStep):
        raised_here = fact.source is not None and fact.source.audit == audit.id
        return raised_here or fact.finding in {finding.id for finding in audit.findings}
    return isinstance(fact, Approval) and fact.document == audit.id
