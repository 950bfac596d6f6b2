"""What changed in a period as facts and tables, one table for each kind of change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.messages import Message, tr, tr_n
from qmsctl.render.changes_words import (
    altered_row,
    audit_row,
    commit_words,
    decision_row,
    finding_row,
    moment_words,
    review_row,
    settings_commit_row,
    signed,
)
from qmsctl.render.history_words import extent_words
from qmsctl.render.sheet import Sheet, Table
from qmsctl.reports.changes import Changes
from qmsctl.reports.document_changes import DocumentChange, Happened, Happening
from qmsctl.reports.marks import STATES
from qmsctl.reports.shown import Fact, Joined, Shown, then_now

__all__ = ["changes_sheet"]

Row = Callable[[DocumentChange, Happened], tuple[Shown, ...]]
"""The cells behind id and title."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of change is shown."""

    heading: Message
    columns: tuple[Message, ...]
    row: Row
    note: Message | None = None


def _state(change: DocumentChange) -> Shown:
    """Return the state at the end; a document that nothing is known of any more has none."""
    return STATES[change.now.state] if change.now.state else tr("no longer there")


def _settled(change: DocumentChange, happened: Happened) -> tuple[Shown, ...]:
    """Return the cells about a revision that came into force."""
    decision = happened.approval
    return (
        change.revisions,
        change.now.effective,
        *(signed(decision) if decision else (None, None)),
        _size(happened),
        _reasons(happened),
    )


def _size(happened: Happened) -> Shown:
    return extent_words(happened.extent) if happened.extent else tr("this cannot be established")


def _reasons(happened: Happened) -> Shown:
    """Return what the commits say; what was approved was committed, and anything else may wait on the disk."""
    settled = happened.approval is not None
    nothing = tr("this cannot be established") if settled else tr("not in the history yet")
    return tuple(commit_words(commit) for commit in happened.commits) or nothing


def _introduced(change: DocumentChange, happened: Happened) -> tuple[Shown, ...]:
    decision = happened.approval
    first = tr("in the period") if change.first_appeared else tr("before, as a draft")
    return (
        then_now(*change.passed, change.now.revision),
        change.now.effective,
        *(signed(decision) if decision else (None, None)),
        first,
        _reasons(happened),
    )


def _withdrawn(_: DocumentChange, happened: Happened) -> tuple[Shown, ...]:
    decision = happened.withdrawal
    if decision is None:
        return None, None, None, None, None
    return (
        decision.effective or decision.decided,
        *signed(decision),
        decision.reason,
        decision.successor,
    )


def _coming(change: DocumentChange, happened: Happened) -> tuple[Shown, ...]:
    decision = happened.approval
    return (
        decision.revision if decision else None,
        change.coming,
        *(signed(decision) if decision else (None, None)),
        _size(happened) if change.then.revision else None,
        _reasons(happened),
    )


_REVISED: Final = (
    tr("Revision in force, then → now"),
    tr("In force since"),
    tr("Approved by and on"),
    tr("Trust"),
    tr("Size of the change"),
    tr("Reason"),
)

