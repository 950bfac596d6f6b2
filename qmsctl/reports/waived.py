"""Problems that do not count because somebody answers for them, as a report shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from qmsctl.inspection import Waived
from qmsctl.messages import Message
from qmsctl.reports.marks import SEVERITIES
from qmsctl.reports.shown import Mark

__all__ = ["WaivedShown", "waived_shown"]


@dataclass(frozen=True, slots=True)
class WaivedShown:
    """A problem, and who answers for it until when and why."""

    severity: Mark
    rule: str
    slug: str
    place: str
    """Path and line."""
    message: Message
    approver: str
    role: str | None
    until: dt.date
    reason: str
    record: str


def waived_shown(waived: Iterable[Waived]) -> tuple[WaivedShown, ...]:
    """Return *waived* as a report shows them, in their order."""
    return tuple(
        WaivedShown(
            SEVERITIES[one.problem.severity],
            one.problem.rule,
            one.problem.slug,
            f"{one.problem.place.path}:{one.problem.place.line}",
            one.problem.message,
            one.by.approver,
            one.by.role,
            one.by.waiver.record.fact.until,
            one.by.waiver.record.fact.reason,
            one.by.record,
        )
        for one in waived
    )
