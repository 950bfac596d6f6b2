"""Why a document is in the state it is in: what put it there, what is missing, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qmsctl.control.documents import Approved, ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.control.versions import Version
from qmsctl.inspection import Inspection, Reported
from qmsctl.messages import Message
from qmsctl.model.record import Approval, Record
from qmsctl.model.schema import Filed
from qmsctl.reports.commands import APPROVALS
from qmsctl.reports.document_history import document_history
from qmsctl.reports.grounds import CommitNamed, Decided, Ground, commit_named, decided, ground
from qmsctl.reports.next_steps import Step, next_steps
from qmsctl.reports.state_in_words import remarks, sentence
from qmsctl.reports.waived import WaivedShown, waived_shown

__all__ = ["Changed", "Drift", "Explained", "Review", "Uncounted", "explain_document", "missing_decisions"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A commit that changed the text, and by how much."""

    commit: CommitNamed
    added: int
    """Lines of text."""
    removed: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How the text departed from what was approved under its revision."""

    revision: str
    changes: tuple[Changed, ...]
    """Since the approved text, oldest first."""
    uncommitted: bool
    """Whether the working tree holds another change that no commit has."""


@dataclass(frozen=True, slots=True)
class Review:
    """When what is in force has to be reviewed, and how that day comes about."""

    due: dt.date
    overdue: bool
    months: int
    counted_from: dt.date
    reaffirmed: bool
    """Whether it is counted from a review, and not from the day it took effect."""
    interval_of_type: bool
    """Whether the interval is that of the type in `qms.yaml`, and not the document's own."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A record about the document that does not count."""

    decided: Decided
    contested: bool
    """Two records correct the same one; otherwise it is written and not yet in the history."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A document on a day, and why it stands as it does."""

    id: str
    title: str | None
    language: str
    day: dt.date
    commit: str | None
    state: DocumentState
    sentence: Message
    """Why it is in that state, by the records and the rule that put it there."""
    remarks: tuple[Message, ...]
    """What else there is to know: a later draft, a successor, a text that is lost."""
    file: str | None
    file_revision: str | None
    in_force: str | None
    """The revision."""
    effective: dt.date | None
    grounds: tuple[Ground, ...]
    caused_by: CommitNamed | None
    """The commit without which it would not be in that state."""
    missing: tuple[str, ...]
    """The decisions that the text in the file lacks."""
    deciders: tuple[str, ...]
    """The roles that may approve it; empty: any."""
    review: Review | None
    drift: Drift | None
    rivals: tuple[Ground, ...]
    """Approvals of another text under a revision that was taken."""
    uncounted: tuple[Uncounted, ...]
    problems: tuple[Reported, ...]
    """What the check found about the document and its records."""
    waived: tuple[WaivedShown, ...]
    """What it found besides, and somebody answers for."""
    steps: tuple[Step, ...]
    """What would change the state."""
    complete: bool
    """Whether the whole history was there."""


def explain_document(
    document: ControlledDocument,
    versions: Sequence[Version],
    system: System,
    inspection: Inspection,
    *,
    present: bool,
) -> Explained:
    """Return why *document* is in its state.

    Args:
        document: the document on the day of *system*.
        versions: every content it had, oldest first.
        system: what follows from files, history and the day.
        inspection: the result of the check.
        present: whether it is the state of today; nothing that is done now changes another day's.
    """
    approved, decisions = _behind(document, system.day)
    drift = _drift(document, versions, system)
    missing = missing_decisions(document, system.day)
    is_own = _own_files(document, system)
    return Explained(
        document.id,
        document.document.title if document.document else None,
        document.language,
        system.day,
        system.history.head,
        document.state,
        sentence(document, approved, missing),
        tuple(remarks(document, system)),
        document.working.path if document.working else None,
        document.working.fact.revision if document.working else None,
        document.in_force.revision if document.in_force else None,
        document.in_force.effective if document.in_force else None,
        tuple(ground(decision, system) for decision in decisions),
        _caused_by(document, approved, versions, drift, system),
        missing,
        tuple(system.organisation.title(role) for role in document.demands.approvers),
        _review(document, system.day),
        drift,
        tuple(ground(decision, system) for rival in document.rivals for decision in rival.decisions),
        tuple(_uncounted(document, system)),
        tuple(one for one in inspection.problems if is_own(one.place.path)),
        waived_shown(one for one in inspection.waived if is_own(one.problem.place.path)),
        tuple(next_steps(document, versions, system, missing)) if present else (),
        system.history.complete,
    )


