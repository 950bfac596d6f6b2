"""CLS002: no document claims a clause."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.coverage import ClauseCoverage, Level
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, clauses, rule
from qmsctl.settings import Severity
from qmsctl.standards import edition


@rule("CLS002", over=clauses, severity=Severity.WARNING, clauses=("4.4.2", "7.5.1"), needs=("clauses",))
def unclaimed_clause(coverage: ClauseCoverage, system: System) -> Iterator[Answer]:
    """Every clause that applies is claimed by at least one document."""
    if coverage.level is Level.EXCLUDED:
        yield NotApplicable()
    elif coverage.level is Level.UNCLAIMED:
        index = system.organisation.editions.index(coverage.edition)
        yield Problem(
            system.qms.configuration.at("editions", index),
            tr(
                "no document claims clause {clause} of {edition}",
                clause=coverage.clause.id,
                edition=edition(coverage.edition).designation,
            ),
            tr("name the clause in the document that answers it, or exclude it in qms.yaml with the reason"),
        )
