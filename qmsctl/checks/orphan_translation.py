"""DOC013: a translation names an authentic version that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC013", over=documents, severity=Severity.WARNING, clauses=("7.5.2",), needs=("translates",))
def orphan_translation(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every translation names an authentic version that exists."""
    authentic = document.working.fact.translates if document.working else None
    if document.working is None or authentic is None:
        yield NotApplicable()
    elif authentic == document.language:
        yield Problem(
            document.working.at("translates"),
            tr(
                "the document {document} is called a translation from its own language, {language}",
                document=document.id,
                language=authentic,
            ),
            tr("name the language of the authentic version, or delete the line if this is it"),
        )
    elif not any(v.language == authentic and v.working for v in system.documents_by_id[document.id]):
        yield Problem(
            document.working.at("translates"),
            tr(
                "the document {document} has no version in the language {language}, of which this is a translation",
                document=document.id,
                language=authentic,
            ),
            tr("add the authentic version, or name the language in which it exists"),
        )
