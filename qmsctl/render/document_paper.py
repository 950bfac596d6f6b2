"""One document as a paper, as the form of a procedure has it: title block, text, change card, and its foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Block, Column, Listing, Look, Notice, Paper, Row, Section, Table
from qmsctl.papers.prose import prose_blocks
from qmsctl.render.document_sheet import MEANINGS, STAMPS, STANDINGS, TRUST, footer, page_foot, use
from qmsctl.render.history_words import end_words, why_changed
from qmsctl.reports.document_sheet import DocumentSheet, SectionShown, Signed
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone

__all__ = ["card_table", "document_paper"]

_SIGNS: Final = {
    "in_force": ("✓", Tone.GOOD),
    "draft": ("○", Tone.CAUTION),
    "superseded": ("⊘", Tone.BAD),
    "to_come": ("◔", Tone.CAUTION),
    "withdrawn": ("⊘", Tone.BAD),
}


def document_paper(sheet: DocumentSheet) -> Paper:
    """Return *sheet* laid out; the words of the document stay as they are."""
    symbol, tone = _SIGNS[sheet.standing]
    return Paper(
        kind="document",
        id=sheet.id,
        written=sheet.language,
        organisation=sheet.organisation,
        title=_own(f"{sheet.id} {sheet.title}"),
        subtitle=None,
        standing=Mark(STANDINGS[sheet.standing], symbol, tone),
        cover=tuple(_facts(sheet)),
        sections=(
            _title_block(sheet),
            *(_section(number, section) for number, section in enumerate(sheet.sections, 1)),
            *_legal_basis(sheet),
            Section("change-card", "", tr("Change card"), (card_table(sheet),)),
        ),
        made_from=page_foot(sheet),
        command=None,
        foot=(footer(sheet),),
        stamp=STAMPS.get(sheet.standing),
    )


def _facts(sheet: DocumentSheet) -> Iterator[Fact]:
    yield Fact(tr("Revision"), sheet.revision)
    label = tr("In force from") if sheet.standing == "to_come" else tr("In force since")
    yield Fact(label, sheet.effective or tr("not recorded"))
    for message in sheet.announced:
        yield Fact(tr("Announced"), message)
    if sheet.owner:
        yield Fact(tr("Owner"), sheet.owner)


def _title_block(sheet: DocumentSheet) -> Section:
    """Return who prepared, checked and approved it; and before that, what it must not be used for."""
    notices = () if sheet.standing == "in_force" else (Notice(use(sheet), Tone.BAD),)
    columns = (
        Column(tr("Decision")),
        Column(tr("Name"), Look.TEXT),
        Column(tr("Position"), Look.TEXT),
        Column(tr("Day"), Look.TEXT),
        Column(tr("Basis"), Look.TEXT),
        Column(tr("Trust"), Look.TEXT),
    )
    heading = tr("Title block")
    table = Table.of("title-block", heading, columns, tuple(map(_signed, sheet.block)))
    return Section("title-block", "", heading, (*notices, table))


def _signed(signed: Signed) -> Row:
    if signed.person is None or signed.day is None:
        return (MEANINGS[signed.meaning], tr("not recorded"), "", "", "", "")
    trust = TRUST.get(signed.trust or "", "")
    return (
        MEANINGS[signed.meaning],
        signed.person,
        signed.role or "",
        signed.day,
        signed.basis or signed.stated or "",
        trust,
    )


def _section(number: int, section: SectionShown) -> Section:
    key = f"section-{number}"
    blocks: list[Block] = [*prose_blocks(section.text, section.heading, f"table-{number}")]
    if section.steps:
        columns = (
            Column(tr("No."), Look.COUNT),
            Column(tr("What is done"), Look.TITLE),
            Column(tr("Who"), Look.TEXT),
            Column(tr("When"), Look.TEXT),
            Column(tr("Record"), Look.TEXT),
        )
        rows = tuple(
            (index, step.do, step.who or "", step.when or "", step.record or "")
            for index, step in enumerate(section.steps, 1)
        )
        blocks.append(Table.of(f"steps-{number}", section.heading, columns, rows))
    return Section(key, "", _own(section.heading), tuple(blocks))


def _legal_basis(sheet: DocumentSheet) -> Iterator[Section]:
    if sheet.legal_basis:
        yield Section("legal-basis", "", tr("Legal basis"), (Listing(sheet.legal_basis),))


def card_table(sheet: DocumentSheet) -> Table:
    """Return the change card of *sheet*: what changed with each revision, and who approved it."""
    columns = (
        Column(tr("Revision")),
        Column(tr("In force since"), Look.TEXT),
        Column(tr("Superseded or withdrawn on"), Look.TEXT),
        Column(tr("What changed"), Look.TITLE),
        Column(tr("Approved by and on"), Look.TEXT),
    )
    rows = []
    for revision in sheet.card.revisions:
        reasons: tuple[Shown, ...] = tuple(
            why_changed(entry.subject, entry.reason) for entry in revision.written if not entry.began_earlier
        )
        approved: tuple[Shown, ...] = tuple(
            Joined((decision.person, decision.day))
            for decision in revision.decisions
            if decision.meaning == "approved"
        )
        end: Shown = end_words(revision, sheet.day) or "-"
        rows.append((revision.revision, revision.effective or "-", end, reasons or "", approved or ""))
    return Table.of("change-card", tr("Change card"), columns, tuple(rows))


def _own(text: str) -> Message:
    """Return what somebody wrote as it is."""
    return Message("{text}", (("text", text),))
