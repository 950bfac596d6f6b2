"""`qmsctl evidence verify`: whether records and attachments still are what was recorded."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qmsctl.cli.options import Folder, Json, Lang, NoCache, Output
from qmsctl.cli.terminal import colour, width
from qmsctl.errors import NothingToCheckError
from qmsctl.messages import current_language, marked, tr

__all__ = ["VerifyFormat", "verify"]


class VerifyFormat(StrEnum):
    """How the outcome is written."""

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


def verify(
    audit: Annotated[
        str | None,
        typer.Argument(
            metavar=marked("[AUDIT]"),
            help=marked("Id of the audit, such as AUD-2026-01; by default all of them."),
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        VerifyFormat | None,
        typer.Option(
            "--format",
            metavar="console|plain|markdown|html|json|docx|pdf|xlsx|csv|csv-excel",
            help=marked("How to write it; plain whenever it is piped."),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    output: Output = None,
    no_cache: NoCache = False,
    folder: Folder = None,
    lang: Lang = None,
) -> None:
    """Verify every attachment and record of an audit against its digest and its history."""
    from qmsctl.cli.output import format_asked, hand_out
    from qmsctl.cli.paper_files import FILES, hand_out_file
    from qmsctl.cli.session import open_session
    from qmsctl.control import integrity
    from qmsctl.render.evidence_verified import (
        Verified,
        render_verified,
        render_verified_console,
        verified_paper,
    )

    del no_cache, folder, lang  # in force before the command runs
    chosen = VerifyFormat(format_asked(format, output, tuple(VerifyFormat), json=json))
    session = open_session()
    system = session.system
    id = system.audit_named(audit).id if audit is not None else None
    kept = integrity.verify(system, session.repository.git.each_blob, id)
    if not kept:
        raise NothingToCheckError(
            tr("nothing is recorded here, so there is nothing to verify"),
            tr("evidence is recorded with qmsctl evidence add"),
        )
    verified = Verified(
        system.organisation.organisation.name,
        system.day,
        system.history.head,
        system.history.complete,
        id,
        kept,
        system.day_of,
    )
    saved = tr("The outcome is in {file}.", file=str(output))
    if chosen.value in FILES:
        paper = verified_paper(verified, system.organisation.language)
        hand_out_file(paper, chosen.value, current_language(), system.day, output, saved)
    elif chosen is VerifyFormat.CONSOLE:
        text = render_verified_console(verified, current_language(), width=width(), colour=colour())
        hand_out(text, output, chosen.value, saved)
    else:
        hand_out(render_verified(verified, chosen.value, current_language()), output, chosen.value, saved)
    if verified.broken:
        raise typer.Exit(1)
