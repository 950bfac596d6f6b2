"""WAI003: somebody waived a rule who may not."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver, ControlledWaiver
from qmsctl.messages import Message, list_of, tr
from qmsctl.rule import Answer, Problem, Unwaivable, rule, waivers
from qmsctl.settings import Severity


@rule(
    "WAI003", over=waivers, severity=Severity.ERROR, clauses=("5.3", "7.5.3.2"), unwaivable=Unwaivable.WAIVER
)
def unauthorised_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """Whoever waives a rule may do so on the day of the decision."""
    waiver = applied.waiver
    if not waiver.authorised:
        yield Problem(
            waiver.record.at("decider"),
            _message(waiver, system),
            tr(
                "have somebody waive it who may: qmsctl waive; if a role or its days are wrong in qms.yaml, mend them there"
            ),
        )


def _message(waiver: ControlledWaiver, system: System) -> Message:
    fact, organisation = waiver.record.fact, system.organisation
    if fact.decider.person not in organisation.people:
        return tr(
            "{person} is said to have waived {rule} for {document}, and qms.yaml knows no such person",
            person=fact.decider.person,
            rule=fact.rule,
            document=fact.document,
        )
    names = {
        "person": organisation.title(fact.decider.person),
        "rule": fact.rule,
        "document": fact.document,
    }
    if waiver.subject.may_be_waived_by(fact.decider.person, fact.decided, organisation):
        return tr(
            "{person} waived {rule} for {document} on {day} as {role}, without having this role on that day",
            day=fact.decided,
            role=organisation.title(fact.decider.role or ""),
            **names,
        )
    return tr(
        "{person} waived {rule} for {document} on {day} without any role that may: {roles}",
        day=fact.decided,
        roles=list_of([organisation.title(role) for role in waiver.subject.approvers]),
        **names,
    )
