"""`qmsctl report --check` and `--issue`: what a report lacks, and the record that it was issued."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.cli.terminal import out, say
from qmsctl.errors import RefusedError
from qmsctl.messages import tr, tr_n
from qmsctl.render.visible import visible
from qmsctl.reports.report_fields import FieldState, Need, report_fields

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.reports.audit_report import AuditReport

__all__ = ["issue_report", "name_of", "tell_fields"]

_STATES: Final = {
    FieldState.THERE: ("✓", tr("there")),
    FieldState.PARTLY: ("◔", tr("not complete")),
    FieldState.MISSING: ("✗", tr("missing")),
}
_NEEDS: Final = {
    Need.EXPECTED: tr("expected"),
    Need.OPTIONAL: tr("optional"),
    Need.NONE: tr("for audits of other kinds"),
}


def tell_fields(report: AuditReport) -> bool:
    """Say which of the thirty fields are there; return whether none that is expected is lacking."""
    fields = report_fields(report)
    for field in fields:
        symbol, state = _STATES[field.state]
        if field.state is FieldState.MISSING and field.need is not Need.EXPECTED:
            symbol = "○"
        out(visible(f"{symbol} {field.id} {field.label}: {state} ({_NEEDS[field.need]})") + "\n")
        if field.is_lacking:
            out(visible(f"      {tr('Next: {fix}', fix=field.mend)}") + "\n")
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
        say(tr("Everything that belongs into the report is there."))
    return not lacking


def issue_report(
    session: Session,
    report: AuditReport,
    content: bytes,
    name: str,
    *,
    text: str | None,
    incomplete: bool,
    dry_run: bool,
    no_commit: bool,
) -> None:
    """Keep *content* as the report that is issued, and record it.

    Args:
        session: where to write.
        report: what is issued.
        content: its file.
        name: what the file is called.
        text: anything there is to say about it.
        incomplete: whether it may lack what belongs into it.
        dry_run: write nothing.
        no_commit: write and do not commit.

    Raises:
        RefusedError: it lacks something, or cannot be issued.
    """
    from qmsctl.authoring.report_issue import NewIssue, draft_issue
    from qmsctl.cli.recording import clerk_of, record

    lacking = [field for field in report_fields(report) if field.is_lacking]
    if lacking and not incomplete:
        for field in lacking:
            say(tr("{id} {label} is missing or not complete.", id=field.id, label=field.label))
            say(tr("Next: {fix}", fix=field.mend))
        raise RefusedError(
            tr("the report lacks what belongs into it, so it was not issued"),
            tr("add it, or issue the report as it is with --incomplete"),
        )
    new = NewIssue(report.identification.audit, report.provenance.commit or "", name, content, text)
    draft = draft_issue(session.system, new, session.system.day, clerk_of(session))
    commit = session.system.organisation.recording.commit and not no_commit
    record(session, draft, dry_run=dry_run, commit=commit)
    if not dry_run:
        say(tr("The report of {audit} is issued as {name}.", audit=new.audit, name=name))


def name_of(output: Path | None, audit: str, ending: str) -> str:
    """Return what the issued file is called: as the caller names it, or after the audit."""
    if output is not None:
        return output.name
    return f"report-{re.sub(r'[^A-Za-z0-9._-]+', '-', audit)}.{ending}"
