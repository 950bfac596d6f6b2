"""Asks for what a waiver lacks: why, until when, who decided, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qmsctl.authoring.meant import holder_meant
from qmsctl.authoring.records import Clerk
from qmsctl.authoring.waiver import NewWaiver, entitled, with_decider
from qmsctl.cli.asking import not_empty, picked
from qmsctl.cli.options import read_day
from qmsctl.cli.terminal import ask, interactive
from qmsctl.control.system import System
from qmsctl.control.waivers import Subject, subject_named
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["complete"]


def complete(system: System, new: NewWaiver, clerk: Clerk, *, no_input: bool, end: bool) -> NewWaiver:
    """Return *new* with all it needs, asked for where it is missing; without a terminal as it is.

    Args:
        system: on the day of recording.
        new: what the command line says.
        clerk: who records.
        no_input: ask nothing.
        end: whether a waiver is to be ended, which needs no last day.

    Raises:
        RefusedError: nobody is called so.
    """
    if not interactive(no_input=no_input):
        return new
    organisation = system.organisation
    subject = subject_named(new.document, system.qms, system.documents, organisation)
    if not new.reason:
        question = tr("Why is the waiver ended") if end else tr("Why is it waived")
        new = replace(new, reason=ask(question, check=not_empty))
    if new.until is None and not end:
        new = replace(
            new, until=read_day(ask(tr("The last day on which it is waived"), check=_to_come(system)))
        )
    recorder = organisation.person_with(clerk.who.email)
    if new.decider is None and (
        recorder is None or not subject.may_be_waived_by(recorder, new.decided, organisation)
    ):
        new = replace(new, decider=_who(system, new, subject))
    new = with_decider(system, new)
    if new.decider not in (None, recorder) and not new.basis:
        question = tr("Basis: the number of the ordinance or paper that shows the decision")
        new = replace(new, basis=ask(question, check=not_empty))
    return new


def _to_come(system: System) -> Callable[[str], str]:
    """Return what accepts a day that is not over."""

    def check(answer: str) -> str:
        day = read_day(not_empty(answer))
        if day < system.day:
            raise RefusedError(
                tr("{until} is over, so the waiver would hold on no day to come", until=day),
                tr("write a later day"),
            )
        return day.isoformat()

    return check


def _who(system: System, new: NewWaiver, subject: Subject) -> str:
    """Ask who decided; by default the only one who may."""
    organisation = system.organisation
    names = [organisation.title(key) for key in entitled(subject, new.decided, organisation)]
    find = picked(lambda word: holder_meant(system, word, new.decided))
    return ask(
        tr("Who decided (a person or a role)"),
        default=names[0] if len(names) == 1 else None,
        check=lambda word: find(not_empty(word)),
    )
