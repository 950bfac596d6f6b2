"""REF001: a document refers to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.documents.place import Path
from qmsctl.messages import Message, tr
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.schema import closest
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REF001", over=documents, severity=Severity.ERROR, clauses=("7.5.3.1", "7.5.3.2"))
def dangling_reference(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every document that another refers to exists."""
    references = list(_references(document.working.fact)) if document.working else []
    if document.working is None or not references:
        yield NotApplicable()
        return
    for path, named in references:
        if not _exists(named, system):
            yield Problem(
                document.working.at(*path),
                tr("no document has the id {document}", document=named),
                _suggestion(named, system),
            )


def _references(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield the ids to which *document* refers, each with the path that leads to it."""
    for index, named in enumerate(document.related):
        yield ("related", index), named
    if isinstance(document, AuditPlan):
        for index, criterion in enumerate(document.criteria):
            if criterion.document is not None:
                yield ("criteria", index, "document"), criterion.document
        for index, selection in enumerate(document.checklists):
            yield ("checklists", index, "checklist"), selection.checklist


def _exists(id: str, system: System) -> bool:
    """Return whether the tree holds *id*, or it was withdrawn, which is another rule's matter."""
    return any(
        version.working is not None or version.state is DocumentState.WITHDRAWN
        for version in system.documents_by_id.get(id, ())
    )


def _suggestion(id: str, system: System) -> Message:
    near = closest(id, [known for known in system.documents_by_id if _exists(known, system)])
    return tr("did you mean {near}?", near=near) if near else tr("correct the id, or delete the reference")
