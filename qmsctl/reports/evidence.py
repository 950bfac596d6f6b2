"""Evidence as a report shows it: what was seen, where it is found again, and whether it still holds."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.coverage import still_holds
from qmsctl.control.records import record_name
from qmsctl.control.redrawing import Redraw
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Attachment, Evidence, JudgedAgainst, Recorder, Sample
from qmsctl.model.schema import Filed
from qmsctl.reports.criteria import criteria_named
from qmsctl.reports.marks import CONTESTED, METHODS, OUTCOMES, ROLES, SAMPLING
from qmsctl.reports.people import called
from qmsctl.reports.questions import contested_evidence
from qmsctl.reports.shown import Fact, Joined, Mark, Shown, Tone, natural_key, short

__all__ = ["EvidenceSeen", "evidence_seen", "sample_shown"]

_WITH_REASON: Final = frozenset({"not_applicable", "not_audited"})
"""Results that are worth nothing without a reason."""


_UNKNOWN: Final = Mark(tr("whether it comes out again cannot be established"), "?", Tone.CAUTION)
_REDRAWN: Final = {
    True: Mark(tr("drawn again, the same"), "✓", Tone.GOOD),
    False: Mark(tr("drawn again, not the same"), "✗", Tone.BAD),
}


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """One piece of evidence."""

    name: str
    question: str | None
    criteria: tuple[Shown, ...]
    result: str
    is_contested: bool
    """Another answers the same question, or corrects the same record: it does not count."""
    reason: str | None
    method: Message | None
    seen: str | None
    where: str | None
    sample: Shown
    asked: Shown
    unit: str | None
    occurred: dt.date
    auditor: Shown
    """Who of the team saw it, where somebody else recorded it."""
    recorded: dt.date
    recorded_by: Shown
    commit: Message
    """Which commit recorded it."""
    judged_against: tuple[Shown, ...]
    attachments: tuple[Shown, ...]
    findings: tuple[str, ...]
    """Numbers of the findings that cite it."""
    note: str | None
    corrects: tuple[str, ...]
    correction_reason: str | None
    is_late: bool
    """It came after the audit was sealed."""

    @property
    def mark(self) -> Mark:
        """Its result."""
        return OUTCOMES[self.result]

    @property
    def warnings(self) -> tuple[Mark, ...]:
        """What keeps it from counting as it is."""
        late = Mark(tr("recorded after the audit was sealed"), "▲", Tone.CAUTION)
        return (*((OUTCOMES[CONTESTED],) if self.is_contested else ()), *((late,) if self.is_late else ()))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything about it, labelled."""
        return (
            Fact(tr("Question"), self.question or tr("none; recorded of the auditor's own accord")),
            Fact(tr("Findings"), self._cited),
            *((Fact(tr("Reason"), self.reason, long=True),) if self._wants_reason else ()),
            *self._examined,
            Fact(tr("Day"), self.occurred),
            *((Fact(tr("Auditor"), self.auditor),) if self.auditor else ()),
            Fact(tr("Recorded"), Joined((self.recorded, self.recorded_by, self.commit))),
            Fact(tr("Criteria"), self.criteria, long=True),
            *self._pinned,
            *((Fact(tr("Note"), self.note, long=True),) if self.note else ()),
            *self._correction,
        )

    @property
    def _examined(self) -> tuple[Fact, ...]:
        """What was looked at; what was not audited need not say so, only why."""
        facts = (
            Fact(tr("What was seen"), self.seen, long=True),
            Fact(tr("Where it is found again"), self.where, long=True),
            Fact(tr("Method"), self.method),
            Fact(tr("Sample"), self.sample, long=True),
            Fact(tr("Who was asked"), self.asked),
            Fact(tr("Unit"), self.unit),
        )
        return tuple(fact for fact in facts if fact.value) if self.result in _WITH_REASON else facts

    @property
    def _pinned(self) -> tuple[Fact, ...]:
        """The documents and files it rests on."""
        judged = Fact(tr("Documents judged against"), self.judged_against, long=True)
        attached = Fact(tr("Attachments"), self.attachments or tr("none"), long=True)
        return (attached,) if self.result in _WITH_REASON and not judged.value else (judged, attached)

    @property
    def _wants_reason(self) -> bool:
        return self.reason is not None or self.result in _WITH_REASON

    @property
    def _cited(self) -> Shown:
        if not self.findings and self.result == "does_not_conform":
            return Mark(tr("no finding cites it"), "▲", Tone.CAUTION)
        return Joined(self.findings) if self.findings else tr("none")

    @property
    def _correction(self) -> tuple[Fact, ...]:
        if not self.corrects:
            return ()
        return (
            Fact(tr("Takes the place of"), self.corrects, long=True),
            Fact(tr("Reason of the correction"), self.correction_reason, long=True),
        )


