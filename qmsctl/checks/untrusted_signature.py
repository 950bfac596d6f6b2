"""REV012: the signature under a decision is not one that counts for whoever decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust
from qmsctl.messages import Message, list_of, tr
from qmsctl.repo.signatures import Signature
from qmsctl.repo.verdicts import Standing
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Severity


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What is said of what bears a signature: a commit, or a tag."""

    again: Message
    unlisted: Callable[[str, str], Message]
    unread: Callable[[str], Message]
    unverified: Callable[[str, str], Message]
    bad: Callable[[str], Message]
    revoked: Callable[[str, str], Message]
    too_late: Callable[[str, dt.date, str], Message]
    anothers: Callable[[str, str, str], Message]


_COMMIT: Final = _Sentences(
    tr(
        "find out who made the commit, and have the decision recorded again by whoever took it:"
        " the next revision with qmsctl approve --sign"
    ),
    lambda name, key: tr(
        "commit {commit} is signed with a key that is listed for nobody: {key}", commit=name, key=key
    ),
    lambda name: tr("commit {commit} is signed in a way that qmsctl does not verify", commit=name),
    lambda name, program: tr(
        "the signature of commit {commit} cannot be verified, because {program} is missing or too old",
        commit=name,
        program=program,
    ),
    lambda name: tr("the signature of commit {commit} is not one of what it signs", commit=name),
    lambda name, owner: tr(
        "commit {commit} is signed with a revoked key of {owner}", commit=name, owner=owner
    ),
    lambda name, day, owner: tr(
        "commit {commit} of {day} is signed with a key of {owner} that did not count on that day",
        commit=name,
        day=day,
        owner=owner,
    ),
    lambda name, owner, person: tr(
        "commit {commit} is signed with a key of {owner}, and {person} is said to have decided",
        commit=name,
        owner=owner,
        person=person,
    ),
)
_TAG: Final = _Sentences(
    tr(
        "find out who made the tag, and have the next revision tagged by whoever decides on it: git tag --sign"
    ),
    lambda name, key: tr(
        "tag {tag} is signed with a key that is listed for nobody: {key}", tag=name, key=key
    ),
    lambda name: tr("tag {tag} is signed in a way that qmsctl does not verify", tag=name),
    lambda name, program: tr(
        "the signature of tag {tag} cannot be verified, because {program} is missing or too old",
        tag=name,
        program=program,
    ),
    lambda name: tr("the signature of tag {tag} is not one of what it signs", tag=name),
    lambda name, owner: tr("tag {tag} is signed with a revoked key of {owner}", tag=name, owner=owner),
    lambda name, day, owner: tr(
        "tag {tag} of {day} is signed with a key of {owner} that did not count on that day",
        tag=name,
        day=day,
        owner=owner,
    ),
    lambda name, owner, person: tr(
        "tag {tag} is signed with a key of {owner}, and {person} is said to have decided",
        tag=name,
        owner=owner,
        person=person,
    ),
)


@dataclass(frozen=True, slots=True)
class _Made:
    """A decision, and the people who may have signed it: the first is the one who decided."""

    decision: Decision
    people: tuple[str, ...]


def decisions(system: System) -> Iterator[_Made]:
    """Yield every decision that counts and that a record, a tag or a trailer tells; of a commit's trailers, one."""
    for document in system.documents:
        named: dict[str, list[Decision]] = {}
        for decision in document.decisions:
            if decision.origin is Origin.TRAILER and decision.commit is not None:
                named.setdefault(decision.commit.id, []).append(decision)
            elif decision.origin in (Origin.RECORD, Origin.TAG):
                yield _Made(decision, (decision.record.fact.decider.person, *_recorders(decision, system)))
        for made in named.values():
            deciders = (decision.record.fact.decider.person for decision in made)
            yield _Made(made[0], (*dict.fromkeys(deciders), *_recorders(made[0], system)))


def _recorders(decision: Decision, system: System) -> Iterator[str]:
    """Yield who may have signed what somebody else decided, which shows who recorded it and no more."""
    if decision.commit is None or decision.origin is Origin.TAG:
        return
    # The officer records what the mayor decides; whoever applies a change that was sent in signs as its committer.
    addresses = [decision.commit.author_email]
    if decision.origin is Origin.TRAILER:
        addresses.append(decision.commit.committer_email)
    yield from filter(None, map(system.organisation.person_with, addresses))


@rule(
    "REV012",
    over=decisions,
    severity=Severity.ERROR,
    clauses=("7.5.2", "7.5.3"),
    unwaivable=Unwaivable.INTEGRITY,
)
def untrusted_signature(made: _Made, system: System) -> Iterator[Answer]:
    """Every signature under a decision is by a listed key of the one who decided or recorded, valid on its day."""
    decision, people = made.decision, made.people
    signature, commit = decision.signature, decision.commit
    if signature is None or commit is None:
        yield NotApplicable()
        return
    if decision.trust is Trust.SIGNED or any(map(signature.counts_for, people)):
        return
    place = decision.record.at("decider")
    name, said = (commit.id[:10], _COMMIT) if decision.named is None else (decision.named, _TAG)
    if signature.standing is Standing.UNLISTED:
        yield CannotEstablish(
            place,
            said.unlisted(name, signature.verdict.key),
            tr(
                "if it is the key of whoever signed, list it among the keys of that person, where your keys are listed"
            ),
        )
    elif signature.standing is Standing.UNKNOWN:
        yield CannotEstablish(place, *_unverified(name, signature, said))
    else:
        yield Problem(place, *_fault(name, signature, people, system, said))


def _unverified(name: str, signature: Signature, said: _Sentences) -> tuple[Message, Message]:
    program = signature.verdict.program
    if not program:
        return said.unread(name), tr("sign with SSH: git config --global gpg.format ssh")
    return said.unverified(name, program), tr("install {program} and check again", program=program)


def _fault(
    name: str, signature: Signature, people: tuple[str, ...], system: System, said: _Sentences
) -> tuple[Message, Message]:
    """Return what is wrong with a signature that was verified, and what to do."""
    title = system.organisation.title
    if signature.standing is Standing.BAD:
        return said.bad(name), said.again
    owners = list_of(sorted({title(signer.person) for signer in signature.signers}))
    if signature.standing is Standing.REVOKED:
        return said.revoked(name, owners), said.again
    if any(map(signature.made_by, people)):
        return (
            said.too_late(name, max(signature.days), owners),
            tr(
                "if the days of the key are wrong, mend them where it is listed; otherwise find out who signed"
            ),
        )
    return said.anothers(name, owners, title(people[0])), said.again
