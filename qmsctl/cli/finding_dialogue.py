"""Asks for what a finding still needs, one plain line at a time, and says what is wrong with its wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, get_args

from qmsctl.authoring.evidence import open_audit
from qmsctl.authoring.finding import (
    GRADE_WORDS,
    SOURCES,
    NewFinding,
    cited_by,
    edition_meant,
    evidence_named,
    located_by,
    person_or_role,
    remarks_of,
)
from qmsctl.authoring.finding_criteria import refuse_misgraded
from qmsctl.authoring.meant import process_meant, unit_meant
from qmsctl.authoring.plan_defaults import answering_for
from qmsctl.cli.asking import ask_named, not_empty, picked, show_known, show_titles, split_words
from qmsctl.cli.long_text import ask_text, say_editor
from qmsctl.cli.options import read_day
from qmsctl.cli.terminal import NoAnswerError, ask, choose, confirm, interactive, say
from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.closing import uncited
from qmsctl.control.finding_deadlines import first_due
from qmsctl.control.findings import finding_called
from qmsctl.control.records import record_name
from qmsctl.control.recurrence import alike
from qmsctl.control.system import System
from qmsctl.control.wording import Remark
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed, closest
from qmsctl.model.values import Grade
from qmsctl.settings import Severity
from qmsctl.standards import edition

__all__ = ["complete", "say_remarks", "say_roles"]

SOURCE_WORDS: Final[Mapping[str, Message]] = {
    "audit": tr("an audit"),
    "complaint": tr("a complaint"),
    "inspection": tr("an inspection"),
    "management_review": tr("a management review"),
    "other": tr("an employee, or another source"),
}

_QUESTIONS: Final[Mapping[str, Message]] = {
    "requirement": tr("What is required, and where does it stand"),
    "evidence_text": tr("What was found, where, and in how many cases of how many"),
    "statement": tr("What is not fulfilled, in one sentence"),
    "justification": tr("Why it is a major nonconformity"),
}


def complete(system: System, new: NewFinding, *, no_input: bool) -> NewFinding:
    """Return *new* with all it needs, asked for where it is missing.

    Raises:
        NoAnswerError: something is missing, and nobody can be asked.
        RefusedError: the audit or the evidence does not exist, a word is none of those known, or the grade
            does not go with the evidence.
    """
    may_ask = interactive(no_input=no_input)
    if not may_ask:
        for option, given in (("--audit", new.named), ("--grade", new.grade)):
            if not given:
                raise NoAnswerError(option)
        if new.grade in get_args(Grade):
            say_remarks([one for one in remarks_of(system, new) if one.severity is not Severity.ERROR])
        return new
    asks_all = not new.grade
    new = _sourced(system, new)
    audit = open_audit(system, new.audit) if new.audit else None
    if audit is not None and not new.evidence:
        new = replace(new, evidence=_evidence(system, audit, new.grade))
    cited = cited_by(system, new)
    if not new.grade:
        new = replace(new, grade=_grade(cited))
    refuse_misgraded(new.grade, _results(cited))  # before anything else is typed
    new = _located(system, audit, new, cited) if asks_all else new
    new = _worded(system, new)
    return _assigned(system, new) if asks_all else new


def say_remarks(remarks: Sequence[Remark]) -> None:
    """Say what is wrong with the wording, and what to do about it."""
    for remark in remarks:
        say(tr("Wording: {remark}", remark=remark.message))
        say(tr("Next: {fix}", fix=remark.fix))


def _sourced(system: System, new: NewFinding) -> NewFinding:
    if new.named:
        return new
    running = [
        audit for audit in system.audits if audit.status not in (AuditStatus.CLOSED, AuditStatus.WITHDRAWN)
    ]
    source = new.source
    if source == "audit":
        default = "1" if running else None
        source = choose(
            tr("Where does it come from"), [(key, SOURCE_WORDS[key]) for key in SOURCES], default=default
        )
    if source != "audit":
        return replace(
            new,
            source=source,
            named=ask(tr("What is it called (a case mark, a day, a unit)"), check=not_empty),
        )
    if not running:
        raise RefusedError(
            tr("no audit is open, so nothing can be found in one"),
            tr("name another source, or plan an audit first"),
        )
    choices = [
        (audit.id, Message("{id}  {title}", (("id", audit.id), ("title", audit.plan.fact.title))))
        for audit in running
    ]
    return replace(new, source="audit", named=choose(tr("Which audit"), choices, default=str(len(running))))


def _evidence(system: System, audit: ControlledAudit, grade: str) -> tuple[str, ...]:
    """Ask for the evidence a finding rests on; what does not conform and has no finding yet is shown.

    A *grade* that somebody gave decides which evidence will do.
    """
    waiting = [record for record in uncited(audit, system) if grade in ("", "major", "minor")]
    for record in waiting:
        seen = " ".join((record.fact.seen or "").split())
        say(Message("  {name}  {seen}", (("name", _called(record)), ("seen", seen))))
    default = _called(waiting[0]) if len(waiting) == 1 else None
    by_name = {record_name(record): record for record in audit.evidence}

    def check(answer: str) -> str:
        names = [evidence_named(audit, word) for word in split_words(not_empty(answer))]
        if grade:
            refuse_misgraded(grade, _results([by_name[name] for name in names]))
        return " ".join(names)

    question = tr("Which evidence (the questions that it answers)")
    return tuple(ask(question, default=default, check=check).split())


def _called(record: Filed[Evidence]) -> str:
    """Return by what people know the evidence in *record*: the question that it answers, or else its name."""
    return record.fact.question.id if record.fact.question else record_name(record)


def _results(cited: Sequence[Filed[Evidence]]) -> Mapping[str, str | None]:
    return {record_name(record): record.fact.result for record in cited}


def _grade(cited: Sequence[Filed[Evidence]]) -> str:
    """Ask for the grade; only those are offered that go with the evidence, and it is said why."""
    fails = any(record.fact.result == "does_not_conform" for record in cited)
    if fails:
        say(tr("The evidence does not conform, so it is a nonconformity."))
    elif cited:
        say(
            tr(
                "All the evidence conforms, so it shows no nonconformity, and only the other grades are offered."
            )
        )
    offered = [
        (key, word) for key, word in GRADE_WORDS.items() if not cited or fails == (key in ("major", "minor"))
    ]
    return choose(tr("Grade"), offered, default="2" if fails else None)


def _located(
    system: System, audit: ControlledAudit | None, new: NewFinding, cited: Sequence[Filed[Evidence]]
) -> NewFinding:
    """Ask what it is called, and where: clauses, documents, units and processes; the evidence proposes them."""
    proposed = located_by(system, new, cited)
    new = replace(new, edition=proposed.edition)  # that of the evidence, where the audit has several
    return replace(
        new,
        title=new.title or ask(tr("Title: a short name for lists"), check=not_empty),
        clauses=new.clauses
        or _asked(
            tr("Clauses (numbers; - for none)"), proposed.clauses, partial(_clause, system, audit, new)
        ),
        documents=new.documents
        or _asked(
            tr("Documents (ids; - for none)"), proposed.documents, partial(_among, system.documents_by_id)
        ),
        acts=new.acts or tuple(filter(None, (ask(tr("Act of law with its article (may be empty)")),))),
        units=new.units or _units(system, proposed.units),
        processes=new.processes or _processes(system),
    )


def _units(system: System, proposed: Sequence[str]) -> tuple[str, ...]:
    """Show the units there are, and ask which ones it concerns."""
    units = system.organisation.units
    if not units:
        return ()
    show_known(units)
    return ask_named(
        tr("Which units does it concern (- for none)"),
        picked(lambda word: unit_meant(system, word)),
        is_key=units.__contains__,
        default=proposed,
        title=lambda key: units.get(key, key),
    )


def _processes(system: System) -> tuple[str, ...]:
    """Show the processes there are, and ask which ones it concerns."""
    processes = {key: process.name for key, process in system.organisation.processes.items()}
    if not processes:
        return ()
    show_known(processes)
    return ask_named(
        tr("Which processes does it concern (- for none)"),
        picked(lambda word: process_meant(system, word)),
        is_key=processes.__contains__,
    )


def _worded(system: System, new: NewFinding) -> NewFinding:
    """Ask for the parts that are missing, and again for those whose wording is at fault."""
    keep: set[tuple[str, Message]] = set()
    if not all((new.requirement, new.evidence_text, new.statement)):
        say_editor()
    while remarks := [one for one in remarks_of(system, new) if (one.field, one.message) not in keep]:
        remark = remarks[0]
        missing = not getattr(new, remark.field)
        if not missing:
            say_remarks([remark])
            if remark.severity is not Severity.ERROR and confirm(tr("Keep it as it is (yes/no)")):
                keep.add((remark.field, remark.message))
                continue
        question = _QUESTIONS[remark.field]
        if remark.field == "statement" and not new.is_nonconformity:
            question = tr("What the finding is, in one sentence")
        so_far = getattr(new, remark.field)
        change: dict[str, Any] = {remark.field: ask_text(question, so_far=so_far, check=not_empty)}
        new = replace(new, **change)
    if not new.is_nonconformity and not new.evidence_text:
        new = replace(new, evidence_text=ask_text(tr("What was seen (may be empty)")) or None)
    return new


def _assigned(system: System, new: NewFinding) -> NewFinding:
    """Ask who answers by when, and whether it was found before."""
    if new.grade != "strength":
        say_roles(system)

        def checked(answer: str) -> str:
            needed = not_empty(answer) if new.is_nonconformity else answer
            return person_or_role(system, needed) if needed else ""

        usual_owners = dict(answering_for(system.organisation, new.units, new.processes))
        owner = new.owner or ask(
            tr("Who answers for it (a role or person)"),
            default=system.organisation.title(*usual_owners) if len(usual_owners) == 1 else None,
            check=checked,
        )
        usual = first_due(system.organisation, new.grade, new.occurred)
        due = new.due or read_day(
            ask(tr("By which day is it answered"), default=usual.isoformat() if usual else None, check=_day)
        )
        new = replace(new, owner=owner or None, due=due)
    if new.is_nonconformity and not new.repeats and system.findings:
        new = replace(new, repeats=_repeated(system, new))
    return new


def say_roles(system: System) -> None:
    """Say which roles there are."""
    show_titles(system.organisation.roles.values())


def _repeated(system: System, new: NewFinding) -> str | None:
    """Ask whether it was found before; earlier nonconformities about the same are proposed."""
    audit = open_audit(system, new.audit) if new.audit else None
    earlier = alike(
        system.findings,
        {*new.clauses, *new.documents},
        {*new.units, *new.processes},
        audit=new.audit,
        followed=audit.plan.fact.follow_up if audit else (),
    )
    if not earlier:
        return None
    for finding in earlier:
        say(
            Message(
                "  {number}  {title}",
                (("number", finding.number), ("title", finding.raised.fact.title or "-")),
            )
        )

    def check(answer: str) -> str:
        return finding_called(system.findings, answer).number if answer not in ("", "-") else ""

    return ask(tr("Does it repeat an earlier finding (its number; empty: no)"), check=check) or None


def _clause(system: System, audit: ControlledAudit | None, new: NewFinding, clause: str) -> str:
    key = edition_meant(system, audit, new.edition)
    if edition(key).clause(clause) is None:
        raise RefusedError(tr("{edition} has no clause {clause}", edition=key, clause=clause))
    return clause


def _among(known: Mapping[str, object], word: str) -> str:
    if word not in known:
        near = closest(word, list(known))
        raise RefusedError(
            tr("{word} is none of those there are", word=word),
            tr("did you mean {near}?", near=near)
            if near
            else tr("write one of: {expected}", expected=list_of(list(known)[:40])),
        )
    return word


def _asked(question: Message, proposed: Sequence[str], accept: Callable[[str], str]) -> tuple[str, ...]:
    """Ask for words, and again while one of them is refused; a hyphen stands for none."""

    def check(answer: str) -> str:
        return " ".join(accept(word) for word in split_words(answer) if word != "-")

    return tuple(ask(question, default=" ".join(proposed) or None, check=check).split())


def _day(answer: str) -> str:
    read_day(answer)
    return answer
