"""AUD015: an internal audit is in no programme, though there is one for its time."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD015", over=audits, severity=Severity.NOTE, clauses=("9.2.2",))
def unprogrammed_audit(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Every internal audit fulfils an entry of the programme of its time."""
    plan = audit.plan.fact
    begins = min(plan.days, default=None)
    fitting = [one for one in system.programmes if begins is not None and one.stated.fact.covers(begins)]
    if plan.kind != "internal" or not fitting or audit.status is AuditStatus.WITHDRAWN:
        yield NotApplicable()
    elif system.entry_of(audit.id) is None:
        yield Problem(
            audit.plan.at("id"),
            tr(
                "{audit} is in no audit programme; {programme} is that of its time",
                audit=audit.id,
                programme=fitting[0].id,
            ),
            tr(
                "name the entry in the plan, programme: {{id: {programme}, entry: …}}, or add an entry to the programme",
                programme=fitting[0].id,
            ),
        )
