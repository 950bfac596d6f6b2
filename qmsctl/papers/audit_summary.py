"""The first page of an audit report: what it came to, in numbers and pictures, and what needs a decision.

It has to fit one page: everything else is told further on, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr, tr_n
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.blocks import (
    Bar,
    Bars,
    Block,
    Figures,
    Listing,
    Notice,
    Paragraph,
    Part,
    Style,
)
from qmsctl.papers.finding_card import need
from qmsctl.reports.audit_report import AuditReport, Copy
from qmsctl.reports.clauses import EditionResults
from qmsctl.reports.marks import OUTCOMES
from qmsctl.reports.shown import Joined, Link, Shown, Tone

__all__ = ["summary_blocks"]

_PRESSING: Final = 5
"""How many of the things to decide the first page has room for; the others are among the open points."""


def summary_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield the summary: conclusions first, then the numbers, then what is to be decided."""
    if report.identification.is_draft:
        yield Notice(
            tr("This is a draft. It shows what is recorded so far and is not the report of the audit.")
        )
    if report.copy is not None:
        yield Notice(_stands_on(report.copy), Tone.CALM)
    yield from _conclusions(report)
    points = Link(report.open_points.counted, "open")
    yield Listing((*report.statements, points), bulleted=False)
    yield Part(tr("Findings by grade"), (Figures(report.grades),))
    yield Part(tr("Questions by result"), (Figures(report.tally.marks),))
    for results in report.results:
        if results.groups:
            yield _by_clause(results)
    yield from _by_unit(report)
    yield _needed(report, anchors)


def _stands_on(copy: Copy) -> Message:
    """Return as of which day each part of a copy is told."""
    if copy.stands_on == copy.day:
        return tr(
            "This is a copy of the report that was issued on {issued}, told as of {day}.",
            issued=copy.issued,
            day=copy.day,
        )
    return tr(
        "This is a copy of the report that was issued on {issued}. What the audit found and how the system then "
        "stood is told as of that day: criteria, scope, levels of clauses, changes since the last audit, "
        "register of documents. What became of it since is told as of {day}: follow-up of findings, open points, "
        "evidence, result of the check.",
        issued=copy.issued,
        day=copy.day,
    )


def _conclusions(report: AuditReport) -> Iterator[Block]:
    if not report.conclusions:
        yield Notice(tr("The conclusions of the audit are not recorded."))
        return
    last = report.conclusions[-1]
    yield Part(tr("Conclusions of the audit team"), (Paragraph(last.text, Style.SAID),))
    yield Part(tr("Recommendation"), (Paragraph(last.recommendation, Style.SAID),))


def _by_clause(results: EditionResults) -> Bars:
    return Bars(
        f"by-clause-{results.key.replace(':', '-')}",
        Joined((tr("Results by main clause"), results.name), ": "),
        tuple(Bar(group.id, group.title, group.questions.marks) for group in results.groups),
        tuple(OUTCOMES.values()),
        tr("no question asked"),
    )


def _by_unit(report: AuditReport) -> Iterator[Bars]:
    if report.units:
        yield Bars(
            "by-unit",
            tr("Evidence by unit"),
            tuple(Bar("", unit.name or tr("no unit named"), unit.evidence.marks) for unit in report.units),
            tuple(OUTCOMES.values()),
            tr("no evidence recorded"),
        )


def _needed(report: AuditReport, anchors: Anchors) -> Part:
    heading = tr("What needs a decision")
    if not report.needed:
        return Part(heading, (Paragraph(tr("Nothing waits for a decision.")),))
    items: list[Shown] = [need(needed, anchors) for needed in report.needed[:_PRESSING]]
    more = len(report.needed) - _PRESSING
    if more > 0:
        items.append(
            Joined(
                (
                    tr_n("and {count} more thing", "and {count} more things", more),
                    Link(tr("all open points"), "open"),
                ),
                ": ",
            )
        )
    return Part(heading, (Listing(tuple(items)),))
