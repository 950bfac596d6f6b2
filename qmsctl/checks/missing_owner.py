"""DOC009: a document has no owner."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC009", over=documents, severity=Severity.ERROR, clauses=("5.3", "7.5.3.2"), needs=("owner",))
def missing_owner(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every document has an owner."""
    kept = () if document.working is None else system.kept_places.get(document.working.path, ())
    if document.working is None or any(one.field == "owner" for one in kept):
        yield NotApplicable()  # that a place was only kept for it is another rule's matter
    elif not (document.working.fact.owner or "").strip():
        yield Problem(
            document.working.at_key("owner"),
            tr("the document {document} has no owner", document=document.id),
            tr("name the role that answers for its content: owner: and a role of qms.yaml"),
        )
