"""`qmsctl audit sheet`: the blank checklist of an audit, to print or to fill in as a spreadsheet."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev
from qmsctl.messages import current_language, marked, tr

__all__ = ["sheet"]


class SheetFormat(StrEnum):
    """How the sheet is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"


def sheet(
    audit: AuditId,
    format: Annotated[
        SheetFormat | None,
        typer.Option(
            "--format",
            metavar="html|markdown|csv",
            help=marked("How to write the sheet; by default, what the name of the file says."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar=marked("FILE"),
            help=marked("Where to write it: .html or .md to print, .csv to fill in."),
            show_default=False,
        ),
    ] = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Write the blank checklist of an audit: to print, or to fill in and bring back with import."""
    from qmsctl.cli.output import format_of, hand_out
    from qmsctl.cli.session import open_session
    from qmsctl.render.audit_sheet import render_blank_sheet
    from qmsctl.reports.audit_sheet import blank_sheet

    del no_cache, folder, lang  # in force before the command runs
    # Without a file and a format it is for whoever reads it here.
    chosen = format.value if format else format_of(output, ("markdown", "html", "csv"))
    blank = blank_sheet(open_session(rev=rev, on=on, as_of=as_of).system, audit)
    text = render_blank_sheet(blank, chosen, current_language())
    hand_out(text, output, chosen, tr("The list of questions is in {file}.", file=str(output)))
