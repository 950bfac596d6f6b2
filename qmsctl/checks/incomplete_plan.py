"""AUD003: an audit plan leaves out what every audit has to settle beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, Scope
from qmsctl.rule import Answer, Problem, audits, rule
from qmsctl.settings import Severity
from qmsctl.standards.clause_roles import ClauseRole, clauses_with


@rule("AUD003", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def incomplete_plan(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """An audit plan states objectives, criteria, scope, a lead auditor and days."""
    del system
    for field, message, fix in _missing(audit.plan.fact):
        yield Problem(audit.plan.at(field), message, fix)


def _missing(plan: AuditPlan) -> Iterator[tuple[str, Message, Message]]:
    """Yield the field of each thing that is missing, with what to say about it."""
    # Under an edition that asks for them, `missing-objectives` is an error of its own.
    demanded = not clauses_with(ClauseRole.AUDIT_OBJECTIVES).keys().isdisjoint(plan.editions)
    if not (plan.objectives or "").strip() and not demanded:
        yield (
            "objectives",
            tr("the plan of {audit} states no objectives", audit=plan.id),
            tr("write down what the audit is to find out"),
        )
    if not plan.editions:
        yield (
            "criteria",
            tr("the criteria of {audit} name no edition of a standard", audit=plan.id),
            tr("add the standard with its edition to the criteria"),
        )
    if not _has_extent(plan.scope):
        yield (
            "scope",
            tr("the plan of {audit} states no scope", audit=plan.id),
            tr("name the units or processes that are audited, or describe the scope in words"),
        )
    if not any(member.role == "lead_auditor" for member in plan.team):
        yield (
            "team",
            tr("the team of {audit} has no lead auditor", audit=plan.id),
            tr("give one member of the team the role lead_auditor"),
        )
    if not plan.days:
        yield (
            "days",
            tr("the plan of {audit} names no days", audit=plan.id),
            tr("add the days on which the audit takes place"),
        )


def _has_extent(scope: Scope) -> bool:
    return bool((scope.text or "").strip() or scope.units or scope.processes)