def evidence_seen(audit: ControlledAudit, system: System) -> tuple[EvidenceSeen, ...]:
    """Return the evidence of *audit* in the order it was recorded, contested and late included."""
    contested = contested_evidence(audit, system)
    rivals = {record_name(record) for record in contested}
    rivals |= {
        record_name(record) for asked in audit.asked if len(asked.answers) > 1 for record in asked.answers
    }
    late = {record.path for record in audit.late}
    records = sorted((*audit.evidence, *contested), key=lambda record: (record.fact.recorded, record.path))
    return tuple(
        _seen(record, audit, system, is_contested=record_name(record) in rivals, is_late=record.path in late)
        for record in records
    )


def _seen(
    record: Filed[Evidence], audit: ControlledAudit, system: System, *, is_contested: bool, is_late: bool
) -> EvidenceSeen:
    fact = record.fact
    name = record_name(record)
    citing = [finding.number for finding in audit.findings if name in finding.raised.fact.evidence]
    return EvidenceSeen(
        name=name,
        question=fact.question.id if fact.question else None,
        criteria=criteria_named(fact.criteria, system),
        result=fact.result,
        is_contested=is_contested,
        reason=fact.reason,
        method=METHODS.get(fact.method) if fact.method else None,
        seen=fact.seen,
        where=fact.where,
        sample=sample_shown(fact.sample, system.redraws.get(record.path)),
        asked=called(fact.asked, system.organisation) if fact.asked else None,
        unit=system.organisation.units.get(fact.unit, fact.unit) if fact.unit else None,
        occurred=fact.occurred,
        auditor=_auditor(fact.auditor, audit, system) if fact.auditor else None,
        recorded=system.day_of(fact.recorded),
        recorded_by=_recorder(fact.recorder, audit, system),
        commit=_recorded_in(record, system),
        judged_against=tuple(_judged(judged, system) for judged in fact.judged_against),
        attachments=tuple(_attached(attachment, audit, system) for attachment in fact.attachments),
        findings=tuple(sorted(citing, key=natural_key)),
        note=fact.note,
        corrects=fact.corrects,
        correction_reason=fact.correction_reason,
        is_late=is_late,
    )


def _recorded_in(record: Filed[Evidence], system: System) -> Message:
    """Return which commit added *record*."""
    commit = system.history.recorded(record.path, system.organisation.folders.audits)
    if commit is not None:
        return tr("commit {commit}", commit=short(commit.id))
    if not system.history.complete:
        return tr("in which commit cannot be established")
    return tr("commit not recorded")


def sample_shown(sample: Sample | None, again: Redraw | None = None) -> Shown:
    """Return *sample* on one line, so that it can be drawn again; *again* is what came of doing so."""
    if sample is None:
        return None
    size: Shown
    if sample.size is not None and sample.population is not None:
        size = tr("{size} of {population}", size=sample.size, population=sample.population)
    elif sample.size is not None:
        size = tr("{size}, out of a number that is not recorded", size=sample.size)
    elif sample.population is not None:
        size = tr("out of {population}, how many is not recorded", population=sample.population)
    else:
        size = tr("size not recorded")
    parts: list[Shown] = [size]
    if sample.method:
        parts.append(SAMPLING.get(sample.method, sample.method))
    if sample.seed:
        parts.append(tr("seed {seed}", seed=sample.seed))
    if sample.items:
        parts.append(tr("items: {items}", items=list_of(sample.items)))
    return Joined((*parts, *_drawn_from(sample, again)))


