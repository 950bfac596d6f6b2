"""EVD013: something was judged against a document that was not in force that day."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import Evidence, JudgedAgainst
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, evidence, rule
from qmsctl.settings import Severity


@rule("EVD013", over=evidence, severity=Severity.WARNING, clauses=("9.2.2", "7.5.3.2"))
def superseded_criterion(record: Filed[Evidence], system: System) -> Iterator[Answer]:
    """Whatever evidence was judged against was in force on the day it was seen."""
    if not record.fact.judged_against:
        yield NotApplicable()
    for index, judged in enumerate(record.fact.judged_against):
        fault = _fault(judged, _document(judged, system), record.fact)
        if fault is not None:
            yield Problem(
                record.at("judged_against", index, "revision"),
                fault,
                tr(
                    "look at it again against what was in force, and record a correction that names that revision"
                ),
            )


def _document(judged: JudgedAgainst, system: System) -> ControlledDocument | None:
    versions = system.documents_by_id.get(judged.document, ())
    return next((one for one in versions if judged.language in (None, one.language)), None)


def _fault(judged: JudgedAgainst, document: ControlledDocument | None, fact: Evidence) -> Message | None:
    """Return why *document* was not in force as *judged* says."""
    in_force = document.in_force_on(fact.occurred) if document is not None else None
    if document is None or in_force is None:
        return tr(
            "no revision of {document} was in force on {day}, when something was judged against it",
            document=judged.document,
            day=fact.occurred,
        )
    if in_force.revision != judged.revision:
        return tr(
            "on {day} revision {current} of {document} was in force, and it was judged against {revision}",
            day=fact.occurred,
            current=in_force.revision or "-",
            document=judged.document,
            revision=judged.revision or "-",
        )
    alike = {
        one.record.fact.blob for one in document.decisions if one.record.fact.content == in_force.content
    }
    if judged.blob not in alike and not judged.revision:
        return tr(
            "what was judged against is not the text of {document} that was in force on {day}",
            document=judged.document,
            day=fact.occurred,
        )
    if judged.blob not in alike:
        return tr(
            "what was judged against is not what was approved as revision {revision} of {document}",
            revision=judged.revision,
            document=judged.document,
        )
    return None
