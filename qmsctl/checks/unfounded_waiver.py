"""WAI006: nothing shows that the person named in a waiver decided."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.trust import Trust
from qmsctl.control.waivers import AppliedWaiver
from qmsctl.messages import Message, tr
from qmsctl.rule import (
    Answer,
    NotApplicable,
    Problem,
    Unwaivable,
    beginning_missing,
    rule,
    waivers,
)
from qmsctl.settings import Severity


@rule(
    "WAI006", over=waivers, severity=Severity.ERROR, clauses=("5.3", "7.5.3.2"), unwaivable=Unwaivable.WAIVER
)
def unfounded_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """Every waiver was recorded by the person who decided, or says what it rests on; and is as sure as an approval has to be."""
    waiver = applied.waiver
    record, fact = waiver.record, waiver.record.fact
    if fact.decider.person not in system.organisation.people:
        yield NotApplicable()  # `unauthorised-waiver` reports it
    elif waiver.founded:
        return
    elif waiver.trust is Trust.UNKNOWN:
        yield beginning_missing(
            system,
            tr("the beginning of the history is missing, so who recorded decisions cannot be established"),
        )
    else:
        yield Problem(record.at("decider"), _message(applied, system), _fix(applied))


def _message(applied: AppliedWaiver, system: System) -> Message:
    waiver = applied.waiver
    fact = waiver.record.fact
    person = system.organisation.title(fact.decider.person)
    if fact.basis or waiver.trust is not Trust.DECLARED:
        return tr(
            "the waiver of {rule} for {document} is less sure than an approval of the document has to be",
            rule=fact.rule,
            document=fact.document,
        )
    return tr(
        "{person} is said to have waived {rule}, {recorder} recorded it, and no basis is given",
        person=person,
        rule=fact.rule,
        recorder=waiver.commit.author if waiver.commit else fact.recorder.name,
    )


def _fix(applied: AppliedWaiver) -> Message:
    if applied.waiver.record.fact.basis or applied.waiver.trust is not Trust.DECLARED:
        return tr("have whoever decided record it themselves, signed if the type of the document demands it")
    return tr("record a correction that gives the basis, such as the number of the ordinance or the minutes")
