"""REV017: a revision is lower than the one before it."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.revisions import is_backward
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV017", over=documents, severity=Severity.WARNING, clauses=("7.5.2",), needs=("revision",))
def backward_revision(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Revisions count upwards in the order in which they take effect."""
    del system
    compared = [(step, is_backward(step.before.revision, step.revision)) for step in document.steps]
    if all(backward is None for _, backward in compared):
        yield NotApplicable()
    for step, backward in compared:
        if backward:
            yield Problem(
                step.place,
                tr(
                    "revision {after} of {document} comes after revision {before}, and is lower",
                    after=step.revision,
                    document=document.id,
                    before=step.before.revision,
                ),
                tr("give the next revision a number above {before}", before=step.before.revision),
            )
