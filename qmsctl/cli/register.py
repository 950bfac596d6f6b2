"""`qmsctl register`: the master list of documents, made from the files and the history, never typed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qmsctl.cli.options import (
    AsOf,
    Folder,
    Json,
    Lang,
    NoCache,
    On,
    Output,
    Rev,
    TrustFile,
    option,
    refuse_without,
)
from qmsctl.cli.register_against import ListAsked
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.messages import Message
    from qmsctl.render.register import RegisterSheet

_Selected: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str | None]
"""The fields of what is `Asked`, in their order."""

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
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


def register(
    format: Annotated[
        RegisterFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|csv|csv-excel|json|docx|pdf|xlsx",
            help=marked("How to write the register; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    output: Output = None,
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
            marked(
                "Only documents in this state: draft, approved, in_force, drifted, withdrawn, unreadable."
            ),
        ),
    ] = None,
    clause: Annotated[
        str | None, option("--clause", marked("CLAUSE"), marked("Only documents that claim this clause."))
    ] = None,
    against: Annotated[
        str | None,
        option(
            "--against",
            marked("LIST"),
            marked(
                "Compare with a list kept by hand, a Markdown, CSV or Excel file; status 1 if anything differs."
            ),
        ),
    ] = None,
    matrix: Annotated[
        bool,
        typer.Option(
            "--matrix", help=marked("With --against: the file says who has to read which document.")
        ),
    ] = False,
    column: Annotated[
        list[str] | None,
        option(
            "--column",
            marked("NAME=HEADING"),
            marked("With --against: what a column is called, such as id='Doc. no'."),
        ),
    ] = None,
    heading: Annotated[
        str | None,
        option(
            "--heading",
            marked("HEADING"),
            marked("With --against: the heading above the table, or the name of the sheet."),
        ),
    ] = None,
    date_form: Annotated[
        list[str] | None,
        option(
            "--date-form",
            marked("DATEFORM"),
            marked("With --against: how days are written besides 2026-11-22, such as DD.MM.YYYY."),
        ),
    ] = None,
    json: Json = False,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """List the documents: what is in force, since when, who approved it, and how sure that is."""
    from qmsctl.cli.answers import Answer, answered
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ

    del no_cache, folder, lang  # in force before the command runs
    chosen = RegisterFormat(format_asked(format, output, tuple(RegisterFormat), json=json))
    look = (width(), colour()) if chosen is RegisterFormat.CONSOLE else ()
    selected = (tuple(type_ or ()), tuple(unit or ()), tuple(owner or ()), tuple(state or ()), clause)
    listed = {"--matrix": matrix, "--column": column, "--heading": heading, "--date-form": date_form}
    if against is not None:
        asked = ListAsked(against, matrix, tuple(column or ()), heading, tuple(date_form or ()))
        raise typer.Exit(_compare(asked, selected, (chosen, output), (rev, on, as_of), trust))
    refuse_without("--against", listed)
    saved = tr("The register is in {file}.", file=str(output))
    if chosen.value in READ:
        from qmsctl.cli.session import open_session

        session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
        _hand_out_file(session, selected, chosen, output, saved)
        return

    def find_out() -> Answer:
        from qmsctl.cli.session import open_session

        return Answer(_rendered(open_session(rev=rev, on=on, as_of=as_of, trust=trust), selected, chosen))

    text = answered(("register", rev, on, as_of, chosen.value, selected, look), find_out, trust).text
    hand_out(text, output, chosen.value, saved)


def _compare(
    asked: ListAsked,
    selected: _Selected,
    where: tuple[RegisterFormat, Path | None],
    when: tuple[str | None, str | None, str | None],
    trust: Path | None,
) -> int:
    """Write what comes of comparing, and return 1 if anything differs."""
    from qmsctl.cli.register_against import compared_with, hand_out_compared
    from qmsctl.cli.session import open_session
    from qmsctl.reports.selection import Asked, selection

    (format, output), (rev, on, as_of) = where, when
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    chosen = selection(session.system, Asked(*selected))
    compared = compared_with(session, asked, chosen, moment=not session.working_tree)
    hand_out_compared(compared, format.value, output)
    return int(compared.differs)


def _sheet(session: Session, selected: _Selected) -> RegisterSheet:
    from qmsctl.render.register import RegisterSheet
    from qmsctl.reports.register import register as registered
    from qmsctl.reports.selection import Asked, selection

    system = session.system
    name = system.organisation.organisation.name
    rows = registered(system, selection(system, Asked(*selected)))
    return RegisterSheet(
        name, system.day, system.history.head, system.history.complete, rows, system.authority
    )


def _hand_out_file(
    session: Session, selected: _Selected, format: RegisterFormat, output: Path | None, saved: Message
) -> None:
    from qmsctl.cli.paper_files import hand_out_file
    from qmsctl.render.register_paper import register_paper

    written = session.system.organisation.language
    sheet, language = _sheet(session, selected), current_language()
    paper = register_paper(sheet, written, whole=format is RegisterFormat.XLSX)
    hand_out_file(paper, format.value, language, sheet.day, output, saved)


def _rendered(session: Session, selected: _Selected, format: RegisterFormat) -> str:
    from qmsctl.render.register import render_register, render_register_console

    sheet = _sheet(session, selected)
    if format is RegisterFormat.CONSOLE:
        return render_register_console(sheet, current_language(), width=width(), colour=colour())
    return render_register(sheet, format.value, current_language())
