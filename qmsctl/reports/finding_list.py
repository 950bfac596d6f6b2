"""Findings over all audits and sources: which somebody asks for, and what there is to say about each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import closest
from qmsctl.reports.finding_steps import StepReported, steps_reported
from qmsctl.reports.findings import FindingReported, finding_reported
from qmsctl.reports.marks import GRADES
from qmsctl.reports.shown import natural_key
from qmsctl.standards import EDITIONS, edition

__all__ = ["FindingList", "FindingListed", "Wanted", "find_findings", "list_of_findings"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings somebody asks for; what is left empty leaves nothing out."""

    open: bool = False
    overdue: bool = False
    recurring: bool = False
    person: str | None = None
    """Key of a person: findings that they, or a role they hold, answer for."""
    units: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    """Of any edition; those below them too."""
    grades: tuple[str, ...] = ()
    audits: tuple[str, ...] = ()


_ALL: Final = Wanted()


@dataclass(frozen=True, slots=True)
class FindingListed:
    """One finding of a list."""

    finding: ControlledFinding
    reported: FindingReported
    repeats: str | None
    """The number of the earlier finding that it repeats."""
    is_marked: bool
    """Its record says so; otherwise it follows from clause and process or unit."""
    trail: tuple[StepReported, ...]
    """Every step with all that its record says."""

    @property
    def done_on(self) -> dt.date | None:
        """When the action was carried out."""
        done = self.finding.last("done")
        return done.fact.occurred if done else None


@dataclass(frozen=True, slots=True)
class FindingList:
    """The findings that were asked for, on a day."""

    organisation: str
    day: dt.date
    commit: str | None
    complete: bool
    """Whether the whole history was there."""
    rows: tuple[FindingListed, ...]
    unrecorded: tuple[str, ...]
    """Files of steps that no commit holds: they do not count."""
    contested: tuple[str, ...]
    """Files of corrections that contradict each other: they do not count."""
    chosen: tuple[Message, ...] = ()
    """By what the findings were chosen; nothing if all of them are listed."""


def find_findings(system: System, wanted: Wanted) -> tuple[ControlledFinding, ...]:
    """Return the findings of *system* that are *wanted*, by number.

    Raises:
        QmsctlError: a unit, clause, grade or audit does not exist.
    """
    wanted = replace(wanted, audits=tuple(_audit_meant(system, audit) for audit in wanted.audits))
    _refuse_unknown(system, wanted)
    found = [finding for finding in system.findings if _takes(system, wanted, finding)]
    return tuple(sorted(found, key=lambda finding: (natural_key(finding.number), finding.id)))


def list_of_findings(
    system: System, findings: tuple[ControlledFinding, ...], wanted: Wanted = _ALL
) -> FindingList:
    """Return what there is to say about *findings*, which are those *wanted*."""
    late = {record.path for audit in system.audits for record in audit.late}
    return FindingList(
        organisation=system.organisation.organisation.name,
        day=system.day,
        commit=system.history.head,
        complete=system.history.complete,
        rows=tuple(_listed(system, finding, late) for finding in findings),
        unrecorded=tuple(r.path for r in system.unrecorded if isinstance(r.fact, FindingStep)),
        contested=tuple(r.path for r in system.contested if isinstance(r.fact, FindingStep)),
        chosen=tuple(_chosen(system, wanted)),
    )


def _listed(system: System, finding: ControlledFinding, late: set[str]) -> FindingListed:
    stated = finding.raised.fact.repeats
    earlier = system.findings_by_id.get(stated) if stated else system.recurrences.get(finding.id)
    reported = finding_reported(finding, system, is_late=finding.raised.path in late)
    trail = tuple(steps_reported(finding, system, whole=True))
    return FindingListed(finding, reported, earlier.number if earlier else stated, stated is not None, trail)


