"""What is due until a day: every dated duty that the files and the history show, by its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.organisation import Organisation
from qmsctl.reports.audit_duties import (
    beginning_duty,
    certificate_duties,
    conclusion_duty,
    programme_duties,
)
from qmsctl.reports.document_duties import external_duty, finding_duties, review_duty
from qmsctl.reports.duties import KINDS, Duty, DutyKind
from qmsctl.reports.people_duties import people_duties
from qmsctl.reports.provenance import Provenance, provenance_of
from qmsctl.reports.register_duties import reading_duty, register_duties, register_faults
from qmsctl.reports.shown import Mark, Tone, natural_key
from qmsctl.reports.waiver_duties import postponed, waiver_duties

__all__ = ["STANDINGS", "DueList", "DutyDue", "Standing", "WantedDuties", "all_duties", "due_list"]


class Standing(Enum):
    """Where a duty stands on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


STANDINGS: Final = {
    Standing.OVERDUE: Mark(tr("past its day"), "▲", Tone.BAD),
    Standing.TODAY: Mark(tr("due today"), "●", Tone.CAUTION),
    Standing.SOON: Mark(tr("still to come"), "○", Tone.CALM),
}


@dataclass(frozen=True, slots=True)
class WantedDuties:
    """Which duties somebody asks for; what is left empty leaves nothing out."""

    person: str | None = None
    """Key of a person: what they, or a role they hold, answer for."""
    units: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    """Keys of roles or people."""
    kinds: tuple[DutyKind, ...] = ()

    def takes(self, duty: Duty, organisation: Organisation, day: dt.date) -> bool:
        """Return whether *duty* is asked for on *day*."""
        return (
            (not self.kinds or duty.kind in self.kinds)
            and (not self.units or not set(self.units).isdisjoint(duty.units))
            and (not self.owners or not set(self.owners).isdisjoint(duty.owners))
            and (self.person is None or not self._stands_for(organisation, day).isdisjoint(duty.owners))
        )

    def _stands_for(self, organisation: Organisation, day: dt.date) -> frozenset[str]:
        known = organisation.people.get(self.person or "")
        return frozenset({self.person or "", *(known.roles_on(day) if known else ())})


_ALL: Final = WantedDuties()


@dataclass(frozen=True, slots=True)
class DutyDue:
    """A duty, and how its day lies to the one that is asked about."""

    duty: Duty
    standing: Standing
    days: int
    """How many days are left; fewer than none, how many have passed."""


@dataclass(frozen=True, slots=True)
class DueList:
    """The duties that were asked for, the nearest due date first."""

    organisation: str
    language: str
    """The organisation's."""
    until: dt.date
    rows: tuple[DutyDue, ...]
    chosen: tuple[Message, ...]
    """By what the duties were chosen; nothing if all of them are listed."""
    unreadable: tuple[str, ...]
    """Files that cannot be read: what they demand is not known."""
    unrecorded: tuple[str, ...]
    """Files of records that no commit holds: they do not count."""
    contested: tuple[str, ...]
    """Files of records that contradict each other: they do not count."""
    registers: tuple[Message, ...]
    """Why something that registers demand is not known."""
    stamp: dt.datetime
    """When the commit was made; without one, the beginning of the day."""
    provenance: Provenance

    @property
    def day(self) -> dt.date:
        """The day that is asked about."""
        return self.provenance.day

    @property
    def is_overdue(self) -> bool:
        """Whether the day of anything that is listed has passed."""
        return any(row.standing is Standing.OVERDUE for row in self.rows)

    def of(self, standing: Standing) -> tuple[DutyDue, ...]:
        """Return those that stand so."""
        return tuple(row for row in self.rows if row.standing is standing)


def due_list(
    system: System, until: dt.date, wanted: WantedDuties = _ALL, *, working_tree: bool = True
) -> DueList:
    """Return the duties of *system* that are due, or can be done, by *until*.

    Args:
        system: on the day that is asked about.
        until: the last day that is looked at.
        wanted: which of them are asked for.
        working_tree: whether the files are those on disk.
    """
    organisation, day = system.organisation, system.day
    told = [
        duty for duty in all_duties(system) if duty.is_told(until) and wanted.takes(duty, organisation, day)
    ]
    head = system.history.by_id.get(system.history.head or "")
    return DueList(
        organisation.organisation.name,
        organisation.language,
        until,
        tuple(_due(duty, day) for duty in sorted(told, key=_order)),
        tuple(_chosen(wanted, organisation)),
        tuple(sorted(system.malformed)),
        tuple(record.path for record in system.unrecorded),
        tuple(record.path for record in system.contested),
        tuple(_register_faults(system)),
        head.committed if head else dt.datetime.combine(day, dt.time(), dt.UTC),
        provenance_of(system, working_tree=working_tree),
    )


def _register_faults(system: System) -> Iterator[Message]:
    """Yield why something that registers demand is not known."""
    readings = system.acknowledgements
    if readings is not None and readings.fault is not None:
        yield readings.fault[0]
    yield from (fault for _, fault in register_faults(system))


def all_duties(system: System) -> Iterator[Duty]:
    """Yield every dated duty of *system*, whenever it is due; what is waived is due by the end of its waiver."""
    for duty in _stated_duties(system):
        yield postponed(duty, system)


def _stated_duties(system: System) -> Iterator[Duty]:
    for document in system.documents:
        for one in (review_duty, external_duty, reading_duty):
            if (duty := one(document, system)) is not None:
                yield duty
    for finding in system.findings:
        yield from finding_duties(finding, system)
    for programme in system.programmes:
        yield from programme_duties(programme, system)
    for audit in system.audits:
        for part in (beginning_duty, conclusion_duty):
            if (duty := part(audit, system)) is not None:
                yield duty
    yield from certificate_duties(system)
    yield from people_duties(system)
    yield from waiver_duties(system)
    yield from register_duties(system)


def _order(duty: Duty) -> tuple[object, ...]:
    """Sort by day; on one day as the kinds follow each other, then by what it is about."""
    return duty.due, [*DutyKind].index(duty.kind), natural_key(str(duty.subject)), duty.step


def _due(duty: Duty, day: dt.date) -> DutyDue:
    standing = Standing.TODAY if duty.due == day else Standing.SOON
    return DutyDue(duty, Standing.OVERDUE if duty.is_overdue(day) else standing, (duty.due - day).days)


def _chosen(wanted: WantedDuties, organisation: Organisation) -> Iterator[Message]:
    """Yield by what duties are chosen, in words: a list that is handed on has to say what it leaves out."""
    if wanted.person is not None:
        yield tr("for which {person} answers", person=organisation.title(wanted.person))
    if wanted.owners:
        yield tr(
            "people and roles: {names}", names=list_of([organisation.title(one) for one in wanted.owners])
        )
    if wanted.units:
        yield tr(
            "units: {names}", names=list_of([organisation.units.get(unit, unit) for unit in wanted.units])
        )
    if wanted.kinds:
        yield tr("kinds of duties: {names}", names=tuple(KINDS[kind] for kind in wanted.kinds))
