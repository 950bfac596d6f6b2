"""AUD004: somebody audits their own work."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD004", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def partial_auditor(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Auditors do not audit their own work."""
    team = audit.plan.fact.team
    auditing = [(i, member) for i, member in enumerate(team) if member.role in ("lead_auditor", "auditor")]
    if not auditing:
        yield NotApplicable()
    for index, member in auditing:
        if stakes := tuple(dict.fromkeys(_stakes(member.person, audit.plan.fact, system))):
            yield Problem(
                audit.plan.at("team", index, "person"),
                tr(
                    "{person} audits their own work in {audit}: {stakes}",
                    person=system.organisation.title(member.person),
                    audit=audit.id,
                    stakes=stakes,
                ),
                tr(
                    "let somebody else audit this part, or record in the minutes what keeps the audit impartial"
                ),
            )


def _stakes(person: str, plan: AuditPlan, system: System) -> Iterator[Message]:
    """Yield what ties *person* to what is audited."""
    known = system.organisation.people.get(person)
    day = min(plan.days, default=system.day)
    keys = {person, *(known.roles_on(day) if known else ())}
    for key in plan.scope.processes:
        process = system.organisation.processes.get(key)
        if process is not None and process.owner in keys:
            yield tr("owns the process {process}", process=process.name)
    for criterion in plan.criteria:
        for document in system.documents_by_id.get(criterion.document or "", ()):
            yield from _stakes_in(document, person, keys)


def _stakes_in(document: ControlledDocument, person: str, keys: set[str]) -> Iterator[Message]:
    if document.document is not None and document.document.owner in keys:
        yield tr("owns the document {document}", document=document.id)
    own = {d.record.fact.meaning for d in document.decisions if d.record.fact.decider.person == person}
    if "prepared" in own:
        yield tr("prepared the document {document}", document=document.id)
    if "approved" in own:
        yield tr("approved the document {document}", document=document.id)
