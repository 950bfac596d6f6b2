"""REV013: an approval names bytes that hold something else than it says."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.blobs import Held
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.model.record import Approval
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, approvals, rule
from qmsctl.settings import Severity


@rule(
    "REV013",
    over=approvals,
    severity=Severity.ERROR,
    clauses=("7.5.2", "7.5.3.2"),
    unwaivable=Unwaivable.INTEGRITY,
)
def mismatched_approval(approval: Filed[Approval], system: System) -> Iterator[Answer]:
    """The content that a decision names is what the decision says."""
    if approval.fact.blob not in system.held:
        yield NotApplicable()  # nothing stands on it any more, or the repository has lost it
        return
    difference = _difference(approval, system.held[approval.fact.blob])
    if difference is not None:
        place, message = difference
        yield Problem(
            place,
            message,
            tr("find out what was really decided, then record a correction of this record"),
        )


def _difference(approval: Filed[Approval], held: Held | None) -> tuple[Place, Message] | None:
    """Return where *approval* departs from what it names, and how; the gravest only."""
    fact = approval.fact
    if held is None:
        return approval.at("blob"), tr(
            "the decision on {document} names content that is no document", document=fact.document
        )
    if held.id != fact.document:
        return approval.at("blob"), tr(
            "the decision on {document} names the content of another document, {other}",
            document=fact.document,
            other=held.id,
        )
    if held.language != fact.language:
        return approval.at("blob"), tr(
            "the decision on {document} in the language {language} names its content in another, {other}",
            document=fact.document,
            language=fact.language,
            other=held.language,
        )
    if held.revision != fact.revision:
        return approval.at("revision"), tr(
            "the decision on revision {revision} of {document} names the content of revision {other}",
            revision=fact.revision,
            document=fact.document,
            other=held.revision,
        )
    if held.content not in (None, fact.content):
        return approval.at("content"), tr(
            "the digest in the decision on {document} is not that of the content it names",
            document=fact.document,
        )
    return None
