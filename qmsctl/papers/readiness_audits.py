"""What the report of readiness says of audits: the programme, their impartiality, the certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.audit_coverage import Coverable
from qmsctl.control.audits import ControlledAudit
from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Cell, Column, Facts, Look, Paragraph, Part, Row, Table
from qmsctl.reports.audit_programme import PROGRESS, STANDINGS, Covered, PlannedAudit, ProgrammeView, Standing
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.marks import AUDIT_KINDS, AUDIT_STATUSES
from qmsctl.reports.readiness import Readiness
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone, Translated, month_in_words, span, then_now

__all__ = ["audits_blocks", "certificate_blocks", "impartiality_blocks"]


def audits_blocks(view: Readiness) -> Iterator[Block]:
    """Yield the programme, the audits that are kept here, and what none of them looked at."""
    yield Part(tr("Audit programme"), tuple(_programme(view.programme)))
    yield Part(tr("Audits that are kept here"), (_audits(view.audits),))
    lacking = tuple(
        one
        for one in view.programme.coverage
        if one.kind is not Coverable.CLAUSE and one.standing in (Standing.DUE, Standing.NEVER)
    )
    heading = tr("Processes and units not audited within {months} months", months=view.programme.every)
    blocks: Block = _coverage(lacking) if lacking else Paragraph(tr("none"))
    yield Part(heading, (blocks,))


def _programme(programme: ProgrammeView) -> Iterator[Block]:
    for doubt in programme.doubts:
        yield Paragraph(doubt)
    facts = programme.programme
    if facts is None:
        return
    yield Facts(
        (
            Fact(tr("Programme"), Joined((facts.id, facts.title))),
            Fact(tr("Revision"), facts.revision),
            Fact(tr("In force since"), facts.effective),
        ),
        paired=True,
    )
    columns = (
        Column(tr("Entry")),
        Column(tr("Kind of audit")),
        Column(tr("What is audited"), Look.TEXT),
        Column(tr("Month")),
        Column(tr("Progress")),
        Column(tr("Audit")),
    )
    rows = tuple(_planned(one) for one in programme.audits)
    yield Table.of("programme", tr("Audits of the programme: done, planned, late"), columns, rows)


def _planned(one: PlannedAudit) -> Row:
    subjects = (*one.processes, *one.units, *one.clauses)
    planned = month_in_words(one.month)
    month = planned if one.moved_to is None else then_now(planned, month_in_words(one.moved_to))
    return (
        one.entry,
        AUDIT_KINDS[one.kind],
        Cell(one.title or tr("all processes and clauses"), below=Joined(subjects) if subjects else None),
        month,
        Cell(PROGRESS[one.state], below=one.done or one.reason),
        one.audit or "",
    )


def _audits(audits: tuple[ControlledAudit, ...]) -> Block:
    if not audits:
        return Paragraph(tr("No audit is kept here."))
    columns = (
        Column(tr("Audit")),
        Column(tr("Title"), Look.TEXT),
        Column(tr("Kind of audit")),
        Column(tr("Days of the audit")),
        Column(tr("State of the audit")),
        Column(tr("Findings"), Look.COUNT),
    )
    rows = tuple(
        (
            one.id,
            one.plan.fact.title,
            AUDIT_KINDS[one.plan.fact.kind],
            _days(one.plan.fact.days),
            AUDIT_STATUSES[one.status],
            len(one.findings),
        )
        for one in audits
    )
    return Table.of("audits", tr("Audits that are kept here, the newest first"), columns, rows)


def _days(days: tuple[dt.date, ...]) -> Shown:
    if not days:
        return None
    return span(min(days), max(days))


def _coverage(lacking: tuple[Covered, ...]) -> Table:
    columns = (
        Column(tr("Process or unit"), Look.TITLE),
        Column(tr("Standing")),
        Column(tr("Last audited on")),
        Column(tr("Planned for")),
    )
    rows = tuple(
        (
            Cell(one.title if isinstance(one.title, str) else Translated(one.title), below=one.key),
            STANDINGS[one.standing],
            one.last or tr("never"),
            month_in_words(one.planned) if one.planned else tr("nothing planned"),
        )
        for one in lacking
    )
    return Table.of("not-audited", tr("Processes and units that no audit looked at in time"), columns, rows)


def certificate_blocks(view: Readiness) -> Iterator[Block]:
    """Yield the days of the certificate."""
    shown = view.certificate
    if shown is None:
        yield Paragraph(tr("qms.yaml names no certificate."))
        return
    missed = Mark(tr("overdue"), "▲", Tone.BAD)
    due: Shown = shown.surveillance_due or tr("none before recertification")
    window = Joined((shown.recertification_from, shown.recertification_until), " – ")  # noqa: RUF001 - a span
    recertification: Shown = window
    if shown.recertified is not None:
        recertification = tr("carried out on {day}", day=shown.recertified)
    elif shown.recertification_missed:
        recertification = Joined((window, missed))
    yield Facts(
        (
            Fact(tr("Number"), shown.number),
            Fact(tr("Issued by"), shown.body),
            Fact(tr("Edition of the standard"), edition_named(shown.edition)),
            Fact(tr("Decided on"), shown.decided),
            Fact(tr("End of the cycle"), shown.valid_until),
            Fact(tr("Last day on which it may name its edition"), shown.edition_end or tr("none known")),
            Fact(tr("Last valid day"), shown.last_day),
            Fact(
                tr("Next surveillance audit by"), Joined((due, missed)) if shown.surveillance_overdue else due
            ),
            Fact(tr("Usual time of recertification"), recertification),
        ),
        paired=True,
    )


def impartiality_blocks(view: Readiness) -> Iterator[Block]:
    """Yield who audits what they have a stake in."""
    if not view.conflicts:
        yield Paragraph(
            tr(
                "No auditor of an audit that is kept here has a stake in what is audited, as far as qms.yaml, approvals and history show."
            )
        )
        return
    columns = (
        Column(tr("Audit")),
        Column(tr("Auditor")),
        Column(tr("What ties them to what is audited"), Look.TEXT),
        Column(tr("Standing")),
        Column(tr("Safeguard"), Look.TEXT),
    )
    rows = tuple((one.audit, one.person, one.stakes, one.standing, one.safeguard) for one in view.conflicts)
    yield Table.of("conflicts", tr("Auditors with a stake in what they audit"), columns, rows)
