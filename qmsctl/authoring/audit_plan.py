"""New plans of audits: refused if they could not be followed, otherwise ready to be written."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qmsctl.authoring.files import Draft, dump_for_people
from qmsctl.authoring.new_audit import NewAudit, clauses_of, in_keys
from qmsctl.authoring.plan_defaults import checklists_for, letters, next_id
from qmsctl.control.competence import Lacking, lacking
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.impartiality import Conflict, in_conflict
from qmsctl.control.looked_at_again import follow_up_of
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import AuditPlan, Checklist, Criterion
from qmsctl.model.naming import has_form
from qmsctl.model.reading import examine_document
from qmsctl.model.schema import closest
from qmsctl.standards import edition
from qmsctl.standards.clause_roles import ClauseRole, clauses_with

__all__ = [
    "Planned",
    "draft_audit",
    "new_id",
    "plan_fields",
]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan that can be written, and what there is to know about it."""

    plan: AuditPlan
    draft: Draft
    conflicts: Mapping[str, tuple[Conflict, ...]]
    """By person; those that a safeguard answers too."""
    lacking: Lacking
    follow_up: tuple[ControlledFinding, ...]


def draft_audit(system: System, new: NewAudit) -> Planned:
    """Return the file of *new*, the message of its commit, and what there is to know about it.

    Args:
        system: the system on the day of planning.
        new: what is to be planned, with what its entry of a programme says.

    Raises:
        RefusedError: it names what does not exist, or leaves out what an audit cannot do without.
    """
    new = in_keys(system, new)
    _refuse_incomplete(new)
    _refuse_outsiders(new)
    id = _id(system, new)
    criteria = tuple(_criteria(new))
    follow_up = follow_up_of(system, criteria, new.units, new.processes)
    fields = _fields(system, new, id, criteria, follow_up)
    path = f"{system.organisation.folders.of_audit(id)}/audit.yaml"
    content = dump_for_people(fields)
    filed, faults = examine_document(path, content)
    if filed is None or faults or not isinstance(filed.fact, AuditPlan):
        fault = faults[0]
        raise RefusedError(fault.message, fault.fix)
    message = f"{tr('Plan the audit {audit}', audit=id)}\n\n{fields['title']}\n"
    plan = filed.fact
    return Planned(
        plan,
        Draft({path: content}, message),
        in_conflict(plan, system),
        lacking(plan, system.audits, system.organisation, system.day),
        follow_up,
    )


def plan_fields(system: System, new: NewAudit, id: str) -> dict[str, object]:
    """Return the fields of the plan *id* that says what *new* does.

    Args:
        system: the system on the day of planning.
        new: what the plan says, in keys.
        id: of the audit.

    Raises:
        RefusedError: it leaves out what an audit cannot do without, or names a checklist that is none.
    """
    _refuse_incomplete(new)
    _refuse_outsiders(new)
    return _fields(system, new, id, tuple(_criteria(new)), ())


def _refuse_outsiders(new: NewAudit) -> None:
    """Refuse a safeguard, or a row of the schedule, for somebody who is not in the team.

    Raises:
        RefusedError: it says whom.
    """
    for person in new.safeguards:
        if person not in new.people:
            raise RefusedError(
                tr("{person} is not in the team, so a safeguard says nothing", person=person),
                tr("name somebody of the team, or add the person to it"),
            )
    for row in new.rows:
        if "auditor" in row and row["auditor"] not in new.people:
            raise RefusedError(
                tr("{person} is in the schedule and not in the team", person=str(row["auditor"])),
                tr("write one of: {expected}", expected=list_of(new.people)),
            )


def _refuse_incomplete(new: NewAudit) -> None:
    """Refuse what leaves out something that no audit can do without.

    Raises:
        RefusedError: it says what.
    """
    if not new.days:
        raise RefusedError(tr("an audit needs its days"), tr("say with --day when it takes place"))
    if not new.editions:
        raise RefusedError(
            tr("an audit needs the edition of the standard it judges by"), tr("say it with --edition")
        )
    if new.lead is None:
        raise RefusedError(tr("an audit needs somebody who leads it"), tr("say with --lead who it is"))
    if new.from_ is not None and new.until is not None and new.until < new.from_:
        raise RefusedError(
            tr(
                "the period that is looked at ends on {until}, before it begins on {day}",
                until=new.until,
                day=new.from_,
            ),
            tr("write the earlier day after --from, the later one after --until"),
        )
    wanting = [key for key in new.editions if key in clauses_with(ClauseRole.AUDIT_OBJECTIVES)]
    if wanting and not new.objectives:
        raise RefusedError(
            tr("{edition} asks for objectives of each audit", edition=edition(wanting[0]).designation),
            tr("say with --objectives what the audit is to find out"),
        )


