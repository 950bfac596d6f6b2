"""The waivers on a day: what each is for, who answers for it, where it stands, and what it waives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from qmsctl.control.system import System
from qmsctl.control.trust import Trust
from qmsctl.control.waivers import AppliedWaiver, WaiverState
from qmsctl.inspection import Inspection
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.record import Waiver
from qmsctl.reports.shown import Mark, Tone, natural_key

__all__ = ["WAIVER_STATES", "WaiverList", "WaiverListed", "list_of_waivers"]

WAIVER_STATES: Final = {
    WaiverState.IN_FORCE: Mark(tr("in effect"), "●", Tone.CALM),
    WaiverState.TO_COME: Mark(tr("still to come"), "○", Tone.CALM),
    WaiverState.EXPIRED: Mark(tr("expired"), "▲", Tone.CAUTION),
    WaiverState.ENDED: Mark(tr("ended before its last day"), "✓", Tone.CALM),
    WaiverState.VOID: Mark(tr("counts for nothing"), "✕", Tone.BAD),
}


@dataclass(frozen=True, slots=True)
class WaiverListed:
    """One waiver of a list."""

    applied: AppliedWaiver
    slug: str
    """The name of the rule, or what stands in its place."""
    approver: str
    role: str | None
    mark: Mark
    remarks: tuple[Message, ...]
    """What is to be known or mended about it."""

    @property
    def fact(self) -> Waiver:
        """What its record says."""
        return self.applied.waiver.record.fact


@dataclass(frozen=True, slots=True)
class WaiverList:
    """The waivers that were asked for, those that end first before the others."""

    organisation: str
    day: dt.date
    commit: str | None
    complete: bool
    """Whether the whole history was there."""
    rows: tuple[WaiverListed, ...]
    unrecorded: tuple[str, ...]
    """Files of waivers that no commit holds: they do not count."""
    contested: tuple[str, ...]
    """Files of corrections that contradict each other: they do not count."""
    current: bool
    """Whether only those are listed that hold or are to hold."""


def list_of_waivers(system: System, inspection: Inspection, *, current: bool = False) -> WaiverList:
    """Return the waivers of *system*.

    Args:
        system: on the day that is asked about.
        inspection: what all rules found on that day.
        current: only those that hold, or are to hold.
    """
    slugs = {outcome.rule: outcome.slug for outcome in inspection.outcomes}
    wanted = (WaiverState.IN_FORCE, WaiverState.TO_COME) if current else tuple(WaiverState)
    rows = [_listed(system, one, slugs) for one in inspection.waivers if one.waiver.state in wanted]
    return WaiverList(
        system.organisation.organisation.name,
        system.day,
        system.history.head,
        system.history.complete,
        tuple(sorted(rows, key=_order)),
        tuple(record.path for record in system.unrecorded if isinstance(record.fact, Waiver)),
        tuple(record.path for record in system.contested if isinstance(record.fact, Waiver)),
        current,
    )


def _order(row: WaiverListed) -> tuple[object, ...]:
    fact = row.fact
    return fact.until, natural_key(fact.document), natural_key(fact.rule), row.applied.waiver.record.path


def _listed(system: System, applied: AppliedWaiver, slugs: dict[str, str]) -> WaiverListed:
    fact, organisation = applied.waiver.record.fact, system.organisation
    return WaiverListed(
        applied,
        slugs.get(applied.rule or "", fact.rule),
        organisation.title(fact.decider.person),
        organisation.title(fact.decider.role) if fact.decider.role else None,
        WAIVER_STATES[applied.waiver.state],
        tuple(_remarks(applied)),
    )


def _remarks(applied: AppliedWaiver) -> list[Message]:
    """Return what rules over waivers say of one, in short."""
    waiver, found = applied.waiver, []
    if waiver.state is WaiverState.EXPIRED and applied.back:
        found.append(tr_n("{count} problem is back", "{count} problems are back", applied.back))
    if applied.rule is None:
        found.append(tr("no rule is called so"))
    elif applied.unwaivable is not None:
        found.append(tr("the rule cannot be waived"))
    elif not applied.enabled:
        found.append(tr("the rule is switched off"))
    elif not waiver.subject.paths:
        found.append(tr("nothing is called so"))
    elif waiver.state is WaiverState.IN_FORCE and not applied.waived:
        found.append(tr("there is nothing to waive"))
    if not waiver.authorised:
        found.append(tr("whoever decided may not"))
    if waiver.backward:
        found.append(tr("its days contradict each other"))
    if waiver.authorised and not waiver.founded:
        unknown = waiver.trust is Trust.UNKNOWN
        found.append(
            tr("whether its approver decided cannot be established")
            if unknown
            else tr("nothing shows that its approver decided")
        )
    return found
