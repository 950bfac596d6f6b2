"""AUD018: somebody audits their own work where nothing can make up for it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.impartiality import AUDITING, forbids_own_work, in_conflict, stake_in_words
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD018", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def own_work_audited(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Where the edition or qms.yaml forbids it, nobody audits their own work."""
    plan, organisation = audit.plan.fact, system.organisation
    if not forbids_own_work(plan, organisation) or not any(member.role in AUDITING for member in plan.team):
        yield NotApplicable()
        return
    conflicts = in_conflict(plan, system)
    for index, member in enumerate(plan.team):
        if member.role in AUDITING and (stakes := conflicts.get(member.person)):
            yield Problem(
                audit.plan.at("team", index, "person"),
                tr(
                    "{person} may not audit their own work in {audit}: {stakes}",
                    person=organisation.title(member.person),
                    audit=audit.id,
                    stakes=[stake_in_words(one, organisation) for one in stakes],
                ),
                tr("let somebody else audit this part, and give it to them in the schedule of the plan"),
            )
