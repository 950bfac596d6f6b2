"""Issuing the report of an audit: the file is kept under its digest, and a record says which it is."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass

from qmsctl.authoring.files import Draft
from qmsctl.authoring.records import Clerk, attachment_file, minutes_record
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

__all__ = ["NewIssue", "draft_issue", "refuse_issuing", "refuse_second_issue"]


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
    again: str | None = None
    """Why it takes the place of the report that was issued before."""


def refuse_issuing(system: System, audit_id: str, *, again: bool = False) -> None:
    """Refuse what cannot be issued; the report of a closed audit can, and shows as late.

    Args:
        system: the system on the day of issue.
        audit_id: of which audit the report is.
        again: whether it takes the place of one that was issued before.

    Raises:
        RefusedError: there is no such audit, it is not concluded, its report is issued already, nothing is in a
            commit, or the files are not those of the commit.
    """
    refuse_second_issue(system, audit_id, again=again)
    audit, quoted = system.audit_named(audit_id), shlex.quote(audit_id)
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


def refuse_second_issue(system: System, audit_id: str, *, again: bool) -> None:
    """Refuse a second report beside the one that is issued, and one *again* where none is.

    Raises:
        RefusedError: there is no such audit, or one of both.
    """
    standing, quoted = system.audit_named(audit_id).last("report_issued"), shlex.quote(audit_id)
    if standing is not None and not again:
        raise RefusedError(
            tr("the report of {audit} was issued on {day}", audit=audit_id, day=standing.fact.occurred),
            tr(
                "to issue one that takes its place, say why: qmsctl report {audit} --issue --again …",
                audit=quoted,
            ),
        )
    if standing is None and again:
        raise RefusedError(
            tr("no report of {audit} was issued yet, so none can take its place", audit=audit_id),
            tr("issue it: qmsctl report {audit} --issue", audit=quoted),
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
    refuse_issuing(system, new.audit, again=new.again is not None)
    issued = [
        record for record in system.audit_named(new.audit).minutes if record.fact.kind == "report_issued"
    ]
    file, cited = attachment_file(clerk, new.audit, new.name, new.content)
    fields: dict[str, object] = {
        "occurred": day.isoformat(),
        "text": new.text,
        "report": {"file": cited["file"], "sha256": cited["sha256"], "commit": new.commit},
        "corrects": [record_name(one) for one in issued],
        "correction_reason": new.again,
    }
    record = minutes_record(clerk, new.audit, "report_issued", fields)
    subject = tr("Issue the report of {audit}", audit=new.audit)
    if new.again is not None:
        subject = tr("Issue the report of {audit} again", audit=new.audit)
    files = {file.path: file.content, record.path: record.content}
    said = [line for line in (new.again, new.text) if line]
    return Draft(files, "\n\n".join([str(subject), *said]) + "\n")
