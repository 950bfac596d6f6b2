"""AUD022: a plan names an entry that no audit programme has."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import list_of, tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD022", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def unknown_entry(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """The programme and the entry that a plan names exist."""
    named = audit.plan.fact.programme
    if named is None:
        yield NotApplicable()
        return
    programmes = [one for one in system.programmes if one.id == named.id]
    if not programmes:
        yield Problem(
            audit.plan.at("programme", "id"),
            tr("there is no audit programme {programme}", programme=named.id),
            tr("correct the id, or take the field programme out of the plan"),
        )
    elif programmes[0].entry(named.entry) is None:
        yield Problem(
            audit.plan.at("programme", "entry"),
            tr("the audit programme {programme} has no entry {entry}", programme=named.id, entry=named.entry),
            tr(
                "entries there are: {known}",
                known=list_of([one.entry.id for one in programmes[0].entries]) or "-",
            ),
        )
