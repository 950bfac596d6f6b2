"""DOC011: a text of a document still waits to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.text import may_hold_placeholders, placeholders, section_texts
from qmsctl.documents.place import Path, Place
from qmsctl.documents.source import Source
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist, Document
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
    for path, text in _texts(document.working.fact):
        if next(placeholders(text), None) is None:
            continue
        for placeholder, place in _placed(document.working.source, path, text):
            yield Problem(
                place,
                tr('the placeholder "{placeholder}" was never filled in', placeholder=placeholder),
                tr("write what belongs here, or delete the sentence if nothing does"),
            )


def _texts(document: Document) -> Iterator[tuple[Path, str]]:
    """Yield each text of *document* that people read, with the path that leads to it."""
    yield ("title",), document.title
    yield from section_texts(document)
    if isinstance(document, Checklist):
        for index, question in enumerate(document.questions):
            for field in ("text", "look_for", "sample", "lapse", "strength"):
                yield ("questions", index, field), getattr(question, field) or ""
    if isinstance(document, AuditPlan | AuditProgramme):
        yield ("objectives",), document.objectives or ""
    if isinstance(document, AuditProgramme):
        for field in ("risks", "opportunities"):
            for index, risk in enumerate(getattr(document, field)):
                yield (field, index, "text"), risk.text
                yield (field, index, "action"), risk.action or ""


def _placed(source: Source, path: Path, text: str) -> Iterator[tuple[str, Place]]:
    """Yield each placeholder in *text*, the value under *path*, and where it is written."""
    value = source.at(*path)
    start, end = (value.span.start, value.span.end) if value.span else (0, 0)
    if source.text.content.startswith(("|", ">"), start):
        start = source.text.content.find("\n", start, end)  # behind the sign there may be a comment
    done = 0
    for found in placeholders(text):
        alike = _as_written(found[0])
        passed = sum(1 for _ in alike.finditer(text, done, found.start()))  # inside a longer word it is none
        candidates = alike.finditer(source.text.content, start, end) if start >= 0 else iter(())
        written = next(islice(candidates, passed, None), None)
        yield found[0], source.inside(written.start(), len(written[0])) if written else value
        # One that cannot be found is written with escapes; those after it are no longer looked for.
        done, start = found.end(), written.end() if written else -1


def _as_written(placeholder: str) -> re.Pattern[str]:
    """Return an expression for *placeholder* as a file may hold it: broken over lines, apostrophes doubled."""
    return re.compile(r"\s+".join(map(re.escape, placeholder.split())).replace("'", "''?"))
