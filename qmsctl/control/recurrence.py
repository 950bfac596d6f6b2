"""Nonconformities that come back: the same clause, and the same process or unit, in a later audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from qmsctl.control.findings import ControlledFinding, FindingStatus

__all__ = ["alike", "recurrences"]

_Object: TypeAlias = tuple[str, str, str, str]
"""An edition, a clause of it, and a process or a unit."""


def recurrences(findings: Iterable[ControlledFinding]) -> Mapping[str, ControlledFinding]:
    """Return, by identity of a nonconformity, the latest one of an earlier audit about the same.

    Withdrawn ones count on neither side.
    """
    last: dict[_Object, list[ControlledFinding]] = {}
    found: dict[str, ControlledFinding] = {}
    for finding in sorted(findings, key=lambda one: (one.raised.fact.occurred, one.number, one.id)):
        if not finding.is_nonconformity or finding.status is FindingStatus.WITHDRAWN:
            continue
        if (audit := _audit(finding)) is None:
            continue
        for object in _objects(finding):
            # At most two: the last of this audit, and the last of another one.
            seen = last.setdefault(object, [])
            earlier = next((one for one in reversed(seen) if _audit(one) != audit), None)
            if earlier is not None:
                before = found.get(finding.id)
                if before is None or before.raised.fact.occurred < earlier.raised.fact.occurred:
                    found[finding.id] = earlier
            seen[:] = [*[one for one in seen if _audit(one) != audit][-1:], finding]
    return found


def alike(
    findings: Iterable[ControlledFinding],
    criteria: Collection[str],
    places: Collection[str],
    *,
    audit: str | None = None,
    followed: Collection[str] = (),
) -> tuple[ControlledFinding, ...]:
    """Return the nonconformities that a new one may repeat: the person who raises it is asked about them.

    Args:
        findings: all of them; those of the audit itself and withdrawn ones are left out.
        criteria: clauses and documents of the new one.
        places: its units and processes; where one of the two names none, they may be the same.
        audit: the audit it was found in.
        followed: numbers of findings that the audit looks at again, wherever they were found.
    """

    def is_there(finding: ControlledFinding) -> bool:
        raised = finding.raised.fact
        there = {*raised.units, *raised.processes}
        return finding.number in followed or not there or not places or not there.isdisjoint(places)

    return tuple(
        finding
        for finding in findings
        if finding.is_nonconformity
        and finding.status is not FindingStatus.WITHDRAWN
        and (audit is None or _audit(finding) != audit)
        and any(not {*one.clauses, one.document}.isdisjoint(criteria) for one in finding.raised.fact.criteria)
        and is_there(finding)
    )


def _audit(finding: ControlledFinding) -> str | None:
    source = finding.raised.fact.source
    return source.audit if source else None


def _objects(finding: ControlledFinding) -> Iterator[_Object]:
    raised = finding.raised.fact
    where = [*(("process", key) for key in raised.processes), *(("unit", key) for key in raised.units)]
    for criterion in raised.criteria:
        for clause in criterion.clauses if criterion.edition else ():
            for kind, key in where:
                yield criterion.edition or "", clause, kind, key
