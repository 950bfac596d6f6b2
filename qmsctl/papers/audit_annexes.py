"""The annexes of an audit report: checklist, evidence, documents, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, list_of, tr
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.blocks import Block, Card, Cell, Column, Facts, Look, Notice, Paragraph, Part, Row, Table
from qmsctl.papers.rows import titled
from qmsctl.reports.audit_report import AuditReport, Checked, Copy
from qmsctl.reports.evidence import EvidenceSeen
from qmsctl.reports.marks import NOT_APPROVED_HERE
from qmsctl.reports.questions import QuestionAsked
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import Code, Fact, Joined, Mark, Tone

__all__ = ["checklist_blocks", "evidence_blocks", "looked_at_blocks", "register_blocks"]


def checklist_blocks(report: AuditReport, anchors: Anchors) -> Iterator[Block]:
    """Yield every question with its result."""
    if not report.questions:
        yield Paragraph(tr("The plan asks no question of a checklist."))
        return
    columns = (
        Column(tr("Clauses")),
        Column(tr("Question"), Look.TEXT),
        Column(tr("Result")),
        Column(tr("Evidence"), Look.NAMES),
        Column(tr("Findings"), Look.NAMES),
    )
    rows = tuple(_question(question, anchors) for question in report.questions)
    yield Table.of("checklist", tr("Questions, answers and evidence"), columns, rows, heads=1, filters=2)


def _question(question: QuestionAsked, anchors: Anchors) -> Row:
    why = (question.reason or tr("not recorded")) if question.wants_reason else None
    return (
        list_of(question.clauses),
        # The reason stands where there is room for sentences, not below the result.
        Cell(Joined((Code(question.id), question.text), " "), below=why),
        question.mark,
        anchors.cited(question.answers),
        anchors.numbers(question.findings),
    )


def evidence_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield each piece of evidence with all that was recorded of it."""
    if not report.evidence:
        yield Paragraph(tr("No evidence is recorded."))
    for index, record in enumerate(report.evidence, 1):
        yield _evidence(record, f"evidence-{index}")


def _evidence(record: EvidenceSeen, anchor: str) -> Card:
    facts = Facts(record.facts, paired=True, gathers=True)
    return Card(anchor, Code(record.name), (record.mark, *record.warnings), (facts,), "evidence")


_COLUMNS: Final = (
    Column(tr("Id")),
    Column(tr("Title and language"), Look.TITLE),
    Column(tr("Revision in force, since")),
    Column(tr("Approved by, on, level of trust"), Look.TEXT),
    Column(tr("Review due")),
    Column(tr("State")),
)
"""Of the tables of documents."""


def register_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield the documents as they stood when the report was issued, and what has become of them since."""
    if report.copy is not None and not report.copy.is_here:
        yield Notice(_lost(report.copy))
    yield Paragraph(
        Joined(
            (
                tr(
                    "Every document but the plans of audits, as it stood on {day}: {count}.",
                    day=report.stands_on,
                    count=len(report.register),
                ),
                tr(
                    "Declared: a record says who approved it. "
                    "Recorded: the commit that added the record is that person's own."
                ),
            ),
            " ",
        )
    )
    if report.register:
        caption = tr("Documents, what is in force of each, and who approved it")
        yield Table.of("documents", caption, _COLUMNS, tuple(_registered(one) for one in report.register))
    else:
        yield Paragraph(tr("There is no document."))
    if report.copy is not None and report.copy.is_here:
        yield from _since(report.copy)


def _lost(copy: Copy) -> Message:
    """Return that nobody can tell from here what a report was issued from."""
    if copy.commit is None:
        return tr(
            "The record of the issue on {issued} names no commit, so what the report was issued from cannot "
            "be established: documents, levels of clauses and changes are told as of {day}.",
            issued=copy.issued,
            day=copy.day,
        )
    return tr(
        "Commit {commit}, from which the report was issued on {issued}, cannot be read here: "
        "documents, levels of clauses and changes are told as of {day}.",
        commit=copy.commit,
        issued=copy.issued,
        day=copy.day,
    )


def _since(copy: Copy) -> Iterator[Block]:
    """Yield what the register says on the day of a copy that it did not say when the report was issued."""
    blocks: list[Block] = []
    if copy.differing:
        caption = tr(
            "Documents that stand otherwise on {day} than on {issued}", day=copy.day, issued=copy.issued
        )
        rows = tuple(_registered(one) for one in copy.differing)
        blocks.append(Table.of("documents-since", caption, _COLUMNS, rows))
    if copy.gone:
        gone = tuple(Joined((one.id, titled(one))) for one in copy.gone)
        blocks.append(Facts((Fact(tr("No longer in the register"), gone, long=True),)))
    if not blocks:
        blocks.append(Paragraph(tr("Nothing in the register is otherwise on {day}.", day=copy.day)))
    yield Part(tr("What became of the documents after the issue of the report"), tuple(blocks))


def _registered(document: Registered) -> Row:
    named = titled(document)
    state = (document.state, *document.remarks)
    if document.revision is None:
        in_force = "" if document.state == NOT_APPROVED_HERE else tr("no revision is in force")
        return (document.id, named, in_force, "", "", state)
    return (
        document.id,
        named,
        Cell(document.revision, below=document.effective),
        Cell(document.approved, below=document.trust),
        document.review_due,
        state,
    )


def looked_at_blocks(report: AuditReport) -> Iterator[Block]:
    """Yield what the report rests on."""
    seen = report.looked_at
    rests = tr("Nothing looked at is not a pass: this is what the report rests on.")
    day = report.provenance.day
    yield Paragraph(
        Joined((rests, tr("It is told as of {day}, the day of this copy.", day=day)), " ")
        if report.copy is not None
        else rests
    )
    yield Facts((*seen.counts, Fact(tr("Problems found in all"), seen.problems)), paired=True)
    if seen.levels:
        yield Part(tr("Clauses by level, within the scope of the audit or not"), (Facts(seen.levels),))
    if seen.checks:
        columns = (
            Column(tr("Rule")),
            Column(tr("What it checks"), Look.TEXT),
            *(
                Column(label, Look.COUNT, upright=True)
                for label in (
                    tr("looked at"),
                    tr("conforming"),
                    tr("nonconforming"),
                    tr("rule not applicable"),
                    tr("cannot be established"),
                )
            ),
        )
        caption = tr("Rules, and how many subjects each looked at")
        yield Table.of("rules", caption, columns, tuple(_checked(checked) for checked in seen.checks))


def _checked(checked: Checked) -> Row:
    outcome = checked.outcome
    if not outcome.enabled:
        off: Message | Mark = Mark(tr("switched off"), "○", Tone.CAUTION)
        why = Cell(off, below=outcome.reason or tr("no reason recorded"))
        return (outcome.rule, checked.summary, why, "", "", "", "")
    return (
        outcome.rule,
        checked.summary,
        outcome.looked_at,
        outcome.conforming,
        outcome.nonconforming,
        outcome.not_applicable,
        outcome.cannot_be_established,
    )
