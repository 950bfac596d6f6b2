"""REF006: an act of law changed after the document that rests on it took effect."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.external import last_looked_at
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule(
    "REF006",
    over=documents,
    severity=Severity.WARNING,
    clauses=("7.5.3.2", "8.2.4", "8.5.6"),
    needs=("legal_basis",),
)
def outdated_legal_basis(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """No act on which a document in force rests has changed since anybody looked at the document."""
    working, in_force = document.working, document.in_force
    cited = list(system.external_acts.cited_by(working.fact)) if working is not None else []
    if working is None or in_force is None or not cited or document.id in system.external_acts.by_id:
        yield NotApplicable()
        return
    # A revision can take effect after it was approved, and a review can confirm it later.
    looked = max(in_force.effective, last_looked_at(document, system.day) or in_force.effective)
    told: set[str] = set()
    for path, act in cited:
        if act.changed is not None and act.changed > looked and act.id not in told:
            told.add(act.id)
            yield Problem(
                working.at(*path),
                tr(
                    "{act} changed on {changed}; revision {revision} of {document} is of {effective} and was not reviewed since",
                    act=act.id,
                    changed=act.changed,
                    revision=in_force.revision,
                    document=document.id,
                    effective=in_force.effective,
                ),
                tr(
                    "see whether the change concerns it; then approve a next revision, or record that it stays as it is"
                ),
            )
