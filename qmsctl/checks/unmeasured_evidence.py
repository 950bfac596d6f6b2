"""FND012: the evidence of a nonconformity names neither a case nor a quantity."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.control.wording import lacks_measure
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND012", over=nonconformities, severity=Severity.WARNING, clauses=("9.2.2",))
def unmeasured_evidence(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """The evidence of a nonconformity names the cases, or how many there were."""
    raised = finding.raised
    if not (raised.fact.evidence_text or "").strip():
        yield NotApplicable()  # incomplete-nonconformity reports it
        return
    language = system.language_of(raised.fact.source.audit if raised.fact.source else None)
    if lacks_measure(raised.fact.evidence_text, language):
        yield Problem(
            raised.at("evidence_text"),
            tr("the evidence of {finding} names neither a case nor a quantity", finding=finding.number),
            tr("record a correction that names the cases, and how many of how many"),
        )
