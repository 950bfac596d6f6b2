"""FND014: a nonconformity came back, and its record does not say so."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, nonconformities, rule
from qmsctl.settings import Severity


@rule("FND014", over=nonconformities, severity=Severity.WARNING, clauses=("9.2.2", "10.2.1"))
def unmarked_recurrence(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """A nonconformity that came back is marked as a repetition of the earlier one."""
    repeats = finding.raised.fact.repeats
    if repeats is not None:
        if repeats not in system.findings_by_id or repeats == finding.id:
            yield Problem(
                finding.raised.at("repeats"),
                tr(
                    "{finding} repeats {earlier}, and there is no such earlier finding",
                    finding=finding.number,
                    earlier=repeats,
                ),
                tr("record a correction that names the identity of the earlier finding"),
            )
        return
    earlier = system.recurrences.get(finding.id)
    if earlier is None:
        yield NotApplicable()
        return
    yield Problem(
        finding.raised.at("number"),
        tr(
            "{finding} is about the same as {earlier} of an earlier audit: its clause, and its process or unit as far as they are known",
            finding=finding.number,
            earlier=earlier.number,
        ),
        tr(
            "look whether the action taken then worked; then say so: qmsctl finding correct {finding} --repeats {earlier}",
            finding=shlex.quote(finding.number),
            earlier=shlex.quote(earlier.number),
        ),
    )
