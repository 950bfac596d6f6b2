"""HIS005: two records correct the same one, or records correct one another."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.record import Evidence, FindingStep, Minutes, Record
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, Unwaivable, rule
from qmsctl.settings import Severity

_RECORDED_BY_PEOPLE: Final = ("opening", "closing", "deviation", "conclusions")


@dataclass(frozen=True, slots=True)
class _Correction:
    """A record, and what keeps its corrections from counting."""

    record: Filed[Record]
    rivals: Mapping[str, Sequence[str]]
    """By the name of a record it corrects: the names of all contested records that correct it."""
    circular: bool
    """Whether it is corrected, and by no chain of corrections that begins with one that stands."""


def _corrections(system: System) -> Iterator[_Correction]:
    """Yield every record, whether it counts or not."""
    rivals: dict[str, list[str]] = {}
    for contested in system.contested:
        for name in contested.fact.corrects:
            rivals.setdefault(name, []).append(record_name(contested))
    paths = {contested.path for contested in system.contested}
    qms = system.qms
    for kind in (qms.approvals, qms.evidence, qms.minutes, qms.finding_steps, qms.waivers):
        lost = _in_circles([record for record in kind if record.path in system.history.files])
        for record in kind:
            own = {name: rivals.get(name, ()) for name in record.fact.corrects if record.path in paths}
            yield _Correction(Filed(record.fact, record.source), own, record.path in lost)


def _in_circles(recorded: Sequence[Filed[Record]]) -> frozenset[str]:
    """Return the paths of those that only a circle of corrections leads to."""
    if not any(record.fact.corrects for record in recorded):
        return frozenset()
    corrects: dict[str, list[str]] = {}
    for record in recorded:
        corrects.setdefault(record_name(record), []).extend(record.fact.corrects)
    reached = set(corrects) - {name for names in corrects.values() for name in names}
    waiting = list(reached)
    while waiting:
        following = set(corrects.get(waiting.pop(), ())) - reached
        reached |= following
        waiting += following
    return frozenset(record.path for record in recorded if record_name(record) not in reached)


@rule(
    "HIS005",
    over=_corrections,
    severity=Severity.ERROR,
    clauses=("7.5.3.2",),
    unwaivable=Unwaivable.INTEGRITY,
    records_alone=True,
)
def contested_record(correction: _Correction, system: System) -> Iterator[Answer]:
    """A record is corrected by one other record only."""
    del system
    record = correction.record
    if not record.fact.corrects:
        yield NotApplicable()
    elif correction.circular:
        yield Problem(
            record.at("corrects"),
            tr(
                "{record} is corrected only by records that correct one another, so none of them counts",
                record=record_name(record),
            ),
            tr("record one correction that names all of them and says what holds"),
        )
    for index, corrected in enumerate(record.fact.corrects):
        rivals = sorted(set(correction.rivals.get(corrected, ())) - {record_name(record)})
        if not rivals:
            continue
        yield Problem(
            record.at("corrects", index),
            tr(
                "{record} corrects {corrected}, and so does {rivals}: none of them counts",
                record=record_name(record),
                corrected=corrected,
                rivals=list_of(rivals),
            ),
            _settled(record, sorted([record_name(record), *rivals])),
        )


def _settled(record: Filed[Record], names: Sequence[str]) -> Message:
    """Return how to record one correction of the records *names*, of which *record* is one."""
    fact = record.fact
    if isinstance(fact, Evidence):
        return tr(
            "agree on what holds, then record one correction of all of them: {command}",
            command=shlex.join(["qmsctl", "evidence", "correct", *names]),
        )
    if isinstance(fact, FindingStep):
        step = () if fact.step == "raised" else ("--step", fact.step)
        return tr(
            "agree on what holds, then record one correction of all of them: {command}",
            command=shlex.join(["qmsctl", "finding", "correct", fact.finding, *step]),
        )
    if isinstance(fact, Minutes) and fact.kind in _RECORDED_BY_PEOPLE:
        corrects = [word for name in names for word in ("--corrects", name)]
        return tr(
            "agree on what holds, then record one correction of all of them: {command}",
            command=shlex.join(["qmsctl", "audit", "minutes", fact.audit, fact.kind, *corrects]),
        )
    return tr("record one correction that names all of them: {names}", names=list_of(names))
