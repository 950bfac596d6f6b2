"""The dated duties of waivers: what is waived is to be mended by its last day, and is not late until then."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from qmsctl.control.system import System
from qmsctl.control.waivers import ControlledWaiver, WaiverState
from qmsctl.messages import Message, tr
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.people import person_named
from qmsctl.reports.shown import Joined
from qmsctl.rule import rules_by_name

__all__ = ["held_until", "postponed", "waiver_duties", "waiver_over"]


def waiver_duties(system: System) -> Iterator[Duty]:
    """Yield the end of each waiver that holds or is to hold.

    Of one that has expired the check tells, which knows whether what it waived is still there.
    """
    organisation = system.organisation
    for waiver in system.waivers:
        if waiver.state not in (WaiverState.IN_FORCE, WaiverState.TO_COME):
            continue
        fact = waiver.record.fact
        owners = dict.fromkeys(one for one in (fact.decider.person, fact.decider.role) if one)
        stated = system.document(fact.document)
        document = stated.document if stated else None
        yield Duty(
            DutyKind.WAIVER,
            fact.document,
            f"waiver {fact.rule} {waiver.name}",
            fact.until,
            tr("mend what is waived, or have somebody answer for it anew"),
            tr(
                "the waiver of {rule} holds until {day}: {reason}",
                rule=fact.rule,
                day=fact.until,
                reason=" ".join(fact.reason.split()),
            ),
            fact.document,
            "documents",
            shlex.join(("qmsctl", "waivers", "--current")),
            person_named(fact.decider.person, organisation),
            tuple(owners),
            document.units if document else (),
        )


def postponed(duty: Duty, system: System) -> Duty:
    """Return *duty* as it is while a waiver holds over the rule that would say that it is late.

    Somebody answers for the delay until the last day of the waiver: by then it is to be done,
    and it stays listed from its own day on.
    """
    waiver = waiver_over(duty.answers, system)
    if waiver is None or waiver.record.fact.until <= duty.due:
        return duty
    return replace(
        duty,
        due=waiver.record.fact.until,
        begins=min(duty.begins or duty.due, duty.due),
        why=Joined((duty.why, held_until(waiver, system)), "; "),
    )


def waiver_over(answers: Collection[tuple[str, str]], system: System) -> ControlledWaiver | None:
    """Return the waiver in force over problems named in *answers*, by slug and the beginning of the path.

    Of several it is the one that lasts longest, as in a check.
    """
    in_force = [one for one in system.waivers if one.state is WaiverState.IN_FORCE]
    if not in_force or not answers:
        return None
    held = [
        one
        for one in in_force
        for slug, beginning in answers
        if _slug_of(one.record.fact.rule) == slug
        and any(path.startswith(beginning) for path in one.subject.paths)
    ]
    return max(held, key=lambda one: one.record.fact.until, default=None)


@cache
def _slug_of(name: str) -> str | None:
    """Return the slug of the rule that a waiver calls *name*: by its id or its slug."""
    from qmsctl.checks import RULES  # noqa: PLC0415 - who has no waiver needs no rules here

    rule = rules_by_name(RULES).get(name.casefold())
    return rule.slug if rule is not None else None


def held_until(waiver: ControlledWaiver, system: System) -> Message:
    """Return until when *waiver* holds, and who answers for it."""
    fact, organisation = waiver.record.fact, system.organisation
    who = organisation.title(fact.decider.role or fact.decider.person)
    return tr("waived until {day} by {who}", day=fact.until, who=who)
