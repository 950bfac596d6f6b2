"""REF005: a form that no procedure names."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REF005", over=documents, severity=Severity.WARNING, clauses=("7.5.3.1", "8.1"))
def unnamed_form(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every form is named by a document that says when it is filled in."""
    if document.working is None or document.working.fact.type != "form" or document.withdrawn is not None:
        yield NotApplicable()
    elif document.id not in system.named_forms:
        yield Problem(
            document.working.at("id"),
            tr("no document names the form {document}", document=document.id),
            tr("name it in the procedure that uses it, under related: or in its text; or withdraw the form"),
        )
