"""DOC012: a document lacks a section that its type demands."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import tr
from qmsctl.model.document import Document, Section
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.naming import is_markdown
from qmsctl.model.schema import Filed
from qmsctl.model.sections import SECTIONS
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC012", over=documents, severity=Severity.ERROR, clauses=("7.5.2",))
def missing_section(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every document has the sections that its type demands."""
    filed = document.working
    kinds, fact = system.organisation.kinds, filed.fact if filed is not None else None
    # What stands in a file of its own is looked into by nobody.
    if (
        filed is None
        or not document.demands.sections
        or (isinstance(fact, MappedDocument) and kinds[fact.kind].is_elsewhere)
    ):
        yield NotApplicable()
        return
    for name in document.demands.sections:
        if not _says_something(filed.fact.sections.get(name)):
            yield Problem(
                _place(filed, name),
                tr(
                    "the section {section}, which the type {type} demands, is missing or empty",
                    section=_heading(filed, name),
                    type=filed.fact.type,
                ),
                tr("write the section, or change what qms.yaml demands of this type"),
            )


def _says_something(section: Section) -> bool:
    if section is None or isinstance(section, str):
        return bool(section and section.strip())
    return any(step.do.strip() for step in section)


def _place(filed: Filed[Document], name: str) -> Place:
    """Return where the section *name* is, or where it should be."""
    written = ("sections", name) in filed.source.keys
    return filed.at_key("sections", name) if written else filed.at_key("sections")


def _heading(filed: Filed[Document], name: str) -> str:
    """Return the section *name* as this file writes it: as a field, or as a heading in its language."""
    if is_markdown(filed.path):
        return SECTIONS.get(name, {}).get(filed.fact.language or "", name)
    return name
