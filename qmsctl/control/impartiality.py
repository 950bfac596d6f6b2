"""Impartiality: what ties an auditor to what is audited, and what that comes to under the edition.

Who owns, wrote, prepared or approved something, who answers for it or did not long
ago, and who commands whom: it follows from `qms.yaml`, the approvals and the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, Checklist, Criterion, ProgrammeEntry, ScheduleRow, Scope
from qmsctl.model.organisation import Organisation, Person
from qmsctl.model.values import add_months
from qmsctl.standards.clause_roles import ClauseRole, clauses_with

__all__ = [
    "AUDITING",
    "Conflict",
    "Stake",
    "conflicts_by_programme",
    "conflicts_of",
    "forbids_own_work",
    "in_conflict",
    "stake_in_words",
]

AUDITING: Final = ("lead_auditor", "auditor")
"""The roles in which somebody judges."""


class Stake(Enum):
    """What ties somebody to what is audited."""

    OWNS_PROCESS = "owns_process"
    HEADS_UNIT = "heads_unit"
    WORKS_IN_UNIT = "works_in_unit"
    OWNS_DOCUMENT = "owns_document"
    PREPARED = "prepared"
    CHECKED = "checked"
    APPROVED = "approved"
    WROTE = "wrote"
    """A commit of theirs changed the text; who prepared it is said by records alone."""
    COMMANDS = "commands"
    """Whoever answers for what is audited reports to them."""
    ANSWERS_TO = "answers_to"
    """They report to whoever answers for what is audited."""
    OWNED_PROCESS = "owned_process"
    """Not long ago, as `qms.yaml` says in `auditing`."""
    HEADED_UNIT = "headed_unit"
    WORKED_ON_PROCESS = "worked_on_process"
    WORKED_IN_UNIT = "worked_in_unit"
    ADVISED_ON_PROCESS = "advised_on_process"
    ADVISED_UNIT = "advised_unit"


_OF_DOCUMENTS: Final = {"prepared": Stake.PREPARED, "checked": Stake.CHECKED, "approved": Stake.APPROVED}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One tie of one auditor."""

    person: str
    stake: Stake
    object: str
    """A process, a unit, a document or a person, by its key."""
    until: dt.date | None = None
    """The last day of what is over."""


@dataclass(frozen=True, slots=True)
class _Audited:
    """What an audit looks at."""

    processes: tuple[str, ...]
    units: tuple[str, ...]
    documents: tuple[ControlledDocument, ...]


def forbids_own_work(plan: AuditPlan, organisation: Organisation) -> bool:
    """Return whether no safeguard makes up for a conflict in the audit of *plan*."""
    return organisation.auditing.strict or not clauses_with(ClauseRole.OWN_WORK).keys().isdisjoint(
        plan.editions
    )


def in_conflict(plan: AuditPlan, system: System) -> Mapping[str, tuple[Conflict, ...]]:
    """Return the conflicts of everybody who audits by *plan*, by person; nobody who has none."""
    audited = _audited(plan, system)
    found: dict[str, tuple[Conflict, ...]] = {}
    for person in dict.fromkeys(member.person for member in plan.team if member.role in AUDITING):
        if conflicts := tuple(dict.fromkeys(_conflicts(person, audited, plan, system))):
            found[person] = conflicts
    return found


def conflicts_of(person: str, plan: AuditPlan, system: System) -> tuple[Conflict, ...]:
    """Return what would tie *person* to the audit of *plan*, be they in its team or not."""
    return tuple(dict.fromkeys(_conflicts(person, _audited(plan, system), plan, system)))


def conflicts_by_programme(
    person: str, entry: ProgrammeEntry, criteria: tuple[Criterion, ...], system: System
) -> tuple[Conflict, ...]:
    """Return what would tie *person* to the audit that *entry* of a programme with these *criteria* becomes."""
    plan = AuditPlan(
        id=entry.id,
        type="audit",
        title=entry.title or entry.id,
        revision="1",
        kind=entry.kind,
        scope=Scope(processes=entry.processes, units=entry.units),
        criteria=criteria,
        days=(entry.due_month,),
    )
    return conflicts_of(person, plan, system)


def _audited(plan: AuditPlan, system: System) -> _Audited:
    """Return what *plan* names as audited: its scope, its documents, and what its checklists are about.

    The schedule says who audits what; a row that names the auditor concerns nobody else.
    """
    processes, units = [*plan.scope.processes], [*plan.scope.units]
    ids = [criterion.document for criterion in plan.criteria if criterion.document]
    for selection in plan.checklists:
        for document in system.documents_by_id.get(selection.checklist, ())[:1]:
            if isinstance(document.document, Checklist):
                processes += document.document.processes
                units += document.document.units
                ids += document.document.related
    ids += [id for process in processes for id in system.documents_of_process.get(process, ())]
    documents = [one for id in dict.fromkeys(ids) for one in system.documents_by_id.get(id, ())]
    return _Audited(tuple(dict.fromkeys(processes)), tuple(dict.fromkeys(units)), tuple(documents))


