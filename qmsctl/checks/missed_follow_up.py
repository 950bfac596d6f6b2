"""AUD037: the plan of an audit leaves out what is open from earlier audits, or names a finding nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.looked_at_again import follow_up_of
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD037", over=audits, severity=Severity.WARNING, clauses=("9.2.2", "10.2.1"))
def missed_follow_up(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The plan of an audit names every open finding of earlier audits that it concerns, and none that does not exist."""
    plan = audit.plan.fact
    if audit.status.is_over or plan.kind != "internal":
        yield NotApplicable()
        return
    begins = min(plan.days, default=system.day)
    for index, number in enumerate(plan.follow_up):
        if number not in system.findings_by_number:
            near = closest(number, tuple(system.findings_by_number))
            yield Problem(
                audit.plan.at("follow_up", index),
                tr("no finding has the number {number}", number=number),
                tr("did you mean {near}?", near=near) if near else tr("correct the number, or take it out"),
            )
    wanted = list(_wanted(audit, begins, system))
    if not wanted and not plan.follow_up:
        yield NotApplicable()
    named = set(plan.follow_up)
    for finding in wanted:
        if finding.number in named:
            continue
        named.add(finding.number)  # two of one number are another rule's matter
        yield Problem(
            audit.plan.at("follow_up"),
            tr(
                "{number} is open and concerns {audit}, and its plan does not name it",
                number=finding.number,
                audit=audit.id,
            ),
            tr("add the number under follow_up in the plan, so that the auditors look at it again"),
        )


def _wanted(audit: ControlledAudit, begins: dt.date, system: System) -> Iterator[ControlledFinding]:
    """Yield the open findings of other audits that were raised before *audit* *begins* and that it concerns."""
    plan = audit.plan.fact
    for finding in follow_up_of(system, plan.criteria, plan.scope.units, plan.scope.processes):
        raised = finding.raised.fact
        own = raised.source is not None and raised.source.audit in (None, audit.id)
        if not own and raised.occurred < begins:
            yield finding
