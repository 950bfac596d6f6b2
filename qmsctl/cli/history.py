"""`qmsctl history`: every revision of a document with its days, people, commits and size of change."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, DocumentId, DocumentLanguage, Folder, Lang, NoCache, On, Rev, TrustFile
from qmsctl.cli.terminal import out
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language, marked, tr

__all__ = ["history"]


def history(
    document: DocumentId,
    format: Annotated[
        str, typer.Option("--format", metavar="plain|markdown|json", help=marked("How to write it."))
    ] = "plain",
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
    from qmsctl.cli.session import open_session
    from qmsctl.render.document_history import FORMATS, render_history
    from qmsctl.reports.document_history import document_history

    del no_cache, folder, lang  # in force before the command runs
    if format not in FORMATS:
        raise QmsctlError(
            tr("{word} is no value of {option}", word=format, option="--format"),
            tr("write one of: {expected}", expected=", ".join(FORMATS)),
        )
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system = session.system
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    lacking = len(session.lacking)
    told = document_history(controlled, versions, system, lacking=lacking)
    out(render_history(told, format, current_language()))
