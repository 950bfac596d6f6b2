"""DOC024: a file is not the one that the fields beside it are about."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC024", over=documents, severity=Severity.ERROR, clauses=("7.5.2", "7.5.3.1"))
def departed_file(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every file that has its fields beside it is the one that they are about."""
    working = document.working
    file = system.qms.beside.get(working.path) if working is not None else None
    if working is None or file is None or not isinstance(working.fact, MappedDocument):
        yield NotApplicable()
        return
    place, stated = working.at("sha256"), working.fact.file_digest
    if not file.established:
        yield CannotEstablish(
            place,
            tr(
                "{file} cannot be read here, so nobody can tell whether it is the one that is meant",
                file=file.path,
            ),
            tr("clone all of the repository, without --filter; or give yourself the right to read it"),
        )
    elif file.digest is None:
        yield Problem(
            place,
            tr("{file}, which {document} is about, is not there", file=file.path, document=document.id),
            tr("put it back: git restore -- {file}; or withdraw the document", file=shlex.quote(file.path)),
        )
    elif stated is None:
        yield Problem(
            place,
            tr("{document} does not state the digest of {file}, so nobody can tell when that changes",
               document=document.id, file=file.path),
            tr("let it be written: qmsctl revise {document}", document=shlex.quote(document.id)),
        )  # fmt: skip
    elif stated != file.digest:
        yield Problem(
            place,
            tr("{file} is not the one that {document} states: somebody changed it and revised nothing",
               document=document.id, file=file.path),
            tr("take the change over: qmsctl revise {document}; or take it back: git restore -- {file}",
               document=shlex.quote(document.id), file=shlex.quote(file.path)),
        )  # fmt: skip
