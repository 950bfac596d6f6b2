"""What the plan of an audit says, laid out alike in the plan itself and in the report: team and schedule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsctl.messages import Message, tr
from qmsctl.papers.blocks import Block, Column, Listing, Look, Paragraph, Part, Table
from qmsctl.reports.identification import DOES_NOT_APPLY, TeamMember
from qmsctl.reports.schedule import Scheduled
from qmsctl.reports.shown import Joined

__all__ = ["schedule_blocks", "team_blocks"]


def team_blocks(team: Sequence[TeamMember], impartial: Message) -> Iterator[Block]:
    """Yield who audits, and under the heading *impartial* what keeps or kept them impartial."""
    if not team:
        yield Paragraph(None)
        return
    columns = (
        Column(tr("Role in the audit")),
        Column(tr("Name")),
        Column(tr("Functions in the organisation"), Look.TEXT),
        Column(tr("Unit")),
        Column(tr("Series of findings")),
    )
    rows = tuple(
        (one.role, one.name, one.functions, one.unit, one.letter or (None if one.raises else DOES_NOT_APPLY))
        for one in team
    )
    yield Table.of("team", tr("Members of the audit team"), columns, rows)
    safeguards = tuple(Joined((one.name, one.safeguard), ": ") for one in team if one.safeguard)
    if safeguards:
        yield Part(impartial, (Listing(safeguards),))


def schedule_blocks(schedule: Sequence[Scheduled]) -> Iterator[Block]:
    """Yield who audits what, where and when."""
    if not schedule:
        yield Paragraph(tr("The plan has no schedule."))
        return
    columns = (
        Column(tr("Day")),
        Column(tr("Time")),
        Column(tr("Unit, process or event"), Look.TEXT),
        Column(tr("Clauses"), Look.NAMES),
        Column(tr("Auditor")),
        Column(tr("Auditee")),
    )
    rows = tuple(
        (row.day or "", row.time or "", row.what or "", row.clauses, row.auditor or "", row.auditee or "")
        for row in schedule
    )
    yield Table.of("schedule", tr("Schedule of the audit"), columns, rows, heads=2)
