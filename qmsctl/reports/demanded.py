"""Where the documented information is that an edition demands: which document says it, which records show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from qmsctl.control.demanded import DemandedHere, Whereabouts, demanded_here
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.criteria import edition_named
from qmsctl.reports.marks import AUDIT_STATUSES
from qmsctl.reports.shown import Joined, Link, Mark, Shown, Tone, Translated, natural_key
from qmsctl.standards.mandatory import Basis, Demanded, Mode

__all__ = ["BASES", "MODES", "WHEREABOUTS", "DemandedFound", "DemandedInEdition", "demanded"]


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
    found = []
    for key, ones in groupby(demanded_here(system), key=lambda one: one.edition):
        rows = tuple(map(_found, ones))
        found.append(DemandedInEdition(key, edition_named(key), rows[0].demanded.basis, rows))
    return tuple(found)


def _found(one: DemandedHere) -> DemandedFound:
    clause = one.clause
    records = tuple(_records(one)) if one.demanded.mode.wants_records else ()
    documents = tuple(Link(id, "register") for id in clause.documented_by or clause.claimed_by)
    return DemandedFound(one.demanded, one.whereabouts, documents, records, clause.reason)


def _records(one: DemandedHere) -> Iterator[Shown]:
    """Yield the records that are kept here, and else what an audit saw last."""
    kept = one.kept
    for programme in sorted(kept.programmes, key=lambda programme: natural_key(programme.id)):
        yield tr("programme {programme}", programme=programme.id)
    for audit in kept.audits:
        yield Joined((Link(audit.id, "audits"), AUDIT_STATUSES[audit.status]))
    if kept.nonconformities:
        yield tr_n(
            "{count} nonconformity with its follow-up",
            "{count} nonconformities with their follow-up",
            kept.nonconformities,
        )
    for name in sorted(kept.reviews, key=natural_key):
        yield tr("what followed from management review {id}", id=name)
    if not kept and one.clause.evidence:
        yield _seen(max(one.clause.evidence, key=lambda record: (record.fact.occurred, record.path)))


def _seen(record: Filed[Evidence]) -> Shown:
    """Return where an audit saw records: the place, as it was noted."""
    fact = record.fact
    seen = tr("seen on {day} in audit {audit}", day=fact.occurred, audit=fact.audit)
    return Joined((seen, fact.where), ": ") if fact.where else seen
