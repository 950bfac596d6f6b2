"""AUD013: a programme came into force only after its first audit had begun."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, programmes, rule
from qmsctl.settings import Severity


@rule("AUD013", over=programmes, severity=Severity.WARNING, clauses=("9.2.2",))
def late_programme(programme: ControlledProgramme, system: System) -> Iterator[Answer]:
    """A programme is in force before its first audit begins."""
    begun = [
        min(one.audit.plan.fact.days)
        for one in programme.entries
        if one.audit is not None and one.audit.plan.fact.days and min(one.audit.plan.fact.days) <= system.day
    ]
    if not begun:
        yield NotApplicable()
        return
    approved, first = programme.document.approved, min(begun)
    if not approved:
        yield Problem(
            programme.stated.at("id"),
            tr(
                "the first audit of {programme} began on {day}, and the programme was never approved",
                programme=programme.id,
                day=first,
            ),
            tr("have it approved: qmsctl approve {programme}", programme=shlex.quote(programme.id)),
        )
    elif approved[0].effective > first:
        yield Problem(
            programme.stated.at("id"),
            tr(
                "the first audit of {programme} began on {day}, and the programme is in force only since {effective}",
                programme=programme.id,
                day=first,
                effective=approved[0].effective,
            ),
            tr(
                "have the next programme approved before its first audit, and say in its review why this one was late"
            ),
        )
