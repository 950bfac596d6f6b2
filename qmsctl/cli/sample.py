"""`qmsctl sample`: rows of a register, drawn so that anybody can draw the same ones again."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qmsctl.cli.options import Folder, Json, Lang, NoCache, Output, Rev, option
from qmsctl.cli.terminal import colour, say, width
from qmsctl.messages import current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.drawing import Draw
    from qmsctl.cli.session import Session
    from qmsctl.render.sample import SampleSheet

__all__ = ["SampleFormat", "sample"]


class SampleFormat(StrEnum):
    """How a sample is written."""

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


def sample(
    register: Annotated[
        str,
        typer.Argument(
            metavar=marked("REGISTER"),
            help=marked("The register: its path, or its name with or without .csv."),
            show_default=False,
        ),
    ],
    size: Annotated[int | None, option("--size", marked("NUMBER"), marked("How many rows to draw."))] = None,
    rule: Annotated[
        str | None,
        option(
            "--rule",
            marked("RULE"),
            marked("How many, in place of a size: all, sqrt, 0.6sqrt, 0.8sqrt, 10%; rounded up."),
        ),
    ] = None,
    method: Annotated[
        str | None,
        option(
            "--method", "random|systematic|judgement|all", marked("How to choose them; by default at random.")
        ),
    ] = None,
    seed: Annotated[
        str | None,
        option(
            "--seed", marked("SEED"), marked("What chance follows from; without it one is drawn and shown.")
        ),
    ] = None,
    strata: Annotated[
        str | None,
        option("--strata", marked("COLUMN"), marked("Give each value of this column its share.")),
    ] = None,
    where: Annotated[
        list[str] | None,
        option(
            "--where",
            marked("CONDITION"),
            marked("Draw only from rows that meet it: COLUMN=VALUE, or with != <= >=."),
        ),
    ] = None,
    row: Annotated[
        list[str] | None,
        option("--row", marked("ROW"), marked("A row chosen by judgement: its name, or # and its number.")),
    ] = None,
    format: Annotated[
        SampleFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|csv|csv-excel|json|docx|pdf|xlsx",
            help=marked("How to write the sample; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    rev: Rev = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Draw rows of a register, so that anybody can draw the same ones again."""
    from qmsctl.cli.drawing import draw_from
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.control.sampling import Wanted
    from qmsctl.render.sample import sample_paper

    del no_cache, folder, lang  # in force before the command runs
    chosen = SampleFormat(format_asked(format, output, tuple(SampleFormat), json=json))
    session = open_session(rev=rev)
    named = tuple(row or ())
    by_default = "judgement" if named else "random"
    wanted = Wanted(method or by_default, size, rule, seed, strata, tuple(where or ()), named)
    drawn = draw_from(session, register, wanted)
    for doubt in drawn.doubts:
        say(doubt)
    saved = tr("The sample is in {file}.", file=str(output))
    if chosen.value in READ:
        paper = sample_paper(_sheet(session, drawn), session.system.organisation.language)
        hand_out_file(paper, chosen.value, current_language(), session.system.day, output, saved)
        return
    hand_out(_rendered(session, drawn, chosen), output, chosen.value, saved)


def _sheet(session: Session, drawn: Draw) -> SampleSheet:
    from qmsctl.render.sample import SampleSheet

    name = session.system.organisation.organisation.name
    newest = drawn.register.commit == session.repository.head
    return SampleSheet(
        name, drawn.register, drawn.wanted, drawn.drawn, drawn.sample, newest and not drawn.doubts
    )


def _rendered(session: Session, drawn: Draw, format: SampleFormat) -> str:
    from qmsctl.render.sample import again, recorded, render_sample, render_sample_console

    sheet = _sheet(session, drawn)
    if format in (SampleFormat.CSV, SampleFormat.CSV_EXCEL):
        say(tr("To draw it again: {command}", command=again(sheet)))  # a table of rows has no place for it
        if (command := recorded(sheet)) is not None:
            say(tr("To record it as evidence: {command}", command=command))
    if format is SampleFormat.CONSOLE:
        return render_sample_console(sheet, current_language(), width=width(), colour=colour())
    return render_sample(sheet, format.value, current_language())
