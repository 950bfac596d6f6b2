"""`qmsctl report --check` and `--issue`: what a report lacks, and the record that it was issued."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.terminal import out_fitted, say
from qmsctl.errors import RefusedError
from qmsctl.messages import tr, tr_n
from qmsctl.render.visible import visible
from qmsctl.reports.report_fields import FieldState, Need, report_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qmsctl.cli.session import Session
    from qmsctl.control.system import System
    from qmsctl.messages import Message
    from qmsctl.reports.audit_report import AuditReport
    from qmsctl.reports.report_fields import ReportField

__all__ = ["Issuing", "issue_report", "tell_fields"]

_STATES: Final = {
    FieldState.THERE: ("✓", tr("there")),
    FieldState.PARTLY: ("◔", tr("not complete")),
    FieldState.MISSING: ("✗", tr("missing")),
    FieldState.WRITTEN: ("✓", tr("written by qmsctl itself")),
}
_NEEDS: Final = {
    Need.EXPECTED: tr("expected"),
    Need.OPTIONAL: tr("optional"),
    Need.NONE: tr("for audits of other kinds"),
}

_REPORT: Final = tr("report")
"""How the name of an issued file begins."""


@dataclass(frozen=True, slots=True)
class Issuing:
    """What whoever issues a report says about it."""

    ending: str
    """Of the name of the file that is kept."""
    language: str
    """Of the report, and of that name if nobody gives one."""
    text: str | None = None
    """Anything there is to say about it."""
    again: str | None = None
    """Why it takes the place of the one that was issued before."""
    incomplete: bool = False
    """Whether it may lack what belongs into it."""
    copy: Path | None = None
    """Where else it is written; the file that is kept is called so too."""

    def name(self, audit: str) -> str:
        """Return what the file that is kept is called: as the caller names it, or after the *audit*."""
        if self.copy is not None:
            return self.copy.name
        return f"{_REPORT.into(self.language)}-{re.sub(r'[^A-Za-z0-9._-]+', '-', audit)}.{self.ending}"


def tell_fields(report: AuditReport) -> bool:
    """Say which of the thirty fields are there; return whether none that is expected is lacking."""
    fields = report_fields(report)
    for field in fields:
        symbol, state = _STATES[field.state]
        if field.state is FieldState.MISSING and field.need is Need.NONE:
            state = tr("not needed")
        if field.state is FieldState.MISSING and field.need is not Need.EXPECTED:
            symbol = "○"
        out_fitted(visible(f"{symbol} {field.id} {field.label}: {state} ({_NEEDS[field.need]})") + "\n")
        if field.is_lacking:
            out_fitted(visible(f"      {tr('Next: {fix}', fix=field.mend)}") + "\n")
    lacking = sum(field.is_lacking for field in fields)
    if lacking:
        say(
            tr_n(
                "{count} field that belongs into the report is missing or not complete.",
                "{count} fields that belong into the report are missing or not complete.",
                lacking,
            )
        )
    else:
        say(_nothing_lacking(fields))
    return not lacking


def _nothing_lacking(fields: Sequence[ReportField]) -> Message:
    """Return that nothing expected is lacking, and how much of the optional is."""
    incomplete = (FieldState.PARTLY, FieldState.MISSING)
    left = sum(field.need is Need.OPTIONAL and field.state in incomplete for field in fields)
    if not left:
        return tr("Everything that belongs into the report is there.")
    return tr_n(
        "Everything that is expected in the report is there; {count} optional field is missing or not complete.",
        "Everything that is expected in the report is there; {count} optional fields are missing or not complete.",
        left,
    )


def issue_report(
    session: Session,
    report: AuditReport,
    content: bytes,
    how: Issuing,
    *,
    dry_run: bool,
    no_commit: bool,
) -> None:
    """Keep *content* as the report that is issued, record it, and write it where the caller wants a copy.

    Args:
        session: where to write.
        report: what is issued.
        content: its file.
        how: what the caller says about it.
        dry_run: write nothing.
        no_commit: write and do not commit.

    Raises:
        RefusedError: it lacks something, cannot be issued, or the copy cannot be written.
    """
    from qmsctl.authoring.report_issue import NewIssue, draft_issue, refuse_second_issue
    from qmsctl.cli.output import save
    from qmsctl.cli.recording import clerk_of, record

    audit, day = report.identification.audit, session.system.day
    name = how.name(audit)
    refuse_second_issue(session.system, audit, again=how.again is not None)
    lacking = [field for field in report_fields(report) if field.is_lacking]
    if lacking and not how.incomplete:
        for field in lacking:
            say(tr("{id} {label} is missing or not complete.", id=field.id, label=field.label))
            say(tr("Next: {fix}", fix=field.mend))
        raise RefusedError(
            tr("the report lacks what belongs into it, so it was not issued"),
            tr("add it, or issue the report as it is with --incomplete"),
        )
    new = NewIssue(audit, report.provenance.commit or "", name, content, how.text, how.again)
    draft = draft_issue(session.system, new, day, clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    fresh = how.copy is not None and not how.copy.exists()
    if how.copy is not None and not dry_run:
        save(how.copy, content)
    try:
        record(session, draft, dry_run=dry_run, commit=commit)
    except BaseException:
        if fresh and how.copy is not None:
            how.copy.unlink(missing_ok=True)  # it would pass for a report that was issued
        raise
    if not dry_run:
        _say_issued(session.system, audit, next(path for path in draft.files if path.endswith(f"/{name}")))
        if how.copy is not None:
            say(tr("The report is in {file}.", file=str(how.copy)))


def _say_issued(system: System, audit: str, kept: str) -> None:
    """Say where the issued report is kept, and what comes next."""
    say(tr("The report of {audit} is issued; it is kept as {file}.", audit=audit, file=kept))
    closing = system.audit_named(audit).last("audit_closed")
    if closing is not None:
        say(
            tr(
                "{audit} was closed on {day}: the report shows as late until the audit is closed anew.",
                audit=audit,
                day=closing.fact.occurred,
            )
        )
    say(tr("Next: {fix}", fix=tr("close the audit: qmsctl audit close {audit}", audit=shlex.quote(audit))))
