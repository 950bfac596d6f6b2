"""What is due as a paper: how much is late, and each duty with its day, its command, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qmsctl.messages import Message, tr, tr_n
from qmsctl.papers.blocks import (
    Block,
    Cell,
    Column,
    Figures,
    Look,
    Notice,
    Paper,
    Paragraph,
    Row,
    Section,
    Style,
    Table,
)
from qmsctl.papers.frame import again_by, framed, overview
from qmsctl.reports.due import STANDINGS, DueList, DutyDue, Standing
from qmsctl.reports.duties import KINDS
from qmsctl.reports.shown import Code, Fact, Mark, Numbered

__all__ = ["due_paper"]


def due_paper(view: DueList) -> Paper:
    """Return *view* laid out."""
    title = tr("What is due")
    made = view.provenance
    chosen = (Fact(tr("Only"), view.chosen),) if view.chosen else ()
    return framed(
        "due",
        view.day.isoformat(),
        title,
        organisation=view.organisation,
        written=view.language,
        made=made,
        command=_command(view),
        cover=overview(view.organisation, made, *chosen),
        sections=(Section("duties", "", tr("Duties by their day"), tuple(_blocks(view))),),
        subtitle=tr("what is due by {day}", day=view.until),
        standing=_standing(view),
        landscape=True,
    )


def _standing(view: DueList) -> Mark | None:
    """Return how much is past its day, if anything is."""
    if not view.is_overdue:
        return None
    mark = STANDINGS[Standing.OVERDUE]
    return replace(mark, word=tr("past their day: {count}", count=len(view.of(Standing.OVERDUE))))


def _command(view: DueList) -> str | None:
    """Return the command that makes the whole list again; `None` if no commit holds it all, or not all is listed."""
    if view.chosen:
        return None
    return again_by(view.provenance, "due", "--within", f"{(view.until - view.day).days}d")


def _blocks(view: DueList) -> Iterator[Block]:
    yield from (Notice(message) for message in _doubts(view))
    if not view.rows:
        yield Paragraph(tr("Nothing that is recorded is due until {day}.", day=view.until))
        return
    yield Figures(tuple(Numbered(mark, len(view.of(standing))) for standing, mark in STANDINGS.items()))
    columns = (
        Column(tr("Due on")),
        Column(tr("Standing of the duty")),
        Column(tr("What to do, and why"), Look.TEXT),
        Column(tr("What it is about")),
        Column(tr("Who answers for it")),
        Column(tr("Next command"), Look.TEXT),
    )
    rows = tuple(_row(row) for row in view.rows)
    caption = tr("Duties, the nearest due date first")
    yield Table.of("duties", caption, columns, rows, heads=3, filters=1)
    yield Paragraph(
        tr(
            "The list holds what files and records give a day to. Drafts, clauses and whatever else has no day:"
            " qmsctl report readiness."
        ),
        Style.SMALL,
    )


def _row(row: DutyDue) -> Row:
    duty = row.duty
    return (
        duty.due,
        Cell(STANDINGS[row.standing], below=_when(row)),
        Cell(duty.what, below=duty.why),
        Cell(duty.thing, below=KINDS[duty.kind]),
        duty.who or tr("nobody is named"),
        Code(duty.command) if duty.command else "",
    )


def _when(row: DutyDue) -> Message | None:
    """Return how far off the day of *row* is; nothing on the day itself."""
    if row.days == 0:
        return None
    if row.days < 0:
        return tr_n("{count} day ago", "{count} days ago", -row.days)
    return tr_n("in {count} day", "in {count} days", row.days)


def _doubts(view: DueList) -> Iterator[Message]:
    """Yield why something may be missing from the list."""
    if not view.provenance.complete:
        yield tr(
            "The beginning of the history is missing, so days that follow from approvals cannot be established."
        )
    if view.unreadable:
        yield tr_n(
            "{count} file cannot be read, so what it demands is not listed; qmsctl check names it.",
            "{count} files cannot be read, so what they demand is not listed; qmsctl check names them.",
            len(view.unreadable),
        )
    for fault in view.registers:
        yield tr("What a register demands is not all listed: {fault}.", fault=fault)
    if view.unrecorded:
        yield tr_n(
            "{count} record is in no commit and does not count; qmsctl check names it.",
            "{count} records are in no commit and do not count; qmsctl check names them.",
            len(view.unrecorded),
        )
    if view.contested:
        yield tr_n(
            "{count} record contradicts another and does not count; qmsctl check names it.",
            "{count} records contradict each other and do not count; qmsctl check names them.",
            len(view.contested),
        )
