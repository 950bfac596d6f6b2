"""AUD008: an audit plan names a person or a role that `qms.yaml` does not know."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD008", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def unknown_participant(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Everybody whom an audit plan names stands in qms.yaml."""
    organisation = system.organisation
    plan = audit.plan.fact
    team: list[tuple[Path, str]] = [
        (("team", index, "person"), member.person) for index, member in enumerate(plan.team)
    ]
    team += [
        (("schedule", index, "auditor"), row.auditor)
        for index, row in enumerate(plan.schedule)
        if row.auditor is not None
    ]
    others = list(_others(plan))
    if not team and not others:
        yield NotApplicable()
    for path, person in team:
        if person not in organisation.people:
            yield Problem(
                audit.plan.at(*path),
                tr("nobody in qms.yaml has the key {person}", person=person),
                _suggestion(person, tuple(organisation.people))
                or tr("add the person to qms.yaml, with the role and the e-mail address known to git"),
            )
    known = (*organisation.roles, *organisation.people)
    for path, name in others:
        if name not in known:
            yield Problem(
                audit.plan.at(*path),
                tr("{name} is neither a role nor a person of qms.yaml", name=name),
                _suggestion(name, known) or tr("correct it, or add the role to qms.yaml"),
            )


def _others(plan: AuditPlan) -> Iterator[tuple[Path, str]]:
    """Yield the client and everybody on the distribution list."""
    if plan.client is not None:
        yield ("client",), plan.client
    for index, name in enumerate(plan.distribution):
        yield ("distribution", index), name


def _suggestion(name: str, known: tuple[str, ...]) -> Message | None:
    near = closest(name, known)
    return tr("did you mean {near}?", near=near) if near else None
