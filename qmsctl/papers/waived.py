"""Problems that do not count because somebody answers for them, laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsctl.messages import tr
from qmsctl.papers.blocks import Block, Cell, Column, Look, Table
from qmsctl.reports.shown import Code
from qmsctl.reports.waived import WaivedShown

__all__ = ["waived_blocks"]


def waived_blocks(waived: Sequence[WaivedShown]) -> Iterator[Block]:
    """Yield a table of what is *waived*, with who answers for it, until when and why; nothing if nothing is."""
    if not waived:
        return
    columns = (
        Column(tr("Severity")),
        Column(tr("Rule")),
        Column(tr("Place"), Look.NAMES),
        Column(tr("Problem"), Look.TEXT),
        Column(tr("Waived by")),
        Column(tr("Last day")),
        Column(tr("Reason"), Look.TEXT),
    )
    rows = tuple(
        (
            one.severity,
            f"{one.rule} {one.slug}",
            Code(one.place),
            one.message,
            Cell(one.approver, below=one.role if one.role != one.approver else None),
            one.until,
            Cell(one.reason, below=Code(one.record)),
        )
        for one in waived
    )
    yield Table.of("waived", tr("Problems that are waived, and do not count"), columns, rows, heads=1)
