"""REV004: an approval names a document that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, approvals, rule
from qmsctl.settings import Severity


@rule("REV004", over=approvals, severity=Severity.WARNING, clauses=("7.5.3.2",))
def orphan_approval(approval: Filed[Approval], system: System) -> Iterator[Answer]:
    """Every approval is of a document that is there, or was withdrawn."""
    fact = approval.fact
    if fact.document in system.unreadable:
        yield NotApplicable()  # `malformed-file` reports the file
        return
    versions = system.documents_by_id.get(fact.document, ())
    same = [document for document in versions if document.language == fact.language]
    if any(document.working is not None or document.withdrawn is not None for document in same):
        return
    yield Problem(
        approval.at("document"),
        tr(
            "the approval is of {document} in the language {language}, which is neither there nor withdrawn",
            document=fact.document,
            language=fact.language,
        ),
        tr("bring the document back, record that it was withdrawn, or correct the approval"),
    )
