"""What lies between two editions for audits: sets of questions, programmes and plans, and what `qms.yaml` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import AuditProgramme
from qmsctl.papers.blocks import Block, Cell, Column, Facts, Look, Notice, Paragraph, Part, Style, Table
from qmsctl.reports.gap import KINDS, ChecklistGap, Gap
from qmsctl.reports.marks import DOCUMENT_TYPES
from qmsctl.reports.shown import Code, Fact, Joined, Mark, Shown, Tone
from qmsctl.standards.correlation import Kind, Moved

__all__ = ["audits_blocks", "becomes", "checklists_blocks", "organisation_blocks"]


def checklists_blocks(view: Gap) -> Iterator[Block]:
    """Yield for each set of questions which of them have other numbers, or have to be looked at."""
    if not view.checklists:
        yield Paragraph(tr("There is no set of questions for the earlier edition."))
        return
    yield Paragraph(
        tr(
            "A set of questions is for one edition, so it stays as it is. Copy it into a new document with an id "
            "of its own, name the other edition in it, and change these numbers."
        )
    )
    for one in view.checklists:
        yield Part(Joined((one.named, Code(one.path))), tuple(_checklist(one)))


def _checklist(one: ChecklistGap) -> Iterator[Block]:
    kept = len(one.questions) - len(one.changed)
    yield Paragraph(
        tr_n(
            "{count} question keeps its clauses.",
            "{count} questions keep their clauses.",
            kept,
        )
    )
    if one.successors:
        yield Facts((Fact(tr("Sets for the other edition"), Joined(one.successors)),))
    if one.changed:
        columns = (
            Column(tr("Question")),
            Column(tr("Text"), Look.TEXT),
            Column(tr("Clauses")),
            Column(tr("What becomes of them"), Look.TEXT),
        )
        rows = tuple(
            (
                question.question.id,
                question.question.text,
                Joined(question.question.clauses),
                becomes(question.moved),
            )
            for question in one.changed
        )
        language = one.questions[0].checklist.language
        key = f"questions-{one.id}-{language}".lower()
        caption = Joined((tr("Questions with other clauses"), one.id), ": ")
        yield Table.of("".join(c if c.isalnum() else "-" for c in key), caption, columns, rows)


def becomes(moved: Sequence[Moved]) -> Shown:
    """Return what becomes of each clause."""
    return tuple(_one_becomes(one) for one in moved)


def _one_becomes(one: Moved) -> Message:
    after, perhaps = list_of(one.after), list_of(one.perhaps)
    if one.after and one.perhaps:
        return tr(
            "{before} becomes {after}, perhaps also {perhaps}",
            before=one.before,
            after=after,
            perhaps=perhaps,
        )
    if one.after:
        return tr("{before} becomes {after}", before=one.before, after=after)
    if one.perhaps and one.kind is not Kind.DROPPED:
        return tr("{clause}: perhaps {clauses}", clause=one.before, clauses=perhaps)
    return tr("{clause}: falls away", clause=one.before)


def audits_blocks(view: Gap) -> Iterator[Block]:
    """Yield the programmes and plans that judge by the earlier edition and are not over."""
    if not view.audits:
        yield Paragraph(tr("No programme or plan that is under way judges by the earlier edition."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("Type")),
        Column(tr("Clauses that do not stay"), Look.TEXT),
    )
    rows = tuple(
        (
            one.controlled.id,
            Cell(one.document.title, below=one.controlled.language),
            DOCUMENT_TYPES["programme" if isinstance(one.document, AuditProgramme) else "audit"],
            becomes([m for m in one.moved if not (m.is_settled and m.after == (m.before,))])
            or (tr("none") if one.moved else tr("it names no single clauses")),
        )
        for one in view.audits
    )
    yield Table.of("audits", tr("Programmes and plans by the earlier edition"), columns, rows)
    yield Paragraph(
        tr(
            "What was agreed on stays agreed: an audit judges by the edition of its plan. Name the other edition "
            "in the next plan, or revise the programme."
        ),
        Style.SMALL,
    )


def organisation_blocks(view: Gap) -> Iterator[Block]:
    """Yield what `qms.yaml` has to say so that both editions count during the transition."""
    after = view.map.after.key
    if after in view.editions:
        yield Paragraph(tr("The organisation works to the other edition, so its clauses are counted."))
    else:
        yield Notice(
            tr(
                "qms.yaml does not name the other edition, so nobody counts how far its clauses are answered. "
                "Write: {line}",
                line=f"editions: [{', '.join((*view.editions, after))}]",
            )
        )
    if not view.exclusions:
        return
    recorded = Mark(tr("written in qms.yaml already"), "✓", Tone.GOOD)
    missing = Mark(tr("to be written into qms.yaml"), "○", Tone.CAUTION)
    columns = (
        Column(tr("Clause")),
        Column(tr("Reason"), Look.TEXT),
        Column(tr("Becomes")),
        Column(tr("For the other edition")),
    )
    rows = tuple(
        (
            one.clause,
            one.reason or tr("no reason recorded"),
            Joined(one.moved.after) if one.moved.after else KINDS[one.moved.kind],
            recorded if one.is_recorded else missing,
        )
        for one in view.exclusions
    )
    yield Table.of("exclusions", tr("Clauses the organisation excludes"), columns, rows)
