"""What a draft would record, as whoever is asked about it reads it: a heading and labelled facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qmsctl.cache import NO_CACHE
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan
from qmsctl.model.reading import read_file
from qmsctl.model.record import Answered, Approval, Attachment, Evidence, FindingStep, JudgedAgainst, Minutes
from qmsctl.reports.criteria import criteria_named, document_named
from qmsctl.reports.evidence import sample_shown
from qmsctl.reports.finding_steps import facts_said
from qmsctl.reports.identification import auditees, scope_stated, team
from qmsctl.reports.marks import AUDIT_KINDS, FINDING_STEPS, MEANINGS, METHODS, MINUTES, OUTCOMES
from qmsctl.reports.people import called, person_named
from qmsctl.reports.plan_form import MODES, checklist_named
from qmsctl.reports.schedule import scheduled
from qmsctl.reports.shown import Fact, Joined, Shown

__all__ = ["ToBeRecorded", "evidence_facts", "to_be_recorded"]


@dataclass(frozen=True, slots=True)
class ToBeRecorded:
    """One document or record of a draft."""

    path: str
    heading: Shown
    facts: tuple[Fact, ...]


def to_be_recorded(files: Mapping[str, bytes], system: System) -> tuple[ToBeRecorded, ...] | None:
    """Return what *files* would record; `None` if one of them is of a kind that is shown only as it is written.

    Files that are attached have no entry of their own: what cites them names them.
    """
    told: list[ToBeRecorded] = []
    for path, content in files.items():
        if "/attachments/" in path:
            continue
        filed = read_file(path, content, NO_CACHE.shelf("")).filed
        if filed is None:
            return None
        said = _told(filed.fact, system)
        if said is None:
            return None
        heading, facts = said
        told.append(ToBeRecorded(path, heading, tuple(_stated(facts))))
    return tuple(told)


def _told(fact: object, system: System) -> tuple[Shown, Iterator[Fact]] | None:
    if isinstance(fact, AuditPlan):
        return tr("Audit plan No. {audit}", audit=fact.id), _plan(fact, system)
    if isinstance(fact, Evidence):
        return tr("Answer in the audit {audit}", audit=fact.audit), evidence_facts(fact, system)
    if isinstance(fact, Minutes):
        return Joined((MINUTES[fact.kind], fact.audit)), _minutes(fact, system)
    if isinstance(fact, FindingStep):
        return _step_heading(fact, system), _step(fact, system)
    if isinstance(fact, Approval):
        return Joined((tr("Decision"), MEANINGS[fact.meaning]), ": "), _approval(fact, system)
    return None


def _stated(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield those of *facts* that say something."""
    yield from (fact for fact in facts if fact.value not in (None, "", ()))


def _plan(plan: AuditPlan, system: System) -> Iterator[Fact]:
    organisation = system.organisation
    yield Fact(tr("Title"), plan.title)
    yield Fact(tr("Kind of audit"), AUDIT_KINDS.get(plan.kind, plan.kind))
    yield Fact(tr("Days of the audit"), plan.days)
    yield Fact(tr("Audit client"), called(plan.client, organisation) if plan.client else None)
    yield Fact(tr("Objectives of the audit"), plan.objectives)
    yield from scope_stated(plan, system).facts[:4]  # what follows is of the organisation, not of the plan
    yield Fact(tr("Criteria of the audit"), criteria_named(plan.criteria, system))
    yield Fact(tr("Audit team"), tuple(_members(plan, system)))
    answering = tuple(
        Joined((one.role, one.unit)) if one.unit else one.role for one in auditees(plan, system)
    )
    yield Fact(tr("Representatives of the auditees"), answering)
    yield Fact(tr("Way of auditing"), MODES.get(plan.mode or ""))
    yield Fact(tr("Places"), plan.places)
    yield Fact(tr("Methods"), plan.methods)
    yield Fact(tr("Checklists"), tuple(checklist_named(one, system) for one in plan.checklists))
    yield Fact(tr("Schedule of the audit"), tuple(_rows(plan, system)))
    yield Fact(tr("Earlier findings to look at again"), plan.follow_up)
    named = plan.programme
    yield Fact(tr("Entry of the audit programme"), f"{named.id}, {named.entry}" if named else None)
    yield Fact(tr("Distribution list"), tuple(called(one, organisation) for one in plan.distribution))


def _members(plan: AuditPlan, system: System) -> Iterator[Shown]:
    for one in team(plan, system):
        series = tr("series of findings {letter}", letter=one.letter) if one.letter else None
        member = Joined((one.role, one.name), ": ")
        yield Joined(tuple(part for part in (member, series, one.safeguard) if part))


def _rows(plan: AuditPlan, system: System) -> Iterator[Shown]:
    for row in scheduled(plan, system):
        clauses = tr("clauses: {names}", names=row.clauses) if row.clauses else None
        parts = (row.day, row.time, *row.what, clauses, row.auditor, row.auditee)
        yield Joined(tuple(part for part in parts if part))


