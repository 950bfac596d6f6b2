"""DOC006: two documents bear the same id in the same language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TypeAlias

from qmsctl.control.system import System
from qmsctl.documents.lookalike import meant_text
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import stands_under_path
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Severity

_Namesakes: TypeAlias = tuple[Filed[Document], Filed[Document]]
"""A document, and the first by path that has its id and language: often itself."""


def _each_with_the_first(system: System) -> Iterator[_Namesakes]:
    first: dict[tuple[str, str], Filed[Document]] = {}
    for document in sorted(system.qms.documents, key=lambda document: document.path):
        key = _folded(document.fact.id), _folded(document.fact.language or "")
        yield document, first.setdefault(key, document)


def _folded(word: str) -> str:
    """Return *word* without what a reader or a file system may not tell apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", meant_text(word)).casefold())


@rule(
    "DOC006",
    over=_each_with_the_first,
    severity=Severity.ERROR,
    clauses=("7.5.2", "7.5.3.2"),
    unwaivable=Unwaivable.IDENTITY,
)
def duplicate_id(namesakes: _Namesakes, system: System) -> Iterator[Answer]:
    """Every document has an id of its own in its language."""
    del system
    document, first = namesakes
    if stands_under_path(document):
        yield NotApplicable()  # it says no id
    elif document is not first:
        yield Problem(
            document.at("id"),
            tr(
                "the id {document} is taken: in the language {language} it already stands in {path}",
                document=document.fact.id,
                language=document.fact.language or "",
                path=first.path,
            ),
            tr("give this document another id; a translation keeps the id and names its own language"),
        )
