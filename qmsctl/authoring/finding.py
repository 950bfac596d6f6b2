"""New findings: refused if they would be worth nothing, otherwise ready to be written.

For a command that has just recorded evidence with a `System` it opened before::

    since = SinceOpened({name: "does_not_conform"}, numbers)
    new = NewFinding("minor", day, audit.id, clauses=("7.5.3.2",), evidence=(name,), ...)
    for remark in remarks_of(system, new):      # an error will be refused, a warning is worth asking about
        ...
    draft = new_finding(system, new, clerk, since)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from qmsctl.authoring.evidence import open_audit
from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding_criteria import (
    NoCriterionError,
    StatedCriteria,
    criteria_of,
    refuse_misgraded,
    refuse_unknown_processes,
)
from qmsctl.authoring.finding_number import next_number, refuse_number
from qmsctl.authoring.meant import edition_meant, person_or_role, refuse_unknown_word, unit_meant, word_meant
from qmsctl.authoring.records import Clerk, finding_record
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.finding_deadlines import first_due
from qmsctl.control.findings import finding_called
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.wording import Remark, Worded, remarks_on
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed, closest
from qmsctl.model.values import Grade
from qmsctl.settings import Severity

__all__ = [
    "GRADE_WORDS",
    "SOURCES",
    "NewFinding",
    "SinceOpened",
    "as_meant",
    "cited_by",
    "edition_meant",
    "evidence_named",
    "located_by",
    "new_finding",
    "number_of",
    "person_or_role",
    "remarks_of",
]

SOURCES: Final = ("audit", "complaint", "inspection", "management_review", "other")
"""Where a finding can come from, as its record names it."""

GRADE_WORDS: Final[Mapping[str, Message]] = {
    "major": tr("major nonconformity"),
    "minor": tr("minor nonconformity"),
    "observation": tr("observation"),
    "opportunity": tr("opportunity for improvement"),
    "strength": tr("strength"),
}


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What somebody found, as it is to be recorded."""

    grade: str
    occurred: dt.date
    """The day it is raised."""
    named: str
    """What the source is called: the id of an audit, the mark of a complaint, a name for any other."""
    source: str = "audit"
    """One of `SOURCES`."""
    title: str | None = None
    edition: str | None = None
    """Of the clauses; `None`: the only one the audit, or the organisation, has."""
    clauses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    requirement: str | None = None
    evidence_text: str | None = None
    statement: str | None = None
    justification: str | None = None
    """Why it is a major nonconformity."""
    evidence: tuple[str, ...] = ()
    """Names of records of the audit, or unique beginnings of them."""
    owner: str | None = None
    """The key of a role or person."""
    due: dt.date | None = None
    """By when it is answered; `None`: as the settings say."""
    number: str | None = None
    """`None`: the next of the recorder's series."""
    repeats: str | None = None
    """The number or identity of an earlier finding."""

    @property
    def is_nonconformity(self) -> bool:
        """Whether a requirement is said not to be fulfilled."""
        return self.grade in ("major", "minor")

    @property
    def audit(self) -> str | None:
        """The audit it was found in."""
        return self.named if self.source == "audit" else None


@dataclass(frozen=True, slots=True)
class SinceOpened:
    """What was recorded since the system was opened, and is not in it."""

    evidence: Mapping[str, str] = field(default_factory=dict)
    """By name of the record: its result."""
    numbers: Collection[str] = ()
    """Numbers of findings."""


def as_meant(system: System, new: NewFinding) -> NewFinding:
    """Return *new* with keys where people write words and titles of units.

    Raises:
        RefusedError: nobody knows one of them.
    """
    return replace(
        new,
        grade=word_meant(new.grade, GRADE_WORDS, "--grade") if new.grade else new.grade,
        units=tuple(unit_meant(system, unit) for unit in new.units),
    )


