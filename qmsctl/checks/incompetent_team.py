"""AUD017: a team does not know an edition or a field of work it audits, or its leader has not audited enough."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.competence import is_recorded, lacking
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity
from qmsctl.standards import EDITIONS, edition


@rule("AUD017", over=audits, severity=Severity.WARNING, clauses=("7.2", "9.2.2"))
def incompetent_team(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The team of an audit knows its editions and the fields of work, and whoever leads it has audited before."""
    organisation, plan = system.organisation, audit.plan.fact
    if not is_recorded(organisation) or not plan.team or plan.kind != "internal":
        yield NotApplicable()
        return
    found = lacking(plan, system.audits, organisation, system.day)
    for name in found.editions:
        yield Problem(
            audit.plan.at("team"),
            tr(
                "nobody who audits in {audit} was trained in {edition} before it",
                audit=audit.id,
                edition=edition(name).designation if name in EDITIONS else name,
            ),
            tr("add somebody who was, or record the training under competence in qms.yaml"),
        )
    for process, field in found.fields:
        yield Problem(
            audit.plan.at("team"),
            tr(
                "nobody in the team of {audit} knows {field}, which an audit of {process} demands",
                audit=audit.id,
                field=field,
                process=organisation.processes[process].name,
            ),
            tr("add an auditor or a technical expert who does, or record it under competence in qms.yaml"),
        )
    if found.inexperienced is not None:
        yield Problem(
            audit.plan.at("team"),
            tr(
                "{person} leads {audit} after {count} audits; qms.yaml demands {wanted}",
                person=organisation.title(found.inexperienced),
                audit=audit.id,
                count=found.audits,
                wanted=organisation.auditing.experience,
            ),
            tr(
                "let somebody lead who has audited before, or record earlier audits under competence in qms.yaml"
            ),
        )
