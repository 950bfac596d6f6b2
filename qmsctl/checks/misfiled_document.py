"""DOC007: a document lies in a file that is not named after its id."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from qmsctl.control.system import System
from qmsctl.documents.lookalike import meant_text
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.mapped_document import MappedDocument, stands_under_path
from qmsctl.model.naming import folder_name, slug
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity

_AFTER_THE_ID: Final = ".-_ "


def _filed_documents(system: System) -> Iterator[Filed[Document]]:
    return iter(system.qms.documents)


@rule("DOC007", over=_filed_documents, severity=Severity.ERROR, clauses=("7.5.2", "7.5.3.1"))
def misfiled_document(document: Filed[Document], system: System) -> Iterator[Answer]:
    """Every document lies in a file that is named after its id."""
    written, name = document.fact.id, posixpath.basename(document.path)
    if isinstance(document.fact, AuditPlan):
        expected = f"{system.organisation.folders.audits.rstrip('/')}/{folder_name(written)}/audit.yaml"
        if document.path != expected:
            yield Problem(
                document.at("id"),
                tr("the plan of the audit {document} does not lie where its id says", document=written),
                tr("move the file to {path}, or correct the id", path=expected),
            )
    elif isinstance(document.fact, MappedDocument):
        yield from _mapped(document, document.fact, system)
    elif not _begins_with(name, written):
        yield Problem(
            document.at("id"),
            tr("the file name {name} does not begin with the id {document}", name=name, document=written),
            tr(
                "rename the file so that it begins with {name}, or correct the id",
                name=slug(written) or written,
            ),
        )


def _mapped(document: Filed[Document], fact: MappedDocument, system: System) -> Iterator[Answer]:
    """Yield that the name of a file in somebody else's form says another id than the file, if names say ids."""
    kind = system.organisation.kinds.get(fact.kind)
    said = kind.named(document.path).get("id") if kind is not None else None
    if kind is None or "{id" not in (kind.name or "") or stands_under_path(document):
        yield NotApplicable()  # nobody has said how its files are named after ids
    elif said is None or not _is_same(said, fact.id):
        yield Problem(
            document.at("id"),
            tr(
                "the file name {name} is not that of the document {document}: {pattern}",
                name=posixpath.basename(document.path),
                document=fact.id,
                pattern=kind.name or "",
            ),
            tr("rename the file, correct the id, or change name of its kind in qms.yaml"),
        )


def _is_same(one: str, other: str) -> bool:
    """Return whether two ids are the same to whoever reads them."""
    return meant_text(one).casefold() == meant_text(other).casefold()


def _begins_with(name: str, id: str) -> bool:
    """Return whether *name* is *id* and what may follow it, as slugs compare them."""
    if name.startswith(id) and name[len(id) : len(id) + 1] in _AFTER_THE_ID:
        return True  # nearly every file, and a slug takes time
    ends = (index for index, character in enumerate(name) if index and character in _AFTER_THE_ID)
    return any(slug(name[:end]) == slug(id) for end in (*ends, len(name)))
