"""The steps of a finding as a report shows them: nothing that was recorded is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.findings import ControlledFinding
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.model.record import FindingStep
from qmsctl.reports.criteria import criteria_named
from qmsctl.reports.marks import FINDING_STEPS, GRADES
from qmsctl.reports.people import named, recorder_named
from qmsctl.reports.shown import Fact, Joined, Shown

__all__ = [
    "StepReported",
    "facts_said",
    "process_named",
    "proof_shown",
    "repeated",
    "source_named",
    "steps_reported",
]


@dataclass(frozen=True, slots=True)
class StepReported:
    """One step of a finding."""

    occurred: dt.date
    kind: Message
    recorded: Shown
    """When and by whom."""
    facts: tuple[Fact, ...]
    """What its record says beyond the present state of the finding."""


def process_named(key: str, system: System) -> str:
    """Return the process *key* with its name."""
    process = system.organisation.processes.get(key)
    return f"{key} {process.name}" if process else key


def source_named(raised: FindingStep) -> Shown:
    """Return where the finding that *raised* records comes from."""
    source = raised.source
    if source is None:
        return None
    kinds: tuple[tuple[str | None, Message], ...] = (
        (source.audit, tr("audit {id}", id=source.audit or "")),
        (source.complaint, tr("complaint {id}", id=source.complaint or "")),
        (source.inspection, tr("inspection {id}", id=source.inspection or "")),
        (source.management_review, tr("management review {id}", id=source.management_review or "")),
    )
    return next((message for value, message in kinds if value), source.other)


_IN_SUMMARY: Final[Mapping[str, frozenset[str]]] = {
    "response": frozenset({"correction", "containment", "extent", "cause", "cause_method"}),
    "action": frozenset({"action", "owner", "due", "criterion"}),
    "reviewed": frozenset({"accepted", "reason", "by"}),
    "done": frozenset({"proof", "attachments"}),
    "verified": frozenset({"effective", "by"}),
    "closed": frozenset({"by"}),
    "regraded": frozenset({"grade", "justification"}),
    "disputed": frozenset({"reason"}),
    "withdrawn": frozenset({"reason"}),
}
"""What the follow-up, or the remarks, say of the last step of a kind."""

_ALWAYS_IN_SUMMARY: Final = frozenset({"regraded", "disputed", "reviewed", "withdrawn"})
"""Kinds of which the remarks name every step."""

_IN_SUBSTANCE: Final = frozenset(
    {"number", "source", "title", "criteria", "units", "processes", "evidence"}
    | {"repeats", "requirement", "evidence_text", "statement"}
)
"""What the finding itself says of the step that raised it."""

_REPEATED: Final = frozenset({"action", "owner", "criterion", "correction", "extent", "cause", "proof"})
"""What an earlier step need not say again where the last one of its kind says the same."""


def steps_reported(
    finding: ControlledFinding, system: System, *, whole: bool = False
) -> Iterator[StepReported]:
    """Yield every step, so that nothing which was recorded is left out of the report.

    Args:
        finding: the finding.
        system: the system it belongs to.
        whole: each step says all that its record holds, though the follow-up says it too.
    """
    before: dt.date | None = None
    for filed in finding.steps:
        step = filed.fact
        shown = _said_on_raising(step) if whole else _shown_elsewhere(step, finding)
        moved = step.step == "action" and None not in (before, step.due) and before != step.due
        facts = facts_said(
            step, system, shown | ({"due", "reason", "justification", "text"} if moved else set())
        )
        if moved:
            facts = (*_moved(step, before), *facts)
        if step.step == "action":
            before = step.due or before
        recorded = system.day_of(step.recorded)
        by = recorder_named(step.recorder, system.organisation, recorded)
        yield StepReported(
            step.occurred,
            FINDING_STEPS[step.step],
            by if recorded == step.occurred else Joined((tr("recorded on {day}", day=recorded), by)),
            facts,
        )


def _said_on_raising(step: FindingStep) -> set[str]:
    return set(_IN_SUBSTANCE) if step.step == "raised" else set()


def _shown_elsewhere(step: FindingStep, finding: ControlledFinding) -> set[str]:
    """Return the fields of *step* that the report shows in the finding, its remarks or its follow-up."""
    if step is finding.raised.fact:
        now = {"owner": finding.owner, "due": finding.due, "grade": finding.grade}
        return {*_IN_SUBSTANCE, *(name for name, value in now.items() if getattr(step, name) == value)}
    fields = _IN_SUMMARY.get(step.step, frozenset())
    if step.step == "regraded" and not step.grade:
        return set()
    if step.step == "response":  # the follow-up shows the last of each part, whichever record holds it
        return {name for name in fields if (said := finding.stating(name)) and _same(said.fact, step, name)}
    last = finding.last(step.step)
    if last is None or last.fact is step or step.step in _ALWAYS_IN_SUMMARY:
        return set(fields)
    return {name for name in fields & _REPEATED if getattr(step, name) == getattr(last.fact, name)}


def _same(one: FindingStep, other: FindingStep, field: str) -> bool:
    return bool(getattr(one, field) == getattr(other, field))


def proof_shown(step: FindingStep) -> Shown:
    """Return the proof that *step* gives: in words, with the names of the files attached to it."""
    files = tuple(attachment.file.rpartition("/")[2] for attachment in step.attachments)
    return tuple(text for text in (step.proof, *files) if text) if files else step.proof


def _moved(step: FindingStep, before: dt.date | None) -> tuple[Fact, ...]:
    """Return from when to when the due date of the action was moved, on which day and why."""
    if before is None or step.due is None:
        return ()
    moved = tr("moved from {before} to {after} on {day}", before=before, after=step.due, day=step.occurred)
    given = tuple(text for text in (step.reason, step.justification, step.text) if text)
    why: Shown = given[0] if len(given) == 1 else given
    return (
        Fact(tr("Due date of the action"), moved),
        Fact(tr("Reason of the change"), why or tr("no reason recorded"), long=True),
    )


def repeated(step: FindingStep, system: System) -> str | None:
    """Return the number of the finding that *step* says is repeated."""
    earlier = system.findings_by_id.get(step.repeats or "")
    return earlier.number if earlier else step.repeats


def facts_said(step: FindingStep, system: System, without: Collection[str] = ()) -> tuple[Fact, ...]:
    """Return what the record of *step* says, but for the fields *without*."""
    organisation = system.organisation
    due = tr("Action due on") if step.step == "action" else tr("Response due on")
    effective = {True: tr("effective"), False: tr("not effective"), None: None}[step.effective]
    reviewed = step.step == "reviewed"
    yes, no = (tr("found sufficient"), tr("rejected")) if reviewed else (tr("accepted"), tr("declined"))
    accepted = {True: yes, False: no, None: None}[step.accepted]
    attached = tuple(attachment.file.rpartition("/")[2] for attachment in step.attachments)
    facts: tuple[tuple[str, Fact], ...] = (
        ("number", Fact(tr("Number"), step.number)),
        ("title", Fact(tr("Title"), step.title)),
        ("grade", Fact(tr("Grade"), GRADES[step.grade] if step.grade else None)),
        ("source", Fact(tr("Source"), source_named(step))),
        ("criteria", Fact(tr("Criteria"), criteria_named(step.criteria, system), long=True)),
        ("units", Fact(tr("Units"), tuple(organisation.units.get(unit, unit) for unit in step.units))),
        ("processes", Fact(tr("Processes"), tuple(process_named(key, system) for key in step.processes))),
        ("requirement", Fact(tr("Requirement"), step.requirement, long=True)),
        ("evidence_text", Fact(tr("Objective evidence"), step.evidence_text, long=True)),
        ("statement", Fact(tr("Statement"), step.statement, long=True)),
        ("evidence", Fact(tr("Evidence cited"), step.evidence, long=True)),
        ("repeats", Fact(tr("Repeats"), repeated(step, system))),
        ("correction", Fact(tr("Correction"), step.correction, long=True)),
        ("containment", Fact(tr("Immediate containment"), step.containment, long=True)),
        ("extent", Fact(tr("Extent: similar cases"), step.extent, long=True)),
        ("cause", Fact(tr("Cause"), step.cause, long=True)),
        ("cause_method", Fact(tr("How the cause was found"), step.cause_method, long=True)),
        ("accepted", Fact(tr("Response") if reviewed else tr("Assessment"), accepted)),
        ("action", Fact(tr("Corrective action"), step.action, long=True)),
        ("owner", Fact(tr("Owner"), named(step.owner, organisation) if step.owner else None)),
        ("due", Fact(due, step.due)),
        ("criterion", Fact(tr("Criterion of effectiveness"), step.criterion, long=True)),
        ("proof", Fact(tr("Proof that it was done"), step.proof, long=True)),
        ("effective", Fact(tr("Check of effectiveness"), effective)),
        ("by", Fact(tr("By whom"), named(step.by, organisation) if step.by else None)),
        ("attachments", Fact(tr("Attachments"), attached, long=True)),
        ("reason", Fact(tr("Reason"), step.reason, long=True)),
        ("justification", Fact(tr("Justification"), step.justification, long=True)),
        ("text", Fact(tr("Text of the record"), step.text, long=True)),
        ("corrects", Fact(tr("Takes the place of"), step.corrects, long=True)),
        ("correction_reason", Fact(tr("Reason of the correction"), step.correction_reason, long=True)),
    )
    return tuple(fact for name, fact in facts if name not in without and fact.value not in (None, "", ()))
