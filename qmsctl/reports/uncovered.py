"""What of an audit's scope was not covered, and what is not settled, as its records show it.

ISO 19011, 6.5.1, has a report name areas of the scope that were not covered, and diverging
opinions that were not resolved.  The audit team says so with its conclusions; what follows
from the answers stands beside that, whether the team says it or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmsctl.control.findings import FindingStatus
from qmsctl.messages import Message, list_of, tr
from qmsctl.reports.marks import CONTESTED, UNANSWERED
from qmsctl.reports.shown import Joined, Shown

if TYPE_CHECKING:
    from qmsctl.reports.audit_report import AuditReport

__all__ = ["shown_uncovered", "shown_unsettled"]


def shown_uncovered(report: AuditReport) -> tuple[Shown, ...]:
    """Return what of the scope of *report* was not covered, in lines; none if all of it was."""
    return tuple(_uncovered(report))


def shown_unsettled(report: AuditReport) -> tuple[Shown, ...]:
    """Return what the auditees dispute, and which answers contradict each other, in lines."""
    return tuple(_unsettled(report))


def _uncovered(report: AuditReport) -> Iterator[Shown]:
    for question in report.questions:
        if question.outcome == "not_audited":
            yield _not_audited(question.id, question.reason)
    unanswered = [question.id for question in report.questions if question.outcome == UNANSWERED]
    if unanswered:
        yield tr("questions without an answer: {questions}", questions=list_of(unanswered))
    for results in report.results:
        clauses = results.unexamined_as(UNANSWERED)
        if clauses:
            yield Joined(
                (
                    results.name,
                    tr("clauses in scope that were not covered: {clauses}", clauses=list_of(clauses)),
                ),
                ", ",
            )
    examined = {unit.name for unit in report.units if unit.is_examined}
    units = [unit for unit in report.scope.units if unit not in examined]
    if units:
        yield tr("units in scope where nothing was judged: {units}", units=list_of(units))


def _not_audited(question: str, reason: str | None) -> Message:
    """Return that a question was answered as not audited, and why if that is recorded."""
    if reason and reason.strip():
        return tr("{question} was not audited: {reason}", question=question, reason=reason.strip())
    return tr("{question} was not audited; the reason is not recorded", question=question)


def _unsettled(report: AuditReport) -> Iterator[Shown]:
    disputed = [one.number for one in report.findings if one.status is FindingStatus.DISPUTED]
    if disputed:
        yield tr("findings that the auditees dispute: {findings}", findings=list_of(disputed))
    contested = [question.id for question in report.questions if question.outcome == CONTESTED]
    if contested:
        yield tr(
            "questions with answers that contradict each other: {questions}", questions=list_of(contested)
        )
