"""AUD004: somebody audits their own work, and nothing recorded makes up for it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.impartiality import AUDITING, forbids_own_work, in_conflict, stake_in_words
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD004", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def partial_auditor(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Auditors do not audit their own work, or the plan says what keeps the audit impartial."""
    plan, organisation = audit.plan.fact, system.organisation
    if forbids_own_work(plan, organisation) or not any(member.role in AUDITING for member in plan.team):
        yield NotApplicable()
        return
    conflicts = in_conflict(plan, system)
    for index, member in enumerate(plan.team):
        if member.role not in AUDITING or (member.safeguard or "").strip():
            continue
        if stakes := conflicts.get(member.person):
            yield Problem(
                audit.plan.at("team", index, "person"),
                tr(
                    "{person} audits their own work in {audit}: {stakes}",
                    person=organisation.title(member.person),
                    audit=audit.id,
                    stakes=[stake_in_words(one, organisation) for one in stakes],
                ),
                tr(
                    "let somebody else audit this part, or write a safeguard beside the person in the plan: what keeps the audit impartial"
                ),
            )
