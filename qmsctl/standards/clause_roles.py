"""Clauses by what they are about, where qmsctl does something for them: `clause_roles.psv` of each standard.

So no edition is named in code: one that a new folder adds is treated alike as soon as its table says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from qmsctl.data_rows import rows_of
from qmsctl.standards import folders

__all__ = ["ClauseRole", "ClauseWithRole", "clauses_of_inputs", "clauses_with"]


class ClauseRole(Enum):
    """What a clause is about."""

    AUDITS = "audits"
    """Records of audits: qmsctl keeps them."""
    FOLLOW_UP = "follow-up"
    """Records of nonconformities and what was done about them."""
    REVIEWS = "reviews"
    """Records of management reviews."""
    REVIEW_INPUTS = "review-inputs"
    """What a management review has to look at; the row names each input."""
    OBJECTIVES = "objectives"
    """Objectives of the system."""
    AUDIT_OBJECTIVES = "audit-objectives"
    """Each audit has objectives of its own."""
    OWN_WORK = "own-work-forbidden"
    """Nobody audits their own work, whatever the safeguard."""


@dataclass(frozen=True, slots=True)
class ClauseWithRole:
    """A clause, and what else its row says."""

    clause: str
    details: tuple[str, ...]


@cache
def clauses_with(role: ClauseRole) -> Mapping[str, ClauseWithRole]:
    """Return the clause with *role*, by edition; an edition that has none is not there."""
    return {
        row["edition"]: ClauseWithRole(row["clause"], tuple(row["details"].split()))
        for row in _rows(role.value)
    }


@cache
def clauses_of_inputs() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return which clauses of an edition are about an input of the management review, by edition and input."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in _rows("input-clauses"):
        for named in row["details"].split():
            key = (row["edition"], named)
            found[key] = (*found.get(key, ()), row["clause"])
    return found


def _rows(role: str) -> Iterator[Mapping[str, str]]:
    """Yield the rows of every standard with *role*."""
    for folder in folders():
        file = folder / "clause_roles.psv"
        if file.is_file():
            yield from (row for row in rows_of(file) if row["role"] == role)
