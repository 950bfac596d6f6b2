"""AUD041: an audit is concluded, and nothing was recorded of its opening or closing meeting."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD041", over=audits, severity=Severity.NOTE, clauses=("9.2.2",))
def missing_meeting(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The minutes of a finished audit hold its opening and its closing meeting."""
    del system
    if not audit.status.is_finished:
        yield NotApplicable()
        return
    if audit.last("opening") is None:
        yield Problem(
            audit.plan.at("id"),
            tr("{audit} is concluded, and no minutes say that it was opened", audit=audit.id),
            tr(
                "record the opening meeting: qmsctl audit minutes {audit} opening",
                audit=shlex.quote(audit.id),
            ),
        )
    if audit.last("closing") is None:
        yield Problem(
            audit.plan.at("id"),
            tr("{audit} is concluded, and no minutes say that its findings were presented", audit=audit.id),
            tr(
                "record the closing meeting: qmsctl audit minutes {audit} closing",
                audit=shlex.quote(audit.id),
            ),
        )
