"""REF002: a document refers to one that was withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, Document, references
from qmsctl.model.record import Approval
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REF002", over=documents, severity=Severity.ERROR, clauses=("7.5.3.2",), needs=("related",))
def withdrawn_reference(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """No document refers to one that was withdrawn."""
    filed = document.working
    named_here = list(references(filed.fact)) if filed else []
    if filed is None or document.state is DocumentState.WITHDRAWN or not named_here:
        yield NotApplicable()
        return
    for path, named in named_here:
        withdrawal = _withdrawal(named, system)
        if withdrawal is not None and _concerns(filed.fact, withdrawal):
            yield _problem(filed.at(*path), named, withdrawal)


def _withdrawal(id: str, system: System) -> Approval | None:
    """Return the record by which *id* was withdrawn: the authentic version decides for its translations."""
    versions = system.documents_by_id.get(id, ())
    authentic = [
        v for v in versions if v.working is not None and v.working.fact.translates is None
    ] or versions
    ended = [v.withdrawn.record.fact for v in authentic if v.withdrawn is not None]
    return max(ended, key=_day) if ended and len(ended) == len(authentic) else None


def _day(withdrawal: Approval) -> dt.date:
    return withdrawal.effective or withdrawal.decided


def _concerns(document: Document, withdrawal: Approval) -> bool:
    """Return whether *document* may not refer to what was withdrawn: an audit of an earlier day may."""
    return not (isinstance(document, AuditPlan) and document.days and max(document.days) < _day(withdrawal))


def _problem(place: Place, id: str, withdrawal: Approval) -> Problem:
    if withdrawal.successor:
        return Problem(
            place,
            tr(
                "the document {document} was withdrawn on {day}, and {successor} took its place",
                document=id,
                day=_day(withdrawal),
                successor=withdrawal.successor,
            ),
            tr("refer to {successor} instead", successor=withdrawal.successor),
        )
    return Problem(
        place,
        tr("the document {document} was withdrawn on {day}", document=id, day=_day(withdrawal)),
        tr("refer to a document in force, or delete the reference"),
    )
