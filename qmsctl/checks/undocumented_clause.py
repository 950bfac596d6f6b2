"""CLS004: a document claims a clause that neither it nor another documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.control.text import has_real_text
from qmsctl.documents.place import Place
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


@rule("CLS004", over=documents, severity=Severity.WARNING, clauses=("4.4.2", "7.5.1"), needs=("clauses",))
def undocumented_clause(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every clause a document claims is documented: by its text in force, or by another document's."""
    working, text = document.working, document.document
    skipped = text is None or text.translates is not None or document.state is DocumentState.WITHDRAWN
    mapped = system.qms.mapped.by_document.get(document.id, {})
    if skipped or working is None or not (mapped or any(working.fact.clauses.values())):
        yield NotApplicable()
        return
    for key in dict.fromkeys((*working.fact.clauses, *mapped)):
        if lacking := system.undocumented.get((document.id, key)):
            own = working.at("clauses", key) if key in working.fact.clauses else None
            place = own or system.qms.mapped.place(document.id, key) or working.at("clauses")
            yield _answer(document, place, key, lacking)


def _answer(document: ControlledDocument, place: Place, key: str, clauses: Sequence[str]) -> Answer:
    """Return why *document* does not document *clauses*: the first reason that takes them all away."""
    values = {"document": document.id, "clauses": list_of(clauses), "edition": edition(key).designation}
    if document.in_force is None:
        message = tr_n(
            "clause {clauses} of {edition} is not documented: {document}, which claims it, is not in force",
            "clauses {clauses} of {edition} are not documented: {document}, which claims them, is not in force",
            len(clauses),
            **values,
        )
        return Problem(
            place, message, tr("have it approved, or name the clause in a document that is in force")
        )
    if document.in_force_text is None and document.state is not DocumentState.DRIFTED:
        message = tr(
            "whether {document} documents {clauses} of {edition} cannot be established:"
            " its text in force is not in this repository",
            **values,
        )
        return CannotEstablish(place, message, tr("fetch all of the repository, or approve the text anew"))
    if not document.holds_what_is_in_force:
        message = tr_n(
            "clause {clauses} of {edition} is not documented: the file of {document}, which claims it, does not hold the text in force",
            "clauses {clauses} of {edition} are not documented: the file of {document}, which claims them, does not hold the text in force",
            len(clauses),
            **values,
        )
        return Problem(
            place, message, tr("restore the text in force, or have the new one approved as a revision")
        )
    return _about_text(document, place, document.in_force.revision, len(clauses), values)


def _about_text(
    document: ControlledDocument, place: Place, revision: str, count: int, values: Mapping[str, str]
) -> Problem:
    """Return what the text in force lacks: it is not real, or it does not name the clauses yet."""
    text = document.in_force_file
    if text is None or not has_real_text(text, document.demands.sections):
        message = tr_n(
            "clause {clauses} of {edition} is not documented: {document}, which claims it, has placeholders or empty sections",
            "clauses {clauses} of {edition} are not documented: {document}, which claims them, has placeholders or empty sections",
            count,
            **values,
        )
        return Problem(
            place, message, tr("write what is missing, then have it approved as the next revision")
        )
    message = tr_n(
        "clause {clauses} of {edition} is not documented: the draft of {document} claims it, revision {revision} in force does not",
        "clauses {clauses} of {edition} are not documented: the draft of {document} claims them, revision {revision} in force does not",
        count,
        revision=revision,
        **values,
    )
    return Problem(place, message, tr("have the draft approved"))
