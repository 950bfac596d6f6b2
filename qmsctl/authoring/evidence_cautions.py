"""What whoever records evidence should know before; none of it is a reason to refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from qmsctl.authoring.answer_row import COLUMNS
from qmsctl.authoring.correction import open_findings_on
from qmsctl.authoring.evidence import NewEvidence
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.impartiality import AUDITING
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr

__all__ = [
    "auditors_beside",
    "cautions_on",
    "day_outside_plan",
    "is_agreed",
    "named_people",
    "plan_not_agreed",
    "seen_by_nobody_of_the_team",
]

_OPTIONS: Final[Mapping[str, str]] = {
    "seen": "--seen",
    "where": "--where",
    "reason": "--reason",
    "note": "--note",
}
"""The texts of evidence, with the options that take them."""


def cautions_on(system: System, new: Iterable[NewEvidence], *, options: bool = False) -> Iterator[Message]:
    """Yield what there is to know about *new*, each of it once.

    Args:
        system: the system on the day of recording.
        new: evidence of one or more audits.
        options: texts are named by the options of the command line, not by what forms call them.
    """
    said: set[Message] = set()
    for one in new:
        for caution in (
            *plan_not_agreed(system, one.audit),
            *named_people(system, one, options=options),
            *day_outside_plan(system, one.audit, one.occurred),
            *open_findings_on(system, one.audit, one.corrects),
        ):
            if caution not in said:
                said.add(caution)
                yield caution


def seen_by_nobody_of_the_team(system: System, new: NewEvidence, email: str) -> Iterator[Message]:
    """Yield a caution if *new* names no auditor and whoever records it, with the address *email*, is none.

    A correction that names nobody may come from anybody.
    """
    if new.auditor or new.corrects or system.people_by_email.get(email.casefold()) is None:
        return
    if team := auditors_beside(system, new.audit, email):
        yield tr(
            "You are no auditor in the team of {audit}: name the one who saw it with --auditor, one of: {team}",
            audit=new.audit,
            team=list_of([system.organisation.title(member) for member in team]),
        )


def auditors_beside(system: System, audit: str, email: str) -> tuple[str, ...]:
    """Return the keys of those who audit *audit*; nobody if whoever has the address *email* is one of them."""
    planned = system.audit(audit)
    members = planned.plan.fact.team if planned else ()
    team = tuple(member.person for member in members if member.role in AUDITING)
    return () if system.people_by_email.get(email.casefold()) in team else team


def is_agreed(audit: ControlledAudit, system: System) -> bool:
    """Return whether the plan of *audit* is approved."""
    plan = system.document(audit.id, audit.plan.fact.language)
    return plan is not None and plan.in_force is not None


def plan_not_agreed(system: System, audit: str) -> Iterator[Message]:
    """Yield a caution if the plan of the audit with the id *audit* is not approved."""
    planned = system.audit(audit)
    if planned is not None and not is_agreed(planned, system):
        yield tr(
            "The plan of {audit} is not approved yet; evidence is usually recorded once it is.", audit=audit
        )


def named_people(system: System, new: NewEvidence, *, options: bool = False) -> Iterator[Message]:
    """Yield a caution for each text of *new* that names a person: once recorded, the name stays in the history."""
    for field, option in _OPTIONS.items():
        text = getattr(new, field) or ""
        names = list(dict.fromkeys(text[at : at + n] for at, n in system.personal_names.names_in(text)))
        if names and options:
            yield tr(
                "{option} names a person, and evidence speaks of roles: {names}",
                option=option,
                names=list_of(names),
            )
        elif names:
            yield tr(
                "A person is named under “{field}”, and evidence speaks of roles: {names}",
                field=COLUMNS[field],
                names=list_of(names),
            )


def day_outside_plan(system: System, audit: str, day: dt.date) -> Iterator[Message]:
    """Yield a caution if *day* is none of its audit: it is mistyped, or the audit went on longer."""
    planned = system.audit(audit)
    days = planned.plan.fact.days if planned is not None else ()
    if not days or day in days:
        return
    if len(days) == 1:
        yield tr(
            "{day} is not the day of {audit}, which by its plan is {planned}",
            day=day,
            audit=audit,
            planned=days[0],
        )
    else:
        yield tr(
            "{day} is no day of {audit}, which by its plan begins on {first} and ends on {last}",
            day=day,
            audit=audit,
            first=min(days),
            last=max(days),
        )
