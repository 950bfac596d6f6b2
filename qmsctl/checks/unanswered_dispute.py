"""FND017: an auditee disputed a finding, and nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.steps_due import settlement_due
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day the answer to a dispute may be late"))


@rule("FND017", over=findings, severity=Severity.WARNING, clauses=("9.2.2",), options=(GRACE,))
def unanswered_dispute(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """A disputed finding is upheld, regraded or withdrawn within the time that is set."""
    disputed, due = finding.last("disputed"), settlement_due(finding)
    if disputed is None or due is None:
        yield NotApplicable()
        return
    if finding.status is FindingStatus.DISPUTED and system.day - due > options.days(GRACE):
        yield Problem(
            disputed.at("step"),
            tr(
                "{finding} was disputed on {day}, and nobody has answered",
                finding=finding.number,
                day=disputed.fact.occurred,
            ),
            tr("look at it together, then uphold, regrade or withdraw the finding"),
        )
