"""DUE003: nobody looked in time whether a document of external origin has changed."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.messages import tr, tr_n
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DUE003", over=documents, severity=Severity.WARNING, clauses=("7.5.3.2",))
def unverified_external(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Somebody looks within its interval whether a document of external origin has changed."""
    act = system.external_acts.by_id.get(document.id)
    if document.working is None or document.working.fact.external is None or act is None:
        yield NotApplicable()
        return
    fix = tr(
        "look at its text in force, then write the day: verified: under external:; note under changed: what changed"
    )
    if act.due is None:
        yield Problem(
            document.working.at_key("external"),
            tr("nobody has verified yet whether {document} has changed", document=document.id),
            fix,
        )
    elif system.day > act.due:
        days = (system.day - act.due).days
        yield Problem(
            document.working.at("external", "verified"),
            tr_n(
                "whether {document} has changed was to be verified by {due}, {count} day ago",
                "whether {document} has changed was to be verified by {due}, {count} days ago",
                days,
                document=document.id,
                due=act.due,
            ),
            fix,
        )
