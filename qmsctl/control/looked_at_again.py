"""Which findings of earlier audits concern a new one: what an audit looks at again."""

from __future__ import annotations

from collections.abc import Sequence

from qmsctl.control.audit_coverage import leaves_of
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.model.document import Criterion
from qmsctl.model.record import FindingStep

__all__ = ["follow_up_of"]


def follow_up_of(
    system: System, criteria: Sequence[Criterion], units: Sequence[str], processes: Sequence[str]
) -> tuple[ControlledFinding, ...]:
    """Return the findings of earlier audits that a new one has to look at again.

    They are open, or their action proved ineffective, and they concern a unit, a process or a clause
    that is audited now.
    """
    return tuple(
        finding
        for finding in system.findings
        if finding.is_open
        and finding.grade != "strength"
        and _concerns(finding.raised.fact, criteria, set(units), set(processes))
    )


def _concerns(
    raised: FindingStep, criteria: Sequence[Criterion], units: set[str], processes: set[str]
) -> bool:
    places = (set(raised.units) & units) or (set(raised.processes) & processes)
    if places or (not units and not processes):
        return bool(places) or _shares_clause(raised, criteria)
    # Where the audit names its places, a finding from elsewhere concerns it only if it names none.
    return not raised.units and not raised.processes and _shares_clause(raised, criteria)


def _shares_clause(raised: FindingStep, criteria: Sequence[Criterion]) -> bool:
    """Return whether a finding was judged by a clause that is audited now."""
    for judged in raised.criteria:
        for criterion in criteria:
            if judged.edition is None or judged.edition != criterion.edition:
                continue
            mine = leaves_of(judged.edition, judged.clauses)
            if not criterion.clauses or mine & leaves_of(judged.edition, criterion.clauses):
                return True
    return False
