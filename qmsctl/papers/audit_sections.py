"""The numbered sections of an audit report but its findings, in the order of the paper form."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.messages import Message, list_of, tr
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.blocks import (
    Block,
    Column,
    Facts,
    Figures,
    Listing,
    Look,
    Notice,
    Paragraph,
    Part,
    Row,
    SignatureLine,
    Signatures,
    Style,
    Table,
)
from qmsctl.papers.finding_card import STATUS_COLUMNS, need, status_row
from qmsctl.papers.planned import schedule_blocks
from qmsctl.papers.rows import problems_table
from qmsctl.papers.waived import waived_blocks
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.course import Event
from qmsctl.reports.coverage import ON_LEVELS
from qmsctl.reports.criteria import CriterionNamed
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.open_points import OpenPoints
from qmsctl.reports.questions import QuestionAsked
from qmsctl.reports.report_fields import FieldState, ReportField, report_fields
from qmsctl.reports.shown import Code, Fact, Joined, Link, Shown, Tone
from qmsctl.reports.uncovered import shown_uncovered, shown_unsettled

__all__ = [
    "auditees_blocks",
    "conclusions_blocks",
    "course_blocks",
    "criteria_blocks",
    "open_blocks",
    "plan_blocks",
    "reservation_blocks",
    "signatures_blocks",
]

_NONE = tr("none")


def criteria_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield what the audit judges by."""
    items = tuple(_criterion(criterion) for criterion in report.criteria)
    yield Listing(items) if items else Paragraph(None)


def _criterion(criterion: CriterionNamed) -> Shown:
    named = Joined((criterion.name, criterion.extent)) if criterion.extent else criterion.name
    return Joined((named, criterion.deadline), "\n") if criterion.deadline else named


def auditees_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield who answers for what was audited."""
    items = tuple(
        Joined((auditee.role, auditee.unit)) if auditee.unit else auditee.role for auditee in report.auditees
    )
    yield Listing(items) if items else Paragraph(None)


def course_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield what the minutes tell, and what was drawn as a sample."""
    columns = (
        Column(tr("Day")),
        Column(tr("Event")),
        Column(tr("Present")),
        Column(tr("Minutes"), Look.TEXT),
    )
    yield Table.of(
        "course", tr("Course of the audit"), columns, tuple(_event(one) for one in report.course), heads=1
    )
    if not any(event.key == "deviation" for event in report.course):
        yield Facts((Fact(tr("Departures from the plan"), tr("none is recorded")),))
    if not report.samples:
        yield Facts((Fact(tr("Samples"), None),))
        return
    columns = (
        Column(tr("Evidence"), Look.NAMES),
        Column(tr("Where it is found again"), Look.TEXT),
        Column(tr("Sample"), Look.TEXT),
        Column(tr("Result")),
    )
    rows = tuple((anchors.cited((one.name,)), one.where, one.sample, one.mark) for one in report.samples)
    yield Table.of("samples", tr("Samples"), columns, rows)


def _event(event: Event) -> Row:
    present: Shown = event.present if event.present or event.is_meeting else ""
    return (event.occurred, event.kind, present, event.text)


def conclusions_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield what the audit team concluded, and what the figures come to."""
    for concluded in report.conclusions:
        yield Facts(concluded.facts(shown_uncovered(report), shown_unsettled(report)))
    if not report.conclusions:
        yield Notice(tr("The conclusions of the audit are not recorded."))
    yield Listing(report.statements, bulleted=False)
    for results in report.results:
        blocks: list[Block] = [Figures(results.levels)]
        if results.not_established:
            lacking = tr(
                "Clauses whose level cannot be established, because the organisation does not name this edition"
            )
            blocks.append(Paragraph(Joined((lacking, results.not_established), ": ")))
        answered = tr("How far the clauses in scope are answered, as of {day}", day=report.stands_on)
        heading = Joined((answered, results.name), ": ")
        yield Part(heading, tuple(blocks))
    yield Paragraph(ON_LEVELS, Style.SMALL)


def open_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield what is still open, and what was agreed about it."""
    points = report.open_points
    yield Part(tr("Open findings"), (_open_findings(points, anchors),))
    yield Part(tr("Agreed actions"), (_agreed(report, anchors),))
    yield Part(tr("Unanswered questions"), (Paragraph(_ids(points.unanswered)),))
    contested: tuple[Block, ...] = (Paragraph(_ids(points.contested)),)
    if points.contested:
        note = tr("None of these answers counts until a correction names them all.")
        contested = (*contested, Paragraph(note, Style.SMALL))
    yield Part(tr("Questions with answers that contradict each other"), contested)
    attention = tuple(Joined((Code(one.what), one.why), ": ") for one in points.attention)
    yield Part(
        tr("What does not count as it stands"), (Listing(attention) if attention else Paragraph(_NONE),)
    )
    yield Part(tr("Problems the check found in the files of this audit"), tuple(_problems(points)))
    if report.needed:
        yield Part(
            tr("What needs a decision"), (Listing(tuple(need(one, anchors) for one in report.needed)),)
        )
    if report.identification.is_draft:
        yield from _lacking(report)


