"""AUD045: a question can be answered with yes, or holds its answer."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.questioning import assuring, leading
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Checklist
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, checklists, rule
from qmsctl.settings import Severity


@rule("AUD045", over=checklists, severity=Severity.NOTE, clauses=("9.2.2",))
def leading_question(filed: Filed[Checklist], system: System) -> Iterator[Answer]:
    """A question of a checklist is open: yes does not answer it, and it does not say what its answer should be."""
    del system
    for index, question in enumerate(filed.fact.questions):
        if leading(question.text, filed.fact.language or ""):
            yield Problem(
                filed.at("questions", index, "text"),
                tr("the question {question} can be answered with yes", question=question.id),
                tr("ask how, who, when or where, or to be shown it: show me …"),
            )
        elif assuring(question.text, filed.fact.language or ""):
            yield Problem(
                filed.at("questions", index, "text"),
                tr("the question {question} says what its answer should be", question=question.id),
                tr("ask what is done, who does it or when it was last checked, or to be shown it: show me …"),
            )
