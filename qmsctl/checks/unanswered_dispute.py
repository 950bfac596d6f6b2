"""FND017: an auditee disputed a finding, and nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.control.working_days import after
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day the answer to a dispute may be late"))


@rule("FND017", over=findings, severity=Severity.WARNING, clauses=("9.2.2",), options=(GRACE,))
def unanswered_dispute(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """A disputed finding is upheld, regraded or withdrawn within the time that is set."""
    disputed = finding.last("disputed")
    if disputed is None:
        yield NotApplicable()
        return
    span = finding.deadlines.acknowledge or finding.deadlines.assess
    due = after(disputed.fact.occurred, span) if span else disputed.fact.occurred
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
