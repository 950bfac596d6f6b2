"""`qmsctl report --as-issued`: the report of an audit from the commit and on the day it was issued."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qmsctl.cli.report_made import Asked, open_asked
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

if TYPE_CHECKING:
    import datetime as dt

    from qmsctl.cli.session import Session
    from qmsctl.control.audits import ControlledAudit

__all__ = ["issues_of", "open_issued"]


def issues_of(audit: ControlledAudit) -> list[tuple[str, dt.date]]:
    """Return from which commit and on which day each report of *audit* was issued, as the records say, in order."""
    return [
        (record.fact.report.commit, record.fact.occurred)
        for record in audit.minutes
        if record.fact.kind == "report_issued" and record.fact.report is not None
    ]


def open_issued(asked: Asked, trust: Path | None = None) -> tuple[Asked, Session]:
    """Return the issued report that is *asked* for, and the repository as it was issued from.

    Nothing becomes an issued report by being printed: the record of the issue says from
    which commit and on which day it was made.

    Args:
        asked: the audit, and the commit and day of one of its issues, or of neither: then of the last.
        trust: a file that says whose keys count.

    Raises:
        QmsctlError: there is no such audit.
        RefusedError: its report was never issued, or not from this commit on this day.
    """
    issues = issues_of(open_asked(Asked(asked.audit), trust).system.audit_named(asked.audit))
    if not issues:
        raise RefusedError(
            tr("no report of {audit} was issued yet", audit=asked.audit),
            tr(
                "without --as-issued it is written as a draft; to issue it: qmsctl report {audit} --issue",
                audit=shlex.quote(asked.audit),
            ),
        )
    if asked.rev is None and asked.on is None and asked.as_of is None:
        commit, day = issues[-1]
        asked = replace(asked, rev=commit, on=day.isoformat())
    session = open_asked(asked, trust)
    if (session.system.history.head, session.system.day) not in issues:
        commit, day = issues[-1]
        raise RefusedError(
            tr(
                "the report of {audit} was issued from commit {commit} on {day}, and not as it is asked for",
                audit=asked.audit,
                commit=commit[:10],
                day=day,
            ),
            tr("leave out --rev, --on and --as-of, which belong to the issue"),
        )
    return asked, session
