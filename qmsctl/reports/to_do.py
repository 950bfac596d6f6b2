"""Everything that has to be done before a day, the most urgent first: one list, whoever shows it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.reports.audit_tasks import (
    audit_tasks,
    certificate_tasks,
    impartiality_tasks,
    people_tasks,
    programme_tasks,
)
from qmsctl.reports.clause_tasks import clause_tasks, demanded_tasks, doubt_tasks, rule_tasks
from qmsctl.reports.demanded import DemandedInEdition
from qmsctl.reports.document_tasks import document_tasks, finding_tasks
from qmsctl.reports.doubts import Unestablished
from qmsctl.reports.tasks import Horizon, Task, in_order, left_over

__all__ = ["to_do"]


def to_do(
    system: System,
    inspection: Inspection,
    horizon: Horizon,
    doubts: Sequence[Unestablished],
    found: Sequence[DemandedInEdition],
) -> tuple[Task, ...]:
    """Return what has to be done; what the check found beyond it comes last within its urgency.

    Args:
        system: on the day that is asked about.
        inspection: what the check found in it.
        horizon: until when is looked ahead.
        doubts: what cannot be established.
        found: where the information is that the editions demand.
    """
    known = tuple(
        chain(
            doubt_tasks(doubts, horizon),
            certificate_tasks(system, horizon),
            finding_tasks(system, inspection, horizon),
            document_tasks(system, horizon),
            programme_tasks(system, horizon),
            audit_tasks(system, horizon),
            people_tasks(system, horizon),
            impartiality_tasks(system, horizon),
            demanded_tasks(found, system, horizon),
            clause_tasks(system, found, horizon),
        )
    )
    established = [problem for problem in inspection.problems if problem.established]
    rest = left_over(established, known)
    return in_order((*known, *rule_tasks(rest, system, horizon)))
