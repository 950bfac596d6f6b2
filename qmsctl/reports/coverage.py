"""Coverage of clauses: which documents claim each, which questions ask about it, what evidences it, what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.control.coverage import CYCLE_IN_MONTHS, ClauseCoverage, Level
from qmsctl.control.documents import DocumentState
from qmsctl.control.mapped_coverage import by_way_of, mapped, readable
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Criterion
from qmsctl.model.organisation import Organisation
from qmsctl.model.schema import closest
from qmsctl.reports.criteria import (
    CriterionNamed,
    amendments_said,
    clause_list,
    clause_title,
    criterion_named,
    edition_named,
)
from qmsctl.reports.marks import LEVELS, STATES
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.selection import in_languages, keys_called
from qmsctl.reports.shown import Fact, Joined, Mark, Numbered, Shown, Translated, natural_key
from qmsctl.standards import Edition, clause_key, edition
from qmsctl.standards import edition_named as edition_meant

__all__ = [
    "BY_WAY",
    "ON_LEVELS",
    "ClauseCovered",
    "Coverage",
    "Covering",
    "EditionCovered",
    "Wanted",
    "coverage",
    "coverage_of_editions",
    "edition_of",
    "wanted",
]

ON_LEVELS: Final = tr(
    "Claimed: a document names the clause. "
    "Documented: that document is in force, the tree still holds it, and its text is real. "
    "Evidenced: an audit found conforming evidence within {months} months that still holds, "
    "and no nonconformity is open. None of these levels is a certificate.",
    months=CYCLE_IN_MONTHS,
)
"""What the levels of clauses mean."""
BY_WAY: Final = tr(
    "no document names these clauses; what is there for the clauses that correspond to each is shown,"
    " and the weakest of them decides. A help, and no assessment."
)
"""What it means that a standard is read by way of another."""


@dataclass(frozen=True, slots=True)
class ClauseCovered:
    """How far one clause is answered."""

    covered: ClauseCoverage

    @property
    def id(self) -> str:
        """The number of the clause."""
        return self.covered.clause.id

    @property
    def title(self) -> Shown:
        """The title of the clause."""
        return clause_title(self.covered.clause)

    @property
    def by_way_of(self) -> Message | None:
        """The clauses of another edition over which it is read."""
        return clause_list(self.covered.by_way_of) if self.covered.by_way_of else None

    @property
    def level(self) -> Mark:
        """How far it is answered."""
        return LEVELS[self.covered.level]

    @property
    def last_evidence(self) -> tuple[dt.date, str] | None:
        """The day and the audit of the newest evidence that conforms and still holds."""
        newest = max(self.covered.evidence, key=lambda one: (one.fact.occurred, one.path), default=None)
        return (newest.fact.occurred, newest.fact.audit) if newest else None


@dataclass(frozen=True, slots=True)
class EditionCovered:
    """How far the clauses of one edition are answered."""

    key: str
    name: Shown
    clauses: tuple[ClauseCovered, ...]
    exclusions: tuple[Shown, ...]
    """Clauses that do not apply, each with the reason."""
    by_way_of: Shown = None
    """The edition by way of which another standard is read; `None`: documents name its clauses themselves."""

    @property
    def levels(self) -> tuple[Numbered, ...]:
        """How many clauses there are of each level."""
        return self.levels_of(self.clauses)

    @staticmethod
    def levels_of(clauses: Iterable[ClauseCovered]) -> tuple[Numbered, ...]:
        """Return how many of *clauses* there are of each level."""
        found = [one.covered.level for one in clauses]
        return tuple(Numbered(mark, found.count(level)) for level, mark in LEVELS.items())

    def main_title(self, number: str) -> Shown:
        """Return the title of the main clause *number*."""
        clause = edition(self.key).clause(number)
        return clause_title(clause) if clause else ""

    @property
    def chapters(self) -> dict[str, list[ClauseCovered]]:
        """The clauses by main clause."""
        found: dict[str, list[ClauseCovered]] = {}
        for clause in self.clauses:
            found.setdefault(clause.id.partition(".")[0], []).append(clause)
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clauses are shown; `()` leaves nothing out."""

    editions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    """Values of `Level`."""
    clauses: tuple[str, ...] = ()

    def takes(self, one: ClauseCoverage) -> bool:
        """Return whether *one* belongs to it; a clause stands for all that lie below it."""
        return (
            (not self.editions or one.edition in self.editions)
            and (not self.levels or one.level.value in self.levels)
            and (
                not self.clauses
                or any(one.clause.id == c or one.clause.id.startswith(c + ".") for c in self.clauses)
            )
        )

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What it leaves out, labelled; nothing if it leaves nothing out."""
        levels = tuple(LEVELS[Level(value)].word for value in self.levels)
        facts = (
            Fact(tr("Only clauses of these levels"), Joined(levels)),
            Fact(tr("Only these clauses, and those below"), Joined(self.clauses)),
        )
        return tuple(fact for fact in facts if isinstance(fact.value, Joined) and fact.value.parts)


@dataclass(frozen=True, slots=True)
class Covering:
    """A document, and the clauses that it is there for."""

    id: str
    title: Shown
    state: tuple[Mark, ...]
    """Of each language version."""
    claimed: tuple[str, ...]
    documented: tuple[str, ...]
    evidenced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything that is said about the coverage of clauses."""

    language: str
    """The organisation's."""
    organisation: str
    wanted: Wanted
    editions: tuple[EditionCovered, ...]
    deadlines: tuple[CriterionNamed, ...]
    """The editions, with what is to be said about their end."""
    amendments: tuple[Message, ...]
    """What has become part of them."""
    documents: tuple[tuple[str, tuple[Covering, ...]], ...]
    """By edition."""
    unnamed: tuple[Covering, ...]
    """Documents that no clause of any edition names; only where everything is asked for."""
    provenance: Provenance

    def documents_of(self, key: str) -> tuple[Covering, ...]:
        """Return the documents that claim clauses of the edition *key*."""
        return dict(self.documents).get(key, ())


