"""The dated duties that follow from the people of `qms.yaml`: roles and keys that end, competence of auditors."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from typing import Final

from qmsctl.control.competence import Lacking, lacking
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.listed_keys import ListedKey
from qmsctl.model.organisation import Person
from qmsctl.repo.signatures import Signer
from qmsctl.reports.criteria import standard_named
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.people import person_named
from qmsctl.reports.shown import Joined, Shown

__all__ = ["people_duties"]

_DAY: Final = dt.timedelta(days=1)


def people_duties(system: System) -> Iterator[Duty]:
    """Yield what ends or is missing of people, person by person; then what the teams of audits lack."""
    for key, person in system.organisation.people.items():
        yield from _roles(key, person, system)
        yield from _keys(key, person, system)
        yield from _trainings(key, person, system)
    yield from _teams(system)


def _roles(key: str, person: Person, system: System) -> Iterator[Duty]:
    """Yield the roles of *person* that end and that nobody holds on the day after."""
    organisation = system.organisation
    for number, one in enumerate(person.roles, 1):
        end = one.until
        if end is None or end < system.day or end == dt.date.max:
            continue
        if any(one.role in other.roles_on(end + _DAY) for other in organisation.people.values()):
            continue
        yield _of_person(
            key,
            person,
            system,
            DutyKind.ROLE,
            f"role {number} {one.role}",
            end,
            (
                tr("appoint somebody for the time after it, and enter that in qms.yaml"),
                tr(
                    "the role ends on {day}, and nobody holds it after that: {role}",
                    day=end,
                    role=organisation.title(one.role),
                ),
            ),
        )


def _keys(key: str, person: Person, system: System) -> Iterator[Duty]:
    """Yield that the last of the keys ends with which *person*, who holds a role, signs."""
    listed: list[Signer | ListedKey] = [
        one for one in system.authority.keys.signers.listed if one.person == key
    ] or [*person.keys]
    if not listed or not person.roles_on(system.day):
        return
    end = max(one.until or dt.date.max for one in listed)
    if end == dt.date.max:
        return
    late = end < system.day
    yield _of_person(
        key,
        person,
        system,
        DutyKind.KEY,
        "key",
        end,
        (
            tr("make a new key, and have it listed where the others are"),
            tr("the key ended on {day}; signatures made after it do not count", day=end)
            if late
            else tr("the key ends on {day}; signatures made after it do not count", day=end),
        ),
    )


def _trainings(key: str, person: Person, system: System) -> Iterator[Duty]:
    """Yield the trainings of *person* that are still to come."""
    for number, training in enumerate(person.competence.trained if person.competence else (), 1):
        if training.day is None or training.day < system.day:
            continue
        name = standard_named(training.standard)
        yield _of_person(
            key,
            person,
            system,
            DutyKind.COMPETENCE,
            f"training {number} {training.standard}",
            training.day,
            (
                tr("attend the training, and keep the proof of it"),
                Joined((name, tr("training on {day}", day=training.day)), ": "),
            ),
        )


def _of_person(  # noqa: PLR0913, PLR0917 - what tells one of their duties from another
    key: str,
    person: Person,
    system: System,
    kind: DutyKind,
    step: str,
    due: dt.date,
    said: tuple[Shown, Shown],
) -> Duty:
    what, why = said
    return Duty(
        kind,
        key,
        step,
        due,
        what,
        why,
        person.name,
        "impartiality",
        None,
        person_named(key, system.organisation),
        (key,),
        (person.unit,) if person.unit else (),
    )


def _teams(system: System) -> Iterator[Duty]:
    """Yield the internal audits whose teams lack something that is to be there on the first day."""
    organisation = system.organisation
    for audit in system.audits:
        plan = audit.plan.fact
        first = min(plan.days, default=None)
        if audit.status.is_over or plan.kind != "internal" or not plan.team or first is None:
            continue
        found = lacking(plan, system.audits, organisation, system.day)
        if not found:
            continue
        lead = next((one.person for one in plan.team if one.role == "lead_auditor"), None)
        yield Duty(
            DutyKind.COMPETENCE,
            audit.id,
            "team",
            first,
            tr("change the team, or record under competence in qms.yaml what it knows"),
            tuple(_lacking(found, system)),
            audit.id,
            "audits",
            shlex.join(("qmsctl", "revise", audit.id)),
            person_named(lead, organisation) if lead else None,
            (lead,) if lead else (),
            plan.scope.units,
            (("incompetent-team", audit.plan.path),),
        )


def _lacking(found: Lacking, system: System) -> Iterator[Shown]:
    """Yield what a team lacks, one by one."""
    organisation = system.organisation
    for name in found.editions:
        known = standard_named(name)
        yield Joined((known, tr("nobody who audits was trained in it by the first day")), ": ")
    for process, field in found.fields:
        yield tr(
            "nobody in the team knows {field}: {process}",
            field=field,
            process=organisation.processes[process].name if process in organisation.processes else process,
        )
    if found.inexperienced is not None:
        yield tr(
            "{person} has not audited often enough to lead: {count} of {wanted}",
            person=organisation.title(found.inexperienced),
            count=found.audits,
            wanted=organisation.auditing.experience,
        )
