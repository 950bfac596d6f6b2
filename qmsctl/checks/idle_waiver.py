"""WAI002: a waiver waives nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.control.waivers import AppliedWaiver, WaiverState
from qmsctl.messages import Message, tr
from qmsctl.model.record import Waiver
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule, waivers
from qmsctl.settings import Severity


@rule("WAI002", over=waivers, severity=Severity.WARNING, clauses=("7.5.3.2",), unwaivable=Unwaivable.WAIVER)
def idle_waiver(applied: AppliedWaiver, system: System) -> Iterator[Answer]:
    """A waiver in force waives at least one problem."""
    del system
    waiver = applied.waiver
    fact = waiver.record.fact
    known = applied.rule is not None and applied.unwaivable is None and bool(waiver.subject.paths)
    if waiver.state is not WaiverState.IN_FORCE or not known:
        yield NotApplicable()
    elif not applied.enabled:
        yield Problem(
            waiver.record.at("rule"),
            tr(
                "{rule} is waived for {document}, and qms.yaml has switched the rule off",
                rule=fact.rule,
                document=fact.document,
            ),
            _ended(fact),
        )
    elif not applied.waived:
        yield Problem(
            waiver.record.at("rule"),
            tr(
                "{rule} is waived for {document}, and the rule finds nothing there to waive",
                rule=fact.rule,
                document=fact.document,
            ),
            _ended(fact),
        )


def _ended(fact: Waiver) -> Message:
    """Return how to end the waiver *fact*."""
    return tr(
        "end the waiver: qmsctl waive {rule} {document} --end",
        rule=shlex.quote(fact.rule),
        document=shlex.quote(fact.document),
    )
