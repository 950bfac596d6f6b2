"""WAI004: the days of a waiver contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, Unwaivable, rule, waivers
from qmsctl.settings import Severity


@rule("WAI004", over=waivers, severity=Severity.ERROR, clauses=("7.5.3.2",), unwaivable=Unwaivable.WAIVER)
def backward_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """A waiver ends no earlier than it begins, and begins no earlier than it was decided."""
    del system
    waiver = applied.waiver
    fact = waiver.record.fact
    if not waiver.backward:
        return
    fix = tr("record a correction with the right days; until then the waiver counts for nothing")
    if fact.until < waiver.begins:
        yield Problem(
            waiver.record.at("until"),
            tr(
                "the waiver of {rule} for {document} ends on {until}, before it begins on {begins}",
                rule=fact.rule,
                document=fact.document,
                until=fact.until,
                begins=waiver.begins,
            ),
            fix,
        )
    else:
        yield Problem(
            waiver.record.at("from"),
            tr(
                "the waiver of {rule} for {document} begins on {begins}, before it was decided on {decided}",
                rule=fact.rule,
                document=fact.document,
                begins=waiver.begins,
                decided=fact.decided,
            ),
            fix,
        )
