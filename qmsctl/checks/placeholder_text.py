"""DOC011: a text of a document still waits to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.text import may_hold_placeholders, placed, placeholders, texts_of
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC011", over=documents, severity=Severity.ERROR, clauses=("7.5.2",))
def placeholder_text(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """No text of a document is still a placeholder."""
    del system
    if document.working is None:
        yield NotApplicable()
        return
    if not may_hold_placeholders(document.working.source.raw):
        return
    for path, text in texts_of(document.working.fact):
        if next(placeholders(text), None) is None:
            continue
        for placeholder, place in placed(document.working.source, path, text, placeholders(text)):
            yield Problem(
                place,
                tr('the placeholder "{placeholder}" was never filled in', placeholder=placeholder),
                tr("write what belongs here, or delete the sentence if nothing does"),
            )
