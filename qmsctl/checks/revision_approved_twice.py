"""REV005: two texts were approved under one revision."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.trust import Decision
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV005", over=documents, severity=Severity.ERROR, clauses=("7.5.2", "7.5.3.2"), needs=("revision",))
def revision_approved_twice(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """A revision is approved with one text only."""
    revisions = _approvals(document, system)
    if not revisions:
        yield NotApplicable()
    for revision, (first, *others) in revisions.items():
        for other in others:
            yield Problem(
                other.record.at("revision"),
                tr(
                    "revision {revision} of {document}, decided on {day}, has another text"
                    " than the revision {revision} decided on {first}",
                    document=document.id,
                    revision=revision,
                    day=other.record.fact.decided,
                    first=first.record.fact.decided,
                ),
                tr("give one of the two texts a revision of its own, and correct the approval of that one"),
            )


def _approvals(document: ControlledDocument, system: System) -> dict[str, list[Decision]]:
    """Return, by revision, one approval of each text that was approved, that of its owner first.

    An approval counts here even if the text lacks other decisions that its type demands.
    """
    found: dict[str, dict[str, Decision]] = {}
    for one in (*document.approved, *document.rivals):
        found.setdefault(one.named, {}).setdefault(one.content, one.decision)
    for decision in document.decisions:
        fact = decision.record.fact
        if fact.meaning == "approved" and fact.decided <= system.day:
            found.setdefault(fact.revision or fact.content, {}).setdefault(fact.content, decision)
    return {revision: list(texts.values()) for revision, texts in found.items()}
