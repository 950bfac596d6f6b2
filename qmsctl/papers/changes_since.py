"""What changed since an earlier audit, short enough for a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Column, Facts, Listing, Look, Paragraph, Row, Style, Table
from qmsctl.reports.audit_changes import FINDING_HAPPENINGS, FindingChange
from qmsctl.reports.changes import Changes
from qmsctl.reports.document_changes import DocumentChange
from qmsctl.reports.happenings import HAPPENINGS, Happening
from qmsctl.reports.marks import FINDING_STATUSES, MEANINGS
from qmsctl.reports.shown import Code, Fact, Joined, Shown

__all__ = ["changes_blocks"]


def changes_blocks(
    changes: Changes | None, since: str | None, *, issued: dt.date | None = None
) -> Iterator[Block]:
    """Yield what changed.

    Args:
        changes: what there is to tell; `None` if nobody looked or nothing can be compared.
        since: the audit that was concluded before this one began; `None`: there was none.
        issued: the day on which the report was issued, if the changes are told until then.
    """
    if since is None:
        yield Paragraph(
            tr("No other audit was concluded before this one began, so there is nothing to compare with.")
        )
        return
    if changes is None:
        yield Paragraph(tr("What changed since audit {audit} was not looked at.", audit=since))
        return
    if changes.doubts:
        doubts = tuple(Joined((doubt.message, doubt.fix), ": ") for doubt in changes.doubts)
        yield Listing(doubts)
    yield Facts(tuple(_facts(changes, since, issued)), paired=True)
    yield from _documents(changes.documents)
    yield from _findings(changes.findings)
    until = f" --until {issued.isoformat()}" if issued else ""
    command = Code(f"qmsctl changes --since {since}{until}")
    yield Paragraph(Joined((tr("Every change with its commits:"), command), " "), Style.SMALL)


def _facts(changes: Changes, since: str, issued: dt.date | None) -> Iterator[Fact]:
    yield Fact(tr("Since"), Joined((since, changes.since.day)))
    until = changes.until.day
    yield Fact(tr("Until"), Joined((until, tr("issue of the report"))) if issued == until else until)
    decided = [decision.meaning for decision in changes.decisions]
    counted = tuple(
        Joined((meaning, decided.count(key)), ": ") for key, meaning in MEANINGS.items() if key in decided
    )
    yield Fact(tr("Decisions recorded"), Joined(counted) if counted else tr("none"))
    yield Fact(tr("Periodic reviews held"), len(changes.reviews))
    yield Fact(
        tr("Audits"), Joined(tuple(one.id for one in changes.audits)) if changes.audits else tr("none")
    )
    yield Fact(tr("Changes of people, roles and rules"), len(changes.settings))
    if changes.altered:
        yield Fact(tr("Records changed or deleted after they were written"), len(changes.altered))


def _documents(documents: tuple[DocumentChange, ...]) -> Iterator[Block]:
    if not documents:
        yield Paragraph(tr("No document changed."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("What happened"), Look.TEXT),
        Column(tr("Revision in force, at the beginning → at the end")),
        Column(tr("In force since")),
    )
    rows = tuple(_document(change) for change in documents)
    yield Table.of("changed-documents", tr("Documents that records of this period are about"), columns, rows)


def _document(change: DocumentChange) -> Row:
    happened = tuple(_said(one.what, change) for one in change.happened)
    unapproved = (Happening.LISTED, Happening.CHANGED, Happening.VERIFIED)
    needs_approval = any(one.what not in unapproved for one in change.happened)
    revisions = change.revisions if needs_approval else ""
    return (change.id, change.title, happened, revisions, change.now.effective or "")


def _said(what: Happening, change: DocumentChange) -> Shown:
    if what is Happening.VERIFIED and change.verified is not None:
        return tr("checked again on {day}, still current", day=change.verified)
    return HAPPENINGS[what]


def _findings(findings: tuple[FindingChange, ...]) -> Iterator[Block]:
    if not findings:
        yield Paragraph(tr("No finding was raised or followed up."))
        return
    columns = (
        Column(tr("Number")),
        Column(tr("Title"), Look.TEXT),
        Column(tr("What happened"), Look.TEXT),
        Column(tr("Status")),
    )
    rows = tuple(
        (
            change.number,
            change.title,
            tuple(FINDING_HAPPENINGS[what] for what in change.happened),
            FINDING_STATUSES[change.status_now] if change.status_now else "",
        )
        for change in findings
    )
    yield Table.of("changed-findings", tr("Findings to which something happened"), columns, rows)
