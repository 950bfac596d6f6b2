"""The beginning of an audit programme: every process and clause once, what was never audited first."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.authoring.files import Draft, dump_for_people
from qmsctl.control.audit_coverage import Coverable, LastAudited, audit_coverage, leaves_of
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.naming import slug
from qmsctl.standards import EDITIONS, clause_key, edition

__all__ = ["draft_programme"]

_MONTHS: Final = (2, 3, 4, 5, 6, 9, 10, 11)
"""Months in which an office can be audited: not in the holidays, and not when a year ends or begins."""
_PREFIXES: Final = {"en": "AP", "pl": "PA"}


@dataclass(frozen=True, slots=True)
class _Row:
    """What one audit is to cover."""

    processes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    rest: bool = False
    """Whether it covers what no process claims."""


def draft_programme(system: System, first: int, last: int) -> tuple[str, Draft]:
    """Return the id of a programme for the years from *first* to *last*, and its file.

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
            "entries": list(_entries(system, range(first, last + 1))),
        }
    )
    path = f"{system.organisation.folders.programmes.rstrip('/')}/{slug(id)}.yaml"
    message = tr("Begin the audit programme {programme}", programme=id)
    return id, Draft({path: content}, f"{message}\n\n{title}\n")


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
    auditors = itertools.cycle(_auditors(system) or [""])
    for index, row in enumerate(rows):
        month = months[index * len(months) // len(rows)]
        rest = tr("The system as a whole").into(system.organisation.language) if row.rest else None
        yield {
            "id": str(index + 1),
            "title": rest,
            "processes": [*row.processes],
            "units": [*row.units],
            "clauses": [*row.clauses],
            "month": f"{month:%Y-%m}",
            "mode": "on_site",
            "lead": _lead(system, row, auditors),
        }


def _rows(system: System) -> Iterator[_Row]:
    """Yield what each audit covers: a process or a unit, longest unaudited first; then the clauses left over."""
    organisation, editions = system.organisation, _editions(system)
    covered = audit_coverage(organisation, system.audits, system.programmes, system.day, editions)
    kind = Coverable.PROCESS if organisation.processes else Coverable.UNIT
    objects = sorted((one for one in covered if one.kind is kind), key=lambda one: one.last or dt.date.min)
    taken: set[tuple[str, str]] = set()
    for one in objects:
        if kind is Coverable.UNIT:
            yield _Row(units=(one.key,))
            continue
        own = [(name, leaf) for name in editions for leaf in _claimed(system, one.key, name)]
        taken |= {*own}
        yield _Row(processes=(one.key,), clauses=_grouped(own, editions, covered))
    left = [
        (one.edition, one.key)
        for one in covered
        if one.edition is not None and one.excluded is None and (one.edition, one.key) not in taken
    ]
    if left:
        yield _Row(clauses=_grouped(left, editions, covered), rest=True)


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
    """Return the people who have a role of an auditor on the day."""
    return [
        key
        for key, person in system.organisation.people.items()
        if any("audit" in role.casefold() for role in person.roles_on(system.day))
    ]


def _lead(system: System, row: _Row, auditors: Iterator[str]) -> str | None:
    """Return the next auditor who has no stake in *row*, or nobody."""
    organisation = system.organisation
    owners = {organisation.processes[key].owner for key in row.processes}
    first = None
    while (person := next(auditors)) != first and person:
        first = first or person
        known = organisation.people[person]
        if not owners & {person, *known.roles_on(system.day)} and known.unit not in row.units:
            return person
    return None