_KINDS: Final[Mapping[Happening, _Kind]] = {
    Happening.IN_FORCE: _Kind(
        tr("New documents in force"),
        (
            tr("Revision"),
            tr("In force since"),
            tr("Approved by and on"),
            tr("Trust"),
            tr("First appeared"),
            tr("Commits"),
        ),
        _introduced,
    ),
    Happening.REVISED: _Kind(tr("Revised documents"), _REVISED, _settled),
    Happening.RETURNED: _Kind(tr("Documents in force again after a withdrawal"), _REVISED, _settled),
    Happening.WITHDRAWN: _Kind(
        tr("Withdrawn documents"),
        (tr("Withdrawn as of"), tr("Decided by and on"), tr("Trust"), tr("Reason"), tr("Successor")),
        _withdrawn,
    ),
    Happening.ENDED: _Kind(
        tr("Documents no longer in force, though nobody withdrew them"),
        (tr("Revision in force before"), tr("State")),
        lambda change, _: (
            change.then.revision,
            _state(change),
        ),
        tr("What had put them in force no longer counts: a record was corrected, or qms.yaml demands more."),
    ),
    Happening.DELETED: _Kind(
        tr("Documents whose file is gone, though nobody withdrew them"),
        (tr("File"), tr("State"), tr("Commits")),
        lambda change, happened: (
            change.then.path,
            _state(change),
            _reasons(happened),
        ),
    ),
    Happening.COMING: _Kind(
        tr("Approved, not yet in force"),
        (
            tr("Revision"),
            tr("Takes effect on"),
            tr("Approved by and on"),
            tr("Trust"),
            tr("Size of the change"),
            tr("Reason"),
        ),
        _coming,
    ),
    Happening.APPEARED: _Kind(
        tr("New drafts"),
        (tr("Revision in the file"), tr("File"), tr("Commits")),
        lambda change, happened: (
            change.now.in_file,
            change.now.path,
            _reasons(happened),
        ),
    ),
    Happening.LISTED: _Kind(
        tr("Listed for the first time; they need no approval"),
        (tr("Revision in the file"), tr("File"), tr("Commits")),
        lambda change, happened: (
            change.now.in_file,
            change.now.path,
            _reasons(happened),
        ),
    ),
    Happening.DRAFTED: _Kind(
        tr("Changed, awaiting approval"),
        (tr("Revision in force"), tr("Revision in the file"), tr("Size of the change"), tr("Reason")),
        lambda change, happened: (
            change.now.revision,
            change.now.in_file,
            _size(happened),
            _reasons(happened),
        ),
    ),
    Happening.CHANGED: _Kind(
        tr("Changed; they need no approval"),
        (tr("Revision in the file"), tr("Size of the change"), tr("Changed by")),
        lambda change, happened: (
            change.now.in_file,
            _size(happened),
            _reasons(happened),
        ),
    ),
    Happening.VERIFIED: _Kind(
        tr("External documents checked again, still current"),
        (tr("Revision in the file"), tr("Last looked at on"), tr("Commits")),
        lambda change, happened: (
            change.now.in_file,
            change.verified,
            _reasons(happened),
        ),
    ),
    Happening.DRIFTED: _Kind(
        tr("Changed after approval without a new revision"),
        (tr("Revision in the file"), tr("Size of the change"), tr("Changed by")),
        lambda change, happened: (
            change.now.in_file,
            _size(happened),
            _reasons(happened),
        ),
    ),
    Happening.RESTORED: _Kind(
        tr("No longer changed after approval"),
        (tr("Revision in the file"), tr("State")),
        lambda change, _: (
            change.now.in_file,
            _state(change),
        ),
    ),
    Happening.MOVED: _Kind(
        tr("Moved or renamed files"),
        (tr("File then"), tr("File now"), tr("Commits")),
        lambda change, happened: (
            change.then.path,
            change.now.path,
            _reasons(happened),
        ),
    ),
    Happening.OVERDUE: _Kind(
        tr("Reviews that fell due in the period and were not held"),
        (tr("Revision in force"), tr("Was due on")),
        lambda change, _: (change.now.revision, change.review_due),
    ),
}


_DECISIONS: Final = (
    tr("Document"),
    tr("Decision"),
    tr("Revision"),
    tr("Decided by and on"),
    tr("Trust"),
    tr("Takes effect on"),
    tr("Recorded by and on"),
    tr("Remarks"),
)
_REVIEWS: Final = (
    tr("Document"),
    tr("Revision"),
    tr("Reviewed by and on"),
    tr("Trust"),
    tr("Recorded by and on"),
    tr("Remarks"),
)
_FINDINGS: Final = (
    tr("Number"),
    tr("Title"),
    tr("What happened"),
    tr("Grade, then → now"),
    tr("Status, then → now"),
    tr("Recorded in the period"),
)
_AUDITS: Final = (
    tr("Audit"),
    tr("Title"),
    tr("Type"),
    tr("Days"),
    tr("Status, then → now"),
    tr("Recorded in the period"),
)