def evidence_facts(fact: Evidence, system: System) -> Iterator[Fact]:
    """Yield what the evidence *fact* says, question first; what it does not say has no value."""
    organisation = system.organisation
    yield Fact(tr("Question"), _question(fact.question, fact.audit, system) if fact.question else None)
    yield Fact(tr("Result"), OUTCOMES[fact.result].word)
    yield Fact(tr("Reason"), fact.reason)
    yield Fact(tr("What was seen"), fact.seen)
    yield Fact(tr("Where it is found again"), fact.where)
    yield Fact(tr("Unit"), organisation.units.get(fact.unit, fact.unit) if fact.unit else None)
    yield Fact(tr("Who was asked"), organisation.title(fact.asked) if fact.asked else None)
    yield Fact(tr("Sample"), sample_shown(fact.sample))
    yield Fact(tr("Method"), METHODS.get(fact.method) if fact.method else None)
    yield Fact(tr("Attachments"), tuple(map(_attached, fact.attachments)))
    yield Fact(tr("Documents judged against"), tuple(_judged(one, system) for one in fact.judged_against))
    yield Fact(tr("Criteria"), criteria_named(fact.criteria, system))
    yield Fact(tr("Day"), fact.occurred)
    yield Fact(tr("Auditor"), person_named(fact.auditor, organisation) if fact.auditor else None)
    yield Fact(tr("Note"), fact.note)
    yield Fact(tr("Takes the place of"), fact.corrects)
    yield Fact(tr("Reason of the correction"), fact.correction_reason)


def _question(answered: Answered, audit: str, system: System) -> Shown:
    """Return the question with its text, as the audit asks it."""
    known = next((one for one in system.audits if one.id == audit), None)
    for asked in known.asked if known else ():
        if (asked.checklist, asked.question.id) == (answered.checklist, answered.id):
            return Joined((answered.id, asked.question.text), ": ")
    return answered.id


def _attached(attachment: Attachment) -> Shown:
    return Joined((attachment.file.rpartition("/")[2], tr("{size} bytes", size=attachment.size)))


def _judged(judged: JudgedAgainst, system: System) -> Shown:
    return Joined(
        (document_named(judged.document, system), tr("revision {revision}", revision=judged.revision))
    )


def _minutes(fact: Minutes, system: System) -> Iterator[Fact]:
    organisation = system.organisation
    text = {
        "opening": tr("What was agreed"),
        "closing": tr("What was said"),
        "deviation": tr("What was done otherwise than planned"),
        "conclusions": tr("Conclusions of the audit team"),
    }.get(fact.kind, tr("Text"))
    yield Fact(tr("Day"), fact.occurred)
    yield Fact(tr("Present"), tuple(map(organisation.title, fact.present)))
    yield Fact(text, fact.text)
    yield Fact(tr("Reason"), fact.reason)
    yield Fact(tr("How far the criteria are fulfilled, and effectiveness"), fact.fulfilment)
    yield Fact(tr("Areas not covered"), fact.not_covered)
    yield Fact(tr("Unresolved issues and diverging opinions"), fact.opinions)
    yield Fact(tr("Use of the certificate and of marks"), fact.use_of_marks)
    yield Fact(tr("Scope of the certificate and objectives of the system"), fact.certified_scope)
    yield Fact(tr("What matters for the audit programme"), fact.programme_issues)
    yield Fact(tr("Recommendation"), fact.recommendation)
    yield Fact(tr("What stood in the way of the audit"), fact.obstacles)
    yield Fact(tr("For the next audits"), fact.next_audits)
    yield Fact(tr("Takes the place of"), fact.corrects)
    yield Fact(tr("Reason of the correction"), fact.correction_reason)


def _step_heading(step: FindingStep, system: System) -> Shown:
    known = system.findings_by_id.get(step.finding)
    number = step.number or (known.number if known else None)
    named = tr("Finding {number}", number=number) if number else tr("Finding")
    return Joined((named, FINDING_STEPS[step.step]), ": ")


def _step(step: FindingStep, system: System) -> Iterator[Fact]:
    yield Fact(tr("Day"), step.occurred)
    cited = tuple(_cited(name, step, system) for name in step.evidence)
    yield from facts_said(step, system, {"number", "evidence", "attachments"})
    yield Fact(tr("Evidence cited"), cited)
    yield Fact(tr("Attachments"), tuple(map(_attached, step.attachments)))


def _cited(name: str, step: FindingStep, system: System) -> Shown:
    """Return the evidence *name* by the question that it answers; its name alone says nothing to anybody."""
    audit = step.source.audit if step.source else None
    for one in system.audits:
        if one.id != audit:
            continue
        for record in one.evidence:
            if record.path.endswith(f"/{name}.yaml") and record.fact.question is not None:
                return tr("answer to {question}", question=record.fact.question.id)
    return name


def _approval(fact: Approval, system: System) -> Iterator[Fact]:
    organisation, decider = system.organisation, fact.decider
    versions = system.documents_by_id.get(fact.document, ())
    title = next(
        (one.document.title for one in versions if one.document and one.language == fact.language), None
    )
    named: Shown = Joined((fact.document, title)) if title else fact.document
    yield Fact(tr("Document"), named)
    yield Fact(tr("Revision"), fact.revision)
    if len(versions) > 1:
        yield Fact(tr("Language"), fact.language)
    yield Fact(tr("Decided by"), person_named(decider.person, organisation))
    yield Fact(tr("In the role"), called(decider.role, organisation) if decider.role else None)
    yield Fact(
        tr("On behalf of"), called(decider.on_behalf_of, organisation) if decider.on_behalf_of else None
    )
    yield Fact(tr("Decided on"), fact.decided)
    yield Fact(tr("In force from"), fact.effective)
    yield Fact(tr("Basis"), fact.basis)
    yield Fact(tr("Reason"), fact.reason)
    yield Fact(tr("Taken over by"), document_named(fact.successor, system) if fact.successor else None)
    yield Fact(tr("Takes the place of"), fact.corrects)
