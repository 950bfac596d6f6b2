"""REV005: two texts were approved under one revision."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import Approved, ControlledDocument, Decision
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV005", over=documents, severity=Severity.ERROR, clauses=("7.5.2", "7.5.3.2"))
def revision_approved_twice(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """A revision is approved with one text only."""
    del system
    if not document.approved:
        yield NotApplicable()
    for rival in document.rivals:
        first = next(one for one in document.approved if one.revision == rival.revision)
        record = _approval(rival).record
        yield Problem(
            record.at("revision"),
            tr(
                "revision {revision} of {document}, decided on {day}, has another text"
                " than the revision {revision} decided on {first}",
                document=document.id,
                revision=rival.revision,
                day=record.fact.decided,
                first=_approval(first).record.fact.decided,
            ),
            tr("give one of the two texts a revision of its own, and correct the approval of that one"),
        )


def _approval(approved: Approved) -> Decision:
    return approved.decided_as("approved") or approved.decisions[-1]
