"""REV011: it is less sure that somebody decided than the type of the document demands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust
from qmsctl.messages import Message, tr
from qmsctl.repo.verdicts import Standing
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, beginning_missing, rule
from qmsctl.settings import Severity


def effective_decisions(system: System) -> Iterator[tuple[Decision, ControlledDocument]]:
    """Yield every decision that puts a document into force as it is, or out of it."""
    for document in system.documents:
        if document.withdrawn is not None:
            yield document.withdrawn, document
        for decision in document.in_force.decisions if document.in_force else ():
            if decision.record.fact.meaning in document.demands.needs:
                yield decision, document


@rule("REV011", over=effective_decisions, severity=Severity.ERROR, clauses=("7.5.2", "7.5.3"))
def declared_approval(subject: tuple[Decision, ControlledDocument], system: System) -> Iterator[Answer]:
    """Every decision on a document in force is as sure as the type of the document demands."""
    decision, document = subject
    level = document.demands.trust
    if level == Trust.DECLARED.value:
        yield NotApplicable()
        return
    if decision.trust.reaches(level):
        return
    place = decision.record.at("decider")
    if decision.trust is Trust.UNKNOWN:
        yield beginning_missing(
            system,
            tr("the beginning of the history is missing, so who recorded decisions cannot be established"),
        )
        return
    if unknown := _unknown(decision, level, system):
        yield CannotEstablish(place, *unknown)
        return
    person = system.organisation.title(decision.record.fact.decider.person)
    problem = _unrecorded if level == Trust.RECORDED.value else _unsigned
    yield Problem(place, *problem(person, document.id, decision))


def _unrecorded(person: str, document: str, decision: Decision) -> tuple[Message, Message]:
    if decision.origin is not Origin.RECORD:
        surer = tr(
            "let {person} tag the commit or make it, where qms.yaml counts that, or record the decision with qmsctl",
            person=person,
        )
    elif decision.record.fact.meaning == "withdrawn":
        surer = tr("let {person} record a correction of this withdrawal", person=person)
    else:
        surer = tr(
            "let {person} record the next revision: qmsctl approve {document}",
            person=person,
            document=shlex.quote(document),
        )
    return (
        tr(
            "{person} is only said to have decided on {document}, whose type demands that deciders record it themselves",
            person=person,
            document=document,
        ),
        surer,
    )


def _unsigned(person: str, document: str, decision: Decision) -> tuple[Message, Message]:
    commit = _short(decision)
    if decision.origin is not Origin.RECORD:
        surer = tr(
            "let {person} sign the tag or the commit, where qms.yaml counts it, or record the decision with qmsctl",
            person=person,
        )
    elif decision.record.fact.meaning == "withdrawn":
        surer = tr(
            "let {person} sign the commit of this withdrawal with a tag: git tag -s NAME {commit}",
            person=person,
            commit=commit,
        )
    else:
        surer = tr(
            "let {person} sign the next revision with qmsctl approve {document} --sign,"
            " or this one with a tag: git tag -s NAME {commit}",
            person=person,
            document=shlex.quote(document),
            commit=commit,
        )
    return (
        tr(
            "no signature that counts shows that {person} decided on {document}, whose type demands one",
            person=person,
            document=document,
        ),
        surer,
    )


def _short(decision: Decision) -> str:
    return decision.commit.id[:10] if decision.commit else "-"


def _unknown(decision: Decision, level: str, system: System) -> tuple[Message, Message] | None:
    """Return what is missing to know how sure *decision* is, and how to get it."""
    person = system.organisation.title(decision.record.fact.decider.person)
    if level == Trust.SIGNED.value and system.authority.keys.origin == "none":
        return (
            tr(
                "which keys count cannot be established, so neither can whether {person} signed this",
                person=person,
            ),
            tr(
                "name the controlled branch in qms.yaml (branch: main) and fetch it, or give a trust file: --trust FILE"
            ),
        )
    if decision.signature is not None and decision.signature.standing is Standing.UNKNOWN:
        return (
            tr("the signature of commit {commit} cannot be verified here", commit=_short(decision))
            if decision.named is None
            else tr("the signature of tag {tag} cannot be verified here", tag=decision.named),
            tr("untrusted-signature says what is missing"),
        )
    return None
