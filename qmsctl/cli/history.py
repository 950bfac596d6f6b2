"""`qmsctl history`: every revision of a document with its days, people, commits and size of change."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from qmsctl.cli.options import (
    AsOf,
    DocumentId,
    DocumentLanguage,
    Folder,
    Json,
    Lang,
    NoCache,
    On,
    Rev,
    Table,
    TrustFile,
    output_option,
)
from qmsctl.cli.terminal import colour, width
from qmsctl.messages import current_language, marked, tr

__all__ = ["HistoryFormat", "history"]


class HistoryFormat(StrEnum):
    """How a history is written."""

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


def history(
    document: DocumentId,
    format: Annotated[
        HistoryFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf|xlsx|csv|csv-excel",
            help=marked("How to write it; html is a change card to print, plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Annotated[
        Path | None,
        output_option(marked("Where to write it: .html, .pdf, .docx, .xlsx, .csv, .md, .json or .txt.")),
    ] = None,
    table: Table = None,
    language: DocumentLanguage = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show every revision of a document: who wrote, checked and approved it, and when it was in force."""
    from qmsctl.cli.clock import now
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import FILES, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.control.lives import lives_of
    from qmsctl.control.unreadable import unreadable_contents
    from qmsctl.render.change_card import change_card_paper
    from qmsctl.render.document_history import render_history, render_history_console
    from qmsctl.repo.arrival import arrivals
    from qmsctl.reports.document_history import Course, document_history

    del no_cache, folder, lang  # in force before the command runs
    chosen = HistoryFormat(format_asked(format, output, tuple(HistoryFormat), json=json))
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system, read_blobs = session.system, session.repository.git.blobs
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    line = session.repository.main_line(system.organisation.branch, now())
    course = Course(
        lives_of(versions, system.organisation, system.history, read_blobs),
        unreadable_contents(controlled, versions, system.organisation, system.history, read_blobs),
        arrivals(system.history, line),
    )
    told = document_history(controlled, versions, system, course=course, lacking=len(session.lacking))
    saved = tr("The history is in {file}.", file=str(output))
    if table is not None or chosen.value in FILES:
        paper = change_card_paper(told)
        hand_out_file(paper, chosen.value, current_language(), told.day, output, saved, table=table)
        return
    if chosen is HistoryFormat.CONSOLE:
        text = render_history_console(told, current_language(), width=width(), colour=colour())
    else:
        text = render_history(told, chosen.value, current_language())
    hand_out(text, output, chosen.value, saved)
