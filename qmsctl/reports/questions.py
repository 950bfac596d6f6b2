"""The questions of an audit and what came of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.model.document import Checklist
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.marks import CONTESTED, OUTCOMES, UNANSWERED
from qmsctl.reports.shown import Mark, Numbered, Translated

__all__ = ["QuestionAsked", "Tally", "contested_evidence", "questions_asked", "tally"]


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question, its answers, and what they come to."""

    checklist: str
    id: str
    edition: str | None
    """The edition its clauses belong to; `None` if the checklist is gone."""
    clauses: tuple[str, ...]
    text: Translated
    outcome: str
    """A key of `marks.OUTCOMES`."""
    answers: tuple[str, ...]
    """Names of evidence; more than one are contested."""
    reason: str | None
    findings: tuple[str, ...]
    """Numbers of the findings that cite the answers."""

    @property
    def mark(self) -> Mark:
        """What came of it."""
        return OUTCOMES[self.outcome]

    @property
    def wants_reason(self) -> bool:
        """Whether the answer is worth nothing without a reason."""
        return self.outcome in ("not_applicable", "not_audited")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions, or pieces of evidence, had which outcome."""

    counts: tuple[tuple[str, int], ...]
    """By outcome, in the order of `marks.OUTCOMES`, with every outcome."""

    @property
    def asked(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.counts)

    @property
    def answered(self) -> int:
        """How many were judged: the answer is that something conforms, or that it does not."""
        return self.of("conforms") + self.of("does_not_conform")

    @property
    def marks(self) -> tuple[Numbered, ...]:
        """The outcomes with their marks."""
        return tuple(Numbered(OUTCOMES[outcome], count) for outcome, count in self.counts)

    def of(self, outcome: str) -> int:
        """Return how many had *outcome*."""
        return dict(self.counts)[outcome]


def tally(outcomes: Iterable[str]) -> Tally:
    """Count *outcomes*."""
    counted = Counter(outcomes)
    return Tally(tuple((outcome, counted[outcome]) for outcome in OUTCOMES))


def contested_evidence(audit: ControlledAudit, system: System) -> tuple[Filed[Evidence], ...]:
    """Return the evidence of *audit* that does not count because two records correct the same one."""
    return tuple(
        Filed(record.fact, record.source)
        for record in system.contested
        if isinstance(record.fact, Evidence) and record.fact.audit == audit.id
    )


def questions_asked(audit: ControlledAudit, system: System) -> tuple[QuestionAsked, ...]:
    """Return every question *audit* asks, in the order of the plan and of its checklists."""
    contested = contested_evidence(audit, system)
    return tuple(_question(asked, audit, system, contested) for asked in audit.asked)


def _question(
    asked: Asked, audit: ControlledAudit, system: System, contested: Sequence[Filed[Evidence]]
) -> QuestionAsked:
    rivals = [
        record
        for record in contested
        if record.fact.question
        and (record.fact.question.checklist, record.fact.question.id) == (asked.checklist, asked.question.id)
    ]
    answers = (*asked.answers, *rivals)
    names = tuple(record_name(record) for record in answers)
    checklists = _checklists(asked.checklist, system)
    return QuestionAsked(
        asked.checklist,
        asked.question.id,
        checklists[0][1].edition if checklists else None,
        asked.question.clauses,
        _text(asked, checklists),
        _outcome(answers, is_contested=bool(rivals) or len(answers) > 1),
        names,
        answers[0].fact.reason if len(answers) == 1 else None,
        tuple(f.number for f in audit.findings if set(f.raised.fact.evidence).intersection(names)),
    )


def _outcome(answers: Sequence[Filed[Evidence]], *, is_contested: bool) -> str:
    if is_contested:
        return CONTESTED
    return answers[0].fact.result if answers else UNANSWERED


def _checklists(id: str, system: System) -> list[tuple[str, Checklist]]:
    """Return the language versions of a checklist."""
    return [
        (document.language, document.document)
        for document in system.documents_by_id.get(id, ())
        if isinstance(document.document, Checklist)
    ]


def _text(asked: Asked, checklists: Iterable[tuple[str, Checklist]]) -> Translated:
    """Return the question in every language it exists in, first as the audit asks it."""
    found = [
        (language, question.text)
        for language, checklist in checklists
        for question in checklist.questions
        if question.id == asked.question.id
    ]
    found.sort(key=lambda entry: entry[1] != asked.question.text)
    return Translated(tuple(found) or (("", asked.question.text),))
