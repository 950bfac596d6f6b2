"""The state of a document in a sentence that gives its reason, and what else there is to know about it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import Approved, ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.commands import APPROVALS
from qmsctl.reports.marks import STATES

__all__ = ["MEANINGS", "meanings_in_words", "remarks", "sentence"]

MEANINGS = {
    "prepared": tr("prepared"),
    "checked": tr("checked"),
    "approved": tr("approved"),
    "reaffirmed": tr("reaffirmed"),
    "withdrawn": tr("withdrawn"),
}


def meanings_in_words(meanings: tuple[str, ...]) -> tuple[Message, ...]:
    """Return *meanings* as they read in a list."""
    return tuple(MEANINGS[meaning] for meaning in meanings)


def sentence(document: ControlledDocument, approved: Approved | None, missing: tuple[str, ...]) -> Message:
    """Return why *document* is in its state.

    Args:
        document: the document on a day.
        approved: the approved content that the state is about.
        missing: the decisions that the text in the file lacks.
    """
    if document.withdrawn is not None:
        fact = document.withdrawn.record.fact
        return tr("it was withdrawn with effect from {day}", day=fact.effective or fact.decided)
    if document.state is DocumentState.DRIFTED and approved is not None:
        return tr(
            "the file says revision {revision}, and its text is not the one that was approved as such",
            revision=approved.revision,
        )
    if document.in_force is not None:
        return _in_force(document.in_force)
    if approved is not None:
        return _to_come(approved)
    return _never_approved(document, missing)


def _never_approved(document: ControlledDocument, missing: tuple[str, ...]) -> Message:
    """Return why nothing of *document* is approved, whose file lacks the *missing* decisions."""
    if document.state is DocumentState.UNREADABLE:
        return tr(
            "the fields at its head cannot be read, so nothing tells its revision and whether it was approved"
        )
    needed = meanings_in_words(tuple(one for one in APPROVALS if one in document.demands.needs))
    if missing:
        return tr(
            "nothing of it ever had every decision its type demands ({needed}); the file lacks: {missing}",
            needed=needed,
            missing=meanings_in_words(missing),
        )
    return tr("nothing of it ever had every decision its type demands ({needed})", needed=needed)


def _in_force(approved: Approved) -> Message:
    if not approved.revision:
        return tr(
            "the text has every decision its type demands, took effect on {day},"
            " and no later one has taken its place",
            day=approved.effective,
        )
    return tr(
        "revision {revision} has every decision its type demands, took effect on {day},"
        " and no later one has taken its place",
        revision=approved.revision,
        day=approved.effective,
    )


def _to_come(approved: Approved) -> Message:
    if not approved.revision:
        return tr(
            "the text has every decision its type demands, and takes effect on {day}", day=approved.effective
        )
    return tr(
        "revision {revision} has every decision its type demands, and takes effect on {day}",
        revision=approved.revision,
        day=approved.effective,
    )


def remarks(document: ControlledDocument, system: System) -> Iterator[Message]:
    """Yield what else there is to know about where *document* stands."""
    yield from _about_the_file(document, system)
    in_force = document.in_force
    if document.state is DocumentState.DRIFTED and in_force is not None:
        yield tr(
            "what was approved stays in force: revision {revision}, since {day}",
            revision=in_force.revision,
            day=in_force.effective,
        )
    for one in document.to_come if in_force is not None else document.to_come[1:]:
        yield (
            tr(
                "revision {revision} is approved as well, and takes effect on {day}",
                revision=one.revision,
                day=one.effective,
            )
            if one.revision
            else tr("another text is approved as well, and takes effect on {day}", day=one.effective)
        )
    if document.blob_missing and in_force is not None:
        yield tr("the text in force is not in this repository: git has no content {blob}", blob=in_force.blob)
    if document.blob_mismatched:
        yield tr("the approval names another text than it says")
    yield from _about_its_end(document, system)
    if not system.history.complete:
        yield tr(
            "the beginning of the history is missing: this clone is shallow, so some of this may be wrong"
        )


def _about_the_file(document: ControlledDocument, system: System) -> Iterator[Message]:
    working = document.working
    if working is None:
        unreadable = document.id in system.unreadable
        yield tr("the file cannot be read") if unreadable else tr("the file is gone from the tree")
        return
    if document.in_force is not None and document.is_changed_unmarked:
        yield tr("the file holds another text than the one in force, and nothing in it says so")
    elif document.in_force is not None and document.is_drafted:
        revision = working.fact.revision
        yield (
            tr(
                "the file holds a later draft, revision {revision}, which does not count yet",
                revision=revision,
            )
            if revision
            else tr("the file holds a later draft, which does not count yet")
        )
    if (superseded := document.superseded_text) is not None:
        yield tr(
            "the file holds an earlier text, which was in force from {day} and is no longer",
            day=superseded.effective,
        )
    if working.path in system.uncommitted:
        yield tr("the file is not committed as it stands")


def _about_its_end(document: ControlledDocument, system: System) -> Iterator[Message]:
    """Yield why it was withdrawn, what took its place, and a withdrawal that is still to come."""
    if document.withdrawn is not None:
        fact = document.withdrawn.record.fact
        if fact.reason:
            yield tr("reason of the withdrawal: {reason}", reason=fact.reason)
        if fact.successor:
            yield _successor(fact.successor, system)
        return
    for decision in document.decisions:
        fact = decision.record.fact
        ends = fact.effective or fact.decided
        if fact.meaning == "withdrawn" and ends > system.day:
            yield tr("it is to be withdrawn on {day}", day=ends)


def _successor(id: str, system: System) -> Message:
    successor = system.document(id)
    if successor is None:
        return tr("in its place: {successor}, which does not exist", successor=id)
    return tr("in its place: {successor} ({state})", successor=id, state=STATES[successor.state].word)
