"""The course of an audit as its minutes tell it, and what it came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import Message, tr, tr_n
from qmsctl.model.record import Minutes
from qmsctl.model.schema import Filed
from qmsctl.reports.marks import MINUTES
from qmsctl.reports.people import called
from qmsctl.reports.shown import Fact, Joined, Shown, short

__all__ = ["Conclusions", "Event", "Issue", "conclusions", "course", "issues"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the course of the audit, or should have and is not recorded."""

    key: str
    """The kind of minutes, as records name it."""
    occurred: dt.date | None
    """`None`: nobody recorded it."""
    present: tuple[Shown, ...]
    text: Shown
    opinions: tuple[str, ...] = ()
    """Those that were not agreed on."""

    @property
    def kind(self) -> Message:
        """What kind of event it is."""
        return MINUTES[self.key]

    @property
    def is_meeting(self) -> bool:
        """Whether an audit has not been conducted without it."""
        return self.key in _MEETINGS


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What the audit team concluded."""

    occurred: dt.date
    text: str | None
    recommendation: str | None
    fulfilment: str | None = None
    obstacles: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    programme_issues: str | None = None
    next_audits: str | None = None
    use_of_marks: str | None = None
    certified_scope: str | None = None
    is_external: bool = False
    """Whether it is an audit for a certificate: then more belongs into its report."""

    def facts(self, uncovered: tuple[Shown, ...], unsettled: tuple[Shown, ...]) -> tuple[Fact, ...]:
        """Return the conclusions, labelled; what belongs into every report is said to be missing.

        Args:
            uncovered: what was not covered as the records show it, beside what the team says.
            unsettled: what is not settled as they show it.
        """
        nothing = tr("none is recorded")
        of_certificate = (
            Fact(tr("Use of the certificate and of marks"), self.use_of_marks, long=True),
            Fact(
                tr("Scope of the certificate and objectives of the system"), self.certified_scope, long=True
            ),
            Fact(tr("What matters for the audit programme"), self.programme_issues, long=True),
        )
        optional = (
            Fact(tr("What stood in the way of the audit"), self.obstacles, long=True),
            Fact(tr("For the next audits"), self.next_audits, long=True),
        )
        return (
            Fact(tr("Concluded on"), self.occurred),
            Fact(tr("Conclusions of the audit team"), self.text, long=True),
            Fact(tr("How far the criteria are fulfilled, and effectiveness"), self.fulfilment, long=True),
            Fact(tr("Areas not covered"), (*self.not_covered, *uncovered) or nothing, long=True),
            Fact(
                tr("Unresolved issues and diverging opinions"),
                (*self.opinions, *unsettled) or nothing,
                long=True,
            ),
            *(fact for fact in of_certificate if fact.value or self.is_external),
            Fact(tr("Recommendation"), self.recommendation, long=True),
            *(fact for fact in optional if fact.value),
        )


@dataclass(frozen=True, slots=True)
class Issue:
    """A report of this audit that was issued."""

    occurred: dt.date
    file: str | None
    digest: str | None
    commit: str | None


_MEETINGS: Final = ("opening", "closing")
"""Without these an audit has not been conducted."""


def course(audit: ControlledAudit, system: System) -> tuple[Event, ...]:
    """Return the events of *audit* by day; meetings that nobody recorded are said to be missing."""
    ordered = sorted(audit.minutes, key=lambda minutes: (minutes.fact.occurred, minutes.fact.recorded))
    events = [_event(minutes, system) for minutes in ordered]
    recorded = {minutes.fact.kind for minutes in ordered}
    missing = [
        Event(kind, occurred=None, present=(), text=None) for kind in _MEETINGS if kind not in recorded
    ]
    return (*events, *missing)


def _event(minutes: Filed[Minutes], system: System) -> Event:
    fact = minutes.fact
    present = tuple(called(person, system.organisation) for person in fact.present)
    return Event(fact.kind, fact.occurred, present, _text(fact), fact.opinions)


def _text(minutes: Minutes) -> Shown:
    """Return what the minutes say; conclusions have a section of their own."""
    if minutes.kind == "conclusions":
        return tr("see the section on conclusions")
    if minutes.kind == "audit_closed":
        sealed = tr_n(
            "{count} file sealed by its digest", "{count} files sealed by their digests", len(minutes.seal)
        )
        incomplete = tr(
            "closed although it was not complete: {reason}", reason=(minutes.reason or "").strip().rstrip(".")
        )
        told = (sealed, incomplete if minutes.reason else None, minutes.text)
        return Joined(tuple(one for one in told if one), ". ")
    if minutes.kind == "report_issued" and minutes.report:
        issued = tr(
            "{file}, SHA-256 {digest}, made from commit {commit}",
            file=minutes.report.file.rpartition("/")[2],
            digest=minutes.report.sha256,
            commit=short(minutes.report.commit),
        )
        return Joined((issued, minutes.text), ". ") if minutes.text else issued
    said: tuple[Shown, ...] = (
        *((minutes.text.strip(),) if minutes.text else ()),
        *((tr("Reason: {reason}", reason=minutes.reason.strip()),) if minutes.reason else ()),
        *(tr("Diverging opinion: {opinion}", opinion=opinion) for opinion in minutes.opinions),
    )
    return said if len(said) > 1 else minutes.text or said


def conclusions(audit: ControlledAudit) -> tuple[Conclusions, ...]:
    """Return the conclusions of *audit* that stand, oldest first; more than one have to be corrected into one."""
    return tuple(
        Conclusions(
            fact.occurred,
            fact.text,
            fact.recommendation,
            fact.fulfilment,
            fact.obstacles,
            fact.not_covered,
            fact.opinions,
            fact.programme_issues,
            fact.next_audits,
            fact.use_of_marks,
            fact.certified_scope,
            audit.plan.fact.kind != "internal",
        )
        for fact in (minutes.fact for minutes in audit.minutes)
        if fact.kind == "conclusions"
    )


def issues(minutes: Iterable[Filed[Minutes]]) -> tuple[Issue, ...]:
    """Return the reports that were issued, oldest first."""
    return tuple(
        Issue(
            m.fact.occurred,
            m.fact.report.file.rpartition("/")[2] if m.fact.report else None,
            m.fact.report.sha256 if m.fact.report else None,
            short(m.fact.report.commit) if m.fact.report else None,
        )
        for m in minutes
        if m.fact.kind == "report_issued"
    )
