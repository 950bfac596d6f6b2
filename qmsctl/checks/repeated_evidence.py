"""FND021: the statement of a nonconformity only repeats its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.control.wording import repeats_evidence
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND021", over=nonconformities, severity=Severity.WARNING, clauses=("9.2.2",))
def repeated_evidence(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """The statement of a nonconformity says more than its evidence says already."""
    del system
    raised = finding.raised
    if repeats_evidence(raised.fact.statement, raised.fact.evidence_text):
        yield Problem(
            raised.at("statement"),
            tr("the statement of {finding} repeats its evidence", finding=finding.number),
            tr("record a correction that says in one sentence which requirement fails in general"),
        )
