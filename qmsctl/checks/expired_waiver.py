"""WAI001: a waiver has expired, and what it waived is still there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver, WaiverState
from qmsctl.messages import tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule, waivers
from qmsctl.settings import Severity


@rule(
    "WAI001",
    over=waivers,
    severity=Severity.ERROR,
    clauses=("7.5.3.2", "10.2.1"),
    unwaivable=Unwaivable.WAIVER,
)
def expired_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """What was waived until a day is mended by that day, or waived anew."""
    del system
    waiver = applied.waiver
    if waiver.state not in (WaiverState.IN_FORCE, WaiverState.EXPIRED):
        yield NotApplicable()
    elif applied.back:
        fact = waiver.record.fact
        yield Problem(
            waiver.record.at("until"),
            tr_n(
                "the waiver of {rule} for {document} ended with {day}, and {count} problem is back",
                "the waiver of {rule} for {document} ended with {day}, and {count} problems are back",
                applied.back,
                rule=fact.rule,
                document=fact.document,
                day=fact.until,
            ),
            tr(
                "mend what was waived, or have somebody answer for it anew: qmsctl waive {rule} {document}",
                rule=shlex.quote(fact.rule),
                document=shlex.quote(fact.document),
            ),
        )
