"""What became of audits and findings in a period, and of records that should not have changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.reports.period import CommitReported, Period
from qmsctl.reports.shown import natural_key

__all__ = [
    "FINDING_HAPPENINGS",
    "AuditChange",
    "FindingChange",
    "RecordAltered",
    "audit_changes",
    "finding_changes",
    "records_altered",
]


FINDING_HAPPENINGS: Final[Mapping[str, Message]] = {
    "raised": tr("finding raised"),
    "closed": tr("finding closed"),
    "reopened": tr("finding reopened"),
    "withdrawn": tr("finding withdrawn"),
    "disputed": tr("disputed by the auditee"),
    "regraded": tr("regraded"),
    "followed_up": tr("followed up"),
    "gone": tr("records gone"),
}
"""What became of a finding."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """What became of one finding."""

    number: str
    title: str | None
    happened: tuple[str, ...]
    """Keys of `FINDING_HAPPENINGS`, the weightiest first."""
    grade_then: str | None
    grade_now: str | None
    status_then: FindingStatus | None
    status_now: FindingStatus | None
    steps: tuple[tuple[str, dt.date], ...]
    """What was recorded of it: step and day."""


@dataclass(frozen=True, slots=True)
class AuditChange:
    """What became of one audit."""

    id: str
    title: str
    kind: str
    days: tuple[dt.date, ...]
    status_then: AuditStatus | None
    """`None`: there was no plan of it."""
    status_now: AuditStatus | None
    """`None`: its plan is gone."""
    minutes: tuple[tuple[str, dt.date], ...]
    """What was recorded of its course: kind and day."""
    evidence: int
    """How many pieces were recorded."""
    late: int
    """How many records came after it was sealed."""


@dataclass(frozen=True, slots=True)
class RecordAltered:
    """A record that was there at the beginning and is gone or has changed: records are written once."""

    path: str
    gone: bool
    commit: CommitReported | None


def finding_changes(period: Period) -> Iterator[FindingChange]:
    """Yield the findings to which something happened, by number."""
    then = {finding.id: finding for finding in period.then.findings} if period.then else {}
    now = {finding.id: finding for finding in period.now.findings}
    pairs = [(then.get(id), now.get(id)) for id in {*then, *now}]
    pairs.sort(key=lambda pair: _place(pair[0] or pair[1]))
    for before, after in pairs:
        new = [step for step in after.steps if period.is_new(step)] if after else []
        happened = tuple(_happened(before, after, new))
        either = after or before
        if happened and either is not None:
            yield FindingChange(
                either.number,
                either.raised.fact.title,
                happened,
                before.grade if before else None,
                after.grade if after else None,
                before.status if before else None,
                after.status if after else None,
                tuple((step.fact.step, step.fact.occurred) for step in new),
            )


def _place(finding: ControlledFinding | None) -> tuple[tuple[tuple[int, str], ...], str]:
    return (natural_key(finding.number), finding.id) if finding else ((), "")


def _happened(
    before: ControlledFinding | None, after: ControlledFinding | None, new: Sequence[Filed[FindingStep]]
) -> Iterator[str]:
    """Yield what happened to a finding, the weightiest first."""
    if after is None:
        yield "gone"
        return
    was_open = before is None or before.is_open
    ended_within = any(step.fact.step in ("closed", "withdrawn") for step in new)
    told = (
        ("raised", before is None),
        ("closed", after.status is FindingStatus.CLOSED and was_open),
        ("reopened", after.is_open and (not was_open or ended_within)),
        ("withdrawn", after.status is FindingStatus.WITHDRAWN and was_open),
        ("disputed", any(step.fact.step == "disputed" for step in new)),
        ("regraded", before is not None and before.grade != after.grade),
    )
    yield from (what for what, holds in told if holds)
    if new and not any(holds for _, holds in told):
        yield "followed_up"


def audit_changes(period: Period) -> Iterator[AuditChange]:
    """Yield the audits to which something happened, by id."""
    then = {audit.id: audit for audit in period.then.audits} if period.then else {}
    now = {audit.id: audit for audit in period.now.audits}
    for id in sorted({*then, *now}, key=natural_key):
        change = _audit(then.get(id), now.get(id), period)
        if change is not None and (
            change.status_then is not change.status_now or change.minutes or change.evidence or change.late
        ):
            yield change


def _audit(
    before: ControlledAudit | None, after: ControlledAudit | None, period: Period
) -> AuditChange | None:
    audit = after or before
    if audit is None:
        return None
    return AuditChange(
        audit.id,
        audit.plan.fact.title,
        audit.plan.fact.kind,
        audit.plan.fact.days,
        before.status if before else None,
        after.status if after else None,
        tuple((m.fact.kind, m.fact.occurred) for m in audit.minutes if period.is_new(m)),
        sum(period.is_new(record) for record in audit.evidence),
        sum(period.is_new(record) for record in audit.late),
    )


def records_altered(period: Period) -> Iterator[RecordAltered]:
    """Yield the records of the beginning that are gone or have other contents, by path."""
    if period.then is None:
        return
    files = period.now.history.files
    held = frozenset((path.rpartition("/")[2], blob) for path, blob in files.items())
    for record in sorted(period.then.qms.records, key=lambda record: record.path):
        before = period.then.history.files.get(record.path)
        moved = record.path not in files and (record.path.rpartition("/")[2], before) in held
        if before is None or moved or files.get(record.path) == before:
            continue
        touched = (commit for commit, _ in period.now.history.of(record.path))
        made = [commit for commit in touched if commit.id not in period.known_before]
        gone = record.path not in files
        yield RecordAltered(record.path, gone, period.reported(made[-1]) if made else None)