def changes_sheet(changes: Changes) -> Sheet:
    """Return *changes* as facts and tables; a table without rows is named among what was not found."""
    tables = list(_tables(changes))
    return Sheet(
        changes.organisation,
        tr("Changes from {since} to {until}", since=changes.since.day, until=changes.until.day),
        tuple(_facts(changes, tables)),
        tuple(tr("{doubt}. Next: {fix}", doubt=doubt.message, fix=doubt.fix) for doubt in changes.doubts),
        tr("Reservations"),
        tuple(table for table in tables if table.rows),
        tr("Made from the history; no line of it was typed."),
    )


def _facts(changes: Changes, tables: list[Table]) -> Iterator[Fact]:
    """Yield the period, how much was looked at, and how much of each kind was found."""
    yield Fact(tr("Beginning of the period"), moment_words(changes.since))
    yield Fact(tr("End of the period"), moment_words(changes.until))
    looked = changes.looked_at
    yield Fact(
        tr("Looked at"),
        (
            tr_n("{count} commit of the period", "{count} commits of the period", looked.commits),
            tr(
                "documents: {then} then, {now} now",
                then=looked.documents_then,
                now=looked.documents_now,
            ),
            tr(
                "records of decisions: {decisions}, findings: {findings}, audits: {audits}",
                decisions=looked.approvals,
                findings=looked.findings,
                audits=looked.audits,
            ),
        ),
    )
    if changes.keys:
        yield Fact(tr("Keys of signers"), changes.keys)
    if changes.is_empty:
        yield Fact(
            tr("Result"),
            tr("Nothing changed, as far as that can be established.")
            if changes.doubts
            else tr("Nothing changed in this period."),
        )
        return
    for table in tables:
        if table.rows:
            yield Fact(table.heading, len(table.rows))
    yield Fact(
        tr("Not found"), Joined(tuple(table.heading for table in tables if not table.rows), "; "), long=True
    )


def _tables(changes: Changes) -> Iterator[Table]:
    for what, kind in _KINDS.items():
        rows = tuple(
            (_named(change, changes), change.title, *kind.row(change, happened))
            for change in changes.documents
            for happened in change.happened
            if happened.what is what
        )
        columns = (tr("Id"), tr("Title"), *kind.columns)
        yield Table(kind.heading, columns, rows, kind.note, key=what.value.replace("_", "-"))
    yield Table(
        tr("Decisions recorded"),
        _DECISIONS,
        tuple(map(decision_row, changes.decisions)),
        _TRUST_NOTE,
        key="decisions",
    )
    reviews = tuple(map(review_row, changes.reviews))
    yield Table(tr("Reviews without change"), _REVIEWS, reviews, key="reviews")
    yield Table(
        tr("Findings: raised, followed up, closed"),
        _FINDINGS,
        tuple(map(finding_row, changes.findings)),
        key="findings",
    )
    audits = tuple(map(audit_row, changes.audits))
    yield Table(tr("Audits: planned, held, closed"), _AUDITS, audits, key="audits")
    yield Table(
        tr("Changes of people, roles, types and rules"),
        (tr("Part of qms.yaml"), tr("What changed")),
        tuple((change.part, change.message) for change in changes.settings),
        _SETTINGS_NOTE,
        key="settings",
    )
    yield Table(
        tr("Commits that changed qms.yaml"),
        (tr("Commit"), tr("Author"), tr("Reason")),
        tuple(map(settings_commit_row, changes.settings_commits)),
        key="settings-commits",
    )
    yield Table(
        tr("Records changed or deleted after they had been written"),
        (tr("File"), tr("What happened"), tr("Commits")),
        tuple(map(altered_row, changes.altered)),
        key="altered",
    )


_TRUST_NOTE: Final = tr(
    "Declared: a record says that somebody decided. Recorded by the decider: the decider's own commit added it. "
    "Signed by the decider: that commit bears a signature by a key listed for the decider."
)
_SETTINGS_NOTE: Final = tr("Whom the system believes, and what it demands, hangs on qms.yaml.")


def _named(change: DocumentChange, changes: Changes) -> Shown:
    """Return the id, with the language where it is not the organisation's."""
    other = change.language != changes.language
    return f"{change.id} ({change.language})" if other else change.id
