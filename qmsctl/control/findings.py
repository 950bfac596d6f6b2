"""Findings: each folded from the records of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsctl.control.records import Counted, count
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.qms import Qms
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed, closest
from qmsctl.repo.history import History

__all__ = ["ControlledFinding", "FindingStatus", "control_findings", "finding_called"]


class FindingStatus(Enum):
    """How far the follow-up of a finding has come."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    ANSWERED = "answered"
    """Correction, extent and cause are known."""
    PLANNED = "planned"
    """The corrective action is."""
    DONE = "done"
    VERIFIED = "verified"
    INEFFECTIVE = "ineffective"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_STATUS_AFTER = {
    "raised": FindingStatus.RAISED,
    "acknowledged": FindingStatus.ACKNOWLEDGED,
    "disputed": FindingStatus.DISPUTED,
    "response": FindingStatus.ANSWERED,
    "action": FindingStatus.PLANNED,
    "done": FindingStatus.DONE,
    "closed": FindingStatus.CLOSED,
    "withdrawn": FindingStatus.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class ControlledFinding:
    """One finding with its steps up to a day."""

    id: str
    raised: Filed[FindingStep]
    steps: tuple[Filed[FindingStep], ...]
    """In the order in which they happened; the first is `raised`."""
    status: FindingStatus

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
        return self.status not in (FindingStatus.CLOSED, FindingStatus.WITHDRAWN)

    def last(self, step: str) -> Filed[FindingStep] | None:
        """Return the latest step of the kind *step*."""
        return next((s for s in reversed(self.steps) if s.fact.step == step), None)

    @property
    def owner(self) -> str | None:
        """Who answers for it now: for the action, or else for the finding."""
        action = self.last("action")
        return (action.fact.owner if action else None) or self.raised.fact.owner

    @property
    def due(self) -> dt.date | None:
        """When the next step is due: the action, or else the response."""
        action = self.last("action")
        return (action.fact.due if action else None) or self.raised.fact.due

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
    found = (_folded(id, steps) for id, steps in by_finding.items())
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.number, f.id))), counted


def _folded(id: str, steps: Iterable[Filed[FindingStep]]) -> ControlledFinding | None:
    """Return the finding that *steps* make, or `None` if nothing says that it was raised."""
    ordered = sorted(steps, key=lambda step: (step.fact.occurred, step.fact.recorded, step.path))
    raised = next((step for step in ordered if step.fact.step == "raised"), None)
    if raised is None:
        return None
    ordered.remove(raised)
    status = FindingStatus.RAISED
    for step in ordered:
        if step.fact.step == "verified":
            status = FindingStatus.VERIFIED if step.fact.effective else FindingStatus.INEFFECTIVE
        else:
            status = _STATUS_AFTER.get(step.fact.step, status)
    return ControlledFinding(id, raised, (raised, *ordered), status)


def finding_called(findings: Sequence[ControlledFinding], word: str) -> ControlledFinding:
    """Return the one of *findings* that a person means by *word*: its number, or a unique beginning of its identity.

    Raises:
        RefusedError: there is none, or *word* does not tell it apart.
    """
    folded = word.strip().casefold()
    found = [finding for finding in findings if finding.number.casefold() == folded]
    found = found or [finding for finding in findings if finding.id.casefold() == folded]
    found = found or [f for f in findings if folded and f.id.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
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
