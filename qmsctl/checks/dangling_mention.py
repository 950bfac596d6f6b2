"""REF007: a text names a document or a process that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.suspicions import Named
from qmsctl.control.system import System
from qmsctl.control.text import placed, section_texts
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, AuditProgramme
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REF007", over=documents, severity=Severity.WARNING, clauses=("4.4.1", "7.5.3.1"))
def dangling_mention(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every document and process that a text names by its id exists."""
    filed, mentions = document.working, system.mentions
    # What an audit looked at may be gone since.
    if filed is None or document.withdrawn is not None or isinstance(filed.fact, AuditPlan | AuditProgramme):
        yield NotApplicable()
        return
    # What a document of another form says need not stand in its file as it is.
    quickly = not isinstance(filed.fact, MappedDocument)
    if quickly and Named.UNKNOWN not in system.suspicions.of(filed.path, filed.source.raw):
        return
    for path, text in section_texts(filed.fact):
        gone = (found for found in mentions.documents(text) if not system.knows(found[0]))
        for named, place in placed(filed.source, path, text, gone):
            yield Problem(
                place,
                tr("the text names {document}, and no document has that id", document=named),
                tr("correct the id, or rewrite the sentence without it"),
            )
        for named, place in placed(filed.source, path, text, mentions.unknown_processes(text)):
            yield Problem(
                place,
                tr("the text names the process {process}, which is not in qms.yaml", process=named),
                tr("correct it, rewrite the sentence, or add the process under processes in qms.yaml"),
            )
