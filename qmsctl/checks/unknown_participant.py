"""AUD008: an audit plan or programme names a person or a role that `qms.yaml` does not know."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, AuditProgramme
from qmsctl.model.nearest import nearest_key, titles_of
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


def plans_and_programmes(system: System) -> Iterator[ControlledAudit | ControlledProgramme]:
    """Every audit, and every audit programme that the tree holds."""
    yield from system.audits
    yield from system.programmes


@rule("AUD008", over=plans_and_programmes, severity=Severity.ERROR, clauses=("9.2.2",))
def unknown_participant(subject: ControlledAudit | ControlledProgramme, system: System) -> Iterator[Answer]:
    """Everybody whom an audit plan or programme names stands in qms.yaml."""
    organisation = system.organisation
    filed = subject.plan if isinstance(subject, ControlledAudit) else subject.stated
    fact = filed.fact
    team = list(_team(fact))
    others = list(_others(fact)) if isinstance(fact, AuditPlan) else []
    guests = list(_auditees(fact)) if isinstance(fact, AuditPlan) else []
    if not (team or others or guests):
        yield NotApplicable()
    people, anybody = (titles_of(organisation, sections) for sections in (["people"], ["roles", "people"]))
    for path, person in team:
        if person not in people:
            yield Problem(
                filed.at(*path),
                tr("nobody in qms.yaml has the key {person}", person=person),
                _suggestion(nearest_key(person, people))
                or tr("add the person to qms.yaml, with the role and the e-mail address known to git"),
            )
    for path, name in others:
        if name not in anybody:
            yield Problem(
                filed.at(*path),
                tr("{name} is neither a role nor a person of qms.yaml", name=name),
                _suggestion(nearest_key(name, anybody)) or tr("correct it, or add the role to qms.yaml"),
            )
    for path, name in guests:
        # Whoever comes from outside is named in words; one word that is nearly a key is mistyped.
        if (
            name not in anybody
            and " " not in name
            and (near := _suggestion(closest(name, tuple(anybody)))) is not None
        ):
            yield Problem(
                filed.at(*path), tr("{name} is neither a role nor a person of qms.yaml", name=name), near
            )


def _team(fact: AuditPlan | AuditProgramme) -> Iterator[tuple[Path, str]]:
    """Yield everybody who is to audit, advise, watch or guide."""
    if isinstance(fact, AuditProgramme):
        for number, entry in enumerate(fact.entries):
            if entry.lead is not None:
                yield ("entries", number, "lead"), entry.lead
            for index, person in enumerate(entry.team):
                yield ("entries", number, "team", index), person
        return
    for index, member in enumerate(fact.team):
        yield ("team", index, "person"), member.person
    for index, row in enumerate(fact.schedule):
        if row.auditor is not None:
            yield ("schedule", index, "auditor"), row.auditor


def _others(plan: AuditPlan) -> Iterator[tuple[Path, str]]:
    """Yield the client and everybody on the distribution list."""
    if plan.client is not None:
        yield ("client",), plan.client
    for index, name in enumerate(plan.distribution):
        yield ("distribution", index), name


def _auditees(plan: AuditPlan) -> Iterator[tuple[Path, str]]:
    """Yield those who answer for what is audited."""
    for index, auditee in enumerate(plan.auditees):
        yield ("auditees", index, "role"), auditee.role
    for index, row in enumerate(plan.schedule):
        if row.auditee is not None:
            yield ("schedule", index, "auditee"), row.auditee


def _suggestion(near: str | None) -> Message | None:
    return tr("did you mean {near}?", near=near) if near else None
