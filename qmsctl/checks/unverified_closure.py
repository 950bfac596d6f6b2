"""FND004: a nonconformity was closed before everything was done about it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.follow_up import MISSING, REJECTED, is_rejected, missing_parts
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND004", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1", "10.2.2"))
def unverified_closure(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """A nonconformity is closed after correction, extent, cause, action, proof and an effectiveness check."""
    del system
    closed = finding.last("closed")
    if finding.status is not FindingStatus.CLOSED or closed is None:
        yield NotApplicable()
        return
    before = [step.fact for step in finding.steps[: finding.steps.index(closed)]]
    rejected = (REJECTED,) if is_rejected(before) else ()
    if missing := (*rejected, *(MISSING[part] for part in missing_parts(before, finding.grade))):
        yield Problem(
            closed.at("step"),
            tr("{finding} was closed too early: {missing}", finding=finding.number, missing=missing),
            tr("record what is missing, then close the nonconformity anew"),
        )
