"""FND003: an open nonconformity is past its due date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Option, Options, Severity, Unit

_CARRIED_OUT: Final = (FindingStatus.DONE, FindingStatus.VERIFIED)
"""Nothing is late any more; what is left is to look whether it worked."""


GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day an action may be late"))


@rule("FND003", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1",), options=(GRACE,))
def overdue_action(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """Open nonconformities are not past their due date."""
    if not finding.is_open or finding.due is None or finding.status in _CARRIED_OUT:
        yield NotApplicable()
    elif system.day - finding.due > options.days(GRACE):  # on the day it is due it is not yet overdue
        yield Problem(
            _stated_at(finding),
            _said(finding, finding.due, system),
            tr("record what was done, or agree on a new due date and record it with the action"),
        )


def _stated_at(finding: ControlledFinding) -> Place:
    """Return the place of the due date that counts."""
    stated = finding.stating_due or finding.raised
    return stated.at("due" if stated.fact.due else "occurred")


def _said(finding: ControlledFinding, due: dt.date, system: System) -> Message:
    days = (system.day - due).days
    if not finding.owner:
        return tr_n(
            "{finding} was due on {due}, {count} day ago, and nobody answers for it",
            "{finding} was due on {due}, {count} days ago, and nobody answers for it",
            days,
            finding=finding.number,
            due=due,
        )
    return tr_n(
        "{finding} was due on {due}, {count} day ago, and {owner} answers for it",
        "{finding} was due on {due}, {count} days ago, and {owner} answers for it",
        days,
        finding=finding.number,
        due=due,
        owner=system.organisation.title(finding.owner),
    )
