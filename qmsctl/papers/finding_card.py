"""A finding as a card: what was found, what it concerns, and every step since."""

from __future__ import annotations

from qmsctl.messages import tr
from qmsctl.papers.anchors import Anchors
from qmsctl.papers.blocks import Block, Card, Column, Facts, Look, Part, Row, Step, Steps
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.needing_decision import Needed
from qmsctl.reports.shown import Fact, Joined, Shown

__all__ = ["STATUS_COLUMNS", "finding_card", "follow_up", "heading", "need", "status_row"]

STATUS_COLUMNS = (
    Column(tr("Number"), Look.SHORT),
    Column(tr("Grade")),
    Column(tr("Title"), Look.TEXT),
    Column(tr("Owner")),
    Column(tr("Due date")),
    Column(tr("Status")),
)
"""Of a table of findings."""


def finding_card(finding: FindingReported, anchors: Anchors, anchor: str) -> Card:
    """Return all that is known of *finding*."""
    reference = (
        *finding.reference,
        Fact(tr("Evidence cited"), anchors.cited(finding.evidence), long=True),
    )
    blocks: list[Block] = [Facts(finding.substance)]
    if finding.remarks:
        blocks.append(Facts(finding.remarks))
    blocks.append(Facts(reference, paired=True))
    return Card(
        anchor,
        heading(finding),
        (finding.grade_mark, finding.status_mark, *finding.warnings),
        (*blocks, *follow_up(finding)),
        finding.grade,
        struck=finding.is_withdrawn,
    )


def heading(finding: FindingReported) -> Shown:
    """Return number and title."""
    return Joined((finding.number, finding.title), " – ")  # noqa: RUF001 - a dash between them


def follow_up(finding: FindingReported) -> tuple[Block, ...]:
    """Return the response and the steps so far, with everything that their records say."""
    response = (
        (Part(tr("Response and follow-up"), (Facts(finding.response, paired=True, gathers=True),)),)
        if finding.response
        else ()
    )
    steps = Steps(
        tuple(
            Step(Joined((step.occurred, step.kind), ": "), step.recorded, step.facts)
            for step in finding.steps
        )
    )
    return (*response, Part(tr("Steps so far"), (steps,)))


def status_row(finding: FindingReported, anchors: Anchors) -> Row:
    """Return the row of *finding* in a table with `STATUS_COLUMNS`."""
    return (
        anchors.finding(finding.number),
        finding.grade_mark,
        finding.title,
        finding.owner,
        finding.due_next,
        (finding.status_mark, *finding.warnings),
    )


def need(needed: Needed, anchors: Anchors) -> Shown:
    """Return something that waits for a decision: about what, what, and whose turn it is."""
    about = (anchors.finding(needed.finding),) if needed.finding else ()
    said = Joined((*about, needed.what), ": ")
    return Joined((said, Joined(("(", needed.who, ")"), "")), " ") if needed.who else said
