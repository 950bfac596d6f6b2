"""How the clauses of one edition correspond to those of another, and what an edition newly demands.

`correlation.psv` and `changes.psv` of each standard hold it, in words of our own; no text of a standard.
Pairs are kept for editions that follow each other, and for two of different standards; all other
pairs, and the way back, follow from them.
No edition was read in the original for it: a comparison is a help, and the standard itself decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from qmsctl.data_rows import rows_of
from qmsctl.standards import EDITIONS, SHIPPED, Edition, clause_key, edition, editions_of, folder_of, folders

__all__ = [
    "Change",
    "ClauseMap",
    "Kind",
    "Moved",
    "Pair",
    "Relation",
    "UnrelatedError",
    "changes_between",
    "clause_map",
    "related",
]


class Relation(Enum):
    """How what a clause is about stands to a clause of another edition."""

    SAME = "same"
    """Its subject is there, whatever else is asked for."""
    MERGED = "merged"
    """Its subject is there, together with that of other clauses."""
    SPLIT = "split"
    """Its subject was divided, and one part is there."""
    PART = "part"
    """Something of it is there; its subject as such is elsewhere."""
    DROPPED = "dropped"
    """It is demanded no longer; there is what took its place."""

    @property
    def is_certain(self) -> bool:
        """Whether a document that answers the one clause speaks of the other."""
        return self in (Relation.SAME, Relation.MERGED)


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of one edition, and one of another that it corresponds to."""

    before: str
    after: str
    relation: Relation
    note: tuple[tuple[str, str], ...] = ()
    """By language; empty: there is nothing to say."""


