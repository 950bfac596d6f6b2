"""DOC015: a document makes records and does not say how long they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_SAYS_HOW_LONG: Final = re.compile(
    r"(?<!\w)(?:BE?\d{1,2}|Bc|(?:kat(?:egori[aiąęy])?\.?|category|class)\s+(?:A|B)|\d+\s+(?:years?|months?|lat(?:a)?|rok|miesi\w+)"
    r"|(?:one|two|three|five|ten|rok|dwa|pięć|dziesięć)\s+(?:years?|lat|lata))(?!\w)"
)
"""A class of a Polish file plan, or a time."""


@rule("DOC015", over=documents, severity=Severity.WARNING, clauses=("7.5.3.2",), needs=("retention",))
def missing_retention(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """A document that makes records says how long they are kept."""
    del system
    if document.working is None or not _makes_records(document.working.fact):
        yield NotApplicable()
        return
    stated = document.working.fact
    if (stated.retention or "").strip():
        return
    section = stated.sections.get("records")
    if not (isinstance(section, str) and _SAYS_HOW_LONG.search(section)):
        yield Problem(
            document.working.at_key("retention"),
            tr("{document} makes records and does not say how long they are kept", document=document.id),
            tr(
                "add retention: and the class of the file plan, such as B5, or say it in the section on records"
            ),
        )


def _makes_records(document: Document) -> bool:
    """Return whether *document* names records, or becomes one when it is filled in."""
    if document.type == "form":
        return True
    section = document.sections.get("records")
    if section and (not isinstance(section, str) or section.strip()):
        return True
    lists = (steps for steps in document.sections.values() if isinstance(steps, tuple))
    return any(step.record for steps in lists for step in steps)
