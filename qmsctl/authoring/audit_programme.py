"""The beginning of an audit programme: every process, unit and clause, what was never audited first."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.files import Draft, dump_for_people
from qmsctl.control.audit_coverage import Coverable, LastAudited, audit_coverage, leaves_of
from qmsctl.control.competence import is_auditor
from qmsctl.control.impartiality import conflicts_by_programme
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.document import Criterion, ProgrammeEntry
from qmsctl.model.naming import slug
from qmsctl.standards import EDITIONS, clause_key, edition

__all__ = ["Begun", "draft_programme"]

_MONTHS: Final = (2, 3, 4, 5, 6, 9, 10, 11)
"""Months in which an office can be audited: not in the holidays, and not when a year ends or begins."""
_PREFIXES: Final = {"en": "AP", "pl": "PA"}


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a programme."""

    id: str
    draft: Draft
    auditors: int
    """How many people have the role of an auditor."""
    unled: tuple[str, ...]
    """The entries that no auditor can lead without a stake in them."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What one audit is to cover."""

    processes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    rest: bool = False
    """Whether it covers what no process claims."""


def draft_programme(system: System, first: int, last: int) -> Begun:
    """Return a programme for the years from *first* to *last*.

    It is a draft: what only the organisation knows is left to be filled in.

    Raises:
        RefusedError: there is a document of that id, or the last year comes before the first.
    """
    if last < first or not dt.MINYEAR < first <= last < dt.MAXYEAR:
        raise RefusedError(
            tr("{first} to {last} is no period of years", first=str(first), last=str(last)),
            tr("write a year, such as 2027, or the first and last of a cycle: 2027-2029"),
        )
    language = system.organisation.language
    years = str(first) if first == last else f"{first}-{last}"
    id = _id(system, years)
    if id in system.documents_by_id or id in system.unreadable:
        raise RefusedError(
            tr("there is a document {document} already", document=id),
            tr("revise it: qmsctl revise {document}", document=shlex.quote(id)),
        )
    title = tr("Audit programme for {years}", years=years).into(language)
    entries = tuple(_entries(system, range(first, last + 1)))
    content = dump_for_people(
        {
            "id": id,
            "type": "programme",
            "title": title,
            "language": language,
            "revision": "1",
            "owner": "quality-officer" if "quality-officer" in system.organisation.roles else None,
            "from": dt.date(first, 1, 1),
            "until": dt.date(last, 12, 31),
            "objectives": tr("[fill in: what the audits of these years are to find out]").into(language),
            "risks": [
                {
                    "text": tr("[fill in: what may hinder the audits]").into(language),
                    "action": tr("[fill in: what is done about it]").into(language),
                }
            ],
            "criteria": [{"edition": name} for name in _editions(system)],
            "entries": [*entries],
        }
    )
    path = f"{system.organisation.folders.programmes.rstrip('/')}/{slug(id)}.yaml"
    message = tr("Begin the audit programme {programme}", programme=id)
    unled = tuple(str(entry["id"]) for entry in entries if entry["lead"] is None)
    return Begun(id, Draft({path: content}, f"{message}\n\n{title}\n"), len(_auditors(system)), unled)


def _id(system: System, years: str) -> str:
    """Return the id of a programme for *years*, in the form of those there are."""
    for programme in reversed(system.programmes):
        shown = re.fullmatch(r"(.*?)\d{4}(?:-\d{4})?(\D*)", programme.id)
        if shown is not None:
            return f"{shown[1]}{years}{shown[2]}"
    return f"{_PREFIXES.get(system.organisation.language, _PREFIXES['en'])}-{years}"


def _editions(system: System) -> tuple[str, ...]:
    """Return the edition of the certificate, or those of the organisation."""
    certificate = system.organisation.certificate
    return (certificate.edition,) if certificate is not None else system.organisation.editions