def _takes(system: System, wanted: Wanted, finding: ControlledFinding) -> bool:
    raised = finding.raised.fact
    source = raised.source.audit if raised.source else None
    waits = finding.is_open and finding.grade != "strength"
    return (
        (not wanted.open or waits)
        and (not wanted.overdue or finding.is_overdue(system.day))
        and (not wanted.recurring or _recurs(system, finding))
        and (wanted.person is None or _answers(system.organisation, wanted.person, finding, system.day))
        and (not wanted.units or not set(wanted.units).isdisjoint(raised.units))
        and (not wanted.grades or finding.grade in wanted.grades)
        and (not wanted.audits or source in wanted.audits)
        and (not wanted.clauses or any(_concerns(finding, clause) for clause in wanted.clauses))
    )


def _recurs(system: System, finding: ControlledFinding) -> bool:
    if finding.status is FindingStatus.WITHDRAWN:
        return False
    return finding.raised.fact.repeats is not None or finding.id in system.recurrences


def _answers(organisation: Organisation, person: str, finding: ControlledFinding, day: dt.date) -> bool:
    """Return whether *person*, or a role they hold on *day*, answers for *finding*."""
    held = organisation.people[person].roles_on(day) if person in organisation.people else frozenset()
    return finding.owner is not None and finding.owner in {person, *held}


def _concerns(finding: ControlledFinding, clause: str) -> bool:
    return any(
        one == clause or one.startswith(clause + ".")
        for criterion in finding.raised.fact.criteria
        for one in criterion.clauses
    )


def _chosen(system: System, wanted: Wanted) -> Iterator[Message]:
    """Yield by what findings are chosen, in words: a list that is handed on has to say what it leaves out."""
    organisation = system.organisation
    if wanted.open:
        yield tr("open")
    if wanted.overdue:
        yield tr("past their due date")
    if wanted.recurring:
        yield tr("repeating an earlier finding")
    if wanted.person is not None:
        yield tr("for which {person} answers", person=organisation.title(wanted.person))
    if wanted.units:
        yield tr(
            "units: {names}", names=list_of([organisation.units.get(unit, unit) for unit in wanted.units])
        )
    if wanted.clauses:
        yield tr("clauses: {names}", names=list_of(wanted.clauses))
    if wanted.grades:
        yield tr("grades: {names}", names=tuple(GRADES[grade].word for grade in wanted.grades))
    if wanted.audits:
        yield tr("audits: {names}", names=list_of([_audit_meant(system, audit) for audit in wanted.audits]))


def _audit_meant(system: System, word: str) -> str:
    """Return the id of the audit that *word* names, whatever letters are capitals."""
    found = [audit.id for audit in system.audits if audit.id.casefold() == word.casefold()]
    return word if word in found or len(found) != 1 else found[0]


def _refuse_unknown_clauses(wanted: Wanted, findings: Sequence[ControlledFinding]) -> None:
    """Refuse a clause that no edition has: nothing is found about it, and that would mean nothing."""
    for clause in wanted.clauses:
        in_editions = any(edition(key).clause(clause) for key in EDITIONS)
        if not in_editions and not any(_concerns(finding, clause) for finding in findings):
            raise QmsctlError(
                tr("no edition of the standard has a clause {clause}", clause=clause),
                tr("write its number alone, such as 7.5"),
            )


def _refuse_unknown(system: System, wanted: Wanted) -> None:
    _refuse_unknown_clauses(wanted, system.findings)
    audits = [audit.id for audit in system.audits]
    asked = (
        ("--unit", wanted.units, list(system.organisation.units)),
        ("--grade", wanted.grades, list(GRADES)),
        ("--audit", wanted.audits, audits),
    )
    for option, words, known in asked:
        for word in words:
            if word in known:
                continue
            near = closest(word, known)
            raise QmsctlError(
                tr("{word} is no value of {option}", word=word, option=option),
                tr("did you mean {near}?", near=near)
                if near
                else tr("write one of: {expected}", expected=list_of(known) or "-"),
            )