class Kind(Enum):
    """What becomes of a clause in another edition."""

    UNCHANGED = "unchanged"
    """The number and what it is about stay."""
    RENUMBERED = "renumbered"
    """What it is about stands under another number, or under several."""
    MERGED = "merged"
    """One clause takes up what several were about."""
    SPLIT = "split"
    """Several clauses have a part of it each, so somebody has to say which parts a document answers."""
    DROPPED = "dropped"
    """It has no counterpart."""
    UNKNOWN = "unknown"
    """The edition has no such clause that holds requirements."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What becomes of one clause, as a document or a question names it."""

    before: str
    kind: Kind
    after: tuple[str, ...]
    """Where what it is about certainly is, as short as it can be said."""
    perhaps: tuple[str, ...]
    """Where parts of it may be: somebody has to decide."""
    notes: tuple[tuple[tuple[str, str], ...], ...]
    """By language each."""

    @property
    def is_settled(self) -> bool:
        """Whether all of it can be renumbered without a decision."""
        return self.kind in (Kind.UNCHANGED, Kind.RENUMBERED, Kind.MERGED)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that an edition newly demands, or demands otherwise."""

    edition: str
    """That brought it."""
    id: str
    clause: str
    """Of that edition."""
    is_new: bool
    """Nothing of the kind was demanded before; otherwise more, or something else."""
    what: tuple[tuple[str, str], ...]
    """By language, in words of our own."""
    look_for: tuple[tuple[str, str], ...]
    """By language: what usually shows it in an office."""


@dataclass(frozen=True)
class ClauseMap:
    """How the clauses of one edition correspond to those of another."""

    before: Edition
    after: Edition
    pairs: tuple[Pair, ...]

    @cached_property
    def _from(self) -> Mapping[str, Sequence[Pair]]:
        found: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(pair.before, []).append(pair)
        return found

    def sources(self, clause: str) -> tuple[str, ...]:
        """Return the clauses that certainly speak of what *clause* of the later one is about."""
        return tuple(pair.before for pair in self.pairs if pair.after == clause and pair.relation.is_certain)

    def moved(self, clause: str) -> Moved:
        """Return what becomes of *clause*, which may lie above others."""
        leaves = [leaf.id for leaf in self.before.leaves_under(clause)]
        if not leaves:
            return Moved(clause, Kind.UNKNOWN, (), (), ())
        pairs = [pair for leaf in leaves for pair in self._from.get(leaf, ())]
        certain = [pair for pair in pairs if pair.relation.is_certain]
        lost = [leaf for leaf in leaves if not any(pair.before == leaf for pair in certain)]
        after = self._shortest(clause, {pair.after for pair in certain})
        known = {leaf.id for number in after for leaf in self.after.leaves_under(number)}
        perhaps = self._sorted({pair.after for pair in pairs} - known)
        notes = tuple(dict.fromkeys(pair.note for pair in pairs if pair.note))
        return Moved(clause, self._kind(clause, pairs, lost, after), after, perhaps, notes)

    def renumbered(self, clauses: Iterable[str]) -> tuple[str, ...]:
        """Return the clauses that certainly correspond to *clauses*, each once, in the order of the standard."""
        return self._sorted({number for clause in clauses for number in self.moved(clause).after})

    def _kind(self, clause: str, pairs: Sequence[Pair], lost: Sequence[str], after: tuple[str, ...]) -> Kind:
        if lost:
            undecided = any(p.before in lost and p.relation is not Relation.DROPPED for p in pairs)
            return Kind.SPLIT if undecided or after else Kind.DROPPED
        if after == (clause,) and not any(pair.relation is Relation.MERGED for pair in pairs):
            return Kind.UNCHANGED
        if len(self.before.leaves_under(clause)) == 1 and any(p.relation is Relation.MERGED for p in pairs):
            return Kind.MERGED
        return Kind.UNCHANGED if after == (clause,) else Kind.RENUMBERED

    def _shortest(self, clause: str, wanted: set[str]) -> tuple[str, ...]:
        """Return *wanted* as clauses above them where these say exactly the same, *clause* itself first."""
        above = self.after.clause(clause)
        if above is not None and wanted and self._below(clause) == wanted:
            return (clause,)
        groups = sorted(
            (one.id for one in self.after.clauses if one.kind == "group"), key=lambda group: group.count(".")
        )
        left = set(wanted)
        found: set[str] = set()
        for group in groups:
            below = self._below(group)
            # A document that names single clauses is not made to name a whole chapter.
            if len(below) > 1 and below <= left and group.count(".") >= clause.count("."):
                found.add(group)
                left -= below
        return self._sorted(found | left)

    def _below(self, clause: str) -> set[str]:
        return {leaf.id for leaf in self.after.leaves_under(clause)}

    @staticmethod
    def _sorted(clauses: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(clauses, key=clause_key))


_WEAKEST_LAST: Final = tuple(Relation)
_BACK: Final = {Relation.MERGED: Relation.SPLIT, Relation.SPLIT: Relation.MERGED}


class UnrelatedError(LookupError):
    """Nothing says how the clauses of two editions correspond."""


def clause_map(before: str, after: str) -> ClauseMap:
    """Return how the clauses of the edition *before* correspond to those of *after*, in either direction.

    Raises:
        KeyError: one of them is not known.
        UnrelatedError: no table leads from one to the other.
    """
    return _kept_map(before, after) if len(EDITIONS) == len(SHIPPED) else _map(before, after)


@cache
def _kept_map(before: str, after: str) -> ClauseMap:
    return _map(before, after)


def _map(before: str, after: str) -> ClauseMap:
    first, last = edition(before), edition(after)
    way = _way(before, after)
    if way is None:
        reason = f"{before}, {after}"
        raise UnrelatedError(reason)
    if len(way) > 1 and not any(step in _tables() for step in pairwise(way)):  # every step leads back
        return ClauseMap(first, last, tuple(_backwards(clause_map(after, before).pairs)))
    pairs = tuple(Pair(leaf.id, leaf.id, Relation.SAME) for leaf in first.leaves)
    for one, other in pairwise(way):
        pairs = tuple(_joined(pairs, _step(one, other)))
    return ClauseMap(first, last, pairs)


def related(key: str) -> tuple[str, ...]:
    """Return the other editions to whose clauses those of *key* correspond somehow."""
    return tuple(other for other in EDITIONS if other != key and _way(key, other) is not None)


@cache
def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """Return what *after* newly demands, and the editions between.

    Nothing is new on the way back to an earlier edition, and nothing is said between two standards.
    """
    standard = edition(after).standard
    if after not in SHIPPED:
        return ()
    file = folder_of(after) / "changes.psv"
    if edition(before).standard != standard or not file.is_file():
        return ()
    order = editions_of(standard)
    between = order[order.index(before) + 1 : order.index(after) + 1]
    return tuple(
        Change(
            row["edition"],
            row["id"],
            row["clause"],
            row["kind"] == "new",
            (("en", row["what_en"]), ("pl", row["what_pl"])),
            (("en", row["look_en"]), ("pl", row["look_pl"])),
        )
        for row in rows_of(file)
        if row["edition"] in between
    )


def _tables() -> Mapping[tuple[str, str], tuple[Pair, ...]]:
    """Return the pairs that tables and catalogues state, by the editions they lead from and to."""
    own: dict[tuple[str, str], list[Pair]] = {}
    for key in EDITIONS[len(SHIPPED) :]:
        for other, clause, part in edition(key).corresponds:
            own.setdefault((key, other), []).append(Pair(clause, part, Relation.PART))
    return (
        {**_shipped_tables(), **{between: tuple(pairs) for between, pairs in own.items()}}
        if own
        else _shipped_tables()
    )


@cache
def _shipped_tables() -> Mapping[tuple[str, str], tuple[Pair, ...]]:
    """Return the pairs that tables state, by the editions they lead from and to."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for file in (folder / "correlation.psv" for folder in folders()):
        for row in rows_of(file) if file.is_file() else ():
            note = (("en", row["note_en"]), ("pl", row["note_pl"])) if row["note_en"] else ()
            pair = Pair(row["clause_from"], row["clause_to"], Relation(row["relation"]), note)
            found.setdefault((row["from"], row["to"]), []).append(pair)
    return {between: tuple(pairs) for between, pairs in found.items()}