def coverage_of_editions(
    clauses: Iterable[ClauseCoverage], organisation: Organisation
) -> tuple[EditionCovered, ...]:
    """Return *clauses* by edition, in the order of the editions."""
    found: dict[str, list[ClauseCovered]] = {}
    for one in clauses:
        found.setdefault(one.edition, []).append(ClauseCovered(one))
    return tuple(
        EditionCovered(key, edition_named(key), tuple(own), _excluded(key, organisation))
        for key, own in found.items()
    )


def wanted(system: System, editions: Sequence[str], levels: Sequence[str], clauses: Sequence[str]) -> Wanted:
    """Return which clauses somebody asks for.

    Args:
        system: the quality management system.
        editions: as people call them.
        levels: as files or reports call them.
        clauses: numbers.

    Raises:
        QmsctlError: a word names nothing that is there; the hint names what is.
    """
    own = system.organisation.editions
    keys = tuple(edition_of(word, (*own, *readable(own))) for word in editions)
    names = {level.value: in_languages(mark.word) for level, mark in LEVELS.items()}
    found = keys_called(levels, names, lambda word: tr("there is no level {word}", word=word))
    known = [edition(key) for key in keys or system.organisation.editions]
    for clause in clauses:
        _refuse_unknown_clause(clause, known)
    return Wanted(keys, found, tuple(clauses))


def edition_of(word: str, known: Collection[str]) -> str:
    """Return the edition among *known* that somebody calls *word*.

    Raises:
        QmsctlError: it is none of them.
    """
    key = edition_meant(word)
    if key is not None and key in known:
        return key
    near = closest(word, tuple(known))
    raise QmsctlError(
        tr("the edition {word} is not among those that are worked to here", word=word)
        if key
        else tr("no edition is called {edition}", edition=word),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write one of: {expected}", expected=list_of([*known])),
    )


