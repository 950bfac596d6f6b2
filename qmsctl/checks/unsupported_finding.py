"""FND006: a finding of an audit rests on no evidence of that audit that shows it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.closing import refuted_by
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND006", over=findings, severity=Severity.ERROR, clauses=("9.2.2",))
def unsupported_finding(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every finding of an audit cites evidence of that audit, and a nonconformity some that shows it."""
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
    known = system.audit_records.names.get(audit, frozenset())
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
    if names := refuted_by(finding, system):
        yield Problem(
            raised.at("evidence"),
            tr(
                "{finding} is a nonconformity, and none of its evidence shows one: {records}",
                finding=finding.number,
                records=list_of(names),
            ),
            tr(
                "withdraw the finding (qmsctl finding withdraw {finding}), or correct evidence whose result is wrong",
                finding=shlex.quote(finding.number),
            ),
        )
