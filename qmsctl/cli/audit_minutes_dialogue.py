"""Asks for what minutes of an audit still need, or for what is to be changed in them."""

from __future__ import annotations

from dataclasses import replace

from qmsctl.authoring.minutes import NewMinutes, guests, present_meant
from qmsctl.authoring.minutes_correction import is_addition
from qmsctl.cli.asking import not_empty
from qmsctl.cli.finding_dialogue import say_roles
from qmsctl.cli.long_text import ask_text, say_editor
from qmsctl.cli.terminal import ask, confirm, say
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Minutes
from qmsctl.model.schema import Filed

__all__ = ["complete", "corrected", "is_whole", "reasoned"]

_NOT_COVERED = tr("An area of the scope that was not looked at, and why (empty: no more)")
_FULFILMENT = tr("How far are the criteria fulfilled, and is the system effective (may be empty)")
_RECOMMENDATION = tr("What does the team recommend (may be empty)")
_OPINION = tr("An opinion on which nobody agreed in the end (empty: no more)")
_TEXTS = {
    "opening": tr("What was agreed (may be empty)"),
    "closing": tr("What was said (may be empty)"),
    "deviation": tr("What was done otherwise than planned"),
    "conclusions": tr("What the audit came to"),
}


def is_whole(new: NewMinutes) -> bool:
    """Return whether somebody who gave options gave all that is needed."""
    if new.kind in ("opening", "closing"):
        return bool(new.present)
    return bool(new.text and (new.reason or new.kind != "deviation"))


def complete(system: System, new: NewMinutes) -> NewMinutes:
    """Ask for what minutes of this kind have and nobody gave."""
    if new.kind in ("opening", "closing"):
        new = replace(new, present=new.present or _present(system))
    question = _TEXTS.get(new.kind)
    if question is not None and not new.text:
        say_editor()
        needed = new.kind in ("deviation", "conclusions")
        new = replace(new, text=ask_text(question, check=not_empty if needed else str) or None)
    if new.kind == "deviation" and not new.reason:
        new = replace(new, reason=ask(tr("Reason"), check=not_empty))
    if new.kind == "conclusions":
        new = replace(
            new,
            not_covered=new.not_covered or _several(_NOT_COVERED),
            fulfilment=new.fulfilment or ask(_FULFILMENT) or None,
            recommendation=new.recommendation or ask(_RECOMMENDATION) or None,
        )
    if new.kind in ("closing", "conclusions"):
        new = replace(new, opinions=new.opinions or _several(_OPINION))
    if new.corrects and not new.correction_reason:
        new = replace(new, correction_reason=ask(tr("Why are the minutes corrected"), check=not_empty))
    return new


def corrected(new: NewMinutes, stands: Filed[Minutes]) -> NewMinutes:
    """Ask for what minutes of this kind say, with what *stands* proposed: Enter keeps it."""
    fact = stands.fact
    say_editor()
    new = replace(new, text=ask_text(_TEXTS[fact.kind], default=fact.text) or None)
    if fact.kind == "deviation":
        new = replace(new, reason=ask(tr("Reason"), default=fact.reason, check=not_empty))
    if fact.kind == "conclusions":
        new = replace(
            new,
            not_covered=_more(_NOT_COVERED, fact.not_covered),
            fulfilment=ask(_FULFILMENT, default=fact.fulfilment) or None,
            recommendation=ask(_RECOMMENDATION, default=fact.recommendation) or None,
        )
    if fact.kind in ("closing", "conclusions"):
        new = replace(new, opinions=_more(_OPINION, fact.opinions))
    return new


def reasoned(new: NewMinutes, stands: Filed[Minutes]) -> NewMinutes:
    """Ask why minutes are corrected; what only adds to what *stands* has its reason proposed."""
    default = str(tr("completed")) if is_addition(new, stands) else None
    reason = ask(tr("Why are the minutes corrected"), default=default, check=not_empty)
    return replace(new, correction_reason=reason)


def _present(system: System) -> tuple[str, ...]:
    """Show the roles there are, and ask who was there until nobody more is named; a guest is asked about."""
    given: dict[str, None] = {}

    def check(answer: str) -> str:
        if answer == "?":
            raise RefusedError(
                tr("roles there are: {known}", known=list_of([*system.organisation.roles.values()]) or "-")
            )
        present_meant(system, answer)
        return answer if given else not_empty(answer)

    say_roles(system)
    while answer := ask(tr("Who was there (roles, with commas; empty: nobody else)"), check=check):
        meant = present_meant(system, answer)
        refused = {
            guest
            for guest in guests(system, meant)
            if not confirm(tr("{word} is no role of qms.yaml: record it as a guest (yes/no)", word=guest))
        }
        given |= dict.fromkeys(word for word in meant if word not in refused)
    return tuple(given)


def _several(question: Message) -> tuple[str, ...]:
    """Ask until nothing more is answered."""
    given: list[str] = []
    while answer := ask(question):
        given.append(answer)
    return tuple(given)


def _more(question: Message, stand: tuple[str, ...]) -> tuple[str, ...]:
    """Show what *stand*, and ask for more of it until nothing is answered."""
    for one in stand:
        say(tr("So far: {text}", text=one))
    return (*stand, *_several(question))
