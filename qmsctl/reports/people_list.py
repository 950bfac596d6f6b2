"""The people of `qms.yaml`: under which addresses git knows them, which roles they hold when, what they bring to audits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.organisation import Assignment, Organisation, Person
from qmsctl.reports.criteria import standard_named
from qmsctl.reports.people import in_phrase
from qmsctl.reports.shown import Joined, Shown

__all__ = ["PeopleList", "PersonListed", "RoleListed", "people_list"]


@dataclass(frozen=True, slots=True)
class RoleListed:
    """A role somebody has, had or will have."""

    role: str
    title: str
    from_: dt.date | None
    until: dt.date | None
    held: bool
    """On the day of the list."""

    @property
    def shown(self) -> Message:
        """The role with its days."""
        if self.from_ and self.until:
            return tr("{role}, from {day} until {until}", role=self.title, day=self.from_, until=self.until)
        if self.from_:
            return tr("{role}, since {day}", role=self.title, day=self.from_)
        if self.until:
            return tr("{role}, until {until}", role=self.title, until=self.until)
        return Message("{role}", (("role", self.title),))


@dataclass(frozen=True, slots=True)
class PersonListed:
    """One person."""

    key: str
    name: str
    emails: tuple[str, ...]
    unit: str | None
    unit_title: str | None
    reports_to: str | Message | None
    roles: tuple[RoleListed, ...]
    competence: tuple[Shown, ...]
    """What they bring to an audit, each on a line."""
    keys: int
    """How many keys they sign with are listed in `qms.yaml`."""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people on a day."""

    organisation: str
    day: dt.date
    people: tuple[PersonListed, ...]


def people_list(system: System, *, unit: str | None = None, role: str | None = None) -> PeopleList:
    """Return the people in the order of `qms.yaml`.

    Args:
        system: the organisation on a day.
        unit: only those of the unit with this key.
        role: only those who hold the role with this key on the day.
    """
    organisation, day = system.organisation, system.day
    listed = (
        _listed(key, person, organisation, day)
        for key, person in organisation.people.items()
        if (unit is None or person.unit == unit) and (role is None or role in person.roles_on(day))
    )
    return PeopleList(organisation.organisation.name, day, tuple(listed))


def _listed(key: str, person: Person, organisation: Organisation, day: dt.date) -> PersonListed:
    return PersonListed(
        key,
        person.name,
        person.emails,
        person.unit,
        organisation.units.get(person.unit, person.unit) if person.unit else None,
        in_phrase(person.reports_to, organisation) if person.reports_to else None,
        tuple(_role(one, organisation, day) for one in person.roles),
        tuple(_competence(person)),
        len(person.keys),
    )


def _role(one: Assignment, organisation: Organisation, day: dt.date) -> RoleListed:
    return RoleListed(one.role, organisation.title(one.role), one.from_, one.until, one.holds(day))


def _competence(person: Person) -> Iterator[Shown]:
    """Yield what *person* was trained in, knows, and has done before."""
    competence = person.competence
    if competence is None:
        return
    for training in competence.trained:
        name = standard_named(training.standard)
        yield name if training.day is None else Joined((name, training.day))
    if competence.fields:
        yield tr("knows {fields}", fields=list_of(competence.fields))
    if competence.led:
        yield tr_n("led {count} audit", "led {count} audits", competence.led)
    if competence.shadowed:
        yield tr_n("took part in {count} audit", "took part in {count} audits", competence.shadowed)
