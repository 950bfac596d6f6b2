"""An audit plan that is changed: what it says now, as somebody would say it, and which of its fields differ after."""

from __future__ import annotations

from collections.abc import Mapping

from qmsctl.authoring.audit_plan import plan_fields
from qmsctl.authoring.changed_fields import with_fields
from qmsctl.authoring.files import dump_for_people
from qmsctl.authoring.new_audit import NewAudit, in_keys
from qmsctl.control.system import System
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.schema import Filed

__all__ = ["changed_plan", "stated_in"]


def stated_in(plan: AuditPlan) -> NewAudit:
    """Return what *plan* says, as far as somebody who plans says it."""
    editions = tuple(dict.fromkeys(one.edition for one in plan.criteria if one.edition))
    several = len(editions) > 1
    return NewAudit(
        days=plan.days,
        id=plan.id,
        title=plan.title,
        kind=plan.kind,
        owner=plan.owner,
        client=plan.client,
        objectives=plan.objectives,
        scope=plan.scope.text,
        units=plan.scope.units,
        processes=plan.scope.processes,
        from_=plan.scope.from_,
        until=plan.scope.until,
        editions=editions,
        clauses=tuple(
            f"{one.edition} {clause}" if several else clause
            for one in plan.criteria
            for clause in one.clauses
        ),
        documents=tuple(one.document for one in plan.criteria if one.document),
        acts=tuple(one.act for one in plan.criteria if one.act),
        lead=next((one.person for one in plan.team if one.role == "lead_auditor"), None),
        others=tuple((one.person, one.role) for one in plan.team if one.role != "lead_auditor"),
        safeguards={one.person: one.safeguard for one in plan.team if one.safeguard},
        auditees=tuple((one.role, one.unit) for one in plan.auditees),
        places=plan.places,
        mode=plan.mode,
        methods=plan.methods,
        distribution=plan.distribution,
    )


def changed_plan(system: System, filed: Filed[Document], plan: AuditPlan, new: NewAudit) -> bytes:
    """Return the file of *plan* with what *new* says otherwise; what nobody changed stays as it is written.

    Raises:
        RefusedError: *new* names what does not exist, or the file cannot be changed in place.
    """
    before = plan_fields(system, stated_in(plan), plan.id)
    after = plan_fields(system, in_keys(system, new), plan.id)
    held = {one.person: one.letter for one in plan.team if one.letter}
    changes: dict[str, object] = {}
    for key, value in after.items():
        if value == before[key] or key in ("revision", "programme", "schedule", "follow_up"):
            continue
        if key == "checklists" and _written(before[key]) != _written(filed.source.tree.get(key)):
            continue  # somebody chose the questions by hand
        changes[key] = _with_letters(value, held) if key == "team" else value
    return with_fields(filed, changes) if changes else filed.source.raw


def _written(value: object) -> bytes:
    return dump_for_people({"value": value})


def _with_letters(team: object, held: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the *team* in which everybody keeps the letter they had: numbers of findings go by it."""
    members = team if isinstance(team, list) else []
    free = (letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in held.values())
    return [
        {**one, "letter": (held.get(str(one["person"])) or next(free, None)) if one["letter"] else None}
        for one in members
    ]
