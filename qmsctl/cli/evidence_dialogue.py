"""Asks for what the command line left open, one plain line at a time."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import get_args

from qmsctl.authoring.attaching import attached_bytes
from qmsctl.authoring.evidence import RESULT_WORDS, NewEvidence, asked_in, open_audit, pinned_document
from qmsctl.authoring.meant import METHOD_WORDS, unit_meant
from qmsctl.cli.asking import ask_named, digits, not_empty, show_known
from qmsctl.cli.options import read_day
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, say
from qmsctl.control.audits import Asked, AuditStatus, ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.values import Method

__all__ = ["complete"]


def complete(system: System, new: NewEvidence, *, no_input: bool) -> NewEvidence:
    """Return *new* with everything its result needs, asked for where it is missing.

    Raises:
        NoAnswerError: something is missing, and nobody can be asked.
        RefusedError: the audit or the question does not exist, or a word is none of those known.
    """
    may_ask = interactive(no_input=no_input)
    audit = open_audit(system, new.audit or _needed(may_ask, "--audit", lambda: _audit(system)))
    new = replace(new, audit=audit.id)
    if not new.question and not new.clauses and audit.asked:
        new = replace(new, question=_needed(may_ask, "--question", lambda: _question(audit, new.corrects)))
    if not new.question and not new.clauses and may_ask:
        new = replace(new, clauses=(ask(tr("Which clause"), check=not_empty),))
    asked = asked_in(audit, new.question) if new.question else None
    asks_all = may_ask and not new.result
    if asks_all and asked is not None:
        _refuse_answered(asked, new.corrects)
        _show(asked)
    new = replace(new, result=new.result or _needed(may_ask, "--result", _result))
    if not may_ask:
        return new
    if new.corrects and not new.correction_reason:
        new = replace(new, correction_reason=ask(tr("Why is the answer corrected"), check=not_empty))
    return _supported(system, new, asks_all=asks_all)


def _needed(may_ask: bool, option: str, question: Callable[[], str]) -> str:
    if not may_ask:
        raise NoAnswerError(option)
    return question()


def _audit(system: System) -> str:
    running = [
        audit for audit in system.audits if audit.status not in (AuditStatus.CLOSED, AuditStatus.WITHDRAWN)
    ]
    if not running:
        raise RefusedError(
            tr("no audit is open, so there is nothing to record evidence for"),
            tr("plan an audit first: a file audit.yaml in the folder of the audit"),
        )
    choices = [
        (audit.id, Message("{id}  {title}", (("id", audit.id), ("title", audit.plan.fact.title))))
        for audit in running
    ]
    return choose(tr("Which audit"), choices, default=running[-1].id)


def _question(audit: ControlledAudit, corrects: tuple[str, ...]) -> str:
    unanswered = [asked.question for asked in audit.asked if not asked.answers]
    for question in unanswered:
        say(Message("  {id}  {text}", (("id", question.id), ("text", question.text))))
    first = unanswered[0].id if unanswered else None

    def check(answer: str) -> str:
        asked = asked_in(audit, answer)
        _refuse_answered(asked, corrects)
        return asked.question.id

    return ask(tr("Which question"), default=first, check=check)


def _refuse_answered(asked: Asked, corrects: tuple[str, ...]) -> None:
    """Refuse a question that has its answer before somebody types another.

    Raises:
        RefusedError: it has one, and nobody said that it is to be corrected.
    """
    if asked.answers and not corrects:
        name = record_name(asked.answers[0])
        raise RefusedError(
            tr(
                "the question {question} is answered already, in {name}",
                question=asked.question.id,
                name=name,
            ),
            tr("to correct that answer: qmsctl evidence correct {name}", name=shlex.quote(name)),
        )


def _show(asked: Asked) -> None:
    say(
        Message(
            "{id} ({clauses})", (("id", asked.question.id), ("clauses", ", ".join(asked.question.clauses)))
        )
    )
    say(Message("{text}", (("text", asked.question.text),)))
    if asked.question.look_for:
        say(tr("Look for: {text}", text=asked.question.look_for))
    if asked.question.sample:
        say(tr("Sample: {text}", text=asked.question.sample))


def _result() -> str:
    return choose(tr("Result"), list(RESULT_WORDS.items()))


def _supported(system: System, new: NewEvidence, *, asks_all: bool) -> NewEvidence:
    """Ask for what the result needs; for the rest only somebody who answers questions anyway."""
    if new.result in ("not_applicable", "not_audited"):
        return replace(new, reason=new.reason or ask(tr("Reason"), check=not_empty))
    if asks_all:  # what is looked at is chosen first, then seen
        new = replace(new, sample=new.sample or _sample())
    new = replace(
        new,
        seen=new.seen or ask(tr("What was looked at, and what did it show"), check=not_empty),
        where=new.where or ask(tr("Where does another auditor find it again"), check=not_empty),
    )
    return _detailed(system, new) if asks_all else new


def _detailed(system: System, new: NewEvidence) -> NewEvidence:
    """Ask for what makes evidence easier to follow and may be left empty."""
    return replace(
        new,
        method=new.method or _method(),
        judged_against=new.judged_against
        or ask_named(
            tr("Judged against which documents (ids; empty: none)"),
            partial(_in_force, system),
            is_key=bool,
        ),
        attachments=new.attachments or tuple(_files()),
        asked=new.asked or ask(tr("Who was asked (a role; empty: nobody)")) or None,
        unit=new.unit or _unit(system),
        occurred=read_day(ask(tr("On which day"), default=new.occurred.isoformat(), check=_day)),
        note=new.note or ask(tr("Note (may be empty)")) or None,
    )


def _method() -> str | None:
    choices = [(key, METHOD_WORDS[key]) for key in get_args(Method)]
    return choose(tr("How it was found out"), choices)


def _unit(system: System) -> str | None:
    """Ask for one of the organisation's units, if it has any."""
    units = system.organisation.units
    if not units:
        return None
    show_known(units)

    def check(answer: str) -> str:
        return unit_meant(system, answer) if answer else answer

    return ask(tr("In which unit (its symbol or name; may be empty)"), check=check) or None


def _day(answer: str) -> str:
    return read_day(answer).isoformat()


def _sample() -> dict[str, str]:
    population = ask(tr("How many are there in all (empty: no sample)"), check=digits)
    if not population:
        return {}
    return {
        "population": population,
        "size": ask(tr("How many of them were looked at"), check=digits),
        "method": ask(tr("How were they chosen")),
    }


def _in_force(system: System, id: str) -> str:
    pinned_document(system, id)
    return id


def _files() -> Iterator[Path]:
    """Ask for files, one to a line, because their names may hold blanks."""
    while file := ask(tr("A file to attach (empty: no more)"), check=_existing):
        yield Path(file)


def _existing(file: str) -> str:
    if file:
        attached_bytes(Path(file))
    return file
