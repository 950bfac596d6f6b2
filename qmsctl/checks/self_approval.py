"""REV003: somebody approved what they had prepared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qmsctl.control.documents import Approved, ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV003", over=documents, severity=Severity.WARNING, clauses=("5.3", "7.5.2"))
def self_approval(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What is in force was approved by somebody other than who prepared it."""
    known = [
        (one, approval, authors)
        for one in document.standing or document.approved[-1:]
        if (approval := one.decided_as("approved")) and (authors := _authors(document, one))
    ]
    if not known:
        yield NotApplicable()
    for one, approval, authors in known:
        if _deciders(one.decisions, "approved") <= authors:
            yield Problem(
                approval.record.at("decider"),
                _message(document, one, system.organisation.title(approval.record.fact.decider.person)),
                tr(
                    "have somebody else approve the next revision, or correct the record that names the wrong person"
                ),
            )


def _message(document: ControlledDocument, approved: Approved, person: str) -> Message:
    if not approved.revision:
        return tr(
            "the text of {document} that took effect on {day} was prepared and approved by the same person, {person}",
            document=document.id,
            day=approved.effective,
            person=person,
        )
    return tr(
        "revision {revision} of {document} was prepared and approved by the same person, {person}",
        document=document.id,
        revision=approved.revision,
        person=person,
    )


def _authors(document: ControlledDocument, approved: Approved) -> frozenset[str]:
    """Return who prepared *approved*: this content, or else another that bore its revision before."""
    if not approved.revision:
        return _deciders(approved.decisions, "prepared")
    same = (d for d in document.decisions if d.record.fact.revision == approved.revision)
    return _deciders(approved.decisions, "prepared") or _deciders(same, "prepared")


def _deciders(decisions: Iterable[Decision], meaning: str) -> frozenset[str]:
    """Return everybody who decided in *meaning*; on whose behalf does not matter: they saw the text."""
    facts = (decision.record.fact for decision in decisions)
    return frozenset(fact.decider.person for fact in facts if fact.meaning == meaning)
