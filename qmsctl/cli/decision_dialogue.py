"""Asks for what a decision on a document lacks: who decided, what shows it, and why it is withdrawn."""

from __future__ import annotations

from dataclasses import replace

from qmsctl.authoring.decision import NewDecision, named_document, refuse_untimely, with_decider
from qmsctl.authoring.meant import holder_meant
from qmsctl.authoring.records import Clerk
from qmsctl.cli.asking import not_empty, picked
from qmsctl.cli.terminal import ask, interactive
from qmsctl.control.system import System
from qmsctl.messages import tr

__all__ = ["complete"]


def complete(system: System, new: NewDecision, clerk: Clerk, *, no_input: bool) -> NewDecision:
    """Return *new* with all it needs, asked for where it is missing; without a terminal as it is.

    Raises:
        RefusedError: there is no such document, nobody of that name, or nothing to decide yet.
    """
    if not interactive(no_input=no_input):
        return new
    refuse_untimely(system, new)  # before anything is typed in vain
    recorder = system.organisation.person_with(clerk.who.email)
    if new.decider is None and (recorder is None or not _may_decide(system, new, recorder)):
        new = replace(new, decider=_who(system, new))
    new = with_decider(system, new)
    if new.meaning == "withdrawn" and not new.reason:
        new = replace(new, reason=ask(tr("Why is it withdrawn"), check=not_empty))
    if new.decider not in (None, recorder) and not new.basis:
        question = tr("Basis: the number of the ordinance or paper that shows the decision")
        new = replace(new, basis=ask(question, check=not_empty))
    return new


def _may_decide(system: System, new: NewDecision, person: str) -> bool:
    """Return whether *person* held one of the roles that may decide, on the day decided."""
    document, _ = named_document(system, new.document, new.language)
    approvers = document.demands.approvers if new.meaning in ("approved", "withdrawn") else ()
    held = system.organisation.people[person].roles_on(new.decided)
    return not approvers or not held.isdisjoint(approvers)


def _who(system: System, new: NewDecision) -> str:
    """Ask who decided; by default the only one who may."""
    organisation = system.organisation
    document, _ = named_document(system, new.document, new.language)
    entitled = [
        person.name
        for person in organisation.people.values()
        if not person.roles_on(new.decided).isdisjoint(document.demands.approvers)
    ]
    find = picked(lambda word: holder_meant(system, word, new.decided))
    return ask(
        tr("Who decided (a person or a role)"),
        default=entitled[0] if len(entitled) == 1 else None,
        check=lambda word: find(not_empty(word)),
    )
