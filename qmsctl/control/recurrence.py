"""Nonconformities that come back: the same clause, and the same process or unit, in a later audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.model.record import Evidence
from qmsctl.model.schema import Filed

__all__ = ["alike", "recurrences"]

_Object: TypeAlias = tuple[str, str, str, str]
"""An edition, a clause of it, and a process or a unit."""
_Standing: TypeAlias = Mapping[tuple[str, str], Sequence[Filed[Evidence]]]
_Documents: TypeAlias = Mapping[str, Sequence[ControlledDocument]]

_ANYWHERE: Final = ("anywhere", "")
"""The place of a finding of which nobody can tell where it is."""


def recurrences(
    findings: Iterable[ControlledFinding], standing: _Standing, documents: _Documents
) -> Mapping[str, ControlledFinding]:
    """Return, by identity of a nonconformity, the latest one of an earlier audit about the same.

    The same is: a clause of one edition, in one process or unit.  A finding that names neither is where
    its evidence was seen, and in the processes of the documents it was judged by; two of which even that
    tells nothing are about the same if their clause is.  Withdrawn ones count on neither side.

    Args:
        findings: all of them.
        standing: by audit and name of evidence, what stands for it.
        documents: the language versions of each document, by id.
    """
    last: dict[_Object, list[ControlledFinding]] = {}
    found: dict[str, ControlledFinding] = {}
    for finding in sorted(findings, key=lambda one: (one.raised.fact.occurred, one.number, one.id)):
        if not finding.is_nonconformity or finding.status is FindingStatus.WITHDRAWN:
            continue
        if (audit := _audit(finding)) is None:
            continue
        for object in _objects(finding, _places(finding, standing, documents)):
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


def _places(
    finding: ControlledFinding, standing: _Standing, documents: _Documents
) -> Sequence[tuple[str, str]]:
    """Return the processes and units of *finding*: those it names, or else those its evidence and documents tell."""
    raised = finding.raised.fact
    named = [*(("process", key) for key in raised.processes), *(("unit", key) for key in raised.units)]
    if named:
        return named
    audit = _audit(finding) or ""
    seen = [record.fact for name in raised.evidence for record in standing.get((audit, name), ())]
    judged = {one.document for one in raised.criteria if one.document}
    judged |= {one.document for fact in seen for one in fact.judged_against}
    judged |= {fact.question.checklist for fact in seen if fact.question}
    told = {("unit", fact.unit) for fact in seen if fact.unit}
    told |= {
        ("process", process)
        for id in judged
        for version in documents.get(id, ())
        if version.document is not None
        for process in version.document.processes
    }
    return sorted(told) or [_ANYWHERE]


def _objects(finding: ControlledFinding, places: Sequence[tuple[str, str]]) -> Iterator[_Object]:
    for criterion in finding.raised.fact.criteria:
        for clause in criterion.clauses if criterion.edition else ():
            for kind, key in places:
                yield criterion.edition or "", clause, kind, key
