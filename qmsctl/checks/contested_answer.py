"""AUD002: one question has two answers that both stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, audits, rule
from qmsctl.settings import Severity


@rule("AUD002", over=audits, severity=Severity.ERROR, clauses=("9.2.2",), unwaivable=Unwaivable.INTEGRITY)
def contested_answer(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """A question of an audit has no more than one current answer."""
    del system
    if not any(asked.answers for asked in audit.asked):
        yield NotApplicable()
    for asked in audit.asked:
        for earlier, later in pairwise(asked.answers):
            yield Problem(
                later.at("question"),
                tr(
                    "the question {question} has two current answers, {earlier} and {later}",
                    question=asked.question.id,
                    earlier=record_name(earlier),
                    later=record_name(later),
                ),
                tr(
                    "agree on one answer, then record a correction that names both records:"
                    " qmsctl evidence correct {earlier} {later}",
                    earlier=record_name(earlier),
                    later=record_name(later),
                ),
            )
