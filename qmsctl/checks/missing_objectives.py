"""AUD014: an audit against ISO 9001:2026 has no objectives."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition
from qmsctl.standards.clause_roles import ClauseRole, clauses_with


@rule("AUD014", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def missing_objectives(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Every audit against ISO 9001:2026 has objectives of its own."""
    del system
    plan = audit.plan.fact
    demanding = [key for key in plan.editions if key in clauses_with(ClauseRole.AUDIT_OBJECTIVES)]
    if not demanding:
        yield NotApplicable()
    elif not (plan.objectives or "").strip():
        yield Problem(
            audit.plan.at("objectives"),
            tr(
                "the plan of {audit} states no objectives, and {edition} asks for them",
                audit=audit.id,
                edition=edition(demanding[0]).designation,
            ),
            tr("write down what the audit is to find out"),
        )