def _refuse_unknown_clause(clause: str, known: Sequence[Edition]) -> None:
    if any(one.clause(clause) is not None for one in known):
        return
    near = closest(clause, tuple(c.id for one in known for c in one.clauses))
    raise QmsctlError(
        tr("there is no clause {word}", word=clause),
        tr("did you mean {near}?", near=near)
        if near
        else tr("write the number of a clause, such as 7.5 or 9.2.1"),
    )


def coverage(system: System, made: Provenance, asked: Wanted) -> Coverage:
    """Return the coverage of the clauses that are *asked* for.

    Args:
        system: the quality management system on the day that is asked about.
        made: from what the paper is made.
        asked: which clauses are shown.
    """
    organisation = system.organisation
    others = {
        key: by_way_of(key, organisation.editions)
        for key in asked.editions
        if key not in organisation.editions
    }
    read = [one for key, by_way in others.items() for one in mapped(key, by_way, system.clauses)]
    taken = [one for one in (*system.clauses, *read) if asked.takes(one)]
    editions = tuple(
        replace(one, by_way_of=edition_named(others[one.key])) if one.key in others else one
        for one in coverage_of_editions(taken, organisation)
    )
    every = [key for key in (*organisation.editions, *others) if not asked.editions or key in asked.editions]
    return Coverage(
        system.organisation.language,
        system.organisation.organisation.name,
        asked,
        editions,
        tuple(criterion_named(Criterion(edition=key), system, system.day) for key in every),
        tuple(said for key in every for said in amendments_said(key, system.day)),
        tuple((one.key, _covering(one, system)) for one in editions),
        () if asked.facts or asked.editions else tuple(_unnamed(system)),
        made,
    )


def _covering(one: EditionCovered, system: System) -> tuple[Covering, ...]:
    claimed: dict[str, list[ClauseCoverage]] = {}
    for clause in one.clauses:
        for id in clause.covered.claimed_by:
            claimed.setdefault(id, []).append(clause.covered)
    return tuple(_covers(id, claimed[id], system) for id in sorted(claimed, key=natural_key))


def _unnamed(system: System) -> Iterator[Covering]:
    """Yield the documents for which no clause is named: neither by themselves nor by a map.

    Checklists, plans and programmes are about the clauses that they ask about.
    """
    for id in sorted(system.documents_by_id, key=natural_key):
        versions = [one for one in system.documents_by_id[id] if one.state is not DocumentState.WITHDRAWN]
        texts = [one.document for one in versions if one.document is not None]
        if any(isinstance(text, Checklist | AuditPlan | AuditProgramme) for text in texts):
            continue
        claims = system.qms.mapped.by_document.get(id) or any(any(text.clauses.values()) for text in texts)
        if texts and not claims:
            yield _covers(id, (), system)


def _covers(id: str, clauses: Sequence[ClauseCoverage], system: System) -> Covering:
    versions = system.documents_by_id.get(id, ())
    titles = tuple((d.language, d.document.title) for d in versions if d.document is not None)
    return Covering(
        id,
        Translated(titles) if titles else None,
        tuple(dict.fromkeys(STATES[version.state] for version in versions)),
        _numbers(clauses),
        _numbers(c for c in clauses if id in c.documented_by),
        _numbers(c for c in clauses if id in c.documented_by and c.level is Level.EVIDENCED),
    )


def _numbers(clauses: Iterable[ClauseCoverage]) -> tuple[str, ...]:
    return tuple(one.clause.id for one in clauses)


def _excluded(key: str, organisation: Organisation) -> tuple[Shown, ...]:
    reasons = organisation.exclusions.get(key, {})
    return tuple(
        Joined((clause, reasons[clause] or tr("no reason recorded")), ": ")
        for clause in sorted(reasons, key=clause_key)
    )
