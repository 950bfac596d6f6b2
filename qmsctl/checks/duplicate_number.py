"""FND008: two findings bear one number."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, findings, rule
from qmsctl.settings import Severity


@rule("FND008", over=findings, severity=Severity.ERROR, clauses=("7.5.2", "10.2.2"))
def duplicate_number(finding: ControlledFinding, system: System) -> Iterator[Answer]:
    """Every finding has a number of its own."""
    number = finding.raised.fact.number
    if number is None:
        yield NotApplicable()
        return
    same = [
        other.raised.path
        for other in system.findings_by_number[number]
        if other.raised.fact.number is not None
    ]
    first = min(same)
    if finding.raised.path != first:
        yield Problem(
            finding.raised.at("number"),
            tr("the number {number} already belongs to the finding in {path}", number=number, path=first),
            tr(
                "give this finding a number of its own: qmsctl finding correct {finding} --number NUMBER",
                finding=shlex.quote(finding.id),
            ),
        )
