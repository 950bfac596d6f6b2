"""What every command that writes a paper has in common: its formats, its options, and where the paper goes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from qmsctl.cli.options import output_option
from qmsctl.cli.output import format_of, format_said, hand_out
from qmsctl.cli.paper_files import FILES, TABLES, hand_out_file, office_file, table_text
from qmsctl.cli.templates import tell_unused
from qmsctl.errors import QmsctlError
from qmsctl.messages import LANGUAGES, Message, current_language, marked, tr

if TYPE_CHECKING:
    from qmsctl.cli.session import Session
    from qmsctl.papers.blocks import Paper

__all__ = [
    "PaperFile",
    "PaperForm",
    "PaperFormat",
    "PaperLanguage",
    "hand_out_paper",
    "paper_content",
    "paper_format",
    "paper_language",
    "written_paper",
]


class PaperFormat(StrEnum):
    """How a paper is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    CSV_EXCEL = "csv-excel"


PaperFile: TypeAlias = Annotated[
    Path | None,
    output_option(
        marked("Where to write it: .html, .pdf, .docx, .xlsx, .md, .csv, .json or .txt; - prints it.")
    ),
]
PaperForm: TypeAlias = Annotated[
    PaperFormat | None,
    typer.Option(
        "--format",
        metavar=marked("FORM"),
        help=marked(
            "console, plain, html, markdown, json, docx, pdf, xlsx, csv or csv-excel; "
            "by default, what the name of the file says."
        ),
        show_default=False,
    ),
]
PaperLanguage: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--report-lang",
        metavar="en|pl",
        help=marked("The language of the report, if not the one spoken."),
        show_default=False,
    ),
]


def paper_format(format: PaperFormat | None, *, json: bool) -> PaperFormat | None:
    """Return how `--format` and `--json` want a paper written; `None` if neither was given.

    Raises:
        QmsctlError: the two say different things.
    """
    said = format_said(format, json=json)
    return None if said is None else PaperFormat(said)


def paper_language(asked: str | None) -> str:
    """Return the language of a paper: the one *asked* for, or else the one spoken.

    Raises:
        QmsctlError: nobody taught qmsctl the one asked for.
    """
    language = asked or current_language()
    if language not in LANGUAGES:
        raise QmsctlError(
            tr("no report can be written in {language}", language=language),
            tr("write one of: {expected}", expected=", ".join(LANGUAGES)),
        )
    return language


def written_paper(
    session: Session, paper: Paper, format: PaperFormat, language: str, ending: str = "html"
) -> str:
    """Return *paper* as a text in *format*, set by the templates that the repository of *session* has of its own.

    Args:
        session: where the templates are.
        paper: what is written.
        format: that of the text.
        language: of its words.
        ending: of the name of the file it is for, if that is printed from the text.
    """
    from qmsctl.cli.terminal import colour, width
    from qmsctl.render.report import Manner, render_paper

    own = session.own_templates()
    tell_unused(own, paper)
    return render_paper(paper, format.value, language, Manner(width(), colour(), own, ending))


def paper_content(
    session: Session, paper: Paper, format: PaperFormat, language: str, table: str | None = None
) -> bytes:
    """Return what a file of *paper* holds; *table* is the key of the table, for the formats that hold one.

    Raises:
        QmsctlError: it cannot be written so, or nothing here prints.
    """
    from qmsctl.render.worded import worded

    if format.value in TABLES:
        return table_text(worded(paper, language), format.value, table).encode("utf-8")
    if format in (PaperFormat.DOCX, PaperFormat.XLSX):
        return office_file(worded(paper, language, format.value), format.value, session.system.day)
    if format is not PaperFormat.PDF:
        return written_paper(session, paper, format, language).encode("utf-8")
    from qmsctl.printing import printed

    page = written_paper(session, paper, PaperFormat.HTML, language, "pdf")
    return printed(page, session.system.day, Path(f"{paper.kind}.html"))


def hand_out_paper(
    session: Session,
    paper: Paper,
    output: Path | None,
    format: PaperFormat | None,
    saved: Message,
    *,
    table: str | None = None,
    language: str | None = None,
) -> None:
    """Print *paper*, or write it to *output* and say *saved*.

    Args:
        session: the repository that it is about; its own templates set it.
        paper: what is written.
        output: where to; `-` is the standard output.
        format: how; by default what the name of the file says.
        saved: what is said when it is there.
        table: the key of the table, for the formats that hold one.
        language: of its words; by default the one spoken.

    Raises:
        QmsctlError: it cannot be written so, or there.
    """
    spoken = paper_language(language)
    chosen = format or PaperFormat(format_of(output, tuple(PaperFormat)))

    def written() -> str:
        if chosen is PaperFormat.PDF:
            return written_paper(session, paper, PaperFormat.HTML, spoken, "pdf")
        return written_paper(session, paper, chosen, spoken)

    if table is not None or chosen.value in FILES:
        day = session.system.day
        hand_out_file(paper, chosen.value, spoken, day, output, saved, table=table, page=written)
    else:
        hand_out(written(), output, chosen.value, saved)
