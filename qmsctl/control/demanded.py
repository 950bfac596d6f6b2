"""Documented information that an edition demands: what is known of each piece of it on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.programme import ControlledProgramme
from qmsctl.control.system import System
from qmsctl.standards.clause_roles import ClauseRole, clauses_with
from qmsctl.standards.mandatory import Demanded, demanded_by

__all__ = ["DemandedHere", "KeptHere", "Whereabouts", "demanded_here"]


class Whereabouts(Enum):
    """What is known of a piece of documented information."""

    FOUND = "found"
    UNSEEN = "unseen"
    """A document says it, and no record was seen that shows it."""
    CLAIMED = "claimed"
    """A document names the clause, and is not in force, or its text is not real."""
    NOWHERE = "nowhere"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class KeptHere:
    """Records that qmsctl itself keeps and that answer a clause."""

    programmes: tuple[ControlledProgramme, ...] = ()
    """Those in force."""
    audits: tuple[ControlledAudit, ...] = ()
    """Those that began."""
    nonconformities: int = 0
    reviews: tuple[str, ...] = ()
    """The management reviews from which something followed; their minutes are kept elsewhere."""

    def __bool__(self) -> bool:
        return bool(self.programmes or self.audits or self.nonconformities or self.reviews)


@dataclass(frozen=True, slots=True)
class DemandedHere:
    """One piece of documented information, and what is known of it."""

    edition: str
    demanded: Demanded
    clause: ClauseCoverage
    kept: KeptHere

    @property
    def is_documented(self) -> bool:
        """Whether a document in force says it."""
        return bool(self.clause.documented_by)

    @property
    def is_seen(self) -> bool:
        """Whether records are kept here that show it, or an audit saw some that still hold."""
        return bool(self.kept or self.clause.evidence)

    @property
    def whereabouts(self) -> Whereabouts:
        """What that comes to."""
        mode = self.demanded.mode
        if self.clause.level is Level.EXCLUDED:
            return Whereabouts.EXCLUDED
        if (self.is_documented or not mode.wants_document) and (self.is_seen or not mode.wants_records):
            return Whereabouts.FOUND
        if self.is_documented:
            return Whereabouts.UNSEEN
        return Whereabouts.CLAIMED if self.clause.claimed_by else Whereabouts.NOWHERE


def demanded_here(system: System) -> Iterator[DemandedHere]:
    """Yield what each edition of the organisation demands, in the order of its clauses."""
    covered = {(one.edition, one.clause.id): one for one in system.clauses}
    for key in system.organisation.editions:
        for one in demanded_by(key):
            if (clause := covered.get((key, one.clause))) is not None:
                kept = _kept_here(key, one.clause) if one.mode.wants_records else None
                yield DemandedHere(key, one, clause, kept(system) if kept else KeptHere())


def _audits(system: System) -> KeptHere:
    return KeptHere(
        programmes=tuple(one for one in system.programmes if one.document.in_force is not None),
        audits=tuple(audit for audit in system.audits if audit.status.has_begun),
    )


def _follow_up(system: System) -> KeptHere:
    return KeptHere(nonconformities=sum(finding.is_nonconformity for finding in system.findings))


def _reviews(system: System) -> KeptHere:
    sources = (finding.raised.fact.source for finding in system.findings)
    names = {source.management_review for source in sources if source and source.management_review}
    return KeptHere(reviews=tuple(sorted(names)))


_KEPT_HERE: Final[Mapping[ClauseRole, Callable[[System], KeptHere]]] = {
    ClauseRole.AUDITS: _audits,
    ClauseRole.FOLLOW_UP: _follow_up,
    ClauseRole.REVIEWS: _reviews,
}
"""Records of which qmsctl itself knows."""


def _kept_here(edition: str, clause: str) -> Callable[[System], KeptHere] | None:
    """Return what finds the records that show *clause* of *edition*, if qmsctl knows of such."""
    for role, kept in _KEPT_HERE.items():
        known = clauses_with(role).get(edition)
        if known is not None and known.clause == clause:
            return kept
    return None
