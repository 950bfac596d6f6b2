"""REV012: the signature under a decision is not one that counts for whoever decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust
from qmsctl.messages import Message, list_of, tr
from qmsctl.repo.signatures import Signature
from qmsctl.repo.verdicts import Standing
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Severity

_AGAIN: Final = tr(
    "find out who made the commit, and have the decision recorded again by whoever took it:"
    " the next revision with qmsctl approve --sign"
)


def decisions(system: System) -> Iterator[Decision]:
    """Yield every decision that counts and that a record tells."""
    return (
        decision
        for document in system.documents
        for decision in document.decisions
        if decision.origin is Origin.RECORD
    )


@rule(
    "REV012",
    over=decisions,
    severity=Severity.ERROR,
    clauses=("7.5.2", "7.5.3"),
    unwaivable=Unwaivable.INTEGRITY,
)
def untrusted_signature(decision: Decision, system: System) -> Iterator[Answer]:
    """Every signature under a decision is by a listed key of the one who decided or recorded, valid on its day."""
    signature, commit = decision.signature, decision.commit
    if signature is None or commit is None:
        yield NotApplicable()
        return
    # The officer records what the mayor decides, and may sign the record; that shows who recorded it, no more.
    recorder = system.organisation.person_with(commit.author_email)
    people = [decision.record.fact.decider.person, *((recorder,) if recorder else ())]
    if decision.trust is Trust.SIGNED or any(map(signature.counts_for, people)):
        return
    place = decision.record.at("decider")
    short = commit.id[:10]
    if signature.standing is Standing.UNLISTED:
        yield CannotEstablish(
            place,
            tr(
                "commit {commit} is signed with a key that is listed for nobody: {key}",
                commit=short,
                key=signature.verdict.key,
            ),
            tr(
                "if it is the key of whoever signed, list it among the keys of that person, where your keys are listed"
            ),
        )
    elif signature.standing is Standing.UNKNOWN:
        yield CannotEstablish(place, *_unverified(short, signature))
    else:
        yield Problem(place, *_fault(short, signature, people, system))


def _unverified(commit: str, signature: Signature) -> tuple[Message, Message]:
    program = signature.verdict.program
    if not program:
        return (
            tr("commit {commit} is signed in a way that qmsctl does not verify", commit=commit),
            tr("sign with SSH: git config --global gpg.format ssh"),
        )
    return (
        tr(
            "the signature of commit {commit} cannot be verified, because {program} is missing or too old",
            commit=commit,
            program=program,
        ),
        tr("install {program} and check again", program=program),
    )


def _fault(commit: str, signature: Signature, people: list[str], system: System) -> tuple[Message, Message]:
    """Return what is wrong with a signature that was verified, and what to do."""
    title = system.organisation.title
    if signature.standing is Standing.BAD:
        return tr("the signature of commit {commit} is not one of what it signs", commit=commit), _AGAIN
    owners = list_of(sorted({title(signer.person) for signer in signature.signers}))
    if signature.standing is Standing.REVOKED:
        return tr(
            "commit {commit} is signed with a revoked key of {owner}", commit=commit, owner=owners
        ), _AGAIN
    if any(map(signature.made_by, people)):
        return (
            tr(
                "commit {commit} of {day} is signed with a key of {owner} that did not count on that day",
                commit=commit,
                day=max(signature.days),
                owner=owners,
            ),
            tr(
                "if the days of the key are wrong, mend them where it is listed; otherwise find out who signed"
            ),
        )
    return (
        tr(
            "commit {commit} is signed with a key of {owner}, and {person} is said to have decided",
            commit=commit,
            owner=owners,
            person=title(people[0]),
        ),
        _AGAIN,
    )
