"""The checklist of an audit as the paper form has it: blank where nothing is answered yet, filled in where it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.reports.conducting import Put, earlier, put
from qmsctl.reports.evidence import EvidenceSeen, evidence_seen
from qmsctl.reports.identification import Identification, TeamMember, identification, team
from qmsctl.reports.marks import OUTCOMES
from qmsctl.reports.provenance import Provenance
from qmsctl.reports.questions import QuestionAsked, Tally, questions_asked, tally
from qmsctl.reports.shown import Shown

__all__ = ["ChecklistForm", "QuestionOnForm", "checklist_form"]


@dataclass(frozen=True, slots=True)
class QuestionOnForm:
    """A question with what an auditor needs to answer it, and its answers."""

    number: int
    asked: QuestionAsked
    look_for: str | None
    sample: str | None
    judged_against: tuple[Shown, ...]
    """Documents in force."""
    before: tuple[Shown, ...]
    """What was answered and found earlier."""
    answers: tuple[EvidenceSeen, ...]
    """More than one contest one another."""

    @property
    def reference(self) -> str:
        """Its clauses."""
        return list_of(self.asked.clauses)


@dataclass(frozen=True, slots=True)
class ChecklistForm:
    """The questions of one audit."""

    language: str
    about: Identification
    team: tuple[TeamMember, ...]
    units: tuple[str, ...]
    questions: tuple[QuestionOnForm, ...]
    tally: Tally
    days: tuple[dt.date, ...]
    provenance: Provenance


def checklist_form(system: System, id: str, made: Provenance) -> ChecklistForm:
    """Return the checklist of the audit *id*.

    Raises:
        RefusedError: there is no such audit.
    """
    audit = system.audit_named(id)
    plan = audit.plan.fact
    asked = questions_asked(audit, system)
    return ChecklistForm(
        plan.language or system.organisation.language,
        identification(audit, system, None),
        team(plan, system),
        tuple(system.organisation.units.get(unit, unit) for unit in plan.scope.units),
        _questions(audit, system, asked),
        tally(question.outcome for question in asked),
        tuple(sorted(plan.days)),
        made,
    )


def _questions(
    audit: ControlledAudit, system: System, asked: tuple[QuestionAsked, ...]
) -> tuple[QuestionOnForm, ...]:
    before = earlier(audit, system)
    evidence = {record.name: record for record in evidence_seen(audit, system)}
    found = []
    for index, question in enumerate(asked):
        one = put(audit, index, system, before)
        answers = tuple(evidence[name] for name in question.answers if name in evidence)
        found.append(
            QuestionOnForm(
                one.number,
                question,
                one.asked.question.look_for,
                one.asked.question.sample,
                tuple(_in_force(one)),
                tuple(_before(one)),
                answers,
            )
        )
    return tuple(found)


def _in_force(one: Put) -> list[Message]:
    return [
        tr("{document} revision {revision}", document=document.id, revision=document.in_force.revision)
        for document in one.documents
        if document.in_force is not None
    ]


def _before(one: Put) -> list[Message]:
    found = []
    if one.last is not None:
        fact = one.last.fact
        found.append(tr("last time ({audit}): {result}", audit=fact.audit, result=OUTCOMES[fact.result].word))
    found += [
        tr("{number}: {title}", number=finding.number, title=finding.raised.fact.title or "")
        for finding in one.findings
    ]
    return found
