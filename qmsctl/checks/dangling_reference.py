"""REF001: a document refers to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.document import references
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REF001", over=documents, severity=Severity.ERROR, clauses=("7.5.3.1", "7.5.3.2"), needs=("related",))
def dangling_reference(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every document that another refers to exists."""
    named_here = list(references(document.working.fact)) if document.working else []
    if document.working is None or not named_here:
        yield NotApplicable()
        return
    for path, named in named_here:
        if not system.knows(named):
            yield Problem(
                document.working.at(*path),
                tr("no document has the id {document}", document=named),
                _suggestion(named, system),
            )


def _suggestion(id: str, system: System) -> Message:
    near = _closest(id, tuple(system.documents_by_id))
    if near is None or not system.knows(near):
        return tr("correct the id, or delete the reference")
    return tr("did you mean {near}?", near=near)


@lru_cache(maxsize=1024)  # a renumbered document is named by many others
def _closest(id: str, known: tuple[str, ...]) -> str | None:
    return closest(id, known)