def _id(system: System, new: NewAudit) -> str:
    """Return the id of the new audit, which nothing bears yet."""
    return new_id(
        system, new.id or next_id(min(new.days).year, [audit.id for audit in system.audits], ("AUD", 2))
    )


def new_id(system: System, id: str) -> str:
    """Return *id* if a new audit can bear it.

    Raises:
        RefusedError: a document bears it, or audits have ids of another form.
    """
    form = system.organisation.type_of("audit").id
    if form is not None and not has_form(id, form):
        raise RefusedError(
            tr("the id {document} does not have the form {form} of its type", document=id, form=form),
            tr(
                "write it so, with a digit for #, a letter for ? and any text for *, or change the form in qms.yaml"
            ),
        )
    if id in system.documents_by_id or id in system.unreadable:
        raise RefusedError(
            tr("there is a document {document} already", document=id),
            tr("revise it: qmsctl revise {document}", document=shlex.quote(id)),
        )
    return id


def _criteria(new: NewAudit) -> Iterator[Criterion]:
    for name in dict.fromkeys(new.editions):
        clauses = clauses_of(new, name)
        if clauses or not new.clauses:
            yield Criterion(edition=name, clauses=clauses)
    yield from (Criterion(document=document) for document in new.documents)
    yield from (Criterion(act=act) for act in new.acts)


def _fields(
    system: System,
    new: NewAudit,
    id: str,
    criteria: Sequence[Criterion],
    follow_up: Sequence[ControlledFinding],
) -> dict[str, object]:
    """Return the fields of the plan, in the order in which people look for them."""
    organisation = system.organisation
    language = organisation.language
    owner = new.owner or ("quality-officer" if "quality-officer" in organisation.roles else new.lead)
    return {
        "id": id,
        "type": "audit",
        "title": new.title or tr("Audit {audit}", audit=id).into(language),
        "language": language,
        "revision": "1",
        "owner": owner,
        "kind": new.kind or "internal",
        "programme": {"id": new.programme, "entry": new.entry} if new.entry else None,
        "client": new.client,
        "objectives": new.objectives,
        "scope": {
            "text": new.scope,
            "units": [*new.units],
            "processes": [*new.processes],
            "from": new.from_,
            "until": new.until,
        },
        "criteria": [
            {"edition": one.edition, "clauses": [*one.clauses], "document": one.document, "act": one.act}
            for one in criteria
        ],
        "team": list(_team(new)),
        "auditees": [{"role": role, "unit": unit} for role, unit in new.auditees],
        "days": [*new.days],
        "places": [*new.places],
        "mode": new.mode,
        "methods": new.methods,
        "checklists": _checklists(system, new, criteria),
        "schedule": [*new.rows],
        "follow_up": [finding.number for finding in follow_up],
        "distribution": [*new.distribution],
    }


def _team(new: NewAudit) -> Iterator[dict[str, object]]:
    """Yield the members of the team; those who audit get a letter each, and nobody is named twice."""
    own = letters()
    roles: dict[str, str] = {new.lead: "lead_auditor"} if new.lead else {}
    for person, role in new.others:
        roles.setdefault(person, role)
    for person, role in roles.items():
        letter = next(own) if role in ("lead_auditor", "auditor") else None
        yield {"person": person, "role": role, "letter": letter, "safeguard": new.safeguards.get(person)}


def _checklists(system: System, new: NewAudit, criteria: Sequence[Criterion]) -> list[dict[str, object]]:
    """Return the questions that are asked: single ones, whole checklists, or those for the clauses.

    Raises:
        RefusedError: a checklist is none, or none of them has a question.
    """
    if not new.checklists and not new.questions:
        return checklists_for(system, criteria, new.units)
    chosen: dict[str, Checklist] = {}
    for document in system.documents:
        checklist = document.document
        if isinstance(checklist, Checklist) and (
            document.id in new.checklists or (not new.checklists and checklist.edition in new.editions)
        ):
            chosen.setdefault(document.id, checklist)
    for id in new.checklists:
        if id not in chosen:
            raise RefusedError(tr("{document} is no checklist", document=id), tr("check the id"))
    if not new.questions:
        return [{"checklist": id} for id in new.checklists]
    of_each = {id: [q.id for q in one.questions if q.id in new.questions] for id, one in chosen.items()}
    found = {question for questions in of_each.values() for question in questions}
    for question in new.questions:
        if question not in found:
            near = closest(question, [q.id for one in chosen.values() for q in one.questions])
            raise RefusedError(
                tr("no checklist of this audit has a question {question}", question=question),
                tr("did you mean {near}?", near=near) if near else tr("check the id"),
            )
    return [{"checklist": id, "questions": questions} for id, questions in of_each.items() if questions]