def _way(before: str, after: str) -> tuple[str, ...] | None:
    """Return the editions over which tables lead from *before* to *after*, the shortest way; `None`: there is none."""
    ways: list[tuple[str, ...]] = [(before,)]
    seen = {before}
    for way in ways:  # grows while it is walked through
        if way[-1] == after:
            return way
        for other in EDITIONS:
            if other not in seen and not _tables().keys().isdisjoint({(way[-1], other), (other, way[-1])}):
                seen.add(other)
                ways.append((*way, other))
    return None


def _step(one: str, other: str) -> tuple[Pair, ...]:
    """Return the pairs of two editions that a table leads between."""
    return _tables().get((one, other)) or tuple(_backwards(_tables()[other, one]))


def _joined(first: Iterable[Pair], then: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the pairs of two steps as one: as weak as the weaker of both."""
    found: dict[tuple[str, str], Pair] = {}
    for one in first:
        for two in then:
            if one.after != two.before:
                continue
            weaker = max(one.relation, two.relation, key=_WEAKEST_LAST.index)
            pair = Pair(one.before, two.after, weaker, one.note or two.note)
            known = found.get((pair.before, pair.after))
            if known is None or _WEAKEST_LAST.index(weaker) < _WEAKEST_LAST.index(known.relation):
                found[pair.before, pair.after] = pair
    yield from found.values()


def _backwards(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield *pairs* the other way round: what was merged is split again, and what is gone does not come back."""
    for pair in pairs:
        if pair.relation is not Relation.DROPPED:
            yield Pair(pair.after, pair.before, _BACK.get(pair.relation, pair.relation), pair.note)
