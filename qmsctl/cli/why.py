"""`qmsctl why`: why a document is in the state it is in, and what would change it."""

from __future__ import annotations

from qmsctl.cli.options import (
    TEXT_FORMATS,
    AsOf,
    DocumentId,
    DocumentLanguage,
    Folder,
    Json,
    Lang,
    NoCache,
    On,
    Rev,
    TextFormat,
    TrustFile,
)
from qmsctl.cli.terminal import out, out_for_programs, shown_width
from qmsctl.messages import current_language

__all__ = ["why"]


def why(
    document: DocumentId,
    format: TextFormat = None,
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
    """Say why a document is in the state it is in, what is missing, and what would change it."""
    from qmsctl.cli.output import format_asked
    from qmsctl.cli.session import open_session
    from qmsctl.render.document_explained import render_explained
    from qmsctl.render.document_explained_json import render_json
    from qmsctl.reports.document_explained import explain_document

    del no_cache, folder, lang  # in force before the command runs
    chosen = format_asked(format, None, TEXT_FORMATS, json=json)
    session = open_session(rev=rev, on=on, as_of=as_of, trust=trust)
    system = session.system
    controlled = system.document_named(document, language)
    versions = session.versions(controlled)
    present = (rev, on, as_of) == (None, None, None)
    explained = explain_document(controlled, versions, system, session.inspect(), present=present)
    spoken = current_language()
    if chosen == "json":
        out_for_programs(render_json(explained, spoken))
    else:
        out(render_explained(explained, spoken, shown_width()))
