"""CLS003: no question of any checklist asks about a clause."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, clauses, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


@rule("CLS003", over=clauses, severity=Severity.WARNING, clauses=("9.2.2",))
def unasked_clause(coverage: ClauseCoverage, system: System) -> Iterator[Answer]:
    """Every clause that applies is asked about by at least one question of a checklist."""
    if coverage.level is Level.EXCLUDED:
        yield NotApplicable()
    elif not coverage.asked_by:
        index = system.organisation.editions.index(coverage.edition)
        yield Problem(
            system.qms.configuration.at("editions", index),
            tr(
                "no question of a checklist asks about clause {clause} of {edition}",
                clause=coverage.clause.id,
                edition=edition(coverage.edition).designation,
            ),
            tr("write a question about it into a checklist of this edition"),
        )
