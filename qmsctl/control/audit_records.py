"""The records that audits made: by audit, by name, and what stands for those that were corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.records import record_name
from qmsctl.model.qms import Qms
from qmsctl.model.record import Evidence, Record
from qmsctl.model.schema import Filed

__all__ = ["AuditRecords"]


@dataclass(frozen=True)
class AuditRecords:
    """What the audits of a system recorded; each index is made when it is first asked for."""

    qms: Qms
    audits: Sequence[ControlledAudit]
    findings: Sequence[ControlledFinding]

    def first_version(self, record: Filed[Evidence]) -> Filed[Evidence]:
        """Return the earliest of *record* and what it corrects, and what that corrects in turn."""
        waiting, found = [record], {record.path: record}
        while waiting:
            for name in waiting.pop().fact.corrects:
                earlier = self._evidence_by_name.get(name)
                if earlier is not None and earlier.path not in found:
                    found[earlier.path] = earlier
                    waiting.append(earlier)
        return min(found.values(), key=lambda one: (one.fact.recorded, one.path))

    @cached_property
    def _evidence_by_name(self) -> Mapping[str, Filed[Evidence]]:
        return {record_name(record): record for record in self.qms.evidence}

    @cached_property
    def standing(self) -> Mapping[tuple[str, str], Sequence[Filed[Evidence]]]:
        """By audit and name of evidence: what stands for it, be it itself or the last of its corrections."""
        found: dict[tuple[str, str], list[Filed[Evidence]]] = {}
        for audit in self.audits:
            for record in audit.evidence:
                for name in self.behind([record_name(record)]):
                    found.setdefault((audit.id, name), []).append(record)
        return found

    def behind(self, names: Iterable[str]) -> frozenset[str]:
        """Return *names* of evidence, and those of what it corrects, and of what that corrects in turn."""
        waiting, found = [*names], set[str]()
        while waiting:
            if (name := waiting.pop()) not in found:
                found.add(name)
                earlier = self._evidence_by_name.get(name)
                waiting.extend(earlier.fact.corrects if earlier is not None else ())
        return frozenset(found)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The names of evidence that findings cite which were not withdrawn."""
        return frozenset(
            name
            for finding in self.findings
            if finding.status is not FindingStatus.WITHDRAWN
            for name in finding.raised.fact.evidence
        )

    @cached_property
    def made_by(self) -> Mapping[str, Sequence[Filed[Record]]]:
        """By audit, every record it made, by path: evidence, minutes, findings as raised; the corrected ones too."""
        found: dict[str, list[Filed[Record]]] = {}
        for seen in self.qms.evidence:
            found.setdefault(seen.fact.audit, []).append(Filed(seen.fact, seen.source))
        for held in self.qms.minutes:
            found.setdefault(held.fact.audit, []).append(Filed(held.fact, held.source))
        for step in self.qms.finding_steps:
            if step.fact.source is not None and step.fact.source.audit is not None:
                found.setdefault(step.fact.source.audit, []).append(Filed(step.fact, step.source))
        return {audit: sorted(records, key=lambda one: one.path) for audit, records in found.items()}

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """By audit: the names of its evidence, corrected or not."""
        found: dict[str, set[str]] = {}
        for record in self.qms.evidence:
            found.setdefault(record.fact.audit, set()).add(record_name(record))
        return {audit: frozenset(names) for audit, names in found.items()}
