"""The follow-up of a finding: what its records hold, what is still missing, and which step may come next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from qmsctl.control.findings import ControlledFinding, is_stated
from qmsctl.messages import Message, tr
from qmsctl.model.organisation import Organisation
from qmsctl.model.record import FindingStep

__all__ = [
    "MISSING",
    "REJECTED",
    "Part",
    "is_owner",
    "is_rejected",
    "missing_for_closing",
    "missing_parts",
    "out_of_order",
    "owner_at",
]


class Part(Enum):
    """A part of what is done about a nonconformity, in the order auditors expect."""

    CORRECTION = "correction"
    CONTAINMENT = "containment"
    EXTENT = "extent"
    CAUSE = "cause"
    ACTION = "action"
    PROOF = "proof"
    CHECK = "check"


MISSING: Final[Mapping[Part, Message]] = {
    Part.CORRECTION: tr("no correction is recorded"),
    Part.CONTAINMENT: tr("it is not recorded what was done at once about the consequences"),
    Part.EXTENT: tr("it is not recorded whether there are similar cases"),
    Part.CAUSE: tr("no cause is recorded"),
    Part.ACTION: tr("no corrective action is recorded"),
    Part.PROOF: tr("no proof is recorded that the action was carried out"),
    Part.CHECK: tr("no check found the action effective"),
}
"""What is said about a part that is missing."""

REJECTED: Final = tr("the response was rejected, and no new one was given")
"""What is said where something goes on, or is closed, without the new response."""

_STATED_BY: Final[Mapping[Part, tuple[str, str]]] = {
    Part.CORRECTION: ("response", "correction"),
    Part.CONTAINMENT: ("response", "containment"),
    Part.EXTENT: ("response", "extent"),
    Part.CAUSE: ("response", "cause"),
    Part.ACTION: ("action", "action"),
    Part.PROOF: ("done", "proof"),
}


def missing_parts(steps: Sequence[FindingStep], grade: str) -> Iterator[Part]:
    """Yield what *steps* of a nonconformity do not hold, in the order of `Part`.

    After a check that found the action not effective, another action, its proof and another check are wanted.
    """
    last = max((i for i, s in enumerate(steps) if s.step == "verified" and not s.effective), default=-1)
    for part, (kind, field) in _STATED_BY.items():
        if part is Part.CONTAINMENT and grade != "major":
            continue
        counted = steps[last + 1 :] if part in (Part.ACTION, Part.PROOF) else steps
        if not any(step.step == kind and _holds(step, part, field) for step in counted):
            yield part
    checks = [step.effective for step in steps if step.step == "verified"]
    if not checks or not checks[-1]:  # an earlier yes counts no more once a later check said no
        yield Part.CHECK


def _holds(step: FindingStep, part: Part, field: str) -> bool:
    return is_stated(step, field) or (part is Part.PROOF and bool(step.attachments))


def is_rejected(steps: Sequence[FindingStep]) -> bool:
    """Return whether the last response in *steps*, or the last plan of an action, was rejected and none followed."""
    last = next((s for s in reversed(steps) if s.step in ("response", "action", "reviewed")), None)
    return last is not None and last.step == "reviewed" and last.accepted is False


def missing_for_closing(finding: ControlledFinding, organisation: Organisation) -> Iterator[Message]:
    """Yield what stands in the way of closing *finding*."""
    steps = [step.fact for step in finding.steps]
    if finding.is_nonconformity:
        missing = tuple(missing_parts(steps, finding.grade))
        if is_rejected(steps):
            yield REJECTED
        yield from (MISSING[part] for part in missing)
        verified = finding.last("verified")
        if Part.CHECK not in missing and verified is not None:
            owner = owner_at(finding, len(steps))
            if not verified.fact.by:
                yield tr("it is not recorded who checked the effectiveness")
            elif owner and is_owner(verified.fact.by, owner, verified.fact.occurred, organisation):
                yield tr("the effectiveness was checked by the owner of the action")
        return
    if finding.grade == "strength":
        return
    action = finding.last("action")
    if not any(step.step in ("assessed", "response") for step in steps):
        yield tr("it is not recorded how the finding was assessed")
    if action and not finding.last("done"):
        yield MISSING[Part.PROOF]


def owner_at(finding: ControlledFinding, index: int) -> str | None:
    """Return who answered for *finding* before its step number *index*: for the action, or else for all of it."""
    owners = [
        step.fact.owner for step in finding.steps[:index] if step.fact.step == "action" and step.fact.owner
    ]
    return owners[-1] if owners else finding.raised.fact.owner


def is_owner(by: str, owner: str, day: dt.date, organisation: Organisation) -> bool:
    """Return whether *by* is *owner*, or one of the two held the role that is the other on *day*."""
    return by == owner or any(
        person is not None and role in person.roles_on(day)
        for person, role in ((organisation.people.get(by), owner), (organisation.people.get(owner), by))
    )


def out_of_order(before: Sequence[FindingStep], kind: str, grade: str) -> Message | None:
    """Return why a step of *kind* cannot follow the steps *before*; `None` if it can.

    Closing has rules of its own: `missing_for_closing`.
    """
    done = [step.step for step in before]
    if "withdrawn" in done:
        return tr("the finding was withdrawn")
    last = max((i for i, s in enumerate(before) if s.step == "verified" and not s.effective), default=-1)
    since = done[last + 1 :]
    if kind == "action" and grade in ("major", "minor") and not any(is_stated(s, "cause") for s in before):
        return tr("an action was planned before the cause was known")
    if kind == "reviewed":
        return _reviewed_out_of_order(done, since)
    if kind in ("done", "verified"):
        return REJECTED if is_rejected(before) else _unprepared(kind, since)
    return None


def _unprepared(kind: str, since: Sequence[str]) -> Message | None:
    """Return why nothing can be carried out or verified after the steps *since* the last failed check."""
    if kind == "done" and "action" not in since:
        return tr("something was carried out that nobody had planned")
    if kind == "verified" and "done" not in since:
        return tr("the effectiveness was checked before the action was carried out")
    return None


def _reviewed_out_of_order(done: Sequence[str], since: Sequence[str]) -> Message | None:
    """Return why nobody can accept or reject a response now.

    Args:
        done: the steps taken.
        since: those after the last check that found the action not effective.
    """
    if "done" in since:
        return tr("the response was reviewed after the action had been carried out")
    last = max((i for i, step in enumerate(done) if step == "reviewed"), default=-1)
    if not {"response", "action"}.intersection(done[last + 1 :]):
        return tr("a response was reviewed that nobody had given")
    return None
