"""FND002: nobody answers for an open nonconformity, or not by any day."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND002", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1",))
def unassigned_nonconformity(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Somebody answers for every open nonconformity by a set day."""
    del system
    if not finding.is_open:
        yield NotApplicable()
        return
    stated = finding.last("action") or finding.raised
    if not finding.owner:
        yield Problem(
            stated.at("owner"),
            tr("nobody answers for {finding}, which is open", finding=finding.number),
            tr("agree who answers for it, then record the action or a correction with its owner"),
        )
    if finding.stated_due is None:
        yield Problem(
            stated.at("due"),
            tr("{finding} is open and has no due date", finding=finding.number),
            tr("agree on a due date, then record it with the action or in a correction"),
        )
