"""`qmsctl why`: why a document is in the state it is in, and what would change it."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsctl.cli.options import AsOf, DocumentId, DocumentLanguage, Folder, Lang, NoCache, On, Rev, TrustFile
from qmsctl.cli.terminal import out, out_for_programs, shown_width
from qmsctl.errors import QmsctlError
from qmsctl.messages import current_language, marked, tr

__all__ = ["why"]

_FORMATS = ("plain", "json")


def why(
    document: DocumentId,
    format: Annotated[
        str, typer.Option("--format", metavar="plain|json", help=marked("How to write it."))
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
    """Say why a document is in the state it is in, what is missing, and what would change it."""
    from qmsctl.cli.session import open_session
    from qmsctl.render.document_explained import render_explained
    from qmsctl.render.document_explained_json import render_json
    from qmsctl.reports.document_explained import explain_document

    del no_cache, folder, lang  # in force before the command runs
    if format not in _FORMATS:
        raise QmsctlError(
            tr("{word} is no value of {option}", word=format, option="--format"),
            tr("write one of: {expected}", expected=", ".join(_FORMATS)),
        )
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system = session.system
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    present = (rev, on, as_of) == (None, None, None)
    explained = explain_document(controlled, versions, system, session.inspect(), present=present)
    spoken = current_language()
    if format == "json":
        out_for_programs(render_json(explained, spoken))
    else:
        out(render_explained(explained, spoken, shown_width()))