def _behind(document: ControlledDocument, day: dt.date) -> tuple[Approved | None, tuple[Decision, ...]]:
    """Return the approved content that the state of *document* is about, and the decisions it rests on."""
    if document.withdrawn is not None:
        return None, (document.withdrawn,)
    if document.state is DocumentState.DRIFTED and document.working is not None:
        revision = document.working.fact.revision
        same = [one for one in document.approved if one.revision == revision]
        return same[-1], same[-1].decisions
    if document.in_force is not None:
        return document.in_force, document.in_force.decisions
    if document.to_come:
        return document.to_come[0], document.to_come[0].decisions
    return None, tuple(_decisions_on_file(document, day))


def _decisions_on_file(document: ControlledDocument, day: dt.date) -> Iterator[Decision]:
    """Yield the decisions on the revision and content that the file has."""
    for decision in document.decisions:
        fact = decision.record.fact
        if (
            document.working is not None
            and (fact.revision, fact.content) == (document.working.fact.revision, document.content)
            and fact.decided <= day
        ):
            yield decision


def missing_decisions(document: ControlledDocument, day: dt.date) -> tuple[str, ...]:
    """Return which decisions the text in the file lacks, in the order in which they are recorded."""
    if document.working is None or not document.is_drafted:
        return ()
    made = {decision.record.fact.meaning for decision in _decisions_on_file(document, day)}
    return tuple(one for one in APPROVALS if one in document.demands.needs and one not in made)


def _caused_by(
    document: ControlledDocument,
    approved: Approved | None,
    versions: Sequence[Version],
    drift: Drift | None,
    system: System,
) -> CommitNamed | None:
    """Return the commit that put *document* into its state, as far as one did."""
    if drift is not None:
        return drift.changes[-1].commit if drift.changes and not drift.uncommitted else None
    decision = document.withdrawn
    if decision is None and approved is not None:
        decision = _deciding(approved)
    if decision is not None:
        return commit_named(decision.commit, system) if decision.commit else None
    written = [version for version in versions if version.content == document.content]
    if not written or written[0].began_earlier:
        return None
    return commit_named(written[0].commit, system)


def _deciding(approved: Approved) -> Decision:
    """Return the approval that says from when it holds."""
    for decision in approved.decisions:
        fact = decision.record.fact
        if fact.meaning == "approved" and (fact.effective or fact.decided) == approved.effective:
            return decision
    return approved.decisions[-1]


def _drift(document: ControlledDocument, versions: Sequence[Version], system: System) -> Drift | None:
    """Return the commits that changed the text after it was approved under the revision it bears."""
    if document.state is not DocumentState.DRIFTED or document.working is None:
        return None
    revision = document.working.fact.revision
    approved = {one.content for one in document.approved if one.revision == revision}
    last = max((n for n, version in enumerate(versions) if version.content in approved), default=-1)
    since = {v.commit.id for v in versions[last + 1 :] if v.document.fact.revision == revision}
    found = {version.commit.id: version.commit for version in versions if version.commit.id in since}
    changes = tuple(
        Changed(commit_named(found[entry.commit], system), entry.added, entry.removed)
        for reported in document_history(document, versions, system).revisions
        if reported.revision == revision
        for entry in reported.written
        if entry.commit in found and not entry.began_earlier
    )
    return Drift(revision, changes, not versions or versions[-1].content != document.content)


def _review(document: ControlledDocument, day: dt.date) -> Review | None:
    """Return how the next review comes about."""
    own = document.document.review_every if document.document else None
    months = own or document.demands.review_every
    if document.in_force is None or document.review_due is None or months is None:
        return None
    reviews = [
        decision.record.fact.decided
        for decision in document.in_force.decisions
        if decision.record.fact.meaning == "reaffirmed"
    ]
    counted_from = max([document.in_force.effective, *reviews])
    return Review(
        document.review_due,
        document.review_due < day,
        months,
        counted_from,
        counted_from in reviews and counted_from != document.in_force.effective,
        own is None,
    )


def _uncounted(document: ControlledDocument, system: System) -> Iterator[Uncounted]:
    """Yield the records about *document* that are contested, or not yet in the history."""
    for contested, records in ((True, system.contested), (False, system.unrecorded)):
        for record in records:
            own = _about(record, document)
            if own is not None:
                yield Uncounted(decided(own, system), contested)


def _about(record: Filed[Record], document: ControlledDocument) -> Filed[Approval] | None:
    fact = record.fact
    if isinstance(fact, Approval) and (fact.document, fact.language) == (document.id, document.language):
        return Filed(fact, record.source)
    return None


def _own_files(document: ControlledDocument, system: System) -> Callable[[str], bool]:
    """Return what tells whether a path is the file of *document*, or of a record about it."""
    approvals = {record.path: record for record in system.qms.approvals}
    own = {path for path, record in approvals.items() if _about(Filed(record.fact, record.source), document)}
    own |= {document.working.path} if document.working else set()
    own |= {fault.path for fault in system.qms.malformed if fault.id == document.id}
    folder = system.organisation.folders.of_approvals(document.id) + "/"
    return lambda path: path in own or (path.startswith(folder) and path not in approvals)
