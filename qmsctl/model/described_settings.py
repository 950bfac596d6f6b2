"""What the fields of `qms.yaml`, trust files and files of answers are, as an editor shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qmsctl.messages import Message, tr

__all__ = ["SETTINGS"]

SETTINGS: Final[Mapping[str, Mapping[str, Message]]] = {
    "Organisation": {
        "": tr("The organisation and its settings."),
        "qms": tr("The version of this format: 1."),
        "organisation": tr("Who the organisation is."),
        "language": tr("The language of documents and papers: en or pl."),
        "time_zone": tr("In which time zone days begin and end."),
        "branch": tr("The controlled branch of the repository."),
        "scope": tr("The scope of the quality management system."),
        "editions": tr("The editions of the standard that the system follows."),
        "catalogues": tr(
            "By the key of an edition of your own: the YAML file with its clauses, such as haccp:2024: clauses/haccp.yaml."
        ),
        "clause_maps": tr(
            "By the key of an edition: the YAML or CSV file that says which documents answer its clauses."
        ),
        "exclusions": tr("By edition and clause: why the clause does not apply."),
        "units": tr("The units by key, each with its name."),
        "unit_heads": tr("By unit: the role or person at its head."),
        "processes": tr("The processes by key."),
        "roles": tr("The roles by key, each with its title."),
        "people": tr("The people by key; files name them by it."),
        "certificate": tr("The certificate of the system."),
        "auditing": tr("What is demanded of audits."),
        "folders": tr("Where things are, from the folder of qms.yaml."),
        "types": tr("What each type of document demands."),
        "recording": tr("How recording commands behave."),
        "findings": tr("How findings are followed up."),
        "rules": tr("What is said about rules, by their names or families."),
        "waivers": tr("Who may waive rules."),
        "acknowledgements": tr("Where it is kept who has read which document."),
        "registers": tr("How registers of cases are read, by names of your own: see qmsctl deadlines."),
        "master_lists": tr(
            "How lists of documents kept by hand are read, by names of your own: see qmsctl register --against."
        ),
        "dated_registers": tr("Registers whose rows have a day by which something is to be done."),
        "kinds": tr(
            "How documents are read that are not written in qmsctl's form, by names of your own: see docs/kinds.md."
        ),
        "laws": tr("Periods in which cases are answered, by names of your own: see qmsctl deadlines."),
        "avoided_words": tr("Words that no document says; a * at the end of one stands for any ending."),
        "fail_on": tr("The least severity that ends a check with status 1: error, warning or note."),
    },
    "Acknowledging": {
        "": tr("Where it is kept who has read which document."),
        "register": tr("The CSV file, by its path from the folder of qms.yaml."),
        "within": tr("How long after a revision took effect its readers may take; 14 days unless stated."),
    },
    "CaseRegister": {
        "": tr("How the registers of cases of one kind are read."),
        "files": tr("The CSV files, by their paths from the folder of qms.yaml."),
        "law": tr("Whose periods count, such as kpa."),
        "kind": tr("What every case is, where no column says it: a kind of case of the law."),
        "columns": tr("What the columns are called."),
        "kinds": tr("By the word of the register: the kind of case of the law."),
    },
    "Catalogue": {
        "": tr(
            "The clauses of a standard, or criteria of your own; numbers and titles, and no text of a standard."
        ),
        "title": tr("What reports call it."),
        "names": tr("What else people type for it."),
        "source": tr("Where numbers and titles come from."),
        "clauses": tr("The clauses, in their order."),
    },
    "CatalogueClause": {
        "": tr("One clause or criterion."),
        "id": tr("Its number; one that lies below another begins with that number and a point."),
        "title": tr("Its title."),
        "title_pl": tr("Its title in Polish, if the title is in English."),
        "corresponds": tr(
            "By edition that comes with qmsctl: its clauses that are about part of the same; for coverage and gap."
        ),
        "kind": tr("group: a heading; info: it asks for nothing; left out: it holds requirements."),
    },
    "ClauseMap": {
        "": tr("Which documents answer which clauses of one edition."),
        "clauses": tr("By clause: the ids of the documents."),
    },
    "MasterList": {
        "": tr("How a list of documents that is kept by hand is read, or a matrix of their readers."),
        "files": tr("The Markdown, CSV or Excel files, by their paths from the folder of qms.yaml."),
        "heading": tr("The heading above the table in a Markdown file, or the name of the sheet."),
        "columns": tr("What the columns are called."),
        "dates": tr("How days are written in it besides 2026-11-22, such as DD.MM.YYYY."),
        "words": tr(
            "By a word of the list: the key of the role, person, unit, type or state that it stands for."
        ),
        "matrix": tr("yes: it says who reads which document."),
    },
    "MasterColumns": {
        "": tr("What the columns are called; one that is left out is looked for under its usual names."),
        "id": tr("The id of the document."),
        "title": tr("The title of the document."),
        "type": tr("The type of the document."),
        "language": tr("The language of the document."),
        "revision": tr("The revision in force."),
        "effective": tr("The day since which it is in force."),
        "approved": tr("By whom it was approved and on what day, in one cell."),
        "approved_by": tr("By whom it was approved."),
        "approved_on": tr("The day on which it was approved."),
        "owner": tr("Who answers for the document."),
        "review_due": tr("The day of the next review."),
        "state": tr("Where the document stands."),
    },
    "OwnLaw": {
        "": tr("Periods that the organisation set itself, or took from a law that qmsctl does not have."),
        "title": tr("What sets them: a procedure, an act, a contract."),
        "source": tr("Where it is found; left out: the title says so."),
        "checked": tr("The day somebody looked them up there."),
        "periods": tr("By the kind of case, as registers write it: how long it may take, such as 14 days."),
    },
    "CaseColumns": {
        "": tr("What the columns are called; one that is left out is looked for under its usual names."),
        "received": tr("The day from which the period is counted."),
        "kind": tr("What the case is."),
        "closed": tr("The day the case was settled; empty while it is open."),
        "extended": tr("Another last day that was announced."),
        "announced": tr("The day on which another last day was announced."),
        "paused": tr("Days that do not count, such as 2026-05-04..2026-05-10."),
        "unit": tr("The unit that settles the case."),
        "stated": tr("The last day as the register itself has it."),
    },
    "DatedRegister": {
        "": tr("A register whose rows have a day by which something is to be done; qmsctl due tells them."),
        "register": tr("The CSV file, by its path from the folder of qms.yaml."),
        "about": tr("What its rows are about: supplier or training."),
        "subject": tr("The column that names the supplier or the training."),
        "day": tr("The column of the day: by which it is due, or with every, on which it was done last."),
        "every": tr(
            "How often it is done anew, such as 12 months; then the last row about a subject counts."
        ),
        "done": tr("The column that says, by holding anything at all, that it was done."),
        "owner": tr("The column that names who answers for it: a role, a person or a unit."),
    },
    "Identity": {
        "": tr("Who the organisation is."),
        "name": tr("The name of the organisation."),
        "address": tr("Its address."),
    },
    "Process": {
        "": tr("A process of the organisation."),
        "name": tr("The name of the process."),
        "owner": tr("The role or person that answers for the process."),
        "fields": tr("Fields of work that somebody in the team has to know who audits it."),
    },
    "Assignment": {
        "": tr("A role somebody has."),
        "role": tr("The key of the role."),
        "from": tr("The first day on which it counts."),
        "until": tr("The last day on which it counts."),
    },
    "Training": {
        "": tr("What somebody was trained in."),
        "standard": tr("The edition or standard, such as iso19011:2026."),
        "day": tr("The day of the training."),
    },
    "Competence": {
        "": tr("What somebody brings to an audit."),
        "trained": tr("What they were trained in."),
        "fields": tr("Fields of work that they know."),
        "led": tr("Audits led before those that are kept here."),
        "shadowed": tr("Audits taken part in before those that are kept here."),
    },
    "PastWork": {
        "": tr("What somebody worked on, or advised on, before."),
        "process": tr("The process, by its key in qms.yaml."),
        "unit": tr("The unit, by its key in qms.yaml."),
        "advised": tr("Whether they gave advice, and others did the work."),
        "from": tr("The first day of that work."),
        "until": tr("The last day of that work; without it, it goes on."),
    },
    "Certificate": {
        "": tr("The certificate of the system."),
        "edition": tr("The edition that is certified."),
        "number": tr("Its number."),
        "body": tr("Who issued it."),
        "decided": tr("The day of the decision that began the cycle."),
        "valid_until": tr("The last day on which it is valid."),
        "surveillances": tr("The days of surveillance audits that are not kept here."),
    },
    "Auditing": {
        "": tr("What is demanded of audits."),
        "every": tr("Every process and clause is audited at least so often."),
        "experience": tr("How many audits somebody led or took part in before leading one."),
        "independence": tr("For so long nobody audits what they answered for, worked on or advised on."),
        "strict": tr("With yes, no safeguard makes up for auditing one's own work."),
    },
    "Person": {
        "": tr("Somebody who works in the system."),
        "name": tr("The name as it is shown."),
        "emails": tr("The addresses under which git knows them."),
        "roles": tr("The roles they have, each from a day and perhaps until one."),
        "reports_to": tr("The role or person they answer to."),
        "competence": tr("What they bring to an audit."),
        "worked": tr("What they worked on, or advised on, before, as far as no role shows it."),
        "keys": tr("The public keys they sign with."),
        "unit": tr("The unit, by its key in qms.yaml."),
    },
    "ListedKey": {
        "": tr("A public key somebody signs with."),
        "kind": tr("ssh (the line of a .pub file) or openpgp (a block of gpg --armor --export)."),
        "key": tr("The public key; never the private one."),
        "from": tr("The first day on which it counts."),
        "until": tr("The last day on which it counts."),
    },
    "TrustedKey": {
        "": tr("A key, and whose it is."),
        "person": tr("The key of the person in qms.yaml."),
        "kind": tr("ssh (the line of a .pub file) or openpgp (a block of gpg --armor --export)."),
        "key": tr("The public key; never the private one."),
        "from": tr("The first day on which it counts."),
        "until": tr("The last day on which it counts."),
    },
    "TrustFile": {
        "": tr("Whose signing keys count."),
        "trust": tr("The version of this format: 1."),
        "signers": tr("The keys that count."),
    },
    "DocumentType": {
        "": tr("What every document of one type must have."),
        "id": tr("The form of the ids: # a digit, ? a letter, * any text."),
        "needs": tr("The approvals without which it is not in force."),
        "approvers": tr("The roles that may approve it; without any, everybody may."),
        "trust": tr("How sure its approvals have to be: declared, recorded or signed."),
        "review_every": tr("How often documents of this type are reviewed."),
        "sections": tr("The sections that it must have."),
    },
    "DocumentKind": {
        "": tr("Documents that are kept in one way, and how they are read."),
        "files": tr(
            "Which files they are, from the folder of qms.yaml: * stands for any name, ** for any folders."
        ),
        "except": tr("Which of these files are none, such as templates."),
        "metadata": tr(
            "Where their fields stand, the place that counts most first: yaml, head, table, lines, sidecar, or only"
            " the name."
        ),
        "name": tr("How the files are named: what stands in braces counts where no field says it."),
        "fields": tr(
            "By what is meant: what it is called in the file; of several names, the first that is there counts."
        ),
        "parts": tr("By a field of the file: what its value is made of, if it says several things."),
        "fixed": tr("What all of them have in common, where none says otherwise."),
        "values": tr("By what is meant: what a word of the file stands for."),
        "dates": tr("How days are written; nothing is guessed."),
        "separators": tr("What stands between the items of a list that is written as one text."),
        "edition": tr("Whose clauses they name; by default the first edition of the organisation."),
        "since": tr("Rules ask only about those that were changed on this day or later."),
        "approvals": tr(
            "What counts as an approval beside the records of qmsctl: tags, trailers, fields or merges."
        ),
        "converted": tr(
            "Whether its documents are in qmsctl's form by now, so that it only says how the history is read."
        ),
        "tags": tr("How tags are named that approve a revision: what stands in braces is what they say."),
    },
    "Folders": {
        "": tr("Where things are, from the folder of qms.yaml."),
        "procedures": tr("The folder of the documents."),
        "checklists": tr("The folder of the checklists."),
        "registers": tr("The folder of the registers."),
        "approvals": tr("The folder of the approvals."),
        "programmes": tr("The folder of the audit programmes."),
        "audits": tr("The folder of the audits."),
        "findings": tr("The folder of the findings."),
        "waivers": tr("The folder of the waivers."),
    },
    "Recording": {
        "": tr("How recording commands behave."),
        "commit": tr("With no, recording commands write files and leave the commit to you."),
        "late_after": tr("Days after which what was seen counts as recorded late."),
    },
    "Deadlines": {
        "": tr("By when each step of the follow-up is taken."),
        "acknowledge": tr("To take note of it."),
        "correct": tr("For the correction."),
        "answer": tr("For extent, cause and the plan of the action."),
        "implement": tr("To carry out the action."),
        "verify": tr("After the action was carried out: to check whether it was effective."),
        "assess": tr("For what is no nonconformity: to say what becomes of it."),
    },
    "FindingSettings": {
        "": tr("How findings are followed up."),
        "deadlines": tr("By grade: what is left out is as qmsctl has it."),
        "settled_by": tr(
            "The roles that answer a dispute: the first of them that does not answer for the finding itself."
        ),
    },
    "RuleEntry": {
        "": tr("What is said about one rule."),
        "enabled": tr("With no, the rule is off; say the reason."),
        "severity": tr("How grave its problems are: error, warning or note."),
        "reason": tr("Why it is off."),
        "by_type": tr("By type of document: how grave its problems are there."),
        "options": tr("The figures of the rule; qmsctl settings shows what they are."),
    },
    "AnswerSheet": {
        "": tr("Answers to the questions of an audit, filled in by a person."),
        "answers": tr("The answers, one for each question."),
        "audit": tr("The id of the audit."),
    },
    "AnswerEntry": {
        "": tr("One answer."),
        "question": tr("The id of the question."),
        "sampling": tr("How they were chosen."),
        "day": tr("The day on which it was seen; by default today."),
        "documents": tr("Ids of the documents it was judged against."),
        "attachments": tr("Names of files, from the folder of this one."),
        "correction_reason": tr("Why the answer that stands is corrected."),
        "result": tr("conforms, does_not_conform, not_applicable or not_audited."),
        "seen": tr("What was looked at, and what it showed."),
        "where": tr("Where another auditor finds it again."),
        "reason": tr("Why it is not applicable, or was not audited."),
        "method": tr(
            "How it was found out: document_review, record_review, interview, observation, measurement, system_extract."
        ),
        "asked": tr("Who was asked: a role, not a name."),
        "unit": tr("The unit in which it was seen."),
        "auditor": tr("Who of the team saw it; by default whoever recorded it."),
        "note": tr("Anything else."),
        "population": tr("How many there are in all."),
        "size": tr("How many were looked at."),
    },
    "WaiverSettings": {
        "": tr("Who may waive rules."),
        "approvers": tr("The roles that may; without any, those that may approve the document."),
    },
}
"""By the class of a fact and its field; without a field, what the whole is."""