def _entries(system: System, years: Sequence[int]) -> Iterator[dict[str, object]]:
    """Yield the entries, spread over the months of *years*."""
    rows = [*_rows(system)]
    months = [dt.date(year, month, 1) for year in years for month in _MONTHS]
    auditors = _auditors(system)
    given = dict.fromkeys(auditors, 0)
    for index, row in enumerate(rows):
        rest = tr("The system as a whole").into(system.organisation.language) if row.rest else None
        entry = ProgrammeEntry(
            id=str(index + 1),
            title=rest,
            processes=row.processes,
            units=row.units,
            clauses=row.clauses,
            month=months[index * len(months) // len(rows)],
        )
        lead = _lead(system, entry, sorted(auditors, key=lambda person: given[person]))
        if lead is not None:
            given[lead] += 1
        yield {
            "id": entry.id,
            "title": entry.title,
            "processes": [*entry.processes],
            "units": [*entry.units],
            "clauses": [*entry.clauses],
            "month": f"{entry.month:%Y-%m}",
            "mode": "on_site",
            "lead": lead,
        }


def _rows(system: System) -> Iterator[_Row]:
    """Yield what each audit covers: processes with the units that answer for them, then other units, then clauses.

    What was not audited for the longest time comes first.
    """
    editions = _editions(system)
    covered = audit_coverage(system.organisation, system.audits, system.programmes, system.day, editions)
    last = {(one.kind, one.key): one.last or dt.date.min for one in covered}
    rows: list[tuple[dt.date, _Row]] = []
    taken: set[tuple[str, str]] = set()
    for process in system.organisation.processes:
        own = [(name, leaf) for name in editions for leaf in _claimed(system, process, name)]
        taken |= {*own}
        row = _Row((process,), _units_behind(system, process), _grouped(own, editions, covered))
        rows.append((last[Coverable.PROCESS, process], row))
    visited = {unit for _, row in rows for unit in row.units}
    rows += [
        (last[Coverable.UNIT, unit], _Row(units=(unit,)))
        for unit in system.organisation.units
        if unit not in visited
    ]
    yield from (row for _, row in sorted(rows, key=lambda one: one[0]))
    left = [
        (one.edition, one.key)
        for one in covered
        if one.edition is not None and one.excluded is None and (one.edition, one.key) not in taken
    ]
    if left:
        yield _Row(clauses=_grouped(left, editions, covered), rest=True)


def _units_behind(system: System, process: str) -> tuple[str, ...]:
    """Return the units that answer for *process*: those its owner heads, or else works in."""
    organisation = system.organisation
    owner = organisation.processes[process].owner
    if owner is None:
        return ()
    people = [
        key
        for key, person in organisation.people.items()
        if key == owner or owner in person.roles_on(system.day)
    ]
    headed = [unit for unit, head in organisation.unit_heads.items() if head == owner or head in people]
    working = [organisation.people[key].unit for key in people]
    return tuple(
        dict.fromkeys(unit for unit in headed or working if unit is not None and unit in organisation.units)
    )


def _claimed(system: System, process: str, name: str) -> frozenset[str]:
    """Return the clauses that the documents of *process* claim."""
    ids = system.documents_of_process.get(process, ())
    documents = [one.document for id in ids for one in system.documents_by_id.get(id, ())]
    return leaves_of(name, (c for one in documents if one is not None for c in one.clauses.get(name, ())))


def _grouped(
    leaves: Iterable[tuple[str, str]], editions: Sequence[str], covered: Iterable[LastAudited]
) -> tuple[str, ...]:
    """Return *leaves* by number, with a group in the place of all that lies below it and applies."""
    excluded = {(one.edition, one.key) for one in covered if one.excluded is not None}
    wanted = {*leaves}
    found: set[str] = set()
    for name in (one for one in editions if one in EDITIONS):
        own = {leaf for key, leaf in wanted if key == name}
        done: set[str] = set()
        for clause in sorted(edition(name).clauses, key=lambda one: one.id.count(".")):
            below = {leaf.id for leaf in edition(name).leaves_under(clause.id)}
            applying = {leaf for leaf in below if (name, leaf) not in excluded}
            if applying and applying <= own and not applying <= done:
                found.add(clause.id)
                done |= applying
    return tuple(sorted(found, key=clause_key))


def _auditors(system: System) -> list[str]:
    """Return the people who have the role of an auditor on the day."""
    organisation = system.organisation
    return [key for key in organisation.people if is_auditor(key, organisation, system.day)]


def _lead(system: System, entry: ProgrammeEntry, auditors: Sequence[str]) -> str | None:
    """Return the first of *auditors* whom nothing ties to what *entry* is about, or nobody."""
    criteria = tuple(Criterion(edition=name) for name in _editions(system))
    return next(
        (person for person in auditors if not conflicts_by_programme(person, entry, criteria, system)), None
    )
