"""How far another standard is answered by what is there for an edition that the organisation works to.

Nobody names clauses of that standard: what documents, questions and evidence there are for the clauses
that correspond to its own is read over the table of correspondences.  It is a help and no assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.standards import Clause, clause_key, edition
from qmsctl.standards.correlation import clause_map, related

__all__ = ["by_way_of", "mapped", "readable"]

_WEAKEST_FIRST = (Level.UNCLAIMED, Level.CLAIMED, Level.DOCUMENTED, Level.EVIDENCED)


def readable(editions: Sequence[str]) -> tuple[str, ...]:
    """Return the editions of other standards that can be read by way of one of *editions*."""
    standards = {edition(key).standard for key in editions}
    found = dict.fromkeys(other for key in editions for other in related(key))
    return tuple(other for other in found if edition(other).standard not in standards)


def by_way_of(key: str, editions: Sequence[str]) -> str:
    """Return by way of which of *editions* the edition *key* is read: the last that a table leads from.

    Raises:
        LookupError: none of them.
    """
    ways = [one for one in editions if key in related(one)]
    if not ways:
        raise LookupError(key)
    return ways[-1]


def mapped(key: str, by_way: str, clauses: Iterable[ClauseCoverage]) -> tuple[ClauseCoverage, ...]:
    """Return how far each clause of the edition *key* is answered by way of *by_way*.

    Args:
        key: an edition of another standard.
        by_way: the edition by way of which it is read.
        clauses: the coverage of every clause of the organisation's editions.

    A clause is as far as the weakest of those it corresponds to; those that do not apply leave that to the others.
    """
    known = {one.clause.id: one for one in clauses if one.edition == by_way}
    pairs = clause_map(key, by_way).pairs
    return tuple(
        _joined(
            key, leaf, [known[pair.after] for pair in pairs if pair.before == leaf.id and pair.after in known]
        )
        for leaf in edition(key).leaves
    )


def _joined(key: str, leaf: Clause, there: Sequence[ClauseCoverage]) -> ClauseCoverage:
    applying = [one.level for one in there if one.level is not Level.EXCLUDED]
    only_excluded = bool(there) and not applying
    return ClauseCoverage(
        key,
        leaf,
        Level.EXCLUDED if only_excluded else min(applying, key=_WEAKEST_FIRST.index, default=Level.UNCLAIMED),
        there[0].reason if only_excluded else None,
        _each(one.claimed_by for one in there),
        _each(one.documented_by for one in there),
        _each(one.asked_by for one in there),
        tuple({record.path: record for one in there for record in one.evidence}.values()),
        _each(one.open_nonconformities for one in there),
        tuple(sorted((one.clause.id for one in there), key=clause_key)),
    )


def _each(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))
