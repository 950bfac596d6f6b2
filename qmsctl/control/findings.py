"""Findings: each folded from the records of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, get_args

from qmsctl.control.finding_deadlines import deadlines_of
from qmsctl.control.records import Counted, count
from qmsctl.control.working_days import after
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.finding_settings import Deadlines
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import Qms
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed, closest
from qmsctl.model.values import FindingStepKind
from qmsctl.repo.history import History

__all__ = [
    "ControlledFinding",
    "FindingStatus",
    "control_findings",
    "finding_called",
    "is_stated",
    "with_steps",
]


class FindingStatus(Enum):
    """How far the follow-up of a finding has come."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    ASSESSED = "assessed"
    """It asks for no correction, and whoever answers for it has decided what to do about it."""
    ANSWERED = "answered"
    """Correction, extent and cause are known."""
    PLANNED = "planned"
    """The corrective action is."""
    REJECTED = "rejected"
    """Whoever looked at the response did not accept it, and a new one is awaited."""
    DONE = "done"
    VERIFIED = "verified"
    INEFFECTIVE = "ineffective"
    SHARED = "shared"
    """A good practice is known to others."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_ENDED: Final = (FindingStatus.SHARED, FindingStatus.CLOSED, FindingStatus.WITHDRAWN)

_STATUS_AFTER: Final = {
    "assessed": FindingStatus.ASSESSED,
    "action": FindingStatus.PLANNED,
    "done": FindingStatus.DONE,
    "shared": FindingStatus.SHARED,
    "closed": FindingStatus.CLOSED,
    "withdrawn": FindingStatus.WITHDRAWN,
}
_NONE_SET: Final = Deadlines()
_PARTS_OF_ANSWER: Final = ("correction", "extent", "cause")
_PARTS_OF_RESPONSE: Final = ("correction", "containment", "extent", "cause")
_UNACKNOWLEDGED: Final = (FindingStatus.RAISED, FindingStatus.DISPUTED)
_PLANNED: Final = (FindingStatus.PLANNED, FindingStatus.DONE, FindingStatus.VERIFIED)


@dataclass(frozen=True, slots=True)
class ControlledFinding:
    """One finding with its steps up to a day."""

    id: str
    raised: Filed[FindingStep]
    steps: tuple[Filed[FindingStep], ...]
    """In the order in which they happened; the first is `raised`."""
    status: FindingStatus
    deadlines: Deadlines = _NONE_SET
    """By when its steps are taken, as the organisation has it for the grade."""

    @property
    def number(self) -> str:
        """The number people know it by."""
        return self.raised.fact.number or self.id

    @property
    def grade(self) -> str:
        """The grade after the last regrading."""
        return next((s.fact.grade for s in reversed(self.steps) if s.fact.grade), "observation")

    @property
    def is_nonconformity(self) -> bool:
        """Whether a requirement is not fulfilled."""
        return self.grade in ("major", "minor")

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status not in _ENDED

    def last(self, step: str) -> Filed[FindingStep] | None:
        """Return the latest step of the kind *step*."""
        return next((s for s in reversed(self.steps) if s.fact.step == step), None)

    def stating(self, field: str) -> Filed[FindingStep] | None:
        """Return the latest step that says something in *field*."""
        return next((s for s in reversed(self.steps) if is_stated(s.fact, field)), None)

    @property
    def owner(self) -> str | None:
        """Who answers for it now: for the action, or else for the finding."""
        action = self.last("action")
        return (action.fact.owner if action else None) or self.raised.fact.owner

    @property
    def stated_due(self) -> dt.date | None:
        """When the next step is due as people agreed: the action, or else the response, be it a new one."""
        stating = self.stating_due
        return stating.fact.due if stating else None

    @property
    def stating_due(self) -> Filed[FindingStep] | None:
        """Return the step that says when the next one is due."""
        # Once the action is planned, the day for a new response counts no more.
        passed = ("reviewed",) if self.status in _PLANNED else ()
        return next((s for s in reversed(self.steps) if s.fact.due and s.fact.step not in passed), None)

    @property
    def due(self) -> dt.date | None:
        """When the next step is due: as agreed, or else as the settings say."""
        done, verified = self.last("done"), self.last("verified")
        if self.status is FindingStatus.DONE and done is not None:
            return _after(done, self.deadlines.verify)
        if self.status is FindingStatus.INEFFECTIVE and verified is not None:
            return _after(verified, self.deadlines.answer)
        reviewed = self.last("reviewed")
        if self.status is FindingStatus.REJECTED and reviewed is not None and reviewed.fact.due is None:
            return _after(reviewed, self.deadlines.answer)
        if self.stated_due is not None:
            return self.stated_due
        planned = self.status is FindingStatus.PLANNED
        return _after(
            self.raised,
            self.deadlines.implement if planned else self.deadlines.answer or self.deadlines.assess,
        )

    def is_overdue(self, day: dt.date) -> bool:
        """Return whether its next step should have been taken before *day*."""
        waiting = self.is_open and self.grade != "strength" and self.status is not FindingStatus.VERIFIED
        return waiting and self.due is not None and self.due < day

    def clauses(self, edition: str) -> frozenset[str]:
        """Return the clauses of *edition* it concerns."""
        return frozenset(
            clause for c in self.raised.fact.criteria if c.edition == edition for clause in c.clauses
        )


def control_findings(
    qms: Qms, history: History, day: dt.date
) -> tuple[tuple[ControlledFinding, ...], Counted[FindingStep]]:
    """Return the findings raised by *day*, by number, and their steps sorted by whether they count."""
    counted = count(qms.finding_steps, history)
    by_finding: dict[str, list[Filed[FindingStep]]] = {}
    for step in counted.current:
        if step.fact.occurred <= day:
            by_finding.setdefault(step.fact.finding, []).append(step)
    found = (_folded(id, steps, qms.organisation) for id, steps in by_finding.items())
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.number, f.id))), counted


def is_stated(step: FindingStep, field: str) -> bool:
    """Return whether *step* says something in *field*: blanks say nothing."""
    value = getattr(step, field)
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _folded(
    id: str, steps: Iterable[Filed[FindingStep]], organisation: Organisation
) -> ControlledFinding | None:
    """Return the finding that *steps* make, or `None` if nothing says that it was raised."""
    ordered = sorted(steps, key=_when)
    raised = next((step for step in ordered if step.fact.step == "raised"), None)
    if raised is None:
        return None
    ordered.remove(raised)
    return with_steps(ControlledFinding(id, raised, (raised,), FindingStatus.RAISED), ordered, organisation)


def _when(step: Filed[FindingStep]) -> tuple[dt.date, dt.datetime, int, int, str]:
    """Return what sorts steps as they happened; those recorded at once as one follows from the other."""
    fact = step.fact
    parts = [index for index, part in enumerate(_PARTS_OF_RESPONSE) if is_stated(fact, part)]
    rank = get_args(FindingStepKind).index(fact.step)
    return fact.occurred, fact.recorded, rank, min(parts, default=0), step.path


def with_steps(
    finding: ControlledFinding, steps: Iterable[Filed[FindingStep]], organisation: Organisation
) -> ControlledFinding:
    """Return *finding* after *steps* have followed those it has."""
    later = sorted((*finding.steps[1:], *steps), key=_when)
    status = _status([step.fact for step in later])
    whole = replace(finding, steps=(finding.raised, *later), status=status)
    return replace(whole, deadlines=deadlines_of(organisation, whole.grade))


def _status(steps: Sequence[FindingStep]) -> FindingStatus:
    """Return how far *steps*, in their order, have come."""
    status = FindingStatus.RAISED
    held: list[
        FindingStatus
    ] = []  # where it goes on once a dispute, or the rejection of a response, is answered
    known: set[str] = set()
    for step in steps:
        known |= {part for part in _PARTS_OF_ANSWER if is_stated(step, part)}
        halted = _halted(step)
        if halted is not None and halted is not status:
            held.append(status)
            status = halted
        elif step.step in ("upheld", "regraded") and status is FindingStatus.DISPUTED:
            status = held.pop()
        elif step.step == "acknowledged" and status in _UNACKNOWLEDGED:
            before = held.pop() if status is FindingStatus.DISPUTED else status
            status = FindingStatus.ACKNOWLEDGED if before is FindingStatus.RAISED else before
        elif step.step == "verified":
            status = FindingStatus.VERIFIED if step.effective else FindingStatus.INEFFECTIVE
        elif step.step == "response":
            status = _answered(held.pop() if status is FindingStatus.REJECTED else status, step, known)
        else:
            status = _STATUS_AFTER.get(step.step, status)
    return status


def _halted(step: FindingStep) -> FindingStatus | None:
    """Return the status in which a finding waits for an answer to *step*; `None` if it goes on."""
    if step.step == "disputed":
        return FindingStatus.DISPUTED
    return FindingStatus.REJECTED if step.step == "reviewed" and step.accepted is False else None


def _answered(status: FindingStatus, step: FindingStep, known: Collection[str]) -> FindingStatus:
    """Return the status after a response, which may be whole or hold one part of many."""
    if status in _PLANNED:
        return status  # a part that came later, or was mended
    if len(known) == len(_PARTS_OF_ANSWER) or not any(is_stated(step, part) for part in _PARTS_OF_RESPONSE):
        return FindingStatus.ANSWERED
    return FindingStatus.INEFFECTIVE if status is FindingStatus.INEFFECTIVE else FindingStatus.ACKNOWLEDGED


def _after(step: Filed[FindingStep], span: str | None) -> dt.date | None:
    return after(step.fact.occurred, span) if span else None


def finding_called(findings: Sequence[ControlledFinding], word: str) -> ControlledFinding:
    """Return the one of *findings* that a person means by *word*: its number, its identity, or how only one of them begins.

    Half a figure is no beginning of a number: 1 is not taken for 12.

    Raises:
        RefusedError: there is none, or *word* does not tell it apart.
    """
    folded = word.strip().casefold()
    found = [finding for finding in findings if finding.number.casefold() == folded]
    found = found or [finding for finding in findings if finding.id.casefold() == folded]
    found = found or [f for f in findings if folded and f.id.casefold().startswith(folded)]
    begun = [f for f in findings if folded and f.number.casefold().startswith(folded)]
    whole = [
        f
        for f in begun
        if not (folded[-1].isdecimal() and f.number[len(folded) : len(folded) + 1].isdecimal())
    ]
    found = found or (whole if len(whole) == 1 else [])
    if len(found) == 1:
        return found[0]
    if begun and not found:
        raise RefusedError(
            tr(
                "no finding is called {word}; these begin like it: {known}",
                word=word,
                known=list_of([f.number for f in begun]),
            ),
            tr("write the whole number of one of them"),
        )
    if found:
        raise RefusedError(
            tr("{word} can be any of: {known}", word=word, known=list_of([one.id for one in found])),
            tr("write the identity of the finding instead: the field finding in its files"),
        )
    near = closest(word, [finding.number for finding in findings])
    raise RefusedError(
        tr("there is no finding {finding}", finding=word),
        tr("did you mean {near}?", near=near) if near else tr("qmsctl finding list shows every finding"),
    )
