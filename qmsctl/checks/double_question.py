"""AUD044: one question asks two things."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.questioning import two_in_one
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Checklist
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, checklists, rule
from qmsctl.settings import Severity


@rule("AUD044", over=checklists, severity=Severity.NOTE, clauses=("9.2.2",))
def double_question(filed: Filed[Checklist], system: System) -> Iterator[Answer]:
    """A question of a checklist asks one thing, so that it has one answer."""
    del system
    for index, question in enumerate(filed.fact.questions):
        if two_in_one(question.text, filed.fact.language or ""):
            yield Problem(
                filed.at("questions", index, "text"),
                tr("the question {question} asks two things", question=question.id),
                tr("ask each in a question of its own: one may conform and the other not"),
            )
