"""AUD033: an audit departed from its plan, and nothing says why."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD033", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def unexplained_deviation(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Every deviation from the plan of an audit has its reason."""
    del system
    deviations = [minutes for minutes in audit.minutes if minutes.fact.kind == "deviation"]
    if not deviations:
        yield NotApplicable()
    for minutes in deviations:
        if not (minutes.fact.reason or "").strip():
            yield Problem(
                minutes.at("kind"),
                tr("{record} records a deviation from the plan and no reason", record=record_name(minutes)),
                tr(
                    "say why: qmsctl audit minutes {audit} deviation --corrects {record} --reason",
                    audit=shlex.quote(audit.id),
                    record=record_name(minutes),
                ),
            )
