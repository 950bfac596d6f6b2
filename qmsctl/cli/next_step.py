"""What comes next after something was recorded about an audit or a finding: one line, with its command."""

from __future__ import annotations

from qmsctl.cli.terminal import say
from qmsctl.control.audits import AuditStatus
from qmsctl.control.findings import finding_called
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.audit_status import next_of_audit
from qmsctl.reports.document_duties import finding_command, next_step

__all__ = ["say_next_of_audit", "say_next_of_finding"]


def say_next_of_audit(system: System, id: str) -> None:
    """Say what comes next in the audit *id*, if there is one, and it is neither closed nor withdrawn."""
    audit = system.audit(id)
    if audit is not None and audit.status not in (AuditStatus.CLOSED, AuditStatus.WITHDRAWN):
        _say_next(*next_of_audit(audit))


def say_next_of_finding(system: System, word: str) -> None:
    """Say what comes next about the finding that *word* names, if it is open."""
    finding = finding_called(system.findings, word)
    if finding.is_open and finding.grade != "strength":
        _say_next(next_step(finding), finding_command(finding))


def _say_next(what: Message, command: str) -> None:
    say(tr("Next: {fix}", fix=tr("{what}: {command}", what=what, command=command)))
