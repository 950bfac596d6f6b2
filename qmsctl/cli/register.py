"""`qmsctl register`: the master list of documents, made from the files and the history, never typed."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, Folder, Lang, NoCache, On, Rev, option
from qmsctl.cli.terminal import colour, out, say, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["RegisterFormat", "register"]


class RegisterFormat(StrEnum):
    """How the register is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    JSON = "json"


def register(
    format: Annotated[
        RegisterFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|csv|csv-excel|json",
            help=marked("How to write the register; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar=marked("FILE"), help=marked("Where to write it."), show_default=False
        ),
    ] = None,
    type_: Annotated[
        list[str] | None, option("--type", marked("TYPE"), marked("Only documents of this type."))
    ] = None,
    unit: Annotated[
        list[str] | None, option("--unit", marked("UNIT"), marked("Only documents of this unit."))
    ] = None,
    owner: Annotated[
        list[str] | None, option("--owner", marked("OWNER"), marked("Only documents of this owner."))
    ] = None,
    state: Annotated[
        list[str] | None,
        option(
            "--state",
            marked("STATE"),
            marked("Only documents in this state: draft, approved, in_force, drifted, withdrawn."),
        ),
    ] = None,
    clause: Annotated[
        str | None, option("--clause", marked("CLAUSE"), marked("Only documents that claim this clause."))
    ] = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """List the documents: what is in force, since when, who approved it, and how sure that is."""
    from qmsctl.cli.report import save
    from qmsctl.cli.session import open_session
    from qmsctl.render.register import RegisterSheet, render_register, render_register_console
    from qmsctl.reports.register import Selection
    from qmsctl.reports.register import register as registered

    del no_cache, folder, lang  # in force before the command runs
    session = open_session(rev=rev, on=on, as_of=as_of)
    system = session.system
    selection = Selection(
        tuple(type_ or ()), tuple(unit or ()), tuple(owner or ()), tuple(state or ()), clause
    )
    name = system.organisation.organisation.name
    sheet = RegisterSheet(name, system.day, system.history.head, registered(system, selection))
    chosen = format or _default(output)
    language = current_language()
    if chosen is RegisterFormat.CONSOLE:
        text = render_register_console(sheet, language, width=width(), colour=colour())
    else:
        text = render_register(sheet, chosen.value, language)
    if output is None or str(output) == "-":
        out(text)
        return
    save(output, text)
    say(tr("The register is in {file}.", file=str(output)))


def _default(output: Path | None) -> RegisterFormat:
    """Return the format for where the register goes."""
    endings = {
        ".html": RegisterFormat.HTML,
        ".md": RegisterFormat.MARKDOWN,
        ".csv": RegisterFormat.CSV,
        ".json": RegisterFormat.JSON,
    }
    if output is not None and output.suffix.lower() in endings:
        return endings[output.suffix.lower()]
    return RegisterFormat.CONSOLE if output is None and sys.stdout.isatty() else RegisterFormat.PLAIN
