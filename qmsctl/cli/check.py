"""`qmsctl check`: what is wrong, where, and what to do."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev, TrustFile
from qmsctl.cli.terminal import colour, out, out_for_programs, width
from qmsctl.messages import current_language, marked
from qmsctl.settings import Severity

if TYPE_CHECKING:
    from qmsctl.inspection import Inspection

__all__ = ["CheckFormat", "check"]


class CheckFormat(StrEnum):
    """How the result is printed."""

    CONSOLE = "console"
    PLAIN = "plain"
    JSON = "json"


def check(
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    format: Annotated[
        CheckFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|json",
            help=marked("How to print the result; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        Severity,
        typer.Option(
            metavar="error|warning|note", help=marked("The least severity that ends with status 1.")
        ),
    ] = Severity.ERROR,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Check every document and record, and say what is wrong where."""
    from qmsctl.cli.answers import Answer, answered

    del no_cache, folder, lang  # in force before the command runs
    chosen = format or default_format()
    look = (width(), colour()) if chosen is CheckFormat.CONSOLE else ()

    def find_out() -> Answer:
        from qmsctl.cli.session import open_session

        inspection = open_session(rev=rev, on=on, as_of=as_of, trust=trust).inspect()
        return Answer(render(inspection, chosen), int(inspection.fails(fail_on)))

    answer = answered(("check", rev, on, as_of, chosen.value, fail_on.value, look), find_out, trust)
    (out_for_programs if chosen is CheckFormat.JSON else out)(answer.text)
    raise typer.Exit(answer.status)


def default_format() -> CheckFormat:
    """Return the format for where standard output leads."""
    return CheckFormat.CONSOLE if sys.stdout.isatty() else CheckFormat.PLAIN


def render(inspection: Inspection, format: CheckFormat) -> str:
    """Return *inspection* as text."""
    language = current_language()
    if format is CheckFormat.JSON:
        from qmsctl.render.check_json import render_json

        return render_json(inspection, language)
    from qmsctl.render.check_text import render_console, render_plain

    if format is CheckFormat.PLAIN:
        return render_plain(inspection, language)
    return render_console(inspection, language, width=width(), colour=colour())
