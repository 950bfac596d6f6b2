"""Audit programmes: which of their audits are done, moved, cancelled or late.

What is done follows from the audits; a programme only says what was planned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsctl.control.audits import AuditStatus, ControlledAudit
from qmsctl.control.documents import ControlledDocument
from qmsctl.model.document import AuditProgramme, ProgrammeEntry
from qmsctl.model.schema import Filed
from qmsctl.model.values import add_months

__all__ = [
    "ControlledEntry",
    "ControlledProgramme",
    "Progress",
    "concluded_on",
    "controlled_programme",
    "in_force_programme",
    "month_end",
    "working_programmes",
]


class Progress(Enum):
    """How far an audit of a programme has come."""

    PLANNED = "planned"
    MOVED = "moved"
    """To a month that has not passed yet."""
    UNDER_WAY = "under_way"
    LATE = "late"
    """Its month has passed, and it is not concluded."""
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ControlledEntry:
    """One entry of a programme, and the audit that fulfils it."""

    entry: ProgrammeEntry
    index: int
    """Its place in the file."""
    audit: ControlledAudit | None
    progress: Progress
    done: dt.date | None
    """The day its audit was concluded."""

    @property
    def due(self) -> dt.date:
        """The last day on which it is in time."""
        return month_end(self.entry.due_month)


@dataclass(frozen=True, slots=True)
class ControlledProgramme:
    """A programme as one of its texts states it, with what became of it by a day."""

    document: ControlledDocument
    stated: Filed[AuditProgramme]
    entries: tuple[ControlledEntry, ...]

    @property
    def id(self) -> str:
        """The id of the programme."""
        return self.stated.fact.id

    def entry(self, id: str) -> ControlledEntry | None:
        """Return the entry *id*."""
        return next((one for one in self.entries if one.entry.id == id), None)


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of *day*."""
    return add_months(day.replace(day=1), 1) - dt.timedelta(days=1)


def concluded_on(audit: ControlledAudit) -> dt.date | None:
    """Return the day on which *audit* was concluded; `None` if it is not finished."""
    if not audit.status.is_finished:
        return None
    concluded = audit.last("conclusions") or audit.minutes[-1]
    return concluded.fact.occurred


def working_programmes(
    documents: Iterable[ControlledDocument], audits: Sequence[ControlledAudit], day: dt.date
) -> tuple[ControlledProgramme, ...]:
    """Return the programmes as the tree holds them, in the authentic language each."""
    fulfilling = _fulfilling(audits)
    return tuple(
        _controlled(document, Filed(fact, document.working.source), fulfilling, day)
        for document in documents
        if document.working is not None
        and isinstance(fact := document.working.fact, AuditProgramme)
        and fact.translates is None
    )


def in_force_programme(
    document: ControlledDocument, audits: Sequence[ControlledAudit], day: dt.date
) -> ControlledProgramme | None:
    """Return *document* as it is in force; `None` if it is not, or is no programme."""
    text = document.texts.get(document.in_force.content) if document.in_force else None
    if text is None or not isinstance(text.fact, AuditProgramme):
        return None
    return controlled_programme(document, Filed(text.fact, text.source), audits, day)


def controlled_programme(
    document: ControlledDocument,
    stated: Filed[AuditProgramme],
    audits: Sequence[ControlledAudit],
    day: dt.date,
) -> ControlledProgramme:
    """Return what became by *day* of the programme that *stated* holds."""
    return _controlled(document, stated, _fulfilling(audits), day)


def _fulfilling(audits: Iterable[ControlledAudit]) -> Mapping[tuple[str, ...], ControlledAudit]:
    """Return the audits by their ids, and by the entries that their plans name; of two, the later plan counts.

    An audit that is not held fulfils nothing.
    """
    found: dict[tuple[str, ...], ControlledAudit] = {}
    held = (one for one in audits if one.status is not AuditStatus.WITHDRAWN)
    for audit in sorted(held, key=lambda one: (max(one.plan.fact.days, default=dt.date.min), one.id)):
        found[(audit.id,)] = audit
        if (named := audit.plan.fact.programme) is not None:
            found[named.id, named.entry] = audit
    return found


def _controlled(
    document: ControlledDocument,
    stated: Filed[AuditProgramme],
    audits: Mapping[tuple[str, ...], ControlledAudit],
    day: dt.date,
) -> ControlledProgramme:
    id = stated.fact.id
    entries = tuple(
        _entry(entry, index, audits.get((entry.audit or "",)) or audits.get((id, entry.id)), day)
        for index, entry in enumerate(stated.fact.entries)
    )
    return ControlledProgramme(document, stated, entries)


def _entry(entry: ProgrammeEntry, index: int, audit: ControlledAudit | None, day: dt.date) -> ControlledEntry:
    done = concluded_on(audit) if audit else None
    return ControlledEntry(entry, index, audit, _progress(entry, audit, done, day), done)


def _progress(
    entry: ProgrammeEntry, audit: ControlledAudit | None, done: dt.date | None, day: dt.date
) -> Progress:
    if done is not None:
        return Progress.DONE
    if entry.is_cancelled:
        return Progress.CANCELLED
    if month_end(entry.due_month) < day:
        return Progress.LATE
    if audit is not None and audit.status.has_begun:
        return Progress.UNDER_WAY
    return Progress.MOVED if entry.is_moved else Progress.PLANNED
