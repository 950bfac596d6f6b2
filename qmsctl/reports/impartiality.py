"""Who audits what they have a stake in, and what is recorded to keep the audit impartial all the same."""

from __future__ import annotations

from dataclasses import dataclass

from qmsctl.control.impartiality import forbids_own_work, in_conflict, stake_in_words
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.reports.people import person_named
from qmsctl.reports.shown import Mark, Shown, Tone

__all__ = ["AuditorInConflict", "auditors_in_conflict"]


@dataclass(frozen=True, slots=True)
class AuditorInConflict:
    """One auditor of one audit, and what ties them to what is audited."""

    audit: str
    person: Shown
    stakes: tuple[Shown, ...]
    safeguard: str | None
    standing: Mark


def auditors_in_conflict(system: System) -> tuple[AuditorInConflict, ...]:
    """Return the auditors of all audits who have a stake in what they audit, by audit."""
    found = []
    for audit in system.audits:
        plan = audit.plan.fact
        safeguards = {one.person: (one.safeguard or "").strip() for one in plan.team}
        for person, conflicts in in_conflict(plan, system).items():
            safeguard = safeguards.get(person) or None
            if forbids_own_work(plan, system.organisation):
                standing = Mark(tr("not allowed"), "✗", Tone.BAD)
            elif safeguard:
                standing = Mark(tr("safeguard recorded"), "◑", Tone.CALM)
            else:
                standing = Mark(tr("no safeguard recorded"), "▲", Tone.CAUTION)
            stakes = tuple(stake_in_words(one, system.organisation) for one in conflicts)
            found.append(
                AuditorInConflict(
                    audit.id, person_named(person, system.organisation), stakes, safeguard, standing
                )
            )
    return tuple(found)
