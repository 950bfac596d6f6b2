"""What comes next after something was recorded about an audit or a finding: one line, with its command."""

from __future__ import annotations

from qmsctl.cli.terminal import say
from qmsctl.control.findings import finding_called
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.reports.audit_status import next_of_audit
from qmsctl.reports.document_tasks import next_of_finding

__all__ = ["say_next_of_audit", "say_next_of_finding"]


def say_next_of_audit(system: System, id: str) -> None:
    """Say what comes next in the audit *id*, if there is one and it is not over."""
    audit = system.audit(id)
    step = next_of_audit(audit) if audit is not None else None
    if step is not None:
        say(tr("Next: {fix}", fix=step))


def say_next_of_finding(system: System, word: str) -> None:
    """Say what comes next about the finding that *word* names, if it is open."""
    finding = finding_called(system.findings, word)
    if finding.is_open and finding.grade != "strength":
        what, command = next_of_finding(finding)
        say(tr("Next: {fix}", fix=tr("{what}: {command}", what=what, command=command)))
