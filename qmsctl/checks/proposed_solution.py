"""FND010: the statement of a nonconformity says what should be done."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.control.wording import words_in
from qmsctl.messages import list_of, tr
from qmsctl.rule import Answer, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND010", over=nonconformities, severity=Severity.WARNING, clauses=("9.2.2", "10.2.1"))
def proposed_solution(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """The statement of a nonconformity says what is not fulfilled, and not what to do about it."""
    raised = finding.raised
    audit = raised.fact.source.audit if raised.fact.source else None
    if words := words_in(raised.fact.statement, "solution", system.language_of(audit)):
        yield Problem(
            raised.at("statement"),
            tr(
                "the statement of {finding} proposes a solution: {words}",
                finding=finding.number,
                words=list_of(words),
            ),
            tr("record a correction whose statement says what is not fulfilled"),
        )