def new_finding(system: System, new: NewFinding, clerk: Clerk, since: SinceOpened = SinceOpened()) -> Draft:
    """Return the record that raises *new*, and the message of its commit.

    Args:
        system: the system on the day of recording.
        new: what was found.
        clerk: who records, and when.
        since: what the same command recorded before.

    Raises:
        RefusedError: it would be worth nothing; the message says why.
    """
    new = as_meant(system, new)
    refuse_unknown_word(new.grade, get_args(Grade), "--grade")
    refuse_unknown_word(new.source, SOURCES, "--source")
    _refuse_unnamed_source(new)
    audit = open_audit(system, new.audit) if new.audit else None
    _refuse_wrong_days(new, clerk)
    refuse_unknown_processes(system, new.processes)
    cited = [evidence_named(audit, name, since) for name in new.evidence] if audit else []
    _refuse_missing_evidence(audit, new, cited, since)
    for remark in remarks_of(system, new):
        if remark.severity is Severity.ERROR:
            raise RefusedError(remark.message, remark.fix)
    number = number_of(system, new, clerk, since)
    fields: dict[str, object] = {
        "number": number,
        "source": {new.source: " ".join(new.named.split())},
        "grade": new.grade,
        "title": " ".join((new.title or "").split()) or None,
        "criteria": _criteria(system, audit, new),
        "units": list(new.units),
        "processes": list(new.processes),
        "requirement": new.requirement,
        "evidence_text": new.evidence_text,
        "statement": new.statement,
        "justification": new.justification,
        "evidence": list(dict.fromkeys(cited)),
        "owner": person_or_role(system, new.owner) if new.owner else None,
        "due": _due(system, new),
        "repeats": finding_called(system.findings, new.repeats).id if new.repeats else None,
        "occurred": new.occurred.isoformat(),
    }
    record = finding_record(clerk, clerk.token(), "raised", fields)
    subject = tr("Raise {finding}: {grade}", finding=number, grade=GRADE_WORDS[new.grade])
    body = " ".join((new.title or new.statement or "").split())
    return Draft({record.path: record.content}, f"{subject}\n\n{body}".strip() + "\n")


def number_of(system: System, new: NewFinding, clerk: Clerk, since: SinceOpened = SinceOpened()) -> str:
    """Return the number of *new*: the one it was given, or the next of its recorder's series.

    It is the recorder who counts, even for an auditor of the team: that auditor may be recording
    elsewhere at the same time, and one series in two clones gives one number to two findings.

    Args:
        system: the system on the day of recording.
        new: what was found, with the key of its grade.
        clerk: who records.
        since: what the same command recorded before.

    Raises:
        RefusedError: another finding has the number it was given.
    """
    if new.number is None:
        email = clerk.who.email
        return next_number(system, new.audit, email, grade=new.grade, day=new.occurred, taken=since.numbers)
    otherwise = tr("leave --number out, and the next free one is taken")
    refuse_number(system, new.number, otherwise, since.numbers)
    return new.number


def remarks_of(system: System, new: NewFinding) -> tuple[Remark, ...]:
    """Return what is wrong with the wording of *new*: an error is refused, a warning is for its author to judge."""
    worded = Worded(new.grade, new.requirement, new.evidence_text, new.statement, new.justification)
    return tuple(remarks_on(worded, system.language_of(new.audit), system.personal_names))


def evidence_named(audit: ControlledAudit, word: str, since: SinceOpened = SinceOpened()) -> str:
    """Return the name of the evidence of *audit* that a person means by *word*.

    It is the name of a record, a unique beginning of one, or the question that it answers.

    Raises:
        RefusedError: the audit has none, or several begin like that.
    """
    names = [*(record_name(record) for record in audit.evidence), *since.evidence]
    if word in names:
        return word
    begun = [name for name in names if name.casefold().startswith(word.casefold())]
    answers = [
        record_name(record)
        for record in audit.evidence
        if record.fact.question and record.fact.question.id.casefold() == word.casefold()
    ]
    found = answers or begun if word else []
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(
            tr("{word} can be any of: {known}", word=word, known=list_of(found)), tr("write more of the name")
        )
    near = closest(word, names)
    raise RefusedError(
        tr("{audit} has no evidence {word}", audit=audit.id, word=word),
        tr("did you mean {near}?", near=near)
        if near
        else tr("name the record as qmsctl evidence add printed it, or the question that it answers"),
    )


