"""AUD032: the steps of an audit are recorded in an order in which they cannot have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity

_BEFORE: Final[Mapping[str, tuple[str, ...]]] = {
    "conclusions": ("opening", "evidence"),
    "closing": ("opening",),
    "report_issued": ("opening", "evidence", "conclusions"),
    "audit_closed": ("opening", "evidence", "deviation", "conclusions", "closing", "report_issued"),
}
"""By step: the steps that come before it."""

_WORDS: Final[Mapping[str, Message]] = {
    "opening": tr("the opening meeting"),
    "evidence": tr("the last evidence"),
    "deviation": tr("a deviation from the plan"),
    "conclusions": tr("the conclusions"),
    "closing": tr("the closing meeting"),
    "report_issued": tr("the report"),
    "audit_closed": tr("the closing of the audit"),
}


@rule("AUD032", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def disordered_audit(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The steps of an audit follow one another: opening, evidence, conclusions, report, closing."""
    del system
    days = _days(audit)
    if len(days) < 2:  # noqa: PLR2004 - an order needs two
        yield NotApplicable()
        return
    for kind, earlier in _BEFORE.items():
        step = audit.last(kind)
        if step is None:
            continue
        wrong = [one for one in earlier if one in days and days[one] > step.fact.occurred]
        if wrong:
            last = max(wrong, key=lambda one: days[one])
            yield Problem(
                step.at("occurred"),
                tr(
                    "{audit}: {later}, {day}, is earlier than {earlier}, {then}",
                    audit=audit.id,
                    later=_WORDS[kind],
                    day=step.fact.occurred,
                    earlier=_WORDS[last],
                    then=days[last],
                ),
                tr("see which of the days is wrong, and record a correction that says the right one"),
            )


def _days(audit: ControlledAudit) -> Mapping[str, dt.date]:
    """Return the day of each step: of the first opening meeting, and the last of everything else."""
    days: dict[str, dt.date] = {}
    # Evidence or a report that came after the seal is late, which another rule says.
    late = {record.path for record in audit.late}
    for minutes in audit.minutes:
        if minutes.fact.kind == "report_issued" and minutes.path in late:
            continue
        kind, day = minutes.fact.kind, minutes.fact.occurred
        days[kind] = (min if kind == "opening" else max)(days.get(kind, day), day)
    seen = [record.fact.occurred for record in audit.evidence if record.path not in late]
    return {**days, "evidence": max(seen)} if seen else days
