"""The audit programme of a period: its audits and what became of them, what was audited last when, the certificate."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from qmsctl.control.audit_coverage import Coverable, LastAudited, audit_coverage
from qmsctl.control.certificate import CertificateDays
from qmsctl.control.documents import ControlledDocument
from qmsctl.control.programme import ControlledEntry, ControlledProgramme, Progress, in_force_programme
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditProgramme
from qmsctl.model.schema import Filed
from qmsctl.reports.shown import Mark, Tone
from qmsctl.standards import edition

__all__ = [
    "PROGRESS",
    "STANDINGS",
    "CertificateShown",
    "Covered",
    "PlannedAudit",
    "ProgrammeFacts",
    "ProgrammeView",
    "Standing",
    "audit_programme",
]

PROGRESS: Final = {
    Progress.DONE: Mark(tr("done"), "✓", Tone.GOOD),
    Progress.UNDER_WAY: Mark(tr("under way"), "◔", Tone.CALM),
    Progress.PLANNED: Mark(tr("planned"), "○", Tone.QUIET),
    Progress.MOVED: Mark(tr("moved"), "→", Tone.CAUTION),
    Progress.LATE: Mark(tr("late"), "▲", Tone.BAD),
    Progress.CANCELLED: Mark(tr("cancelled"), "✗", Tone.CAUTION),
}
"""How far an audit of a programme has come."""


class Standing(Enum):
    """How something stands to the interval in which it has to be audited."""

    IN_TIME = "in_time"
    DUE = "due"
    NEVER = "never"
    EXCLUDED = "excluded"


STANDINGS: Final = {
    Standing.IN_TIME: Mark(tr("audited in time"), "✓", Tone.GOOD),
    Standing.DUE: Mark(tr("too long ago"), "▲", Tone.BAD),
    Standing.NEVER: Mark(tr("never audited"), "✗", Tone.BAD),
    Standing.EXCLUDED: Mark(tr("excluded"), "·", Tone.QUIET),
}


@dataclass(frozen=True, slots=True)
class PlannedAudit:
    """One entry of the programme."""

    entry: str
    kind: str
    title: str | None
    processes: tuple[str, ...]
    units: tuple[str, ...]
    clauses: tuple[str, ...]
    month: str
    """The month that was planned first: `2026-10`."""
    moved_to: str | None
    state: Progress
    done: dt.date | None
    audit: str | None
    reason: str | None
    lead: str | None
    team: tuple[str, ...]
    mode: str | None
    duration: str | None


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What the programme says, and which text of it is shown."""

    id: str
    title: str
    revision: str
    in_force: bool
    effective: dt.date | None
    """Since when it is in force; `None` for a draft."""
    from_: dt.date | None
    until: dt.date | None
    """Both, or neither."""
    owner: str | None
    editions: tuple[str, ...]
    objectives: str | None
    scope: str | None
    resources: str | None
    confidentiality: str | None
    risks: tuple[tuple[str, str | None], ...]
    """What may hinder it, and what is done about it."""
    opportunities: tuple[tuple[str, str | None], ...]
    reviewed: dt.date | None
    review: str | None
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A process, a unit or a clause, and its last internal audit."""

    kind: Coverable
    edition: str | None
    key: str
    title: str | tuple[tuple[str, str], ...]
    """A clause has one in each language."""
    last: dt.date | None
    audit: str | None
    planned: str | None
    """The month of the next audit in a programme."""
    standing: Standing
    days: tuple[dt.date, ...]

    def title_in(self, language: str) -> str:
        """Return its title in *language*."""
        if isinstance(self.title, str):
            return self.title
        titles = dict(self.title)
        return titles.get(language, titles["en"])


@dataclass(frozen=True, slots=True)
class CertificateShown:
    """The certificate and its calendar."""

    edition: str
    number: str | None
    body: str | None
    decided: dt.date
    valid_until: dt.date
    edition_end: dt.date | None
    last_day: dt.date
    surveillance_due: dt.date | None
    surveillance_overdue: bool
    recertification_from: dt.date
    recertification_until: dt.date
    recertified: dt.date | None
    recertification_missed: bool


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """Everything `qmsctl audit programme` says."""

    organisation: str
    day: dt.date
    commit: str | None
    history_complete: bool
    every: int
    """Months within which everything has to be audited."""
    programme: ProgrammeFacts | None
    audits: tuple[PlannedAudit, ...]
    coverage: tuple[Covered, ...]
    certificate: CertificateShown | None
    doubts: tuple[Message, ...]


def audit_programme(
    system: System, *, year: int | None = None, id: str | None = None, draft: bool = False
) -> ProgrammeView:
    """Return the programme of *year*, or of the day, with what became of it.

    Args:
        system: on the day whose state is asked for.
        year: by default that of the day.
        id: of the programme, where several have the year.
        draft: show what the tree holds, not what is in force.

    Raises:
        QmsctlError: there is no programme *id*.
    """
    shown, doubts = _chosen(system, year, id, draft=draft)
    folder = system.organisation.folders.programmes.rstrip("/") + "/"
    doubts += [
        tr("the file {path} cannot be read; qmsctl check says why", path=path)
        for path in sorted(system.malformed)
        if path.startswith(folder)
    ]
    organisation = system.organisation
    programmes = [shown] if shown else []
    others = [one for one in system.programmes if shown is None or one.id != shown.id]
    editions = tuple(dict.fromkeys([*(shown.stated.fact.editions if shown else ()), *organisation.editions]))
    covered = audit_coverage(organisation, system.audits, [*programmes, *others], system.day, editions)
    return ProgrammeView(
        organisation.organisation.name,
        system.day,
        system.history.head,
        system.history.complete,
        organisation.auditing.every,
        _facts(shown, system) if shown else None,
        tuple(_planned(one, system) for one in shown.entries) if shown else (),
        tuple(_covered(one, system) for one in covered),
        _certificate(system.certificate) if system.certificate else None,
        tuple(doubts),
    )


def _chosen(
    system: System, year: int | None, id: str | None, *, draft: bool
) -> tuple[ControlledProgramme | None, list[Message]]:
    """Return the programme to show, and what there is to say about the choice."""
    found = sorted(_texts(system, draft=draft), key=lambda one: one.stated.fact.from_ or dt.date.min)
    if id is not None:
        named = [one for one in found if one.id == id]
        if not named:
            raise QmsctlError(
                tr("there is no audit programme {programme} in force", programme=id)
                if not draft
                else tr("there is no audit programme {programme}", programme=id),
                tr("--draft shows a programme that is not in force; qmsctl register lists them"),
            )
        return named[-1], []
    fitting = [one for one in found if _has_year(one.stated.fact, year, system.day)]
    asked = year or system.day.year
    if not fitting:
        drafted = (
            [] if draft else [p for p in system.programmes if _has_year(p.stated.fact, year, system.day)]
        )
        if drafted:
            return None, [
                tr(
                    "the audit programme {programme} is not in force; --draft shows it, qmsctl approve {programme} puts it in force",
                    programme=shlex.quote(drafted[-1].id),
                )
            ]
        return None, [
            tr(
                "there is no audit programme for {year}; qmsctl audit programme --new {year} begins one",
                year=asked,
            )
        ]
    if len(fitting) > 1:
        known = ", ".join(one.id for one in fitting)
        return fitting[-1], [
            tr("several programmes have {year}: {known}; --id chooses", year=asked, known=known)
        ]
    return fitting[0], []


def _has_year(programme: AuditProgramme, year: int | None, day: dt.date) -> bool:
    if year is None or programme.period is None:
        return programme.covers(day)
    first, last = programme.period
    return first.year <= year <= last.year


def _texts(system: System, *, draft: bool) -> Iterator[ControlledProgramme]:
    """Yield the programmes as they are in force, or as the tree holds them."""
    if draft:
        yield from system.programmes
        return
    for document in system.documents:
        if isinstance(document.document, AuditProgramme) and document.document.translates is None:
            shown = in_force_programme(document, system.audits, system.day)
            if shown is not None:
                yield shown


def _facts(shown: ControlledProgramme, system: System) -> ProgrammeFacts:
    stated, document = shown.stated.fact, shown.document
    in_force = document.in_force if _is_in_force(document, shown.stated) else None
    review = stated.review
    return ProgrammeFacts(
        stated.id,
        stated.title,
        stated.revision,
        in_force is not None,
        in_force.effective if in_force else None,
        stated.period[0] if stated.period else None,
        stated.period[1] if stated.period else None,
        system.organisation.title(stated.owner) if stated.owner else None,
        stated.editions,
        stated.objectives,
        stated.scope.text,
        stated.resources,
        stated.confidentiality,
        tuple((one.text, one.action) for one in stated.risks),
        tuple((one.text, one.action) for one in stated.opportunities),
        review.day if review else None,
        review.text if review else None,
        review.lessons if review else (),
    )


def _is_in_force(document: ControlledDocument, stated: Filed[AuditProgramme]) -> bool:
    return document.in_force is not None and stated.source.digest == document.in_force.content


def _planned(one: ControlledEntry, system: System) -> PlannedAudit:
    entry, organisation = one.entry, system.organisation
    return PlannedAudit(
        entry.id,
        entry.kind,
        entry.title,
        entry.processes,
        entry.units,
        entry.clauses,
        f"{entry.month:%Y-%m}",
        f"{entry.moved_to:%Y-%m}" if entry.moved_to else None,
        one.progress,
        one.done,
        one.audit.id if one.audit else entry.audit,
        entry.reason,
        organisation.title(entry.lead) if entry.lead else None,
        tuple(organisation.title(person) for person in entry.team),
        entry.mode,
        entry.duration,
    )


def _covered(one: LastAudited, system: System) -> Covered:
    every, day = system.organisation.auditing.every, system.day
    if one.excluded is not None:
        standing = Standing.EXCLUDED
    elif one.last is None:
        standing = Standing.NEVER
    else:
        standing = Standing.DUE if one.is_due(day, every) else Standing.IN_TIME
    planned = f"{one.planned:%Y-%m}" if one.planned else None
    return Covered(
        one.kind, one.edition, one.key, _title(one, system), one.last, one.audit, planned, standing, one.days
    )


def _title(one: LastAudited, system: System) -> str | tuple[tuple[str, str], ...]:
    organisation = system.organisation
    if one.kind is Coverable.PROCESS:
        return organisation.processes[one.key].name
    if one.kind is Coverable.UNIT:
        return organisation.units[one.key]
    clause = edition(one.edition or "").clause(one.key)
    return clause.titles if clause else one.key


def _certificate(days: CertificateDays) -> CertificateShown:
    stated = days.certificate
    return CertificateShown(
        stated.edition,
        stated.number,
        stated.body,
        stated.decided,
        stated.valid_until,
        days.edition_end,
        days.last_day,
        days.surveillance_due,
        days.surveillance_is_overdue,
        days.recertification_from,
        days.recertification_until,
        days.recertified,
        days.recertification_is_missed,
    )
