"""Where the documented information is that an edition demands: which document says it, which records show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.marks import AUDIT_STATUSES
from qmsctl.reports.shown import Joined, Link, Mark, Shown, Tone, Translated, natural_key
from qmsctl.standards.mandatory import Basis, Demanded, Mode, demanded_by

__all__ = ["BASES", "MODES", "WHEREABOUTS", "DemandedFound", "DemandedInEdition", "Whereabouts", "demanded"]


class Whereabouts(Enum):
    """What is known of a piece of documented information."""

    FOUND = "found"
    UNSEEN = "unseen"
    """A document says it, and no record was seen that shows it."""
    CLAIMED = "claimed"
    """A document names the clause, and is not in force, or its text is not real."""
    NOWHERE = "nowhere"
    EXCLUDED = "excluded"


WHEREABOUTS: Final = {
    Whereabouts.FOUND: Mark(tr("found"), "✓", Tone.GOOD),
    Whereabouts.UNSEEN: Mark(tr("documented, no record seen"), "◑", Tone.CAUTION),
    Whereabouts.CLAIMED: Mark(tr("named, not documented"), "◔", Tone.BAD),
    Whereabouts.NOWHERE: Mark(tr("not found"), "✗", Tone.BAD),
    Whereabouts.EXCLUDED: Mark(tr("clause excluded"), "–", Tone.QUIET),  # noqa: RUF001 - the dash of an empty cell
}
MODES: Final = {
    Mode.MAINTAIN: tr("document, kept up to date"),
    Mode.RETAIN: tr("record, kept as it was"),
    Mode.BOTH: tr("document and records"),
}
BASES: Final = {
    Basis.COMPARED: tr(
        "The list for this edition was compared with the guidance of the committee that writes the standard,"
        " by way of secondary sources."
    ),
    Basis.REPORTED: tr(
        "The list for this edition follows reports on it and was not compared with the standard:"
        " check it against your copy."
    ),
    Basis.RECALLED: tr(
        "The list for this edition is known from practice and was not compared with the standard:"
        " check it against your copy."
    ),
}
"""How well the list of an edition is founded."""


@dataclass(frozen=True, slots=True)
class DemandedFound:
    """One piece of documented information, and where it is."""

    demanded: Demanded
    whereabouts: Whereabouts
    documents: tuple[Shown, ...]
    """Those in force that document the clause; or else those that name it."""
    records: tuple[Shown, ...]
    reason: str | None
    """Why the clause is excluded."""

    @property
    def what(self) -> Translated:
        """What is demanded, in words of our own."""
        return Translated(self.demanded.what)

    @property
    def artefact(self) -> Translated:
        """What it usually is in an office."""
        return Translated(self.demanded.artefact)

    @property
    def is_lacking(self) -> bool:
        """Whether something always has to be there, and is not."""
        fine = (Whereabouts.FOUND, Whereabouts.EXCLUDED)
        return self.demanded.always and self.whereabouts not in fine


@dataclass(frozen=True, slots=True)
class DemandedInEdition:
    """What one edition demands."""

    key: str
    name: Shown
    basis: Basis
    found: tuple[DemandedFound, ...]

    def lacking(self, *whereabouts: Whereabouts) -> tuple[DemandedFound, ...]:
        """Return what always has to be there, and about which no more than *whereabouts* is known."""
        return tuple(one for one in self.found if one.is_lacking and one.whereabouts in whereabouts)


def demanded(system: System) -> tuple[DemandedInEdition, ...]:
    """Return what each edition of the organisation demands, and where it is on the day."""
    covered = {(one.edition, one.clause.id): one for one in system.clauses}
    found = []
    for key in system.organisation.editions:
        rows = tuple(
            _found(one, key, covered[key, one.clause], system)
            for one in demanded_by(key)
            if (key, one.clause) in covered
        )
        if rows:
            found.append(DemandedInEdition(key, edition_named(key), rows[0].demanded.basis, rows))
    return tuple(found)


def _found(one: Demanded, edition: str, clause: ClauseCoverage, system: System) -> DemandedFound:
    records = tuple(_records(edition, clause, system)) if one.mode.wants_records else ()
    documents = tuple(Link(id, "register") for id in clause.documented_by or clause.claimed_by)
    return DemandedFound(one, _whereabouts(one, clause, records), documents, records, clause.reason)


def _whereabouts(one: Demanded, clause: ClauseCoverage, records: tuple[Shown, ...]) -> Whereabouts:
    if clause.level is Level.EXCLUDED:
        return Whereabouts.EXCLUDED
    is_documented = bool(clause.documented_by)
    if (is_documented or not one.mode.wants_document) and (records or not one.mode.wants_records):
        return Whereabouts.FOUND
    if is_documented:
        return Whereabouts.UNSEEN
    return Whereabouts.CLAIMED if clause.claimed_by else Whereabouts.NOWHERE


def _records(edition: str, clause: ClauseCoverage, system: System) -> Iterator[Shown]:
    """Yield the records that are kept here, and else what an audit saw last."""
    kept = _KEPT_HERE.get((edition, clause.clause.id))
    found = tuple(kept(system)) if kept else ()
    yield from found
    if not found and clause.evidence:
        yield _seen(max(clause.evidence, key=lambda one: (one.fact.occurred, one.path)))


def _seen(record: Filed[Evidence]) -> Shown:
    """Return where an audit saw records: the place, as it was noted."""
    fact = record.fact
    seen = tr("seen on {day} in audit {audit}", day=fact.occurred, audit=fact.audit)
    return Joined((seen, fact.where), ": ") if fact.where else seen


def _audits(system: System) -> Iterator[Shown]:
    """Yield the programmes in force and the audits that began."""
    for programme in sorted(system.programmes, key=lambda one: natural_key(one.id)):
        if programme.document.in_force is not None:
            yield tr("programme {programme}", programme=programme.id)
    for audit in system.audits:
        if audit.status.has_begun:
            yield Joined((Link(audit.id, "audits"), AUDIT_STATUSES[audit.status]))


def _follow_up(system: System) -> Iterator[Shown]:
    count = sum(finding.is_nonconformity for finding in system.findings)
    if count:
        yield tr_n(
            "{count} nonconformity with its follow-up", "{count} nonconformities with their follow-up", count
        )


def _reviews(system: System) -> Iterator[Shown]:
    """Yield the management reviews from which something followed; their minutes are kept elsewhere."""
    sources = (finding.raised.fact.source for finding in system.findings)
    names = {source.management_review for source in sources if source and source.management_review}
    for name in sorted(names, key=natural_key):
        yield tr("what followed from management review {id}", id=name)


_KEPT_HERE: Final[Mapping[tuple[str, str], Callable[[System], Iterator[Shown]]]] = {
    ("iso9001:2008", "8.2.2"): _audits,
    ("iso9001:2015", "9.2.2"): _audits,
    ("iso9001:2026", "9.2.2"): _audits,
    ("iso9001:2008", "8.5.2"): _follow_up,
    ("iso9001:2015", "10.2.2"): _follow_up,
    ("iso9001:2026", "10.2.2"): _follow_up,
    ("iso9001:2008", "5.6.1"): _reviews,
    ("iso9001:2015", "9.3.3"): _reviews,
    ("iso9001:2026", "9.3.3"): _reviews,
}
"""By edition and clause: records of which qmsctl itself knows."""
