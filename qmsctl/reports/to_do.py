"""Everything that has to be done before a day, the most urgent first: one list, whoever shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from qmsctl.control.system import System
from qmsctl.inspection import Inspection
from qmsctl.reports.audit_duties import BEGINNINGS
from qmsctl.reports.audit_tasks import audit_tasks, impartiality_tasks, programme_tasks
from qmsctl.reports.clause_tasks import clause_tasks, demanded_tasks, doubt_tasks, rule_tasks
from qmsctl.reports.demanded import DemandedInEdition
from qmsctl.reports.document_tasks import document_tasks, finding_tasks
from qmsctl.reports.doubts import Unestablished
from qmsctl.reports.due import all_duties
from qmsctl.reports.duties import DutyKind, task_of
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
            _duties(system, horizon),
            finding_tasks(system, inspection, horizon),
            document_tasks(system, horizon),
            programme_tasks(system, horizon),
            audit_tasks(system, horizon),
            impartiality_tasks(system, horizon),
            demanded_tasks(found, system, horizon),
            clause_tasks(system, found, horizon),
        )
    )
    established = [problem for problem in inspection.problems if problem.established]
    rest = left_over(established, known)
    return in_order((*known, *rule_tasks(rest, system, horizon)))


_OF_FINDINGS: Final = (DutyKind.FINDING, DutyKind.ACTION, DutyKind.EFFECTIVENESS)
"""The steps of a finding are one task, `finding_tasks`, however many of them have a day."""


def _duties(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield every dated duty that falls due in time: the same ones that `qmsctl due` lists.

    That an audit begins is none of them: who is told by when it has to be concluded knows it.
    """
    for duty in all_duties(system):
        is_told_elsewhere = duty.kind in _OF_FINDINGS or duty.step in BEGINNINGS
        if not is_told_elsewhere and duty.is_told(horizon.last):
            yield task_of(duty, horizon)
