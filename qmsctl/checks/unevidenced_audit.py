"""AUD030: an audit in which everything conforms and no question has evidence of its own."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.own_evidence import with_own_evidence
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD030", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def unevidenced_audit(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """An audit in which everything conforms has evidence of its own for at least one question."""
    del system
    judged = [record for record in audit.evidence if record.fact.result in ("conforms", "does_not_conform")]
    if not judged:
        yield NotApplicable()
        return
    if all(record.fact.result == "conforms" for record in judged) and not with_own_evidence(judged):
        yield Problem(
            audit.plan.at("id"),
            tr_n(
                "in {audit} {count} answer says that all is well, and it has no evidence of its own",
                "in {audit} all {count} answers say that all is well, and none of them has evidence of its own",
                len(judged),
                audit=audit.id,
            ),
            tr(
                "say in a correction what was looked at for each question: a document, a sample, a file;"
                " qmsctl evidence correct records it"
            ),
        )
