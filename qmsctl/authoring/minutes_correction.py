"""Correcting minutes: what stands stays, and what is given takes its place."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Final

from qmsctl.authoring.minutes import NewMinutes
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import Minutes
from qmsctl.model.schema import Filed

__all__ = ["carried_over", "corrected_minutes", "is_addition", "says_anything"]

_CONTENT: Final = (
    "present",
    "text",
    "reason",
    "not_covered",
    "opinions",
    "recommendation",
    "fulfilment",
    "obstacles",
    "programme_issues",
    "next_audits",
    "use_of_marks",
    "certified_scope",
)
"""The fields that say something; the same in the record and in what somebody wants to record."""


def says_anything(new: NewMinutes) -> bool:
    """Return whether *new* says anything yet."""
    return any(getattr(new, name) for name in _CONTENT)


def corrected_minutes(system: System, new: NewMinutes) -> Filed[Minutes] | None:
    """Return the minutes that *new* corrects: the one it names, or the conclusions that an audit has once.

    `None` if there are none, or if several contest one another: then nobody can say what stands.
    """
    audit = system.audit_named(new.audit)
    standing = [minutes for minutes in audit.minutes if minutes.fact.kind == new.kind]
    contested = any(
        isinstance(record.fact, Minutes) and record.fact.audit == audit.id and record.fact.kind == new.kind
        for record in system.contested
    )
    if new.corrects:
        named = [minutes for minutes in standing if record_name(minutes) in new.corrects]
        return named[0] if len(named) == len(new.corrects) == 1 else None
    return standing[0] if new.kind == "conclusions" and len(standing) == 1 and not contested else None


def carried_over(new: NewMinutes, stands: Filed[Minutes], *, other_day: bool = False) -> NewMinutes:
    """Return *new* as the correction of *stands*: whatever it does not say is taken over.

    Args:
        new: what somebody gives.
        stands: what it corrects.
        other_day: whether the day of *new* was given; otherwise that of *stands* holds.

    Raises:
        RefusedError: nothing is given that differs.
    """
    fact = stands.fact
    kept = {name: getattr(new, name) or getattr(fact, name) for name in _CONTENT}
    occurred = new.occurred if other_day else fact.occurred
    if occurred == fact.occurred and all(value == getattr(fact, name) for name, value in kept.items()):
        raise RefusedError(
            tr("this changes nothing in {name}", name=record_name(stands)),
            tr(
                "give what is to be changed or added: qmsctl audit minutes {audit} {kind} --text …",
                audit=shlex.quote(new.audit),
                kind=new.kind,
            ),
        )
    whole = replace(new, **kept, occurred=occurred, corrects=(record_name(stands),))
    if not whole.correction_reason and is_addition(whole, stands):
        whole = replace(whole, correction_reason=str(tr("completed")))
    return whole


def is_addition(new: NewMinutes, stands: Filed[Minutes]) -> bool:
    """Return whether *new* says all that *stands* says, and something more."""
    fact = stands.fact
    return new.occurred == fact.occurred and all(
        getattr(new, name) == getattr(fact, name) for name in _CONTENT if getattr(fact, name)
    )