def _conflicts(person: str, audited: _Audited, plan: AuditPlan, system: System) -> Iterator[Conflict]:
    """Yield what ties *person* to what is *audited*, but for what the schedule gives to others."""
    organisation = system.organisation
    day = min(plan.days, default=system.day)
    keys = _keys(person, organisation, day)
    owners = {
        key: organisation.processes[key].owner
        for key in audited.processes
        if key in organisation.processes and not _falls_to_others(person, plan.schedule, process=key)
    }
    heads = {
        unit: organisation.unit_heads.get(unit)
        for unit in audited.units
        if not _falls_to_others(person, plan.schedule, unit=unit)
    }
    yield from (Conflict(person, Stake.OWNS_PROCESS, key) for key, owner in owners.items() if owner in keys)
    for unit, head in heads.items():
        if head in keys:
            yield Conflict(person, Stake.HEADS_UNIT, unit)
        elif person in organisation.people and organisation.people[person].unit == unit:
            yield Conflict(person, Stake.WORKS_IN_UNIT, unit)
    yield from _in_the_past(person, owners, heads, plan, system)
    for document in audited.documents:
        if not _is_of_others(document, person, plan.schedule):
            yield from _in_document(document, person, keys, system)
    answering = [key for key in (*owners.values(), *heads.values()) if key is not None]
    yield from _in_line(person, answering, organisation, day)


def _in_the_past(
    person: str,
    owners: Mapping[str, str | None],
    heads: Mapping[str, str | None],
    plan: AuditPlan,
    system: System,
) -> Iterator[Conflict]:
    """Yield what *person* was responsible for, worked on or advised on not long before the audit of *plan*.

    Not long is what `qms.yaml` says in `auditing`; two years by default, as ISO/IEC 17021-1 has it for
    consultancy.  Where the audit looks at older work, the beginning of that work counts.
    """
    organisation = system.organisation
    known = organisation.people.get(person)
    if known is None:
        return
    begins = min(plan.days, default=system.day)
    since = add_months(begins, -organisation.auditing.independence)
    since = min(since, plan.scope.from_ or since)
    over = _ended(known, since, begins)
    for stake, answering in ((Stake.OWNED_PROCESS, owners), (Stake.HEADED_UNIT, heads)):
        for key, role in answering.items():
            if role is not None and role in over:
                yield Conflict(person, stake, key, over[role])
    for work in known.worked:
        if (work.until or begins) < since or (work.from_ or since) > begins:
            continue
        if work.process is not None and work.process in owners:
            stake = Stake.ADVISED_ON_PROCESS if work.advised else Stake.WORKED_ON_PROCESS
            yield Conflict(person, stake, work.process, work.until)
        if work.unit is not None and work.unit in heads:
            stake = Stake.ADVISED_UNIT if work.advised else Stake.WORKED_IN_UNIT
            yield Conflict(person, stake, work.unit, work.until)


def _ended(person: Person, since: dt.date, begins: dt.date) -> Mapping[str, dt.date]:
    """Return the roles that *person* no longer holds when an audit *begins* and held since *since*, each with its end."""
    found: dict[str, dt.date] = {}
    for one in person.roles:
        if one.until is not None and since <= one.until < begins:
            found[one.role] = max(one.until, found.get(one.role, one.until))
    now = person.roles_on(begins)
    return {role: day for role, day in found.items() if role not in now}


def _falls_to_others(
    person: str, schedule: Sequence[ScheduleRow], *, process: str | None = None, unit: str | None = None
) -> bool:
    """Return whether the *schedule* gives a process or a unit to auditors, and *person* is none of them."""
    rows = [row for row in schedule if row.auditor and (row.process, row.unit) != (None, None)]
    own = [row for row in rows if (process and row.process == process) or (unit and row.unit == unit)]
    return bool(own) and all(row.auditor != person for row in own)


def _is_of_others(document: ControlledDocument, person: str, schedule: Sequence[ScheduleRow]) -> bool:
    """Return whether every process of *document* is audited by others than *person*."""
    processes = document.document.processes if document.document else ()
    return bool(processes) and all(_falls_to_others(person, schedule, process=one) for one in processes)


def _keys(person: str, organisation: Organisation, day: dt.date) -> frozenset[str]:
    """Return the keys under which *person* may be named: their own, and those of the roles they hold."""
    known = organisation.people.get(person)
    return frozenset({person, *(known.roles_on(day) if known else ())})


def _in_document(
    document: ControlledDocument, person: str, keys: frozenset[str], system: System
) -> Iterator[Conflict]:
    if document.document is not None and document.document.owner in keys:
        yield Conflict(person, Stake.OWNS_DOCUMENT, document.id)
    meanings = {d.record.fact.meaning for d in document.decisions if d.record.fact.decider.person == person}
    for meaning, stake in _OF_DOCUMENTS.items():
        if meaning in meanings:
            yield Conflict(person, stake, document.id)
    file = document.working.path if document.working else ""
    if "prepared" not in meanings and person in system.authors.get(file, ()):
        yield Conflict(person, Stake.WROTE, document.id)