def _lacking(report: AuditReport) -> Iterator[Block]:
    """Yield what the report still lacks; one that was issued says it in its places."""
    lacking = [field for field in report_fields(report) if field.is_lacking]
    if lacking:
        items = tuple(_lack(field) for field in lacking)
        yield Part(
            tr("What the report still lacks"),
            (
                Notice(tr("Before the report is issued, this has to be added."), Tone.CALM),
                Listing(items),
            ),
        )


def _lack(field: ReportField) -> Shown:
    named: Shown = Link(field.label, field.section)
    if field.state is FieldState.PARTLY:
        named = Joined((named, tr("(not complete)")), " ")
    return Joined((named, field.mend), " – ")  # noqa: RUF001 - a dash between them


def _open_findings(points: OpenPoints, anchors: Anchors) -> Block:
    if not points.findings:
        return Paragraph(tr("No finding is open."))
    rows = tuple(status_row(finding, anchors) for finding in points.findings)
    return Table.of("open-findings", tr("Open findings, nonconformities first"), STATUS_COLUMNS, rows)


def _agreed(report: AuditReport, anchors: Anchors) -> Block:
    if not report.agreed:
        return Paragraph(tr("No action is agreed yet."))
    columns = (
        Column(tr("Number")),
        Column(tr("Action"), Look.TEXT),
        Column(tr("Owner")),
        Column(tr("Due date")),
        Column(tr("Done on")),
    )
    rows = tuple(_action(finding, anchors) for finding in report.agreed)
    return Table.of("actions", tr("Actions that were agreed with the auditees"), columns, rows)


def _action(finding: FindingReported, anchors: Anchors) -> Row:
    action = finding.action
    number = anchors.finding(finding.number)
    if action is None:
        return (number, None, None, None, None)
    return (number, action.text, action.owner, action.due, action.done or tr("not yet"))


def _ids(questions: tuple[QuestionAsked, ...]) -> Shown:
    if not questions:
        return _NONE
    return Joined((len(questions), list_of([question.id for question in questions])), ": ")


def _problems(points: OpenPoints) -> Iterator[Block]:
    if points.problems:
        yield problems_table(tr("Problems in the files of this audit"), points.problems)
    else:
        yield Paragraph(_NONE)
    yield from waived_blocks(points.waived)
    yield Facts((Fact(tr("Problems in other files"), points.other_problems),))


def reservation_blocks() -> Iterator[Block]:
    """Yield what a reader must know of every audit."""
    yield Paragraph(tr("The audit was based on samples; there may be nonconformities that were not found."))
    yield Paragraph(
        tr(
            "The findings describe processes and documents, not the work of single persons. "
            "The report is meant for those on the distribution list; "
            "the audit client decides, within the law, who else is given it."
        )
    )


def signatures_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield who gets the report, and who signs it."""
    yield Part(tr("Distribution list"), (Paragraph(report.distribution),))
    lines = tuple(SignatureLine(one.role, one.name) for one in report.signatures)
    yield Part(tr("Signatures"), (Signatures(lines),))


def plan_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield which plan the audit was made by, and its schedule."""
    yield Facts(
        (Fact(tr("Plan of the audit"), Joined((report.identification.audit, _plan_revision(report)))),)
    )
    yield from schedule_blocks(report.schedule)


def _plan_revision(report: AuditReport) -> Message:
    """Return which revision of the plan the report is made by."""
    return tr("revision {revision}", revision=report.identification.plan_revision)
