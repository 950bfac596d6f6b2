"""What the fields of documents are, as an editor shows it to whoever fills them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qmsctl.messages import Message, tr

__all__ = ["DOCUMENTS"]

DOCUMENTS: Final[Mapping[str, Mapping[str, Message]]] = {
    "Document": {
        "": tr("A controlled document in one language."),
        "id": tr("The id as printed; the name of the file begins with it."),
        "type": tr("What kind of document it is; qms.yaml says what each type demands."),
        "title": tr("The title as printed."),
        "revision": tr("The revision as printed; put it in quotes, it is never taken for a number."),
        "language": tr("The language of this file; by default that of qms.yaml."),
        "translates": tr("In a translation only: the language of the authentic version."),
        "owner": tr("The role or person of qms.yaml that answers for the document."),
        "units": tr("The units it concerns, by their keys in qms.yaml."),
        "processes": tr("The processes it concerns, by their keys in qms.yaml."),
        "clauses": tr("By edition of the standard: the clauses that it answers."),
        "review_every": tr("How often it is reviewed; by default as its type in qms.yaml says."),
        "related": tr("Ids of the documents that it refers to."),
        "legal_basis": tr("The articles of law it rests on, each as it is cited."),
        "retention": tr("How long it is kept: the class of the file plan."),
        "classification": tr(
            "Who may see it: public (everybody), internal, restricted (left out of what is published)."
        ),
        "applies_to": tr("To whom it applies, in words."),
        "readers": tr(
            "The units, roles and people that have to confirm that they read it; everyone stands for all."
        ),
        "external": tr(
            "Of a document of external origin: where it comes from, and when it was verified last."
        ),
        "sections": tr("The text, by section; any other key is a heading as it is written."),
    },
    "External": {
        "": tr("A document of external origin: an act of law, a standard, a form of others."),
        "source": tr("Who issues it."),
        "where": tr("Where its text in force is found: an address, a shelf."),
        "cited_as": tr("What other documents call it in legal_basis, besides its id and title."),
        "changed": tr("The day its last change took effect, or takes effect."),
        "verified": tr("The day somebody last looked whether it has changed."),
        "verify_every": tr("How often somebody looks whether it has changed; 12 months unless stated."),
    },
    "Step": {
        "": tr("One step of a procedure."),
        "do": tr("What is done."),
        "who": tr("Who does it: a role."),
        "when": tr("By when, or how often."),
        "record": tr("What record stays of it."),
    },
    "Checklist": {
        "": tr("A set of questions about one edition of a standard."),
        "type": tr("A checklist always says checklist."),
        "edition": tr("The edition of the standard that its questions are about."),
        "questions": tr("The questions, in the order they are asked."),
    },
    "Question": {
        "": tr("One question that an answer can be found to."),
        "id": tr("The id of the question: unique in the checklist, and the same in every language."),
        "clauses": tr("The clauses that the question is about."),
        "text": tr("The question itself."),
        "ask": tr("Whom to ask: kinds of people, not names."),
        "look_for": tr("What one sees where it is done."),
        "sample": tr("What to look at, and how much of it."),
        "lapse": tr("What a lapse looks like."),
        "strength": tr("What better than required looks like."),
    },
    "Criterion": {
        "": tr("What is audited against: clauses of an edition, a document, or an act of law."),
        "edition": tr("The edition of a standard."),
        "clauses": tr("Clauses of the edition; without them it is about all."),
        "document": tr("The id of a document."),
        "act": tr("An act of law, as it is cited."),
    },
    "Scope": {
        "": tr("What is audited and where it ends."),
        "text": tr("The scope in words."),
        "units": tr("The units within the scope, by their keys in qms.yaml."),
        "processes": tr("The processes within the scope, by their keys in qms.yaml."),
        "from": tr("The first day of the period that is looked at."),
        "until": tr("The last day of the period that is looked at."),
    },
    "TeamMember": {
        "": tr("A member of the audit team."),
        "person": tr("The key of the person in qms.yaml."),
        "role": tr("The part in the audit: lead_auditor, auditor, technical_expert, observer, guide."),
        "letter": tr("The letter in the numbers of the findings that this member records."),
        "safeguard": tr("What keeps the audit impartial where this member has a stake in what is audited."),
    },
    "Auditee": {
        "": tr("Who answers for what is audited."),
        "role": tr("The role that is audited."),
        "unit": tr("The unit, by its key in qms.yaml."),
    },
    "ChecklistSelection": {
        "": tr(
            "The questions of one checklist that the audit asks; without questions and clauses all of them."
        ),
        "checklist": tr("The id of the checklist."),
        "questions": tr("Ids of the questions that are asked."),
        "clauses": tr("Only the questions about these clauses."),
    },
    "ScheduleRow": {
        "": tr("One row of the schedule: who audits what, where and when."),
        "day": tr("The day."),
        "time": tr("The time as printed, such as 9:00-10:30, in quotes."),
        "what": tr("What takes place, in words, such as the opening meeting."),
        "process": tr("The process, by its key in qms.yaml."),
        "clauses": tr("Clauses of the editions among the criteria."),
        "auditor": tr("The person of the team who audits."),
        "auditee": tr("The role that answers the questions."),
        "unit": tr("The unit, by its key in qms.yaml."),
    },
    "ProgrammedAs": {
        "": tr("The entry of an audit programme that this audit fulfils."),
        "id": tr("The id of the programme."),
        "entry": tr("The id of the entry in it."),
    },
    "AuditPlan": {
        "": tr("The plan of one audit."),
        "type": tr("An audit plan always says audit."),
        "kind": tr(
            "internal, second_party, stage_1, stage_2, surveillance, recertification, special or transition."
        ),
        "client": tr("Who wants the audit: a role."),
        "conducted_by": tr("The organisation that audits, where it is another one."),
        "together_with": tr("Other audits, systems or organisations that it is held together with."),
        "objectives": tr("What the audit is to find out."),
        "scope": tr("What is audited and where it ends."),
        "criteria": tr("What is audited against: each an edition, a document or an act of law."),
        "team": tr("Who audits, and in which part."),
        "auditees": tr("Who answers for what is audited."),
        "days": tr("The days on which it takes place."),
        "places": tr("Where it takes place."),
        "mode": tr("on_site (the auditors are there), remote, or hybrid."),
        "methods": tr("How things are looked at, in words."),
        "checklists": tr("The checklists whose questions are asked."),
        "schedule": tr("Who audits what, where and when."),
        "distribution": tr("Who receives the report: roles."),
        "programme": tr("The entry of an audit programme that this audit fulfils."),
        "follow_up": tr("Numbers of findings of earlier audits that are looked at again."),
    },
    "ProgrammeRisk": {
        "": tr("What may help or hinder the programme, and what is done about it."),
        "text": tr("What may happen."),
        "action": tr("What is done about it."),
    },
    "ProgrammeEntry": {
        "": tr("One audit of the programme; whether it is done follows from the audits."),
        "id": tr("The id of the entry."),
        "title": tr("What the audit is called."),
        "processes": tr("The processes that it audits, by their keys in qms.yaml."),
        "units": tr("The units that it audits, by their keys in qms.yaml."),
        "month": tr("The month it is planned for, such as 2026-10."),
        "duration": tr("How long it takes, in words."),
        "lead": tr("The person who leads it."),
        "team": tr("The others who audit."),
        "audit": tr("The id of the audit, once it is planned."),
        "state": tr("planned, moved or cancelled."),
        "moved_to": tr("The month it was moved to."),
        "reason": tr("Why it was moved or cancelled, or is late."),
        "clauses": tr("Clauses of the editions among the criteria."),
        "kind": tr(
            "internal, second_party, stage_1, stage_2, surveillance, recertification, special or transition."
        ),
        "mode": tr("on_site (the auditors are there), remote, or hybrid."),
    },
    "ProgrammeReview": {
        "": tr("What was learnt from the programme."),
        "day": tr("The day of the review."),
        "text": tr("What the review came to."),
        "lessons": tr("Lessons for the next programme."),
    },
    "AuditProgramme": {
        "": tr("The audits of a year, or of a cycle of certification."),
        "type": tr("An audit programme always says programme."),
        "from": tr("The first day of the programme."),
        "until": tr("The last day of the programme."),
        "objectives": tr("What the programme is to achieve."),
        "scope": tr("What the programme covers in all; left out: everything in qms.yaml."),
        "risks": tr("What may hinder the programme."),
        "opportunities": tr("What may help the programme."),
        "entries": tr("The audits that are planned."),
        "resources": tr("People, time and means."),
        "confidentiality": tr("What is confidential, and how it is kept so."),
        "review": tr("What was learnt from the programme."),
        "criteria": tr("What is audited against: each an edition, a document or an act of law."),
    },
}
"""By the class of a fact and its field; without a field, what the whole is."""
