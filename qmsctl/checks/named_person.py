"""FND020: a finding names a person."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND020", over=findings, severity=Severity.WARNING, clauses=("9.2.2",))
def named_person(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Findings speak of work and roles, and name no person of qms.yaml."""
    raised = finding.raised
    texts = (
        ("title", raised.fact.title),
        ("requirement", raised.fact.requirement),
        ("evidence_text", raised.fact.evidence_text),
        ("statement", raised.fact.statement),
    )
    for field, text in texts:
        for named in system.personal_names.named_in(text or ""):
            yield Problem(
                raised.at(field),
                tr("{finding} names a person: {name}", finding=finding.number, name=named),
                tr("record a correction that names the role instead"),
            )
