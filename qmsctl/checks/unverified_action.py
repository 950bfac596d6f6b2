"""FND018: an action was carried out, and nobody looked in time whether it worked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Option, Options, Severity, Unit

GRACE: Final = Option("grace", 0, Unit.DAYS, tr("how long after its day the check of an action may be late"))


@rule("FND018", over=nonconformities, severity=Severity.ERROR, clauses=("10.2.1",), options=(GRACE,))
def unverified_action(finding: ControlledFinding, system: System, options: Options) -> Iterator[Answer]:
    """The effectiveness of an action is checked within the time that is set."""
    done = finding.last("done")
    if done is None:
        yield NotApplicable()
    elif (
        finding.status is FindingStatus.DONE
        and finding.due is not None
        and system.day - finding.due > options.days(GRACE)
    ):
        yield Problem(
            done.at("occurred"),
            tr(
                "the effectiveness of the action of {finding} should have been checked by {due}",
                finding=finding.number,
                due=finding.due,
            ),
            tr("let somebody other than its owner check whether it worked, and record that"),
        )
