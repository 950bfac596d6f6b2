"""`qmsctl show`: a document as it is in force, or as it was, or as it is drafted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

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
from qmsctl.messages import current_language, marked, tr

__all__ = ["show"]

_FILES: Final = ("docx", "pdf")


def show(
    document: DocumentId,
    draft: Annotated[
        bool, typer.Option("--draft", help=marked("What the tree holds, approved or not."))
    ] = False,
    revision: Annotated[
        str | None,
        typer.Option(
            "--revision",
            metavar=marked("REVISION"),
            help=marked("One revision, in force or not."),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, output_option(marked("Where to write it: .html, .pdf, .docx, .md, .json or .txt."))
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="plain|markdown|html|json|docx|pdf",
            help=marked("By default, what the name of the file says."),
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
    """Show a document as it is in force: with its title block, its change card, and its commit."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.cli.terminal import out_fitted
    from qmsctl.render.document_paper import document_paper
    from qmsctl.render.document_sheet import FORMATS, render_sheet
    from qmsctl.reports.document_sheet import document_sheet

    del no_cache, folder, lang  # in force before the command runs
    known = (*FORMATS, *_FILES)
    chosen = format_asked(format, output, known, json=json)
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system = session.system
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    sheet = document_sheet(controlled, versions, system, draft=draft, revision=revision)
    sheet = replace(sheet, day_was_named=on is not None or as_of is not None)
    spoken, saved = current_language(), tr("The document is in {file}.", file=str(output))
    if chosen in _FILES:
        hand_out_file(document_paper(sheet), chosen, spoken, sheet.day, output, saved)
        return
    text = render_sheet(sheet, chosen, spoken)
    if output is None and format is None and not json:  # for whoever reads it here
        out_fitted(text, verbatim=True)
    else:
        hand_out(text, output, chosen, saved, verbatim=True)
