"""The register of nonconformities and actions from all sources as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import Message, tr, tr_n
from qmsctl.papers.blocks import (
    Block,
    Cell,
    Column,
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
from qmsctl.papers.frame import again, framed, made_section, overview
from qmsctl.reports.finding_list import FindingList, FindingListed
from qmsctl.reports.findings import grades
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.shown import Code, Fact, Joined, Mark, Shown, Tone

__all__ = ["COLUMNS", "finding_register_paper"]


COLUMNS: Final = (
    Column(tr("Number, day and source")),
    Column(tr("Description and area"), Look.TEXT),
    Column(tr("Grade")),
    Column(tr("Cause"), Look.TEXT),
    Column(tr("Action"), Look.TEXT),
    Column(tr("Owner and due date")),
    Column(tr("Done on, and effectiveness")),
    Column(tr("Status")),
)
"""The columns of the register."""


def finding_register_paper(listed: FindingList, made: Provenance, language: str) -> Paper:
    """Return *listed* laid out as a register.

    Args:
        listed: the findings, by number.
        made: from what the register is made.
        language: in which the findings are written.
    """
    title = tr("Register of nonconformities and actions")
    reported = [row.reported for row in listed.rows if not row.reported.is_withdrawn]
    overdue = sum(one.is_overdue for one in reported)
    return framed(
        "finding-register",
        "findings",
        title,
        organisation=listed.organisation,
        written=language,
        made=made,
        command=again(made, "findings"),
        cover=overview(
            listed.organisation,
            made,
            Fact(tr("Findings"), len(listed.rows)),
            Fact(tr("Open"), sum(one.is_open for one in reported)),
            Fact(tr("Overdue"), overdue),
        ),
        sections=_sections(listed, made),
        subtitle=tr("as of {day}", day=listed.day),
        standing=_standing(overdue),
        landscape=True,
    )


def _standing(overdue: int) -> Mark | None:
    if not overdue:
        return None
    word = tr_n("{count} finding is overdue", "{count} findings are overdue", overdue)
    return Mark(word, "▲", Tone.BAD)


def _sections(listed: FindingList, made: Provenance) -> Iterator[Section]:
    rows = tuple(row.reported for row in listed.rows)
    sums: tuple[Block, ...] = (Part(tr("Findings by grade"), (Figures(grades(rows)),)),)
    yield Section("sums", "1", tr("Summary"), sums)
    yield Section("register", "2", tr("Findings and actions"), tuple(_register(listed)))
    yield Section("doubts", "3", tr("What does not count as it stands"), tuple(_doubts(listed)))
    yield made_section(made, again(made, "findings"))


def _register(listed: FindingList) -> Iterator[Block]:
    if not listed.rows:
        yield Paragraph(tr("No finding is recorded."))
        return
    rows = tuple(_row(row) for row in listed.rows)
    yield Table.of(
        "findings", tr("Findings from all sources, with the actions taken"), COLUMNS, rows, filters=2
    )
    every = Joined(
        (tr("Each field in a column of its own:"), Code("qmsctl finding list -o findings.csv")), " "
    )
    yield Paragraph(every, Style.SMALL)


def _row(row: FindingListed) -> Row:
    one = row.reported
    area = Joined((*one.units, *one.processes), "; ") if one.units or one.processes else None
    described = tuple(part for part in (one.statement, area) if part)
    cause = row.finding.stating("cause")
    wants_more = one.is_nonconformity and not one.is_withdrawn
    nothing: Shown = None if wants_more else ""
    due: Shown = one.due if one.is_open or one.action is None else one.action.due
    owner = Cell(one.owner, below=due) if one.grade != "strength" else Cell("")
    done = Cell(row.done_on, below=_effectiveness(row)) if row.done_on else Cell("")
    return (
        Cell(one.number, below=(one.raised, one.source)),
        Cell(one.title, below=described or None),
        one.grade_mark,
        cause.fact.cause if cause else nothing,
        one.action.text if one.action else nothing,
        owner,
        done,
        (one.status_mark, *one.warnings),
    )


def _effectiveness(row: FindingListed) -> Shown:
    verified = row.finding.last("verified")
    if verified is None:
        return None
    words: dict[bool | None, Message | Mark] = {
        True: Mark(tr("effective"), "✓", Tone.GOOD),
        False: Mark(tr("not effective"), "✗", Tone.BAD),
    }
    return words.get(verified.fact.effective)


def _doubts(listed: FindingList) -> Iterator[Block]:
    doubts: list[Shown] = [
        tr("written and not yet recorded, so it does not count: {path}", path=path)
        for path in listed.unrecorded
    ]
    doubts += [tr("contested, so it does not count: {path}", path=path) for path in listed.contested]
    if not listed.complete:
        doubts.append(tr("the beginning of the history is missing, so records may be missing too"))
    yield Listing(tuple(doubts)) if doubts else Paragraph(tr("Everything that is recorded counts."))
