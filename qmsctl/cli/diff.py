"""`qmsctl diff`: what changed between two revisions of a document, by section and by word."""

from __future__ import annotations

import shlex
from enum import StrEnum
from functools import partial
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
    TrustFile,
    output_option,
)
from qmsctl.cli.terminal import colour, width
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language, marked, tr

__all__ = ["DiffFormat", "diff"]


class DiffFormat(StrEnum):
    """How a comparison is written."""

    CONSOLE = "console"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"


_SIDES = 2


def diff(
    document: DocumentId,
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=marked("[A..B | A B]"),
            help=marked(
                "What to compare: revisions as printed, draft (what the tree holds), in-force, or a day. "
                "A.. goes up to the draft, ..B begins with the revision before it; "
                "by default what is in force and the draft."
            ),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, output_option(marked("Where to write it: .html, .pdf, .docx, .md, .json or .txt."))
    ] = None,
    format: Annotated[
        DiffFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf",
            help=marked("By default, what the name of the file says; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    language: DocumentLanguage = None,
    rev: Rev = None,
    on: On = None,
    as_of: AsOf = None,
    trust: TrustFile = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Show what changed between two revisions of a document: by section and by word, with the clauses concerned."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import READ, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.control.comparison import comparison
    from qmsctl.control.unreadable import unreadable_contents
    from qmsctl.render.diff_paper import diff_paper
    from qmsctl.render.document_diff import render_diff, render_diff_console
    from qmsctl.reports.document_diff import document_diff

    del no_cache, folder, lang  # in force before the command runs
    chosen = DiffFormat(format_asked(format, output, tuple(DiffFormat), json=json))
    words = revisions or []
    if len(words) > _SIDES:
        raise QmsctlError(
            tr("{count} revisions are named, and two can be compared", count=len(words)),
            tr(
                "put what holds a blank in quotes: qmsctl diff {document} 'A' 'B'",
                document=shlex.quote(document),
            ),
        )
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system, read_blobs = session.system, session.repository.git.blobs
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    sides = comparison(controlled, versions, system, words, read_blobs)
    unreadable = unreadable_contents(controlled, versions, system.organisation, system.history, read_blobs)
    found = document_diff(sides, controlled, versions, unreadable, system)
    spoken, saved = current_language(), tr("The comparison is in {file}.", file=str(output))
    if chosen.value in READ:
        paper = diff_paper(found, system.history.head, spoken)
        page = partial(render_diff, found, "html", spoken)
        hand_out_file(paper, chosen.value, spoken, found.day, output, saved, page=page)
        return
    if chosen is DiffFormat.CONSOLE:
        text = render_diff_console(found, current_language(), width=width(), colour=colour())
    else:
        text = render_diff(found, chosen.value, current_language())
    hand_out(text, output, chosen.value, saved, verbatim=True)
