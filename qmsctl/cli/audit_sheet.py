"""`qmsctl audit sheet`: the blank checklist of an audit, to print or to fill in as a spreadsheet."""

from __future__ import annotations

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from qmsctl.cli.conduct import AuditId
from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev, output_option
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language, marked, tr

__all__ = ["sheet"]


class SheetFormat(StrEnum):
    """How the sheet is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


_FORMATS: Final = ("console", "markdown", "html", "csv", "xlsx", "docx", "pdf")


def sheet(
    audit: AuditId,
    format: Annotated[
        SheetFormat | None,
        typer.Option(
            "--format",
            metavar="html|markdown|csv|xlsx|docx|pdf",
            help=marked("How to write the sheet; by default, what the name of the file says."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        output_option(
            marked("Where to write it: .pdf, .docx, .html or .md to print, .xlsx or .csv to fill in.")
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
    from qmsctl.cli.output import format_of, hand_out, save
    from qmsctl.cli.paper_files import hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.cli.terminal import colour, out, say, width
    from qmsctl.render.audit_sheet import (
        blank_sheet_paper,
        render_blank_sheet,
        render_blank_sheet_console,
        sheet_workbook,
    )
    from qmsctl.reports.audit_sheet import blank_sheet

    del no_cache, folder, lang  # in force before the command runs
    # Without a file and a format it is for whoever reads it here.
    chosen = format.value if format else format_of(output, _FORMATS)
    file = _to_fill_in(output, chosen)
    system = open_session(rev=rev, on=on, as_of=as_of).system
    blank = blank_sheet(system, audit)
    language = current_language()
    saved = tr("The list of questions is in {file}.", file=str(output))
    if file is not None and chosen == "xlsx":
        save(file, sheet_workbook(blank, language))
        say(saved)
    elif chosen in ("docx", "pdf"):
        paper = blank_sheet_paper(blank, system.organisation.language, language)
        hand_out_file(paper, chosen, language, blank.day, output, saved)
    elif chosen == "console":
        out(render_blank_sheet_console(blank, language, width=width(), colour=colour()))
    else:
        hand_out(render_blank_sheet(blank, chosen, language), output, chosen, saved)
    if file is not None:
        command = shlex.join(["qmsctl", "audit", "import", audit, str(file)])
        say(tr("Once it is filled in: {command}", command=command))


def _to_fill_in(output: Path | None, format: str) -> Path | None:
    """Return the file in which somebody will fill in answers; `None` if nobody will, or it is for a pipe.

    Raises:
        QmsctlError: the file is there already and may hold answers, or a workbook has no file to go to.
    """
    from qmsctl.cli.output import is_file

    if format not in ("csv", "xlsx"):
        return None
    if output is None or not is_file(output):
        if format == "xlsx":
            raise QmsctlError(
                tr("a workbook is not for the terminal"), tr("name its file, for example: -o questions.xlsx")
            )
        return None
    try:
        size = output.stat().st_size
    except OSError:  # what is in the way there is said when it is written
        return output
    if size:
        raise QmsctlError(
            tr("{file} is there already, and may hold answers that somebody filled in", file=str(output)),
            tr("name another file, or delete this one"),
        )
    return output
