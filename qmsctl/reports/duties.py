"""Dated duties: what is to be done by which day, by whom, and with which command.

Each is known in one place, a module `*_duties`.  `qmsctl due` lists them by day; the report of
readiness and `qmsctl status` tell them among all else that has to be done: the tasks (`tasks`),
of which a duty that falls due in time is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.messages import Message, tr
from qmsctl.reports.shown import Link, Shown
from qmsctl.reports.tasks import Horizon, Task, Urgency

__all__ = ["KINDS", "Duty", "DutyKind", "task_of"]


class DutyKind(Enum):
    """What a duty is about."""

    REVIEW = "review"
    """The periodic review of a document."""
    FINDING = "finding"
    """An answer to a finding: acknowledged, corrected, explained, planned."""
    ACTION = "action"
    EFFECTIVENESS = "effectiveness"
    """The check whether an action worked."""
    AUDIT = "audit"
    CERTIFICATE = "certificate"
    EDITION = "edition"
    """The end of an edition of the standard."""
    COMPETENCE = "competence"
    """Of those who audit."""
    ROLE = "role"
    """A role that ends."""
    KEY = "key"
    """A key for signing that ends."""
    WAIVER = "waiver"
    """A waiver that ends."""
    EXTERNAL = "external"
    """Whether a document of external origin has changed."""
    READING = "reading"
    """Who has to read a document has to acknowledge it."""
    SUPPLIER = "supplier"
    """The assessment of a supplier, by a register."""
    TRAINING = "training"
    """A training, by a register."""


KINDS: Final[Mapping[DutyKind, Message]] = {
    DutyKind.REVIEW: tr("review of a document"),
    DutyKind.FINDING: tr("answer to a finding"),
    DutyKind.ACTION: tr("action after a finding"),
    DutyKind.EFFECTIVENESS: tr("check of effectiveness"),
    DutyKind.AUDIT: tr("audit"),
    DutyKind.CERTIFICATE: tr("certificate"),
    DutyKind.EDITION: tr("edition of the standard"),
    DutyKind.COMPETENCE: tr("competence of auditors"),
    DutyKind.ROLE: tr("role that ends"),
    DutyKind.KEY: tr("signing key"),
    DutyKind.WAIVER: tr("waiver that ends"),
    DutyKind.EXTERNAL: tr("document of external origin"),
    DutyKind.READING: tr("reading of a document"),
    DutyKind.SUPPLIER: tr("assessment of a supplier"),
    DutyKind.TRAINING: tr("training"),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done by a day."""

    kind: DutyKind
    subject: str
    """What it is about, as files name it: an id, a number, a key."""
    step: str
    """What of it."""
    due: dt.date
    what: Shown
    """In the imperative."""
    why: Shown
    thing: Shown
    """What it is about, as people know it."""
    section: str
    """Where the report of readiness tells more of it."""
    command: str | None
    """What to type next; `None`: no command does it."""
    who: Shown
    """Who answers for it; `None`: nobody is named."""
    owners: tuple[str, ...] = ()
    """The keys of those who do."""
    units: tuple[str, ...] = ()
    """The keys of the units it concerns."""
    answers: tuple[tuple[str, str], ...] = ()
    """The problems of the check that it settles: slug of the rule, and the beginning of the path."""
    begins: dt.date | None = None
    """From when it can be done, if not at once: it is told from then on."""
    same_as: tuple[str, str] | None = None
    """Subject and step of the duty of which it is a later shape."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What names it, whatever its day becomes: kind, subject and step."""
        return (self.kind.value, *(self.same_as or (self.subject, self.step)))

    def is_overdue(self, day: dt.date) -> bool:
        """Return whether its day has passed on *day*: on the day itself it is not yet overdue."""
        return self.due < day

    def is_told(self, until: dt.date) -> bool:
        """Return whether it is due, or can be done, by *until*."""
        return min(self.due, self.begins or self.due) <= until


def task_of(duty: Duty, horizon: Horizon) -> Task:
    """Return *duty* among all that has to be done before a visit."""
    return Task(
        Urgency.NOW if duty.is_overdue(horizon.day) else Urgency.BEFORE,
        duty.what,
        duty.why,
        Link(duty.thing, duty.section),
        duty.command,
        duty.who,
        horizon.by(duty.due),
        duty.answers,
    )
