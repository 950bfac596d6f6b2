"""REV003: somebody approved what they had prepared."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV003", over=documents, severity=Severity.WARNING, clauses=("5.3", "7.5.2"))
def self_approval(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What is in force was approved by somebody other than who prepared it."""
    newest = document.in_force or (document.approved[-1] if document.approved else None)
    approval = newest.decided_as("approved") if newest else None
    if newest is None or approval is None or not (authors := _deciders(newest, "prepared")):
        yield NotApplicable()
    elif _deciders(newest, "approved") <= authors:
        yield Problem(
            approval.record.at("decider"),
            tr(
                "revision {revision} of {document} was prepared and approved by the same person, {person}",
                document=document.id,
                revision=newest.revision,
                person=system.organisation.title(approval.record.fact.decider.person),
            ),
            tr("have somebody else approve it as well, or correct the record that names the wrong person"),
        )


def _deciders(approved: Approved, meaning: str) -> frozenset[str]:
    """Return everybody who decided on *approved* in *meaning*."""
    facts = (decision.record.fact for decision in approved.decisions)
    return frozenset(fact.decider.person for fact in facts if fact.meaning == meaning)
