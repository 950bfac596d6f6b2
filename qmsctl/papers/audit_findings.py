"""What an audit found, laid out: results by clause, the cards of findings, what was found before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.blocks import (
    Block,
    Card,
    Cell,
    Column,
    Facts,
    Group,
    Look,
    Paragraph,
    Part,
    Row,
    Table,
)
from qmsctl.papers.finding_card import STATUS_COLUMNS, finding_card, follow_up, heading, status_row
from qmsctl.reports.audit_report import AuditReport
from qmsctl.reports.clauses import ClauseGroup, ClauseResult, EditionResults
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.marks import GRADES, OUTCOMES
from qmsctl.reports.questions import Tally
from qmsctl.reports.shown import Joined, Shown, Tone

__all__ = ["earlier_blocks", "findings_blocks"]

_GRADES: Final = (
    (("strength",), tr("Strengths"), tr("No strengths are recorded.")),
    (("major", "minor"), tr("Nonconformities"), None),
    (("observation",), tr("Observations"), tr("No observations are recorded.")),
    (
        ("opportunity",),
        tr("Opportunities for improvement"),
        tr("No opportunities for improvement are recorded."),
    ),
)
"""The kinds of findings in their order, and what is said where there are none."""

_NO_SUCH_CLAUSE: Final = tr("the edition has no such clause")


def findings_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield the findings of the audit: at a glance, by clause, by unit, then one by one."""
    yield from _nonconformities(report, anchors)
    yield from _by_unit(report, anchors)
    if not report.results:
        none = tr("The audit has no edition of a standard among its criteria.")
        yield Part(tr("Results by clause"), (Paragraph(none),))
    for results in report.results:
        yield Part(
            Joined((tr("Results by clause"), results.name), ": "),
            tuple(_by_clause(results, anchors, report.stands_on)),
        )
    for grades, label, none_of_them in _GRADES:
        cards = tuple(
            finding_card(finding, anchors, f"finding-{index}")
            for index, finding in enumerate(report.findings, 1)
            if finding.grade in grades
        )
        yield Part(label, cards or (Paragraph(none_of_them or report.on_nonconformities),))


def _by_unit(report: AuditReport, anchors: Anchors) -> Iterator[Table]:
    if not report.units:
        return
    columns = (
        Column(tr("Unit"), Look.TITLE),
        Column(tr("pieces of evidence"), Look.COUNT, upright=True),
        *(Column(mark.word, Look.COUNT, upright=True) for mark in GRADES.values()),
        Column(tr("Findings"), Look.NAMES),
    )
    rows = tuple(
        (
            name,
            unit.evidence.asked,
            *(Cell(one.count, one.mark.tone) for one in unit.grades),
            anchors.numbers(unit.findings),
        )
        for name, unit in ((unit.name or tr("no unit named"), unit) for unit in report.units)
    )
    yield Table.of("units", tr("Findings by unit and grade"), columns, rows)


def _nonconformities(report: AuditReport, anchors: Anchors) -> Iterator[Table]:
    standing = [finding for finding in report.nonconformities if not finding.is_withdrawn]
    if standing:
        rows = tuple(status_row(finding, anchors) for finding in standing)
        yield Table.of("nonconformities", tr("Nonconformities at a glance"), STATUS_COLUMNS, rows)


def _by_clause(results: EditionResults, anchors: Anchors, day: dt.date) -> Iterator[Block]:
    if results.unexamined:
        yield Part(tr("Clauses in scope that were not examined"), (Facts(results.unexamined),))
    yield Table(
        f"clauses-{results.key.replace(':', '-')}",
        Joined((tr("Questions and evidence by clause"), results.name), ": "),
        (
            Column(tr("Clause")),
            Column(tr("Title"), Look.TITLE),
            Column(tr("questions asked"), Look.COUNT, upright=True),
            *(Column(mark.word, Look.COUNT, upright=True) for mark in OUTCOMES.values()),
            Column(tr("further evidence"), Look.COUNT, upright=True),
            Column(tr("Findings"), Look.NAMES),
            Column(tr("Level on {day}", day=day)),
        ),
        tuple(
            Group(tuple(_clause(clause, anchors) for clause in group.clauses), _head(group))
            for group in results.groups
        ),
        note=tr(
            "A question that names several clauses counts in each of them, and once in each main clause. "
            "Further evidence names the clause and answers none of its questions."
        ),
    )


def _head(group: ClauseGroup) -> Row:
    title = _NO_SUCH_CLAUSE if group.title is None else group.title
    return (group.id, title, group.questions.asked, *_counts(group.questions), "", "", "")


def _counts(tally: Tally) -> Iterator[Cell]:
    for one in tally.marks:
        yield Cell(one.count, one.mark.tone)


def _clause(clause: ClauseResult, anchors: Anchors) -> Row:
    failing = clause.further.of("does_not_conform")
    further: Shown = clause.further.asked
    if failing:
        further = Joined((clause.further.asked, f"✗ {failing}"), " ")
    return (
        clause.id,
        _title(clause),
        Cell(clause.questions.asked, Tone.QUIET),
        *_counts(clause.questions),
        Cell(further, Tone.BAD if failing else Tone.QUIET),
        anchors.numbers(clause.findings),
        Cell(clause.level or tr("cannot be established"), below=clause.documented_in),
    )


def _title(clause: ClauseResult) -> Shown:
    if clause.title is None:
        return _NO_SUCH_CLAUSE
    if clause.in_scope:
        return clause.title
    return Joined((clause.title, Message("({note})", (("note", tr("outside the scope of the audit")),))), " ")


def earlier_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield what became of findings that were open when the audit began."""
    if not report.earlier:
        yield Paragraph(tr("No earlier finding was open when the audit began."))
        return
    columns = (
        Column(tr("Number")),
        Column(tr("Source")),
        Column(tr("Grade")),
        Column(tr("Title"), Look.TEXT),
        Column(tr("Owner")),
        Column(tr("Due date")),
        Column(tr("Status on {day}", day=report.provenance.day)),
    )
    rows = tuple(_earlier(finding, anchors) for finding in report.earlier)
    yield Table.of("earlier", tr("Earlier findings that were open when the audit began"), columns, rows)
    for index, finding in enumerate(report.earlier, 1):
        marks = (finding.grade_mark, finding.status_mark, *finding.warnings)
        anchor = f"earlier-{index}"
        yield Card(anchor, heading(finding), marks, follow_up(finding), finding.grade)


def _earlier(finding: FindingReported, anchors: Anchors) -> Row:
    return (
        anchors.finding(finding.number),
        finding.source,
        finding.grade_mark,
        finding.title,
        finding.owner,
        finding.due_next,
        (finding.status_mark, *finding.warnings),
    )
