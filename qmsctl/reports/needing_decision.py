"""What of an audit needs somebody's decision on the day of its report, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.closing import obstacles
from qmsctl.control.findings import FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.findings import FindingReported
from qmsctl.reports.shown import Shown

__all__ = ["Needed", "needing_decision"]


@dataclass(frozen=True, slots=True)
class Needed:
    """Something that somebody has to decide or to do."""

    finding: str | None
    """The number of the finding it is about."""
    what: Message
    who: Shown
    """Whose turn it is; `None`: nobody is named."""


def needing_decision(
    audit: ControlledAudit, system: System, findings: Iterable[FindingReported]
) -> Iterator[Needed]:
    """Yield what waits for a decision.

    Args:
        audit: the audit.
        system: the system on the day.
        findings: those of the audit and the earlier ones that it looks at again.
    """
    standing = [finding for finding in findings if finding.is_open]
    for finding in (f for f in standing if f.is_overdue):
        if finding.due is not None:
            yield Needed(finding.number, tr("overdue since {day}", day=finding.due), finding.owner)
    for finding in standing:
        turn = _turn(finding)
        if turn is not None:
            yield Needed(finding.number, turn, finding.owner if _is_owners(finding) else tr("the audit team"))
    if audit.status.is_finished or audit.last("conclusions") is not None:
        for obstacle in obstacles(audit, system):
            yield Needed(None, obstacle.message, tr("the audit team"))
        if audit.last("report_issued") is None:
            yield Needed(None, tr("The report is not issued yet."), tr("the audit team"))


_WAITING = {
    FindingStatus.RAISED: tr("the auditee has not answered yet: correction, extent and cause"),
    FindingStatus.ACKNOWLEDGED: tr("the auditee has not answered yet: correction, extent and cause"),
    FindingStatus.DISPUTED: tr("disputed by the auditee: whether it stands has to be decided"),
    FindingStatus.ANSWERED: tr("the cause is known, and no action is planned"),
    FindingStatus.DONE: tr("the action is done: whether it was effective has to be verified"),
    FindingStatus.VERIFIED: tr("the action was effective: it can be closed"),
    FindingStatus.INEFFECTIVE: tr("the action was not effective: another one has to be planned"),
}
"""What a nonconformity waits for."""

_OF_THE_TEAM = frozenset({FindingStatus.DISPUTED, FindingStatus.DONE, FindingStatus.VERIFIED})


def _turn(finding: FindingReported) -> Message | None:
    """Return what *finding* waits for; only a dispute holds up what is no nonconformity."""
    if not finding.is_nonconformity and finding.status is not FindingStatus.DISPUTED:
        return None
    return _WAITING.get(finding.status)


def _is_owners(finding: FindingReported) -> bool:
    return finding.status not in _OF_THE_TEAM
