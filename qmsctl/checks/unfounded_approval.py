"""REV006: nothing shows that the person named in an approval decided."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, beginning_missing, rule
from qmsctl.settings import Severity


def decisions(system: System) -> Iterator[Decision]:
    """Yield every decision that counts and that a record tells."""
    return (
        decision
        for document in system.documents
        for decision in document.decisions
        if decision.origin is Origin.RECORD
    )


@rule("REV006", over=decisions, severity=Severity.ERROR, clauses=("5.3", "7.5.2"), records_alone=True)
def unfounded_approval(decision: Decision, system: System) -> Iterator[Answer]:
    """Every decision was recorded by the person who made it, or says what it rests on."""
    record = decision.record
    decider = record.fact.decider.person
    if decider not in system.organisation.people:
        yield Problem(
            record.at("decider", "person"),
            tr("{person} is said to have decided, and qms.yaml knows no such person", person=decider),
            tr("add the person to qms.yaml, or record a correction with the right key"),
        )
    elif record.fact.basis:
        return
    elif not system.history.complete:
        yield beginning_missing(
            system,
            tr("the beginning of the history is missing, so who recorded decisions cannot be established"),
        )
    elif decision.trust is Trust.DECLARED:
        yield Problem(
            record.at("decider"),
            tr(
                "{person} is said to have decided, {recorder} recorded it, and no basis is given",
                person=system.organisation.title(decider),
                recorder=decision.commit.author if decision.commit else record.fact.recorder.name,
            ),
            tr(
                "record a correction that gives the basis, such as the number of the ordinance or the minutes"
            ),
        )
