"""`qmsctl report`: the report of one audit, as HTML or Markdown."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev, TrustFile
from qmsctl.cli.output import format_of, hand_out
from qmsctl.errors import QmsctlError
from qmsctl.messages import LANGUAGES, current_language, marked, tr

__all__ = ["ReportFormat", "report"]


class ReportFormat(StrEnum):
    """How a report is written."""

    HTML = "html"
    MARKDOWN = "markdown"


def report(
    audit: Annotated[
        str, typer.Argument(metavar=marked("AUDIT"), help=marked("Id of the audit, such as AUD-2026-01."))
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar=marked("FILE"),
            help=marked("Where to write it: .html or .md; - prints it."),
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        ReportFormat | None,
        typer.Option(
            metavar="html|markdown",
            help=marked("By default, what the name of the file says."),
            show_default=False,
        ),
    ] = None,
    report_lang: Annotated[
        str | None,
        typer.Option(
            metavar="en|pl",
            help=marked("The language of the report, if not the one spoken."),
            show_default=False,
        ),
    ] = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Write the report of an audit."""
    from qmsctl.cli.session import open_session
    from qmsctl.render.report import render_report
    from qmsctl.reports.audit_report import audit_report

    del no_cache, folder, lang  # in force before the command runs
    language = report_lang or current_language()
    if language not in LANGUAGES:
        raise QmsctlError(
            tr("no report can be written in {language}", language=language),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    chosen = format or ReportFormat(format_of(output, tuple(ReportFormat)))
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    text = render_report(audit_report(session.system, audit, session.inspect()), chosen.value, language)
    hand_out(text, output, chosen.value, tr("The report is in {file}.", file=str(output)))
