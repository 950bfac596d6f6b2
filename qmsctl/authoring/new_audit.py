"""What somebody wants to plan, in the words they type; and the keys, ids and numbers behind those words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from qmsctl.authoring.known import checklist_meant, clause_meant, document_meant, known_edition, programmed
from qmsctl.authoring.meant import AmbiguousError, holder_meant, person_or_role, process_meant, unit_meant
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.standards import EDITIONS, edition

__all__ = ["NewAudit", "Pick", "clauses_of", "in_keys", "with_programme"]

Pick: TypeAlias = Callable[[AmbiguousError], str]
"""Returns which of several things was meant, or raises the error again."""


@dataclass(frozen=True, slots=True)
class NewAudit:
    """What somebody wants to plan."""

    days: tuple[dt.date, ...] = ()
    id: str | None = None
    title: str | None = None
    kind: str | None = None
    owner: str | None = None
    client: str | None = None
    objectives: str | None = None
    scope: str | None = None
    units: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    from_: dt.date | None = None
    until: dt.date | None = None
    editions: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    """Of every edition that has them, or of the one that is named before the number; empty stands for all."""
    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    lead: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    """Person and role of the other members of the team."""
    safeguards: Mapping[str, str] = field(default_factory=dict)
    """By person."""
    auditees: tuple[tuple[str, str | None], ...] = ()
    """Role and unit."""
    places: tuple[str, ...] = ()
    mode: str | None = None
    methods: str | None = None
    checklists: tuple[str, ...] = ()
    """Those that are asked whole; without any, the questions for the clauses are found."""
    questions: tuple[str, ...] = ()
    """Ids of single questions."""
    rows: tuple[Mapping[str, object], ...] = ()
    """Of the schedule, as the file will hold them."""
    distribution: tuple[str, ...] = ()
    programme: str | None = None
    entry: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """The team."""
        return (*((self.lead,) if self.lead else ()), *(person for person, _ in self.others))


def with_programme(system: System, new: NewAudit) -> NewAudit:
    """Return *new* with everything that its entry of a programme says and nobody said otherwise.

    Raises:
        RefusedError: there is no such entry, or it is planned already.
    """
    if new.entry is None:
        return new
    programme, its = programmed(system, new.entry, new.programme)
    entry, stated = its.entry, programme.stated.fact
    clauses = tuple(
        clause
        for clause in entry.clauses
        if any(edition(name).clause(clause) for name in stated.editions if name in EDITIONS)
    )
    return replace(
        new,
        id=new.id or entry.audit,
        title=new.title or entry.title,
        kind=new.kind or entry.kind,
        units=new.units or entry.units,
        processes=new.processes or entry.processes,
        editions=new.editions or stated.editions,
        clauses=new.clauses or clauses,
        documents=new.documents or tuple(c.document for c in stated.criteria if c.document),
        acts=new.acts or tuple(c.act for c in stated.criteria if c.act),
        lead=new.lead or entry.lead,
        others=new.others or tuple((person, "auditor") for person in entry.team),
        mode=new.mode or entry.mode,
        programme=programme.id,
    )


def in_keys(system: System, new: NewAudit, pick: Pick | None = None) -> NewAudit:
    """Return *new* with the key, id or number of everything that it names by a title, a name or a role.

    Args:
        system: what can be named.
        new: what was typed; keys stay as they are.
        pick: says what was meant where a word fits several things; without it such a word is refused.

    Raises:
        RefusedError: something is named that does not exist, or a word fits several things.
    """
    keys = _Keys(system, min(new.days, default=system.day), pick)
    editions, clauses = _editions_and_clauses(new, keys)
    anybody = new.kind == "second_party"  # a supplier's people are not in qms.yaml
    auditees = (
        (role if anybody else keys.role(role), unit if anybody or unit is None else keys.unit(unit))
        for role, unit in new.auditees
    )
    return replace(
        new,
        editions=editions,
        clauses=clauses,
        owner=new.owner and keys.role(new.owner),
        client=new.client and keys.role(new.client),
        units=_once(map(keys.unit, new.units)),
        processes=_once(map(keys.process, new.processes)),
        documents=_once(keys.one(document_meant, word) for word in new.documents),
        checklists=_once(keys.one(checklist_meant, word) for word in new.checklists),
        lead=new.lead and keys.person(new.lead),
        others=tuple((keys.person(person), role) for person, role in new.others),
        safeguards={keys.person(person): text for person, text in new.safeguards.items()},
        auditees=tuple(dict.fromkeys(auditees)),
        rows=tuple(_row(row, editions, keys, anybody=anybody) for row in new.rows),
        distribution=_once(map(keys.role, new.distribution)),
    )


def clauses_of(new: NewAudit, name: str) -> tuple[str, ...]:
    """Return the clauses of the edition *name* that *new* is about."""
    found = (clause.rpartition(" ") for clause in new.clauses)
    return tuple(
        number for named, _, number in found if (not named or named == name) and edition(name).clause(number)
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """Finds what words name, and asks where one fits several things."""

    system: System
    day: dt.date
    pick: Pick | None

    def one(self, find: Callable[[System, str], str], word: str) -> str:
        """Return what *find* finds for *word*."""
        return self.sure(lambda: find(self.system, word))

    def sure(self, find: Callable[[], str]) -> str:
        """Return what *find* finds, or what is picked from the several things it finds."""
        try:
            return find()
        except AmbiguousError as several:
            if self.pick is None:
                raise
            return self.pick(several)

    def unit(self, word: str) -> str:
        """Return the unit *word*."""
        return self.one(unit_meant, word)

    def process(self, word: str) -> str:
        """Return the process *word*."""
        return self.one(process_meant, word)

    def role(self, word: str) -> str:
        """Return the role, or the person, *word*."""
        return self.one(person_or_role, word)

    def person(self, word: str) -> str:
        """Return the person *word*, or whoever holds that role on the day."""
        return self.sure(lambda: holder_meant(self.system, word, self.day))

    def clause(self, word: str, editions: tuple[str, ...]) -> tuple[str | None, str]:
        """Return the clause *word*, with its edition if it names one."""
        try:
            return clause_meant(word, editions)
        except AmbiguousError as several:
            if self.pick is None:
                raise
            return None, self.pick(several)


def _editions_and_clauses(new: NewAudit, keys: _Keys) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the editions and clauses of *new*: where no edition is named, those that its clauses name.

    Raises:
        RefusedError: a clause names an edition by which the audit does not judge.
    """
    stated = _once(map(known_edition, new.editions))
    found = [keys.clause(word, stated or keys.system.organisation.editions) for word in new.clauses]
    editions = stated or _once(name for name, _ in found if name is not None)
    for name, number in found:
        if name is not None and name not in editions:
            raise RefusedError(
                tr("{clause} is a clause of {edition}, by which this audit does not judge", clause=number,
                   edition=edition(name).designation),
                tr("add --edition {edition}, or leave the clause out", edition=name),
            )  # fmt: skip
    several = len(editions) > 1
    return editions, _once(f"{name} {number}" if name and several else number for name, number in found)


def _row(
    row: Mapping[str, object], editions: tuple[str, ...], keys: _Keys, *, anybody: bool
) -> Mapping[str, object]:
    """Return a *row* of the schedule with the keys of what it names."""
    found = dict(row)
    finding: dict[str, Callable[[str], str]] = {
        "unit": keys.unit, "process": keys.process, "auditor": keys.person,
        "auditee": str if anybody else keys.role,
    }  # fmt: skip
    for field_, find in finding.items():
        if field_ in found:
            found[field_] = find(str(found[field_]))
    clauses = found.get("clauses")
    if isinstance(clauses, list | tuple):
        possible = editions or keys.system.organisation.editions
        found["clauses"] = [keys.clause(str(word), possible)[1] for word in clauses]
    return found


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
