"""The parts of the report of readiness that stand behind its list of what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Cell, Column, Figures, Look, Paragraph, Part, Row, Style, Table
from qmsctl.papers.rows import problems_table, some, titled
from qmsctl.papers.waived import waived_blocks
from qmsctl.reports.demanded import BASES, MODES, WHEREABOUTS, DemandedFound, DemandedInEdition
from qmsctl.reports.readiness import Readiness
from qmsctl.reports.register import Registered
from qmsctl.reports.shown import Code, Joined, Mark, Tone

__all__ = [
    "NAMED",
    "demanded_blocks",
    "documents_blocks",
    "doubts_blocks",
    "findings_blocks",
    "in_force_blocks",
    "problems_blocks",
    "reviews_blocks",
]

NAMED: Final = 6
"""How many documents are named where there are more: a clause of a large office may have hundreds."""
_OVERDUE = Mark(tr("overdue"), "▲", Tone.BAD)
_SOON = Mark(tr("due soon"), "○", Tone.CAUTION)


def documents_blocks(view: Readiness) -> Iterator[Block]:
    """Yield how many documents are in which state, and those that are not in force."""
    yield Figures(view.states)
    if not view.register:
        yield Paragraph(tr("There is no document."))
        return
    if not view.not_in_force:
        yield Paragraph(tr("Every document that was not withdrawn is in force as its file has it."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title and language"), Look.TITLE),
        Column(tr("State"), Look.TEXT),
        Column(tr("Revision in force, since")),
        Column(tr("Owner")),
    )
    rows = tuple(_departing(one) for one in view.not_in_force)
    yield Table.of(
        "not-in-force", tr("What is in force of each of them, and how its file stands"), columns, rows
    )


def _departing(one: Registered) -> Row:
    in_force = Cell(one.revision, below=one.effective) if one.revision else tr("no revision is in force")
    return (one.id, titled(one), (one.state, *one.remarks), in_force, one.owner)


def in_force_blocks(view: Readiness) -> Iterator[Block]:
    """Yield what is in force, who approved it, and how sure that is."""
    standing = tuple(one for one in view.register if one.revision is not None)
    if not standing:
        yield Paragraph(tr("Nothing is in force."))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title and language"), Look.TITLE),
        Column(tr("Revision in force, since")),
        Column(tr("Approved by, on, level of trust"), Look.TEXT),
        Column(tr("Review due")),
        Column(tr("State"), Look.TEXT),
    )
    rows = tuple(
        (
            one.id,
            titled(one),
            Cell(one.revision, below=one.effective),
            Cell(one.approved, below=one.trust),
            one.review_due or tr("none set"),
            (one.state, *one.remarks),
        )
        for one in standing
    )
    caption = tr("Documents in force, and who approved them")
    yield Table.of("in-force", caption, columns, rows)


def demanded_blocks(view: Readiness) -> Iterator[Block]:
    """Yield what each edition demands, and where it is."""
    yield Paragraph(
        tr(
            "What an edition demands as documented information, in words of our own. "
            "A record counts as found if qmsctl keeps it here, or if an audit saw it and noted where."
        ),
        Style.SMALL,
    )
    for one in view.demanded:
        yield Part(one.name, (_demanded_table(one),))
    if not view.demanded:
        yield Paragraph(tr("For none of the editions a list of demanded information is known."))


def _demanded_table(one: DemandedInEdition) -> Table:
    return Table.of(
        f"demanded-{one.key.replace(':', '-')}",
        Joined((tr("Documented information that is demanded, and where it is"), one.name), ": "),
        (
            Column(tr("Clause")),
            Column(tr("What is demanded"), Look.TEXT),
            Column(tr("Kind")),
            Column(tr("Where it stands")),
            Column(tr("Documents")),
            Column(tr("Records"), Look.TEXT),
        ),
        tuple(_demanded_row(row) for row in one.found),
        note=BASES[one.basis],
        filters=3,
    )


def _demanded_row(row: DemandedFound) -> Row:
    kind = MODES[row.demanded.mode]
    needed = None if row.demanded.always else tr("as far as it is needed")
    mark = WHEREABOUTS[row.whereabouts]
    if mark.tone is Tone.BAD and not row.demanded.always:
        mark = Mark(mark.word, mark.symbol, Tone.CAUTION)
    return (
        row.demanded.clause,
        Cell(row.what, below=row.artefact),
        Cell(kind, below=needed),
        mark,
        some(row.documents, NAMED),
        row.records or "",
    )


def findings_blocks(view: Readiness) -> Iterator[Block]:
    """Yield the findings about which something is still to be done, the nearest due date first."""
    if not view.findings:
        yield Paragraph(tr("No finding is open."))
        return
    columns = (
        Column(tr("Number")),
        Column(tr("Grade")),
        Column(tr("Title"), Look.TEXT),
        Column(tr("Source"), Look.TEXT),
        Column(tr("Owner")),
        Column(tr("Due date")),
        Column(tr("Status"), Look.TEXT),
    )
    rows = tuple(
        (
            one.number,
            one.grade_mark,
            one.title,
            one.source,
            one.owner,
            one.due_next,
            (one.status_mark, *one.warnings),
        )
        for one in view.findings
    )
    yield Table.of("open-findings", tr("Open findings, the nearest due date first"), columns, rows)


def reviews_blocks(view: Readiness) -> Iterator[Block]:
    """Yield the reviews that are late or fall due."""
    if not view.reviews:
        yield Paragraph(tr("No review is overdue, and none falls due until {day}.", day=view.horizon.last))
        return
    columns = (
        Column(tr("Id")),
        Column(tr("Title and language"), Look.TITLE),
        Column(tr("Revision in force, since")),
        Column(tr("Review due")),
        Column(tr("Standing")),
        Column(tr("Owner")),
    )
    rows = tuple(
        (
            one.document.id,
            titled(one.document),
            Cell(one.document.revision, below=one.document.effective),
            one.due,
            Cell(_OVERDUE if one.is_late else _SOON, below=one.waived),
            one.document.owner,
        )
        for one in view.reviews
    )
    yield Table.of("reviews", tr("Periodic reviews that are late or fall due"), columns, rows)


def doubts_blocks(view: Readiness) -> Iterator[Block]:
    """Yield what cannot be established, and how to mend it."""
    if not view.doubts:
        yield Paragraph(tr("Everything that was asked could be established."))
        return
    columns = (
        Column(tr("What cannot be established"), Look.TEXT),
        Column(tr("File"), Look.NAMES),
        Column(tr("How to mend it"), Look.TEXT),
        Column(tr("Next command"), Look.NAMES),
    )
    rows = tuple(
        (
            one.message,
            Code(one.path) if one.path else "",
            one.fix,
            Code(one.command) if one.command else "",
        )
        for one in view.doubts
    )
    yield Table.of("doubts", tr("What cannot be established, and how to mend it"), columns, rows)


def problems_blocks(view: Readiness) -> Iterator[Block]:
    """Yield every problem of the check, and what is waived of it."""
    yield from _problems(view)
    yield from waived_blocks(view.waived)


def _problems(view: Readiness) -> Iterator[Block]:
    if not view.problems:
        nothing = (
            tr("No rule violations found that count.") if view.waived else tr("No rule violations found.")
        )
        yield Paragraph(nothing)
        return
    yield problems_table(tr("Problems the check found in all files"), view.problems, filters=0)
