"""Results by clause: what was asked about each, what came of it, and how far it is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.findings import FindingStatus
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed
from qmsctl.reports.criteria import clause_title, edition_named, known_edition
from qmsctl.reports.marks import CONTESTED, LEVELS, UNANSWERED
from qmsctl.reports.questions import QuestionAsked, Tally, tally
from qmsctl.reports.shown import Fact, Joined, Mark, Numbered, Shown, natural_key
from qmsctl.standards import Edition, clause_key

__all__ = ["ClauseGroup", "ClauseResult", "EditionResults", "results_by_clause"]


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """What the audit says about one clause, and what is known of it on the day."""

    id: str
    title: Shown
    """`None`: the edition has no such clause."""
    in_scope: bool
    """Whether the criteria of the audit name it."""
    questions: Tally
    further: Tally
    """Evidence that names it and answers no question about it."""
    findings: tuple[str, ...]
    """Numbers; without those that were withdrawn."""
    level: Mark | None
    """`None`: the organisation does not work to this edition, so it cannot be established."""
    documents: tuple[str, ...]
    """Those that document it, or for a clause that is no more than claimed, those that name it."""
    reason: str | None
    """Why it is excluded."""

    @property
    def is_to_be_examined(self) -> bool:
        """Whether the criteria name it and the organisation does not exclude it."""
        return self.in_scope and self.reason is None

    @property
    def is_examined(self) -> bool:
        """Whether it was judged: an answer that it was not audited, or does not apply, is no judgement."""
        return self._has("conforms", "does_not_conform")

    @property
    def unexamined_as(self) -> str:
        """Why it was not examined: `not_audited`, `not_applicable`, or `unanswered` if anything is left to say."""
        if self._has(UNANSWERED, CONTESTED):
            return UNANSWERED
        answers = ("not_audited", "not_applicable")
        return next((outcome for outcome in answers if self._has(outcome)), UNANSWERED)

    @property
    def documented_in(self) -> Message | None:
        """The documents with what they do for the clause: they are not its evidence."""
        if not self.documents:
            return None
        if self.level == LEVELS[Level.CLAIMED]:
            return tr("named in: {documents}", documents=list_of(self.documents))
        return tr("documented in: {documents}", documents=list_of(self.documents))

    def _has(self, *outcomes: str) -> bool:
        return any(found.of(outcome) for found in (self.questions, self.further) for outcome in outcomes)


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """A main clause, with the clauses below it."""

    id: str
    title: Shown
    questions: Tally
    """Each question once."""
    clauses: tuple[ClauseResult, ...]


@dataclass(frozen=True, slots=True)
class EditionResults:
    """The results against one edition."""

    key: str
    name: Shown
    groups: tuple[ClauseGroup, ...]
    levels: tuple[Numbered, ...]
    """How many clauses in scope have which level."""
    not_established: int
    """Clauses in scope whose level is not known."""

    @property
    def to_examine(self) -> int:
        """How many clauses the criteria name, without those that the organisation excludes."""
        return sum(clause.is_to_be_examined for group in self.groups for clause in group.clauses)

    @property
    def not_examined(self) -> tuple[str, ...]:
        """Clauses in scope that were not judged."""
        return tuple(clause.id for clause in self._unexamined)

    def unexamined_as(self, outcome: str) -> tuple[str, ...]:
        """Return the clauses in scope that were not judged, and why: *outcome*."""
        return tuple(clause.id for clause in self._unexamined if clause.unexamined_as == outcome)

    @property
    def unexamined(self) -> tuple[Fact, ...]:
        """The clauses in scope that were not judged, by the reason."""
        facts = (
            Fact(tr("Answered as not audited"), Joined(self.unexamined_as("not_audited"))),
            Fact(tr("Answered as not applicable"), Joined(self.unexamined_as("not_applicable"))),
            Fact(tr("Not covered"), Joined(self.unexamined_as(UNANSWERED))),
        )
        return tuple(fact for fact in facts if isinstance(fact.value, Joined) and fact.value.parts)

    @property
    def _unexamined(self) -> tuple[ClauseResult, ...]:
        return tuple(
            clause
            for group in self.groups
            for clause in group.clauses
            if clause.is_to_be_examined and not clause.is_examined
        )


def results_by_clause(
    audit: ControlledAudit, system: System, questions: Sequence[QuestionAsked]
) -> tuple[EditionResults, ...]:
    """Return the results against every edition that *audit* is about."""
    editions = dict.fromkeys(
        [
            *audit.plan.fact.editions,
            *(question.edition for question in questions if question.edition),
            *(c.edition for record in audit.evidence for c in record.fact.criteria if c.edition),
            *(c.edition for f in audit.findings for c in f.raised.fact.criteria if c.edition),
        ]
    )
    return tuple(_Results(key, audit, system, questions).made() for key in editions)


def _names(clauses: Iterable[str], id: str) -> bool:
    """Return whether one of *clauses* is *id* or a clause above it."""
    return any(id == clause or id.startswith(clause + ".") for clause in clauses)


class _Results:
    """Gathers the results against one edition."""

    def __init__(
        self, key: str, audit: ControlledAudit, system: System, questions: Sequence[QuestionAsked]
    ) -> None:
        self.key = key
        self.audit = audit
        self.known: Edition | None = known_edition(key)
        self.questions = [question for question in questions if question.edition == key]
        self.findings = [f for f in audit.findings if f.status is not FindingStatus.WITHDRAWN]
        self.coverage = {c.clause.id: c for c in system.clauses if c.edition == key}
        chosen = [criterion for criterion in audit.plan.fact.criteria if criterion.edition == key]
        self.whole = any(not criterion.clauses for criterion in chosen)
        self.chosen = tuple(clause for criterion in chosen for clause in criterion.clauses)

    def made(self) -> EditionResults:
        """Return the results."""
        results = [self._result(clause) for clause in sorted(self._ids(), key=clause_key)]
        main = dict.fromkeys(result.id.partition(".")[0] for result in results)
        groups = tuple(
            self._group(number, tuple(r for r in results if r.id.partition(".")[0] == number))
            for number in main
        )
        levels = Counter(result.level for result in results if result.in_scope)
        return EditionResults(
            self.key,
            edition_named(self.key),
            groups,
            tuple(Numbered(mark, levels[mark]) for mark in LEVELS.values()),
            levels[None],
        )

    def _ids(self) -> set[str]:
        """Return the clauses to be shown: those in scope, and all that anything names."""
        leaves = [leaf.id for leaf in self.known.leaves] if self.known else []
        named = {
            *self.chosen,
            *(clause for question in self.questions for clause in question.clauses),
            *(clause for record in self.audit.evidence for clause in self._clauses(record)),
            *(clause for finding in self.findings for clause in finding.clauses(self.key)),
        }
        shown = {leaf for leaf in leaves if self.whole or _names(named, leaf)}
        # A number that the edition lacks is shown by itself rather than lost.
        return shown | {clause for clause in named if not any(_names([clause], leaf) for leaf in leaves)}

    def _clauses(self, record: Filed[Evidence]) -> tuple[str, ...]:
        return tuple(clause for c in record.fact.criteria if c.edition == self.key for clause in c.clauses)

    def _result(self, id: str) -> ClauseResult:
        clause = self.known.clause(id) if self.known else None
        asked = [question for question in self.questions if _names(question.clauses, id)]
        counted = {name for question in asked for name in question.answers}
        further = [
            record.fact.result
            for record in self.audit.evidence
            if _names(self._clauses(record), id) and record_name(record) not in counted
        ]
        covered = self.coverage.get(id)
        numbers = [f.number for f in self.findings if _names(f.clauses(self.key), id)]
        return ClauseResult(
            id,
            clause_title(clause) if clause else None,
            (clause is not None or self.known is None) and (self.whole or _names(self.chosen, id)),
            tally(question.outcome for question in asked),
            tally(further),
            tuple(sorted(numbers, key=natural_key)),
            LEVELS[covered.level] if covered else None,
            _resting_on(covered),
            covered.reason if covered else None,
        )

    def _group(self, id: str, clauses: tuple[ClauseResult, ...]) -> ClauseGroup:
        clause = self.known.clause(id) if self.known else None
        asked = [q for q in self.questions if any(_names(q.clauses, below.id) for below in clauses)]
        return ClauseGroup(
            id,
            clause_title(clause) if clause else None,
            tally(question.outcome for question in asked),
            clauses,
        )


def _resting_on(covered: ClauseCoverage | None) -> tuple[str, ...]:
    """Return the documents that document a clause, or name it."""
    if covered is None or covered.level in (Level.EXCLUDED, Level.UNCLAIMED):
        return ()
    ids = covered.claimed_by if covered.level is Level.CLAIMED else covered.documented_by
    return tuple(sorted(ids, key=natural_key))
