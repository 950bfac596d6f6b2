"""Issuing the report of an audit: the file is kept under its digest, and a record says which it is."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass

from qmsctl.authoring.evidence import open_audit
from qmsctl.authoring.files import Draft
from qmsctl.authoring.records import Clerk, attachment_file, minutes_record
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["NewIssue", "draft_issue", "refuse_issuing"]


@dataclass(frozen=True, slots=True)
class NewIssue:
    """A report as it is issued."""

    audit: str
    commit: str
    """From which it was made."""
    name: str
    """Of the file."""
    content: bytes
    text: str | None = None
    """Anything there is to say about it."""


def refuse_issuing(system: System, audit_id: str) -> None:
    """Refuse what cannot be issued.

    Raises:
        RefusedError: there is no such audit, it is closed or not concluded, nothing is in a commit, or the files
            are not those of the commit.
    """
    audit = open_audit(system, audit_id)
    quoted = shlex.quote(audit_id)
    if audit.last("conclusions") is None:
        raise RefusedError(
            tr("the audit {audit} is not concluded, so its report cannot be issued", audit=audit_id),
            tr("record its conclusions: qmsctl audit minutes {audit} conclusions", audit=quoted),
        )
    if system.history.head is None or system.uncommitted:
        raise RefusedError(
            tr("a report can only be issued from a commit, and some files are not as the last one has them"),
            tr(
                "commit them first; qmsctl report {audit} lists them among what it was made from",
                audit=quoted,
            ),
        )


def draft_issue(system: System, new: NewIssue, day: dt.date, clerk: Clerk) -> Draft:
    """Return the file and the record of issuing a report, and the message of their commit.

    Args:
        system: the system on the day of issue.
        new: the report.
        day: on which it is issued; the report itself says so.
        clerk: who records, and when.

    Raises:
        RefusedError: it cannot be issued, or its name cannot be kept.
    """
    refuse_issuing(system, new.audit)
    file, cited = attachment_file(clerk, new.audit, new.name, new.content)
    fields: dict[str, object] = {
        "occurred": day.isoformat(),
        "text": new.text,
        "report": {"file": cited["file"], "sha256": cited["sha256"], "commit": new.commit},
    }
    record = minutes_record(clerk, new.audit, "report_issued", fields)
    subject = tr("Issue the report of {audit}", audit=new.audit)
    files = {file.path: file.content, record.path: record.content}
    return Draft(files, f"{subject}\n\n{new.text or ''}".strip() + "\n")