def cited_by(system: System, new: NewFinding) -> list[Filed[Evidence]]:
    """Return the evidence that *new* cites; of a finding of no audit there is none.

    Raises:
        RefusedError: the audit has no such evidence.
    """
    audit = system.audit(new.audit) if new.audit else None
    if audit is None:
        return []
    names = {evidence_named(audit, word) for word in new.evidence}
    return [record for record in audit.evidence if record_name(record) in names]


def located_by(system: System, new: NewFinding, cited: Sequence[Filed[Evidence]]) -> NewFinding:
    """Return *new* with the clauses, documents and units of the evidence *cited*, where it names none itself."""
    criteria = [one for record in cited for one in record.fact.criteria]
    editions = {one.edition for one in criteria if one.edition}
    # Of several, nobody but its author can say which one is meant.
    key = new.edition or (editions.pop() if len(editions) == 1 else None)
    clauses = (clause for one in criteria if key in (None, one.edition) for clause in one.clauses)
    documents = (one.document for record in cited for one in record.fact.judged_against)
    units = (record.fact.unit for record in cited)
    return replace(
        new,
        edition=key,
        clauses=new.clauses or tuple(dict.fromkeys(clauses)),
        documents=new.documents
        or tuple(dict.fromkeys(id for id in documents if id in system.documents_by_id)),
        units=new.units
        or tuple(dict.fromkeys(unit for unit in units if unit in system.organisation.units and unit)),
    )


def _refuse_unnamed_source(new: NewFinding) -> None:
    if not new.named.strip():
        raise RefusedError(
            tr("a finding says where it comes from"),
            tr("name the audit with --audit, or the source with --source and --reference"),
        )


def _refuse_wrong_days(new: NewFinding, clerk: Clerk) -> None:
    if new.occurred > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{day} has not come yet, so nothing can have been found on it", day=new.occurred),
            tr("give the day on which the finding is raised with --occurred"),
        )
    if new.due is not None and new.due < new.occurred:
        raise RefusedError(
            tr("it cannot be due on {due}, before it was raised on {day}", due=new.due, day=new.occurred),
            tr("give a later day with --due"),
        )


def _refuse_missing_evidence(
    audit: ControlledAudit | None, new: NewFinding, cited: Sequence[str], since: SinceOpened
) -> None:
    """Refuse a finding of an audit that rests on nothing, or on what does not go with its grade."""
    if audit is None:
        if new.evidence:
            raise RefusedError(
                tr("only a finding of an audit cites records of evidence"),
                tr("leave out --evidence, and say in words what was found"),
            )
        return
    if not cited:
        raise RefusedError(
            tr("a finding of an audit rests on evidence of that audit"),
            tr("name the record, or the question that it answers, with --evidence"),
        )
    refuse_misgraded(new.grade, {name: _result(audit, name, since) for name in cited})


def _result(audit: ControlledAudit, name: str, since: SinceOpened) -> str | None:
    if name in since.evidence:
        return since.evidence[name]
    return next((record.fact.result for record in _named(audit.evidence, name)), None)


def _named(records: Sequence[Filed[Evidence]], name: str) -> Iterator[Filed[Evidence]]:
    return (record for record in records if record_name(record) == name)


def _criteria(system: System, audit: ControlledAudit | None, new: NewFinding) -> list[dict[str, object]]:
    """Return what is not fulfilled, or was exceeded.

    Raises:
        RefusedError: a nonconformity names nothing, or something is not there.
    """
    criteria = criteria_of(system, audit, StatedCriteria(new.clauses, new.edition, new.documents, new.acts))
    if not criteria and new.is_nonconformity:
        raise NoCriterionError
    return criteria


def _due(system: System, new: NewFinding) -> str | None:
    due = new.due or first_due(system.organisation, new.grade, new.occurred)
    return due.isoformat() if due else None