def _drawn_from(sample: Sample, again: Redraw | None) -> Iterator[Shown]:
    """Yield from which register *sample* was drawn, by which question, and whether it comes out again."""
    if sample.register and sample.commit:
        yield tr(
            "register {register}, commit {commit}", register=sample.register, commit=short(sample.commit)
        )
    elif sample.register:
        yield tr("register {register}, commit not recorded", register=sample.register)
    if sample.filter:
        yield tr("only rows where {conditions}", conditions=list_of(sample.filter))
    if sample.strata:
        yield tr("in strata of {column}", column=sample.strata)
    if again is not None:
        yield _REDRAWN[again.fault is None] if again.established else _UNKNOWN


def _recorder(recorder: Recorder, audit: ControlledAudit, system: System) -> Shown:
    """Return who recorded, by role: first the one in the audit, else those held on its day."""
    person = system.organisation.person_with(recorder.email)
    if person is None:
        return tr("somebody who is not in qms.yaml")
    return _in_team(person, audit) or _outside_team(person, system)


def _auditor(person: str, audit: ControlledAudit, system: System) -> Shown:
    """Return the auditor that evidence names, by role as everybody in a report: the letter tells them apart."""
    return _in_team(person, audit) or _outside_team(person, system)


def _in_team(person: str, audit: ControlledAudit) -> Shown:
    """Return the role and the letter of *person* in the team; nothing if they are not of it."""
    for member in audit.plan.fact.team:
        if member.person == person:
            role = ROLES[member.role]
            return Joined((role, member.letter), " ") if member.letter else role
    return None


def _outside_team(person: str, system: System) -> Shown:
    if person not in system.organisation.people:
        return tr("somebody not of the audit team")
    roles = sorted(system.organisation.people[person].roles_on(system.day))
    held = list_of([system.organisation.title(role) for role in roles])
    return tr("{roles}, not of the audit team", roles=held) if held else tr("somebody not of the audit team")


def _judged(judged: JudgedAgainst, system: System) -> Shown:
    commit = (
        tr("commit {commit}", commit=short(judged.commit)) if judged.commit else tr("commit not recorded")
    )
    if judged.document not in system.documents_by_id:
        state = Mark(tr("the document is not there any more"), "✗", Tone.BAD)
    elif still_holds(judged, system.documents_by_id):
        state = Mark(tr("unchanged since"), "✓", Tone.GOOD)
    else:
        state = Mark(tr("changed since"), "▲", Tone.CAUTION)
    if not judged.revision:
        return Joined((judged.document, commit, state))
    revision = tr("{document} revision {revision}", document=judged.document, revision=judged.revision)
    return Joined((revision, commit, state))


def _attached(attachment: Attachment, audit: ControlledAudit, system: System) -> Shown:
    """Return an attachment with its digest, and whether the file is what it was."""
    path = posixpath.join(posixpath.dirname(audit.plan.path), "attachments", attachment.file)
    found = system.qms.attachments.get(path)
    if found is None:
        state = Mark(tr("the file is missing"), "✗", Tone.BAD)
    elif not found:
        state = Mark(tr("the file cannot be read"), "✗", Tone.BAD)
    elif found == attachment.sha256:
        state = Mark(tr("the digest is right"), "✓", Tone.GOOD)
    else:
        state = Mark(tr("the file was changed"), "✗", Tone.BAD)
    size = tr("{size} bytes", size=attachment.size)
    name = attachment.file.rpartition("/")[2]
    return Joined((name, size, tr("SHA-256 {digest}", digest=attachment.sha256), state))
