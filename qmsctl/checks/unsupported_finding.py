"""FND006: a finding of an audit rests on no evidence of that audit."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND006", over=findings, severity=Severity.ERROR, clauses=("9.2.2",))
def unsupported_finding(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every finding of an audit cites evidence of that audit."""
    raised = finding.raised
    audit = raised.fact.source.audit if raised.fact.source else None
    if audit is None:
        yield NotApplicable()
        return
    if not raised.fact.evidence:
        yield Problem(
            raised.at("evidence"),
            tr("{finding} cites no evidence", finding=finding.number),
            tr("record a correction that names the evidence it rests on, or withdraw the finding"),
        )
    # Corrected records count too: what was cited was there when the finding was raised.
    known = system.names_of_evidence.get(audit, frozenset())
    for index, name in enumerate(raised.fact.evidence):
        if name not in known:
            yield Problem(
                raised.at("evidence", index),
                tr(
                    "{finding} cites {record}, which is no evidence of {audit}",
                    finding=finding.number,
                    record=name,
                    audit=audit,
                ),
                tr("record a correction that names a record of this audit"),
            )
