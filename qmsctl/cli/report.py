"""`qmsctl report`: the report of one audit, in every format; what it lacks; issuing and verifying it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from qmsctl.cli import report_options as options
from qmsctl.cli.options import (
    AsOf,
    DryRun,
    Folder,
    Json,
    Lang,
    NoCache,
    NoCommit,
    On,
    Rev,
    Table,
    TrustFile,
    said,
)
from qmsctl.cli.output import format_of, is_file
from qmsctl.cli.paper_output import (
    PaperFile,
    PaperForm,
    PaperFormat,
    PaperLanguage,
    hand_out_paper,
    paper_format,
    paper_language,
    written_paper,
)
from qmsctl.cli.report_made import Asked, audit_paper_of, audit_report_of, open_asked
from qmsctl.cli.report_papers import paper_of, refuse_unfit
from qmsctl.errors import RefusedError
from qmsctl.messages import tr

if TYPE_CHECKING:
    from qmsctl.cli.report_check import Issuing
    from qmsctl.cli.session import Session

__all__ = ["report"]

_ISSUED: Final = {PaperFormat.HTML: "html", PaperFormat.MARKDOWN: "md"}
"""The formats in which a report is issued, which any program shows, with the endings of their files."""


def report(
    audit: options.Subject,
    about: options.About = None,
    output: PaperFile = None,
    format: PaperForm = None,
    json: Json = False,
    report_lang: PaperLanguage = None,
    table: Table = None,
    check: options.Check = False,
    context: options.Context = False,
    issue: options.Issue = False,
    text: options.IssueText = None,
    incomplete: options.Incomplete = False,
    again: options.Again = None,
    verify: options.Verify = None,
    as_issued: options.AsIssued = False,
    public: options.Public = False,
    visit: options.Visit = None,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Write the report of an audit or another paper, say what a report lacks, issue it, or verify one."""
    del no_cache, folder, lang  # in force before the command runs
    moment = {"--rev": rev, "--on": on, "--as-of": as_of, "--visit": visit}
    shown = {"--as-issued": as_issued, "--public": public}
    issuing = {"--text": text, "--incomplete": incomplete, "--again": again, "--dry-run": dry_run}
    options.refuse_idle(
        {"--check": check, "--context": context, "--issue": issue, "--verify": verify},
        {"-o": output, "--format": format, "--json": json, "--report-lang": report_lang, "--table": table},
        {**moment, **shown},
        {**issuing, "--no-commit": no_commit},
    )
    language, format = paper_language(report_lang), paper_format(format, json=json)
    asked = Asked(audit, rev, on, as_of, as_issued or issue, public, about, visit)
    refuse_unfit(asked, {"--check": check, "--issue": issue, "--as-issued": as_issued, "--public": public})
    if verify is not None:
        _verify(verify, asked, trust)
    elif check:
        from qmsctl.cli.report_check import tell_fields

        asked, session = _opened(asked, trust)
        raise typer.Exit(0 if tell_fields(audit_report_of(asked, session, trust)) else 1)
    elif issue:
        from qmsctl.cli.report_check import Issuing

        copy, form = output if is_file(output) else None, _issued_format(audit, output, format)
        how = Issuing(_ISSUED[form], language, said(text), said(again), incomplete, copy)
        _issue(asked, how, form, trust, dry_run=dry_run, no_commit=no_commit)
    else:
        asked, session = _opened(asked, trust)
        hand_out_paper(
            session,
            paper_of(asked, session, trust),
            output,
            PaperFormat.JSON if context else format,
            tr("The report is in {file}.", file=str(output)),
            table=table,
            language=language,
        )


def _opened(asked: Asked, trust: Path | None) -> tuple[Asked, Session]:
    """Return what is *asked* for, and the repository at its moment."""
    from qmsctl.cli.report_issued import open_issued

    return open_issued(asked, trust) if asked.as_issued else (asked, open_asked(asked, trust))


def _issued_format(audit: str, output: Path | None, format: PaperFormat | None) -> PaperFormat:
    """Return in which of the formats in which reports are issued the one of *audit* is.

    Raises:
        RefusedError: another one is asked for.
    """
    copy = output if output is not None and is_file(output) else Path("report.html")
    chosen = format or PaperFormat(format_of(copy, tuple(PaperFormat)))
    if chosen not in _ISSUED:
        again = shlex.join(("qmsctl", "report", audit, "--as-issued", "--format", chosen.value))
        raise RefusedError(
            tr(
                "a report is issued as HTML or Markdown, not as {format}",
                format=chosen.value,
            ),
            tr(
                "issue it as HTML, then write it as {format}: {command} -o FILE",
                format=chosen.value,
                command=again,
            ),
        )
    return chosen


def _issue(
    asked: Asked, how: Issuing, format: PaperFormat, trust: Path | None, *, dry_run: bool, no_commit: bool
) -> None:
    """Issue the report that is *asked* for.

    Raises:
        RefusedError: it is asked for as of an earlier commit, or cannot be issued.
    """
    from qmsctl.cli.report_check import issue_report

    if asked.rev or asked.as_of:
        raise RefusedError(
            tr("a report is issued from the last commit, not from an earlier one"),
            tr("leave out --rev and --as-of; --on may name the day of issue"),
        )
    session = open_asked(asked, trust)
    made = audit_report_of(asked, session, trust)
    text = written_paper(session, audit_paper_of(asked, made, session), format, how.language)
    issue_report(session, made, text.encode("utf-8"), how, dry_run=dry_run, no_commit=no_commit)


def _verify(file: Path, asked: Asked, trust: Path | None) -> None:
    """Say whether *file* is what it says, and end with 1 if not."""
    from qmsctl.cli.report_verify import claimed, verified

    if not verified(file, claimed(file, asked), trust):
        raise typer.Exit(1)
