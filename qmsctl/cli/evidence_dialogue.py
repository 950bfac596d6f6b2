"""Asks for what the command line left open, one plain line at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from qmsctl.authoring.evidence import RESULT_WORDS, NewEvidence, asked_in, open_audit
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, say
from qmsctl.control.audits import Asked, AuditStatus, ControlledAudit
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.schema import closest
from qmsctl.model.values import Method, Result

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
    if not new.question and not new.clauses and (audit.asked or may_ask):
        new = replace(new, question=_needed(may_ask, "--question", lambda: _question(audit)))
    asked = asked_in(audit, new.question) if new.question else None
    if may_ask and asked is not None and not new.result:
        _show(asked)
    new = replace(
        new, result=_known("--result", new.result or _needed(may_ask, "--result", _result), get_args(Result))
    )
    if new.method:
        _known("--method", new.method, get_args(Method))
    return _supported(new) if may_ask else new


def _needed(may_ask: bool, option: str, question: Callable[[], str]) -> str:
    if not may_ask:
        raise NoAnswerError(option)
    return question()


def _known(option: str, word: str, known: tuple[str, ...]) -> str:
    """Return *word* if it is one of *known*.

    Raises:
        RefusedError: it is not.
    """
    if word in known:
        return word
    near = closest(word, known)
    raise RefusedError(
        tr("{word} is no value of {option}", word=word, option=option),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=", ".join(known)),
    )


def _audit(system: System) -> str:
    running = [audit for audit in system.audits if audit.status is not AuditStatus.CLOSED]
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


def _question(audit: ControlledAudit) -> str:
    first = next((asked.question.id for asked in audit.asked if not asked.answers), None)

    def check(answer: str) -> str:
        return asked_in(audit, answer).question.id

    return ask(tr("Which question"), default=first, check=check)


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


def _supported(new: NewEvidence) -> NewEvidence:
    """Ask for what the result needs, and no more."""
    if new.result in ("not_applicable", "not_audited"):
        return replace(new, reason=new.reason or ask(tr("Reason"), check=_not_empty))
    return replace(
        new,
        seen=new.seen or ask(tr("What was looked at, and what did it show"), check=_not_empty),
        where=new.where or ask(tr("Where does another auditor find it again"), check=_not_empty),
        asked=new.asked or ask(tr("Who was asked (a role; empty: nobody)")) or None,
        note=new.note or ask(tr("Note (may be empty)")) or None,
    )


def _not_empty(answer: str) -> str:
    if not answer:
        raise RefusedError(tr("this cannot stay empty"))
    return answer
