"""Results by unit: what was looked at in each department, and what was found there."""

from __future__ import annotations

from dataclasses import dataclass

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import FindingStatus
from qmsctl.control.system import System
from qmsctl.reports.marks import GRADES
from qmsctl.reports.questions import Tally, tally
from qmsctl.reports.shown import Numbered, natural_key

__all__ = ["UnitResult", "results_by_unit"]


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What the audit says about one unit."""

    key: str | None
    """`None`: evidence and findings that name no unit."""
    name: str | None
    evidence: Tally
    grades: tuple[Numbered, ...]
    """The findings that stand, by grade."""
    findings: tuple[str, ...]
    """Their numbers."""

    @property
    def is_examined(self) -> bool:
        """Whether anything was judged there."""
        return self.evidence.answered > 0


def results_by_unit(audit: ControlledAudit, system: System) -> tuple[UnitResult, ...]:
    """Return the results in the units of the scope, then in others that evidence or findings name.

    What names several units counts in each; what names none comes last.
    """
    standing = [finding for finding in audit.findings if finding.status is not FindingStatus.WITHDRAWN]
    keys: dict[str | None, None] = dict.fromkeys(audit.plan.fact.scope.units)
    keys.update(dict.fromkeys(sorted(record.fact.unit for record in audit.evidence if record.fact.unit)))
    keys.update(dict.fromkeys(sorted(unit for finding in standing for unit in finding.raised.fact.units)))
    if any(not record.fact.unit for record in audit.evidence) or any(
        not finding.raised.fact.units for finding in standing
    ):
        keys[None] = None
    results = []
    for key in keys:
        found = [
            finding
            for finding in standing
            if (key in finding.raised.fact.units if key else not finding.raised.fact.units)
        ]
        grades = [finding.grade for finding in found]
        results.append(
            UnitResult(
                key,
                system.organisation.units.get(key, key) if key else None,
                tally(record.fact.result for record in audit.evidence if (record.fact.unit or None) == key),
                tuple(Numbered(mark, grades.count(grade)) for grade, mark in GRADES.items()),
                tuple(sorted((finding.number for finding in found), key=natural_key)),
            )
        )
    return tuple(results)
