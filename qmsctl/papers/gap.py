"""What lies between two editions as a paper: what is asked anew first, then what only gets another number."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.control.transition import Standing
from qmsctl.messages import tr, tr_n
from qmsctl.papers.blocks import (
    Block,
    Cell,
    Column,
    Figures,
    Listing,
    Look,
    Notice,
    Paper,
    Paragraph,
    Row,
    Section,
    Style,
    Table,
)
from qmsctl.papers.frame import again_by, framed, made_section, overview
from qmsctl.papers.gap_audits import audits_blocks, becomes, checklists_blocks, organisation_blocks
from qmsctl.papers.rows import some_ids
from qmsctl.reports.criteria import amendments_said
from qmsctl.reports.gap import KINDS, STANDINGS, Demand, Gap
from qmsctl.reports.shown import Code, Fact, Joined, Mark, Numbered, Shown, Tone, then_now

__all__ = ["gap_command", "gap_paper"]

_NEW: Final = Mark(tr("demanded anew"), "★", Tone.CAUTION)
_MORE: Final = Mark(tr("demanded otherwise"), "◆", Tone.CALM)


def gap_command(view: Gap, *words: str) -> str:
    """Return the command that asks for *view* again, with *words* at its end."""
    editions = ("--from", view.map.before.key, "--to", view.map.after.key)
    return shlex.join(("qmsctl", "gap", *editions, *words))


def gap_paper(view: Gap, only: Sequence[str] = ()) -> Paper:
    """Return *view* laid out.

    Args:
        view: what lies between the editions.
        only: ids of the documents that were asked for; by default all.
    """
    title = tr("From one edition to another")
    made = view.provenance
    words = [word for id in only for word in ("--document", id)]
    command = again_by(made, "gap", "--from", view.map.before.key, "--to", view.map.after.key, *words)
    return framed(
        "gap",
        "gap",
        title,
        organisation=view.organisation,
        written=view.language,
        made=made,
        command=command,
        cover=overview(
            view.organisation,
            made,
            Fact(tr("From the edition"), view.before),
            Fact(tr("To the edition"), view.after),
            *_days(view),
            *((Fact(tr("Only these documents"), Joined(tuple(only))),) if only else ()),
        ),
        sections=_sections(view, command),
        subtitle=then_now(view.before, view.after),
        landscape=True,
    )


def _days(view: Gap) -> Iterator[Fact]:
    """Yield the days of the transition."""
    if view.is_forward:
        yield Fact(tr("Published"), view.map.after.published)
    end, left = view.map.before.transition_end, view.days_left
    if end is not None and left is not None:
        said = (
            tr_n("{count} day is left", "{count} days are left", left)
            if left >= 0
            else tr("this day has passed")
        )
        yield Fact(tr("Certificates may name the earlier edition until"), Joined((end, said)))
    day = view.provenance.day
    parts = [said for key in (view.map.before.key, view.map.after.key) for said in amendments_said(key, day)]
    if parts:
        yield Fact(tr("Part of an edition"), tuple(parts), long=True)
    if view.certificate is not None:
        name, until = view.certificate
        yield Fact(tr("Certificate"), Joined((name, tr("valid until {day}", day=until))))


def _sections(view: Gap, command: str | None) -> Iterator[Section]:
    yield Section.of("summary", "1", tr("Summary"), _summary(view))
    yield Section.of("anew", "2", tr("What has to be answered anew"), _anew(view))
    yield Section.of("unanswered", "3", tr("Clauses that no document would claim"), _unanswered(view))
    yield Section.of("clauses", "4", tr("Clauses that do not keep number and subject"), _clauses(view))
    yield Section.of("documents", "5", tr("Documents"), _documents(view))
    yield Section.of("checklists", "6", tr("Sets of questions"), checklists_blocks(view))
    yield Section.of("audits", "7", tr("Programmes and plans"), audits_blocks(view))
    yield Section.of("organisation", "8", tr("What qms.yaml says"), organisation_blocks(view))
    yield Section.of("consequences", "9", tr("What renumbering brings about"), _consequences(view))
    yield made_section(view.provenance, command)


def _summary(view: Gap) -> Iterator[Block]:
    if view.is_forward and view.provenance.day < view.map.after.published:
        yield Notice(
            tr(
                "On this day the edition is not published yet: what it demands is known from drafts, and may change."
            )
        )
    if view.days_left is not None and view.days_left < 0:
        yield Notice(tr("No certificate may name the earlier edition any more."), Tone.BAD)
    found = [one.standing for one in view.documents]
    documents = tuple(Numbered(mark, found.count(standing)) for standing, mark in STANDINGS.items())
    yield Figures(documents)
    news = sum(one.is_new for one in view.demands)
    yield Figures(
        (
            Numbered(_NEW, news),
            Numbered(_MORE, len(view.demands) - news),
            Numbered(Mark(tr("claimed by no document"), "○", Tone.BAD), len(view.unanswered)),
            # A document that can be renumbered may still name one that a person has to decide about.
            Numbered(
                Mark(tr("clauses of documents to be decided about"), "▲", Tone.CAUTION),
                sum(len(one.to_decide) for one in view.documents),
            ),
        )
    )
    yield Paragraph(
        tr_n(
            "{count} clause keeps its number and what it is about.",
            "{count} clauses keep their numbers and what they are about.",
            view.unchanged,
        )
    )
    yield Paragraph(
        tr(
            "The comparison is in words of our own, and neither edition was read in the original for it: "
            "the standard itself decides."
        ),
        Style.SMALL,
    )


def _anew(view: Gap) -> Iterator[Block]:
    if not view.demands:
        yield Paragraph(
            tr("Nothing is known that the edition demands anew.")
            if view.is_forward
            else tr("What an earlier edition demanded otherwise is not compared.")
        )
        return
    columns = (
        Column(tr("Clause")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("Kind")),
        Column(tr("What is demanded"), Look.TEXT),
        Column(tr("What usually shows it"), Look.TEXT),
        Column(tr("Documents to look into")),
    )
    rows = tuple(_demand(one) for one in view.demands)
    caption = tr("What has to be answered anew, clause by clause")
    yield Table.of("anew", caption, columns, rows, filters=2)


def _demand(one: Demand) -> Row:
    return (
        Joined(one.clauses),
        one.title or "",
        _NEW if one.is_new else _MORE,
        one.what,
        one.look_for,
        some_ids(one.documents) or tr("none claims the clause"),
    )


def _unanswered(view: Gap) -> Iterator[Block]:
    if not view.unanswered:
        yield Paragraph(tr("Once the documents are renumbered, each clause that applies is claimed by one."))
        return
    columns = (
        Column(tr("Clause")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("Comes from")),
        Column(tr("Documents to look into")),
    )
    rows = tuple(
        (
            one.clause,
            one.title,
            Joined(one.sources) if one.sources else tr("new in this edition"),
            some_ids(one.documents),
        )
        for one in view.unanswered
    )
    yield Table.of("unanswered", tr("Clauses that no document would claim"), columns, rows)


def _clauses(view: Gap) -> Iterator[Block]:
    if not view.clauses:
        yield Paragraph(tr("Each clause keeps its number and what it is about."))
        return
    columns = (
        Column(tr("Clause")),
        Column(tr("Title"), Look.TITLE),
        Column(tr("What becomes of it")),
        Column(tr("Stands in")),
        Column(tr("Perhaps also in")),
        Column(tr("What is to be known"), Look.TEXT),
        Column(tr("Documents")),
    )
    rows = tuple(
        (
            one.moved.before,
            one.title,
            KINDS[one.moved.kind],
            Joined(one.moved.after) if one.moved.after else "",
            Joined(one.moved.perhaps) if one.moved.perhaps else "",
            one.notes or "",
            some_ids(one.documents),
        )
        for one in view.clauses
    )
    caption = tr("Clauses that are renumbered, merged or split, or fall away")
    yield Table.of("clauses", caption, columns, rows, filters=2)


def _documents(view: Gap) -> Iterator[Block]:
    if not view.documents:
        yield Paragraph(tr("No document names a clause of the earlier edition."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title and language"), Look.TITLE),
        Column(tr("Clauses it names")),
        Column(tr("Become")),
        Column(tr("To be decided")),
        Column(tr("Standing")),
    )
    rows = tuple(
        (
            one.controlled.id,
            Cell(one.file.fact.title, below=one.controlled.language),
            Joined(tuple(moved.before for moved in one.moved)),
            Joined(one.claims) if one.claims else "",
            becomes(one.to_decide) or "",
            Cell(view.standing_of(one), below=view.reason_of(one)),
        )
        for one in view.documents
    )
    caption = tr("Documents that name clauses of the earlier edition")
    yield Table.of("documents", caption, columns, rows, filters=5)
    if any(one.to_decide for one in view.documents):
        yield Paragraph(
            tr(
                "To be decided: parts of the clause stand in several places. Say in the document which of them "
                "it answers, with qmsctl revise; nothing is written there by itself."
            ),
            Style.SMALL,
        )


def _consequences(view: Gap) -> Iterator[Block]:
    ready = view.ready
    if not ready:
        yield Paragraph(tr("There is no document that can be renumbered now."))
        return
    in_force = sum(one.controlled.in_force is not None for one in ready)
    items: list[Shown] = [
        tr_n(
            "{count} document gets the clauses of the other edition beside those it names; nothing else in it changes.",
            "{count} documents get the clauses of the other edition beside those they name; nothing else in them changes.",
            len(ready),
        ),
        tr_n(
            "The content of {count} document in force changes, so its text bears the next revision and is a draft "
            "until it is approved; the revision in force stays in force until then.",
            "The content of {count} documents in force changes, so their texts bear the next revision and are drafts "
            "until they are approved; the revisions in force stay in force until then.",
            in_force,
        ),
        tr("Each document is committed by itself, with the reason."),
    ]
    if view.evidence_lost:
        items.append(
            tr_n(
                "Once the new revisions are in force, {count} clause is evidenced no longer until an audit looks "
                "again, because evidence holds for the revision it was judged by: {clauses}.",
                "Once the new revisions are in force, {count} clauses are evidenced no longer until an audit looks "
                "again, because evidence holds for the revision it was judged by: {clauses}.",
                len(view.evidence_lost),
                clauses=", ".join(view.evidence_lost),
            )
        )
    yield Listing(tuple(items))
    if any(one.standing in (Standing.DRIFTED, Standing.UNCOMMITTED) for one in view.documents):
        yield Notice(tr("Some documents have to be put in order first; section 5 says which."))
    yield Paragraph(Joined((tr("See every line beforehand:"), Code(gap_command(view, "--diff"))), " "))
    yield Paragraph(Joined((tr("Write and commit them:"), Code(gap_command(view, "--apply"))), " "))
