"""AUD036: the schedule of an audit leaves out a unit or a process that its scope names."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.rule import Answer, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD036", over=audits, severity=Severity.WARNING, clauses=("9.2.2",))
def unscheduled_scope(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Where every row of a schedule names a unit, or a process, it names all that the scope names."""
    plan, organisation = audit.plan.fact, system.organisation
    # A row with words and no auditor is a meeting, wherever it takes place.
    rows = [row for row in plan.schedule if row.what is None or row.auditor is not None]
    # A row that names a process alone may be about any unit, and the other way round.
    units = {row.unit for row in rows} if all(row.unit for row in rows) else set()
    processes = {row.process for row in rows} if all(row.process for row in rows) else set()
    if not (units and plan.scope.units) and not (processes and plan.scope.processes):
        yield NotApplicable()
    for index, unit in enumerate(plan.scope.units if units else ()):
        if unit not in units:
            yield Problem(
                audit.plan.at("scope", "units", index),
                tr(
                    "{unit} is in the scope of {audit}, and its schedule has no time for it",
                    unit=organisation.units.get(unit, unit),
                    audit=audit.id,
                ),
                tr("add a row to the schedule, or take it out of the scope"),
            )
    for index, process in enumerate(plan.scope.processes if processes else ()):
        if process not in processes:
            known = organisation.processes.get(process)
            yield Problem(
                audit.plan.at("scope", "processes", index),
                tr(
                    "the process {process} is in the scope of {audit}, and its schedule has no time for it",
                    process=known.name if known else process,
                    audit=audit.id,
                ),
                tr("add a row to the schedule, or take it out of the scope"),
            )
