"""AUD043: the language versions of a checklist do not ask the same."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.model.document import Checklist, Question
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, checklists, rule
from qmsctl.settings import Severity


@rule("AUD043", over=checklists, severity=Severity.WARNING, clauses=("7.5.2", "9.2.2"))
def differing_questions(filed: Filed[Checklist], system: System) -> Iterator[Answer]:
    """A translated checklist has the questions of its authentic version, about the same clauses, for the same people."""
    original = _authentic(filed, system)
    if original is None:
        yield NotApplicable()
        return
    asked = {question.id: question for question in original.questions}
    here = {question.id for question in filed.fact.questions}
    missing = [id for id in asked if id not in here]
    if missing:
        yield Problem(
            filed.at_key("questions"),
            tr_n(
                "{count} question of the authentic version is missing here: {questions}",
                "{count} questions of the authentic version are missing here: {questions}",
                len(missing),
                questions=list_of(missing),
            ),
            tr("translate what is missing, under the same id"),
        )
    for index, question in enumerate(filed.fact.questions):
        yield from _compared(filed, index, question, asked.get(question.id))


def _authentic(filed: Filed[Checklist], system: System) -> Checklist | None:
    """Return the authentic version of a translation, if both exist."""
    language = filed.fact.translates
    if language is None or language == filed.fact.language:
        return None
    versions = system.documents_by_id.get(filed.fact.id, ())
    facts = (one.working.fact for one in versions if one.working is not None and one.language == language)
    return next((fact for fact in facts if isinstance(fact, Checklist)), None)


def _compared(
    filed: Filed[Checklist], index: int, here: Question, there: Question | None
) -> Iterator[Problem]:
    if there is None:
        yield Problem(
            filed.at("questions", index, "id"),
            tr("the authentic version has no question {question}", question=here.id),
            tr("add it there, or delete it here"),
        )
        return
    if set(here.clauses) != set(there.clauses):
        yield Problem(
            filed.at("questions", index, "clauses"),
            tr(
                "the question {question} is about other clauses in the authentic version: {clauses}",
                question=here.id,
                clauses=list_of(there.clauses),
            )
            if there.clauses
            else tr("the question {question} names no clause in the authentic version", question=here.id),
            tr("name the same clauses in both"),
        )
    if set(here.ask) != set(there.ask):
        yield Problem(
            filed.at("questions", index, "ask"),
            tr(
                "the question {question} is put to others in the authentic version: {people}",
                question=here.id,
                people=list_of(there.ask),
            )
            if there.ask
            else tr("the question {question} names no people in the authentic version", question=here.id),
            tr("name the same people in both"),
        )
