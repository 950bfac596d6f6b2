"""AUD007: an answer belongs to a question that its audit does not ask."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD007", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def unknown_question(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Every answer belongs to a question that its audit asks."""
    del system
    if not any(record.fact.question for record in audit.evidence):
        yield NotApplicable()
    for record in audit.unknown_questions:
        if record.fact.question is not None:
            yield Problem(
                record.at("question"),
                tr(
                    "the question {question} of {checklist} is not asked in {audit}",
                    question=record.fact.question.id,
                    checklist=record.fact.question.checklist,
                    audit=audit.id,
                ),
                tr("record a correction that names the right question, or add the question to the plan"),
            )
