"""What of an audit needs somebody's decision on the day of its report, the most urgent first.

What a finding waits for is not decided here: `document_duties.next_step` says it, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import obstacles
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.steps_due import OF_OTHERS, AwaitedStep, awaited_step, is_unreviewed
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.reports.document_duties import AUDIT_TEAM, next_step, whose_turn
from qmsctl.reports.findings import findings_before
from qmsctl.reports.shown import Joined, Shown, natural_key

__all__ = ["Needed", "needing_decision"]


@dataclass(frozen=True, slots=True)
class Needed:
    """Something that somebody has to decide or to do."""

    finding: str | None
    """The number of the finding it is about."""
    what: Shown
    who: Shown
    """Whose turn it is; `None`: nobody is named."""


def needing_decision(audit: ControlledAudit, system: System, *, is_issued: bool) -> Iterator[Needed]:
    """Yield what waits for a decision: about findings of *audit* and earlier ones, and about the audit itself.

    Args:
        audit: the audit.
        system: the system on the day.
        is_issued: its report is, or is made to be.
    """
    ordered = sorted((*audit.findings, *findings_before(audit, system)), key=lambda f: natural_key(f.number))
    waiting = [finding for finding in ordered if awaited_step(finding) is not None]
    for finding in waiting:
        if finding.due is not None and finding.is_overdue(system.day):
            late = Joined((next_step(finding), tr("overdue since {day}", day=finding.due)), "; ")
            yield Needed(finding.number, late, _whose(finding, system))
    for finding in waiting:
        if is_unreviewed(finding):
            yield Needed(finding.number, tr("accept the response, or reject it with the reason"), AUDIT_TEAM)
        elif not finding.is_overdue(system.day) and finding.status is not FindingStatus.PLANNED:
            yield Needed(finding.number, next_step(finding), _whose(finding, system))
    yield from _about(audit, system, is_issued=is_issued)


def _whose(finding: ControlledFinding, system: System) -> Shown:
    """Return whose turn it is: what others than its owner do is for the audit team, if nobody is named for it."""
    who, _ = whose_turn(finding, system)
    step = awaited_step(finding)
    return who if step is AwaitedStep.SETTLE or step not in OF_OTHERS else AUDIT_TEAM


def _about(audit: ControlledAudit, system: System, *, is_issued: bool) -> Iterator[Needed]:
    """Yield what *audit* itself waits for; nothing if it is not held."""
    if not audit.status.is_over:
        yield Needed(None, tr("The conclusions of the audit are not recorded."), AUDIT_TEAM)
    elif audit.status.is_finished:
        for obstacle in obstacles(audit, system):
            yield Needed(None, obstacle.message, AUDIT_TEAM)
        if not is_issued:
            yield Needed(None, tr("The report is not issued yet."), AUDIT_TEAM)
