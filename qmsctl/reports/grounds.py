"""What a state rests on: the decisions behind it, how far each can be trusted and why, and its commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import Decision, Origin, Trust, contradicts
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit
from qmsctl.reports.marks import TRUST
from qmsctl.reports.origins import stated_where
from qmsctl.reports.shown import Mark

__all__ = ["CommitNamed", "Decided", "Ground", "commit_named", "decided", "ground"]


@dataclass(frozen=True, slots=True)
class CommitNamed:
    """A commit by its raw author; both of its dates are free text that git was given."""

    id: str
    author: str
    authored: dt.date
    committed: dt.date
    subject: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a record says: who decided what, in which role, and when."""

    file: str
    meaning: str
    """prepared, checked, approved, reaffirmed or withdrawn"""
    revision: str
    person: str
    role: str | None
    on_behalf_of: str | None
    day: dt.date
    effective: dt.date | None
    basis: str | None
    reason: str | None
    """Why it was withdrawn."""
    successor: str | None
    recorded: dt.datetime
    recorder: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A decision that counts."""

    decided: Decided
    trust: Mark
    level: str
    """The value of `Trust`."""
    trusted_because: Message
    commit: CommitNamed | None
    """The commit that added the record."""
    origin: str = "record"
    """The value of `Origin`."""
    stated: Message | None = None
    """Where it is stated, if not in a record."""


def commit_named(commit: Commit, system: System) -> CommitNamed:
    """Return *commit* as a report names it."""
    return CommitNamed(
        commit.id,
        commit.author,
        system.day_of(commit.authored),
        system.day_of(commit.committed),
        commit.subject,
    )


def decided(record: Filed[Approval], system: System) -> Decided:
    """Return what *record* says, people and roles by their names."""
    fact, title = record.fact, system.organisation.title
    decider = fact.decider
    return Decided(
        record.path,
        fact.meaning,
        fact.revision,
        title(decider.person),
        title(decider.role) if decider.role else None,
        title(decider.on_behalf_of) if decider.on_behalf_of else None,
        fact.decided,
        fact.effective,
        fact.basis,
        fact.reason,
        fact.successor,
        fact.recorded,
        fact.recorder.name,
    )


def ground(decision: Decision, system: System) -> Ground:
    """Return *decision* with how far it can be trusted, and why that far."""
    return Ground(
        decided(decision.record, system),
        TRUST[decision.trust],
        decision.trust.value,
        _trusted_because(decision, system),
        commit_named(decision.commit, system) if decision.commit else None,
        decision.origin.value,
        stated_where(decision),
    )


def _trusted_because(decision: Decision, system: System) -> Message:
    """Return what sets the level of *decision*, as `docs/trust.md` defines the levels."""
    key, commit = decision.record.fact.decider.person, decision.commit
    if decision.origin is not Origin.RECORD:
        return _by_its_origin(decision, system.organisation)
    if key not in system.organisation.people:
        return tr("qms.yaml knows nobody called {person}", person=key)
    if commit is not None:
        return _by_its_commit(decision, commit, system.organisation)
    if not system.history.complete:
        return tr("the beginning of the history is missing, so who added the record cannot be established")
    return tr("no commit of a single person added the record: it came with a merge")


_BY_ORIGIN: Final[Mapping[tuple[Origin, Trust], Message]] = {
    (Origin.TAG, Trust.DECLARED): tr(
        "the tag says nothing about who made it, nor when: its day is that of its commit"
    ),
    (Origin.TAG, Trust.RECORDED): tr("the tag names them as the one who made it"),
    (Origin.TAG, Trust.SIGNED): tr("the tag is signed with a key that is listed for them"),
    (Origin.TRAILER, Trust.DECLARED): tr("the author of the commit says so, who is somebody else"),
    (Origin.TRAILER, Trust.RECORDED): tr("it is their own commit"),
    (Origin.TRAILER, Trust.SIGNED): tr("the commit is signed with a key that is listed for them"),
    (Origin.FIELDS, Trust.DECLARED): tr("the document says so of itself, and nothing else does"),
    (Origin.MERGE, Trust.MERGED): tr("it was merged, and nobody said that this approves it"),
}
"""What sets the level of a decision that is no record."""


def _by_its_origin(decision: Decision, organisation: Organisation) -> Message:
    """Return what sets the level of a *decision* that is no record."""
    key, commit = decision.record.fact.decider.person, decision.commit
    if decision.trust is Trust.UNKNOWN:
        return tr("the beginning of the history is missing, so when this text arrived cannot be established")
    if decision.origin is Origin.TAG and contradicts(decision.signature, key):
        return tr("the tag names them as the one who made it, and its signature says otherwise")
    if (
        decision.origin is Origin.TRAILER
        and decision.trust is Trust.DECLARED
        and commit is not None
        and organisation.person_with(commit.author_email) == key
        and contradicts(decision.signature, key)
    ):
        return tr("the commit names them as its author, and its signature says otherwise")
    return _BY_ORIGIN[decision.origin, decision.trust]


def _by_its_commit(decision: Decision, commit: Commit, organisation: Organisation) -> Message:
    key = decision.record.fact.decider.person
    person, recorder = organisation.title(key), organisation.person_with(commit.author_email)
    if recorder == key:
        return tr(
            "the commit that added the record is by {email}, which is an address of {person}",
            email=commit.author_email,
            person=person,
        )
    if recorder is None:
        return tr(
            "the commit that added the record is by {email}, an address that qms.yaml does not know",
            email=commit.author_email,
        )
    return tr(
        "{recorder} recorded what {person} decided", recorder=organisation.title(recorder), person=person
    )
