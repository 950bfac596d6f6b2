"""`qmsctl changes`: what became of documents, decisions, findings, audits and settings in a period."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import Folder, Json, Lang, NoCache, Table, TrustFile, output_option
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["ChangesFormat", "changes"]


class ChangesFormat(StrEnum):
    """How changes are written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"


def changes(
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar=marked("MOMENT"),
            help=marked(
                "When the period begins: an audit such as AUD-2026-01 (its closing, or its last day), "
                "a day such as 2026-11-22 (its end), or a tag or a commit."
            ),
            show_default=False,
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar=marked("MOMENT"),
            help=marked("When it ends, written in the same way; by default now."),
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        ChangesFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf|xlsx|csv|csv-excel",
            help=marked("How to write it; html is a page to print, plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Annotated[
        Path | None,
        output_option(marked("Where to write it: .html, .pdf, .docx, .xlsx, .csv, .md, .json or .txt.")),
    ] = None,
    table: Table = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Tell what changed since an audit, a day or a tag: documents, decisions, findings, audits, people and rules."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import FILES, hand_out_file
    from qmsctl.cli.period import open_period
    from qmsctl.render.changes import changes_paper, render_changes, render_changes_console
    from qmsctl.reports.changes import changes as changed

    del no_cache, folder, lang  # in force before the command runs
    chosen = ChangesFormat(format_asked(format, output, tuple(ChangesFormat), json=json))
    period = open_period(since, until, trust)
    told = changed(period)
    saved = tr("The changes are in {file}.", file=str(output))
    if table is not None or chosen.value in FILES:
        paper = changes_paper(told, period.now.organisation.language)
        hand_out_file(paper, chosen.value, current_language(), period.now.day, output, saved, table=table)
        return
    if chosen is ChangesFormat.CONSOLE:
        text = render_changes_console(told, current_language(), width=width(), colour=colour())
    else:
        text = render_changes(told, chosen.value, current_language())
    hand_out(text, output, chosen.value, saved)
