"""FND004: a nonconformity was closed before everything was done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND004", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1", "10.2.2"))
def unverified_closure(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """A nonconformity is closed after correction, cause, action, proof and an effectiveness check."""
    del system
    closed = finding.last("closed")
    if finding.status is not FindingStatus.CLOSED or closed is None:
        yield NotApplicable()
        return
    before = [step.fact for step in finding.steps[: finding.steps.index(closed)]]
    if missing := tuple(_missing(before)):
        yield Problem(
            closed.at("step"),
            tr("{finding} was closed too early: {missing}", finding=finding.number, missing=missing),
            tr("record what is missing, then close the nonconformity anew"),
        )


def _missing(steps: Sequence[FindingStep]) -> Iterator[Message]:
    """Yield what *steps* do not hold."""
    if not any(s.step == "response" and (s.correction or "").strip() for s in steps):
        yield tr("no correction is recorded")
    if not any(s.step == "response" and (s.cause or "").strip() for s in steps):
        yield tr("no cause is recorded")
    if not any(s.step == "action" and (s.action or "").strip() for s in steps):
        yield tr("no corrective action is recorded")
    if not any(s.step == "done" and (s.proof or "").strip() for s in steps):
        yield tr("no proof is recorded that the action was carried out")
    checks = [s.effective for s in steps if s.step == "verified"]
    if not checks or not checks[-1]:  # an earlier yes counts no more once a later check said no
        yield tr("no check found the action effective")
