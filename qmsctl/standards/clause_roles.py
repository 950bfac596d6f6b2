"""Clauses by what they are about, where qmsctl does something for them: `clause_roles.psv` of each standard.

So no edition is named in code: one that a new folder adds is treated alike as soon as its table says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from qmsctl.data_rows import rows_of
from qmsctl.standards import folders

__all__ = ["ClauseRole", "ClauseWithRole", "clauses_with"]


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
    files = (folder / "clause_roles.psv" for folder in folders())
    return {
        row["edition"]: ClauseWithRole(row["clause"], tuple(row["details"].split()))
        for file in files
        if file.is_file()
        for row in rows_of(file)
        if row["role"] == role.value
    }