def _in_line(
    person: str, answering: Sequence[str], organisation: Organisation, day: dt.date
) -> Iterator[Conflict]:
    """Yield the superiors and subordinates of *person* among those who answer for what is audited."""
    above = _superiors(person, organisation, day)
    for key in dict.fromkeys(answering):
        for other in _holders(key, organisation, day):
            if other == person:
                continue
            if person in _superiors(other, organisation, day):
                yield Conflict(person, Stake.COMMANDS, other)
            elif other in above:
                yield Conflict(person, Stake.ANSWERS_TO, other)


def _holders(key: str, organisation: Organisation, day: dt.date) -> tuple[str, ...]:
    """Return the people that *key* names on *day*: one of them, or all who hold the role."""
    if key in organisation.people:
        return (key,)
    return tuple(name for name, person in organisation.people.items() if key in person.roles_on(day))


def _superiors(person: str, organisation: Organisation, day: dt.date) -> frozenset[str]:
    """Return everybody above *person*, as far as `qms.yaml` says it; a circle ends where it began."""
    found: set[str] = set()
    waiting = [person]
    while waiting:
        known = organisation.people.get(waiting.pop())
        if known is not None and known.reports_to is not None:
            above = set(_holders(known.reports_to, organisation, day)) - found - {person}
            found |= above
            waiting += above
    return frozenset(found)


_WORDS: Final[Mapping[Stake, Callable[[str], Message]]] = {
    Stake.OWNS_PROCESS: lambda name: tr("owns the process {process}", process=name),
    Stake.HEADS_UNIT: lambda name: tr("is at the head of {unit}", unit=name),
    Stake.WORKS_IN_UNIT: lambda name: tr("works in {unit}", unit=name),
    Stake.OWNS_DOCUMENT: lambda name: tr("owns the document {document}", document=name),
    Stake.PREPARED: lambda name: tr("prepared the document {document}", document=name),
    Stake.CHECKED: lambda name: tr("checked the document {document}", document=name),
    Stake.APPROVED: lambda name: tr("approved the document {document}", document=name),
    Stake.WROTE: lambda name: tr("changed the text of the document {document}", document=name),
    Stake.COMMANDS: lambda name: tr("is a superior of {person}", person=name),
    Stake.ANSWERS_TO: lambda name: tr("is a subordinate of {person}", person=name),
    Stake.WORKED_ON_PROCESS: lambda name: tr("works on the process {process}", process=name),
    Stake.WORKED_IN_UNIT: lambda name: tr("works in {unit}", unit=name),
    Stake.ADVISED_ON_PROCESS: lambda name: tr("advises on the process {process}", process=name),
    Stake.ADVISED_UNIT: lambda name: tr("advises {unit}", unit=name),
}


_WORDS_UNTIL: Final[Mapping[Stake, Callable[[str, dt.date], Message]]] = {
    Stake.OWNED_PROCESS: lambda name, day: tr(
        "owned the process {process} until {day}", process=name, day=day
    ),
    Stake.HEADED_UNIT: lambda name, day: tr("was at the head of {unit} until {day}", unit=name, day=day),
    Stake.WORKED_ON_PROCESS: lambda name, day: tr(
        "worked on the process {process} until {day}", process=name, day=day
    ),
    Stake.WORKED_IN_UNIT: lambda name, day: tr("worked in {unit} until {day}", unit=name, day=day),
    Stake.ADVISED_ON_PROCESS: lambda name, day: tr(
        "advised on the process {process} until {day}", process=name, day=day
    ),
    Stake.ADVISED_UNIT: lambda name, day: tr("advised {unit} until {day}", unit=name, day=day),
}
_OF_PROCESSES: Final = frozenset(
    {Stake.OWNS_PROCESS, Stake.OWNED_PROCESS, Stake.WORKED_ON_PROCESS, Stake.ADVISED_ON_PROCESS}
)
_OF_UNITS: Final = frozenset(
    {Stake.HEADS_UNIT, Stake.WORKS_IN_UNIT, Stake.HEADED_UNIT, Stake.WORKED_IN_UNIT, Stake.ADVISED_UNIT}
)


def stake_in_words(conflict: Conflict, organisation: Organisation) -> Message:
    """Return what ties somebody to what is audited, as it follows their name."""
    name = conflict.object
    if conflict.stake in _OF_PROCESSES:
        name = organisation.processes[name].name
    elif conflict.stake in _OF_UNITS:
        name = organisation.units.get(name, name)
    elif conflict.stake in (Stake.COMMANDS, Stake.ANSWERS_TO):
        name = organisation.title(name)
    if conflict.until is not None:
        return _WORDS_UNTIL[conflict.stake](name, conflict.until)
    return _WORDS[conflict.stake](name)
