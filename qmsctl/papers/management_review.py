"""The minutes of a management review as a paper: inputs filled from what is recorded, and room for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Listing,
    Look,
    Paper,
    Paragraph,
    Part,
    Row,
    Section,
    Style,
    Table,
)
from qmsctl.papers.changes_since import changes_blocks
from qmsctl.papers.finding_card import STATUS_COLUMNS
from qmsctl.papers.forms import LINE, ROOM, signed
from qmsctl.papers.frame import again, framed, made_section
from qmsctl.reports.findings import FindingReported, grades
from qmsctl.reports.management_review import Agendum, AuditHeld, ManagementReview
from qmsctl.reports.review_inputs import Input
from qmsctl.reports.shown import Code, Fact, Joined, Mark, Shown, Tone, span

__all__ = ["management_review_paper"]

_DECISIONS: Final = 6
"""Rows for decisions, to be filled in by hand."""


def management_review_paper(view: ManagementReview) -> Paper:
    """Return *view* laid out."""
    title = tr("Minutes of the management review")
    period = Joined((view.since, view.day), " – ")  # noqa: RUF001 - a span
    return framed(
        "management-review",
        "review",
        title,
        organisation=view.organisation,
        written=view.language,
        made=view.provenance,
        command=again(view.provenance, "review"),
        cover=(
            Fact(tr("Organisation"), view.organisation),
            Fact(tr("Period looked at"), period),
            Fact(tr("Editions of the standard"), view.editions),
            *view.provenance.cover,
        ),
        sections=_sections(view),
        subtitle=tr("frame with the inputs as of {day}", day=view.day),
        standing=Mark(tr("to be filled in and signed"), "○", Tone.CAUTION),
    )


def _sections(view: ManagementReview) -> Iterator[Section]:
    general = Facts(
        (
            Fact(tr("Day of the review"), LINE),
            Fact(tr("Place"), LINE),
            Fact(tr("Chaired by"), LINE),
            Fact(tr("Participants"), ROOM, long=True),
        )
    )
    yield Section("general", "1", tr("General information"), (general,))
    yield Section("inputs", "2", tr("Inputs and discussion"), tuple(_inputs(view)))
    yield Section("decisions", "3", tr("Decisions and actions"), tuple(_decisions()))
    signatures = signed((tr("top management"), None), (tr("QMS representative"), None))
    yield Section("signatures", "4", tr("Signatures"), (signatures,))
    yield made_section(view.provenance, again(view.provenance, "review"))


def _inputs(view: ManagementReview) -> Iterator[Block]:
    yield Paragraph(
        tr(
            "Each input says which editions ask for it. What is recorded here is filled in; "
            "what is not has to be added before the review."
        ),
        Style.SMALL,
    )
    for number, one in enumerate(view.agenda, 1):
        heading = Joined((f"2.{number}", one.heading), " ")
        yield Part(heading, tuple(_input(one, view)))


def _input(one: Agendum, view: ManagementReview) -> Iterator[Block]:
    yield Paragraph(Joined((tr("Asked for by"), Joined(one.clauses, "; ")), ": "), Style.SMALL)
    known = tuple(_KNOWN[one.input](view)) if one.input in _KNOWN else ()
    recorded = tuple(_recorded(one, view))
    yield from known
    yield from recorded
    if not known and not recorded:
        yield Paragraph(tr("Nothing about this is recorded here."))
    yield Facts((Fact(tr("Discussion and assessment"), ROOM, long=True),))


def _recorded(one: Agendum, view: ManagementReview) -> Iterator[Block]:
    """Yield what audits saw and found about an input."""
    recorded, key = view.recorded.get(one.input), one.input.value
    if recorded is None:
        return
    if recorded.evidence:
        columns = (
            Column(tr("Day")),
            Column(tr("Audit")),
            Column(tr("Clauses")),
            Column(tr("Result")),
            Column(tr("What was seen, and where"), Look.TEXT),
        )
        rows = tuple(
            (seen.day, seen.audit, seen.clauses, seen.result, Cell(seen.seen, below=seen.where))
            for seen in recorded.evidence
        )
        caption = Joined((one.heading, tr("what audits of the period saw")), ": ")
        yield Table.of(f"seen-{key}", caption, columns, rows)
    if recorded.findings:
        caption = Joined((one.heading, tr("findings of the period, and open ones")), ": ")
        yield _findings(f"found-{key}", caption, recorded.findings, tr("none"))


def _findings(key: str, caption: Shown, findings: tuple[FindingReported, ...], none: Message) -> Block:
    if not findings:
        return Paragraph(none)
    rows: tuple[Row, ...] = tuple(
        (
            one.number,
            one.grade_mark,
            one.title,
            one.owner,
            one.due,
            (one.status_mark, *one.warnings),
        )
        for one in findings
    )
    return Table.of(key, caption, STATUS_COLUMNS, rows)


def _earlier(view: ManagementReview) -> Iterator[Block]:
    yield _findings(
        "earlier",
        tr("What followed from earlier reviews"),
        view.earlier,
        tr("No finding or action is recorded here as coming from a management review."),
    )


def _customers(view: ManagementReview) -> Iterator[Block]:
    yield _findings(
        "complaints",
        tr("Findings that complaints led to"),
        view.complaints,
        tr("No finding of the period comes from a complaint."),
    )


def _objectives(view: ManagementReview) -> Iterator[Block]:
    if not view.objectives:
        yield Paragraph(tr("No document in force states quality objectives."))
    for one in view.objectives:
        document = one.document
        revision = tr("revision {revision}", revision=document.revision or "")
        named = Joined((document.id, document.title, revision))
        if one.text:
            yield Part(named, (Paragraph(one.text, Style.SAID),))
        else:
            yield Paragraph(Joined((tr("Objectives are a matter of"), named), ": "))
    yield Paragraph(tr("How far they are reached is not recorded here."))


def _processes(view: ManagementReview) -> Iterator[Block]:
    if not view.processes:
        yield Paragraph(tr("qms.yaml names no process."))
        return
    columns = (
        Column(tr("Process")),
        Column(tr("Name of the process"), Look.TITLE),
        Column(tr("Owner"), Look.TEXT),
        Column(tr("Result of the period"), Look.TEXT),
    )
    rows = tuple((key, name, owner, LINE) for key, name, owner in view.processes)
    yield Table.of("processes", tr("Processes and their results"), columns, rows)


def _nonconformities(view: ManagementReview) -> Iterator[Block]:
    yield Figures(grades(view.findings)[:2])
    overdue = sum(one.is_overdue for one in view.findings)
    yield Facts(
        (
            Fact(tr("Open"), sum(one.is_open for one in view.findings)),
            Fact(tr("Overdue"), overdue),
        ),
        paired=True,
    )
    yield _findings(
        "nonconformities",
        tr("Nonconformities of the period, and open ones"),
        view.findings,
        tr("No nonconformity of the period is recorded, and none is open."),
    )


def _audits(view: ManagementReview) -> Iterator[Block]:
    if not view.audits:
        yield Paragraph(tr("No audit of the period is kept here."))
        return
    columns = (
        Column(tr("Audit")),
        Column(tr("Title"), Look.TEXT),
        Column(tr("Kind of audit")),
        Column(tr("Days of the audit")),
        Column(tr("State of the audit")),
        Column(tr("Findings by grade"), Look.TEXT),
    )
    rows = tuple(_audit(one) for one in view.audits)
    yield Table.of("audits", tr("Audits of the period, the newest first"), columns, rows)


def _audit(one: AuditHeld) -> Row:
    counted = tuple(Joined((number.mark.word, number.count), ": ") for number in one.grades if number.count)
    days: Shown = span(one.days[0], one.days[-1]) if one.days else None
    return (one.id, one.title, one.kind, days, one.status, counted or tr("none"))


def _issues(view: ManagementReview) -> Iterator[Block]:
    """Yield what became of the standard and of acts from elsewhere; and what changed within, if nothing else asks for it."""
    if view.around:
        yield Listing(view.around)
    if view.acts:
        columns = (
            Column(tr("Id")),
            Column(tr("Title"), Look.TITLE),
            Column(tr("Changed on")),
            Column(tr("Looked at on")),
            Column(tr("To be looked at by")),
        )
        rows = tuple((one.id, one.title, one.changed or "", one.verified, one.due) for one in view.acts)
        yield Table.of("acts", tr("Documents of external origin"), columns, rows)
    if not any(one.input is Input.CHANGES for one in view.agenda):
        yield from _changes(view)


def _providers(view: ManagementReview) -> Iterator[Block]:
    if not view.suppliers:
        return
    columns = (
        Column(tr("Supplier"), Look.TITLE),
        Column(tr("Assessed last on")),
        Column(tr("To be assessed by")),
        Column(tr("Where its day stands")),
        Column(tr("Who answers for it"), Look.TEXT),
    )
    rows = tuple((one.name, one.last, one.due, one.standing, one.owner) for one in view.suppliers)
    yield Table.of(
        "suppliers", tr("Suppliers and their assessment, the nearest due date first"), columns, rows
    )


def _changes(view: ManagementReview) -> Iterator[Block]:
    yield from changes_blocks(view.changes, view.last_audit)
    if not view.overdue:
        yield Paragraph(tr("No review of a document is overdue."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("Revision")),
        Column(tr("Review due")),
        Column(tr("Owner"), Look.TEXT),
    )
    rows = tuple((one.id, one.title, one.revision, one.review_due, one.owner) for one in view.overdue)
    yield Table.of("overdue-reviews", tr("Documents whose review is overdue"), columns, rows)


def _improvement(view: ManagementReview) -> Iterator[Block]:
    yield _findings(
        "improvements",
        tr("Observations and opportunities that are open"),
        view.improvements,
        tr("No observation and no opportunity for improvement is open."),
    )


_KNOWN: Final[Mapping[Input, Callable[[ManagementReview], Iterator[Block]]]] = {
    Input.EARLIER: _earlier,
    Input.ISSUES: _issues,
    Input.CUSTOMERS: _customers,
    Input.OBJECTIVES: _objectives,
    Input.PROCESSES: _processes,
    Input.NONCONFORMITIES: _nonconformities,
    Input.AUDITS: _audits,
    Input.PROVIDERS: _providers,
    Input.CHANGES: _changes,
    Input.IMPROVEMENT: _improvement,
}
"""What is filled in from what is recorded."""


def _decisions() -> Iterator[Block]:
    columns = (
        Column(tr("No."), Look.COUNT),
        Column(tr("Decision or action"), Look.TEXT),
        Column(tr("Who answers for it")),
        Column(tr("By when")),
    )
    rows: tuple[Row, ...] = tuple((number, ROOM, LINE, LINE) for number in range(1, _DECISIONS + 1))
    yield Table.of("decisions", tr("Decisions of the review"), columns, rows)
    yield Facts(
        (
            Fact(tr("Opportunities for improvement"), ROOM, long=True),
            Fact(tr("Changes the system needs"), ROOM, long=True),
            Fact(tr("Resources"), ROOM, long=True),
        )
    )
    record = Code("qmsctl finding raise --source management_review --reference …")
    yield Paragraph(
        Joined((tr("Record each decision after the review, so that it is followed up:"), record), " "),
        Style.SMALL,
    )
