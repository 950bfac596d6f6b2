"""A new step of a finding: what it says, and when it would count for nothing: out of order, too early, too little."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from qmsctl.authoring.meant import person_or_role, refuse_unknown_word
from qmsctl.authoring.people import UnknownRecorderError
from qmsctl.authoring.records import Clerk
from qmsctl.control.closing import failing_evidence, showing_nothing
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.follow_up import (
    MISSING,
    Part,
    is_owner,
    missing_for_closing,
    missing_parts,
    out_of_order,
    owner_at,
)
from qmsctl.control.system import System
from qmsctl.control.wording import repeats_evidence
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, list_of, tr
from qmsctl.model.values import FindingStepKind, Grade

__all__ = ["STEP_WORDS", "NewStep", "criterion_of", "person_deciding", "refuse_step"]

STEP_WORDS: Final[Mapping[str, Message]] = {
    "regraded": tr("regraded"),
    "acknowledged": tr("acknowledged by the auditee"),
    "disputed": tr("disputed by the auditee"),
    "upheld": tr("dispute answered, finding upheld"),
    "assessed": tr("finding assessed"),
    "response": tr("response given"),
    "action": tr("action planned"),
    "reviewed": tr("response reviewed"),
    "done": tr("action done"),
    "verified": tr("effectiveness verified"),
    "shared": tr("good practice shared"),
    "closed": tr("finding closed"),
    "withdrawn": tr("finding withdrawn"),
}

_NONCONFORMITIES_ONLY: Final = ("acknowledged", "response", "reviewed", "verified")
_OTHERS_ONLY: Final = ("assessed",)
_UNDISPUTED_ONLY: Final = ("response", "action", "reviewed", "done", "verified", "closed", "assessed")


@dataclass(frozen=True, slots=True)
class NewStep:
    """What happened to a finding, as it is to be recorded."""

    kind: str
    """A kind of step as records name it, but `raised`."""
    occurred: dt.date
    correction: str | None = None
    containment: str | None = None
    extent: str | None = None
    cause: str | None = None
    cause_method: str | None = None
    accepted: bool | None = None
    """Whether somebody will act on an observation or an opportunity; whether a response will do."""
    action: str | None = None
    owner: str | None = None
    due: dt.date | None = None
    criterion: str | None = None
    proof: str | None = None
    effective: bool | None = None
    by: str | None = None
    """Key of who reviewed, checked or closed; `None`: whoever records."""
    grade: str | None = None
    justification: str | None = None
    reason: str | None = None
    text: str | None = None
    attachments: tuple[Path, ...] = ()


def refuse_step(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> None:
    """Refuse a step of *finding* that comes out of order or says too little.

    Raises:
        RefusedError: the message says why, and what to do.
    """
    refuse_unknown_word(step.kind, get_args(FindingStepKind), "--step")
    _refuse_wrong_day(finding, step, clerk)
    _refuse_ended(finding, step)
    _refuse_wrong_grade(finding, step)
    if step.kind in _UNDISPUTED_ONLY and finding.status is FindingStatus.DISPUTED:
        raise RefusedError(
            tr("{finding} is disputed, and nobody has answered the dispute", finding=finding.number),
            tr("uphold, regrade or withdraw it first; or record that the auditee acknowledges it after all"),
        )
    # A step may be recorded late: what counts is what had happened by its day.
    before = [one.fact for one in finding.steps if one.fact.occurred <= step.occurred]
    if reason := out_of_order(before, step.kind, finding.grade):
        raise RefusedError(
            tr("{finding}: {reason}", finding=finding.number, reason=reason),
            tr(
                "record what comes before; qmsctl finding show {finding} shows it",
                finding=shlex.quote(finding.number),
            ),
        )
    _refuse_too_little(finding, step)
    _refuse_misgraded(system, finding, step)
    if step.kind == "reviewed":
        _refuse_own_review(system, finding, step, clerk)
        _refuse_early_acceptance(finding, step)
    if step.kind == "verified":
        _refuse_own_check(system, finding, step, clerk)
    if step.kind == "closed":
        _refuse_early_close(system, finding, step, clerk)


def _refuse_wrong_day(finding: ControlledFinding, step: NewStep, clerk: Clerk) -> None:
    if step.occurred > clerk.when.date() + dt.timedelta(days=1):
        raise RefusedError(
            tr("{day} has not come yet, so nothing can have happened on it", day=step.occurred),
            tr("give the day on which it happened with --occurred"),
        )
    raised = finding.raised.fact.occurred
    if step.occurred < raised:
        raise RefusedError(
            tr(
                "{finding} was raised on {raised}, and this step is dated {day}",
                finding=finding.number,
                raised=raised,
                day=step.occurred,
            ),
            tr("give the day on which it happened with --occurred"),
        )
    if step.due is not None and step.due < step.occurred:
        raise RefusedError(
            tr("it cannot be due on {due}, before it was planned on {day}", due=step.due, day=step.occurred),
            tr("give a later day with --due"),
        )


def _refuse_ended(finding: ControlledFinding, step: NewStep) -> None:
    """Refuse steps of what has ended; only a check that finds the action not effective opens it again."""
    if finding.status is FindingStatus.WITHDRAWN:
        raise RefusedError(
            tr("{finding} was withdrawn", finding=finding.number),
            tr("raise a new finding if there is one after all"),
        )
    if finding.status is FindingStatus.CLOSED and (step.kind, step.effective) != ("verified", False):
        raise RefusedError(
            tr("{finding} is closed", finding=finding.number),
            tr("if the action turned out not to be effective, record that with qmsctl finding verify"),
        )
    status = {"acknowledged": FindingStatus.ACKNOWLEDGED, "disputed": FindingStatus.DISPUTED}.get(step.kind)
    if status is finding.status:
        raise RefusedError(
            tr("{finding} is that already: {step}", finding=finding.number, step=STEP_WORDS[step.kind]),
            tr("nothing has to be recorded"),
        )
    if step.kind == "upheld" and finding.status is not FindingStatus.DISPUTED:
        raise RefusedError(
            tr("nobody disputes {finding}", finding=finding.number), tr("nothing has to be recorded")
        )


def _refuse_wrong_grade(finding: ControlledFinding, step: NewStep) -> None:
    """Refuse steps that a finding of its grade does not have."""
    if step.kind in _NONCONFORMITIES_ONLY and not finding.is_nonconformity:
        raise RefusedError(
            tr("{finding} is no nonconformity, so it needs no such step", finding=finding.number),
            tr(
                "record that it was shared: qmsctl finding respond {finding} --share TEXT",
                finding=shlex.quote(finding.number),
            )
            if finding.grade == "strength"
            else tr(
                "record how it was assessed: qmsctl finding respond {finding} --assess accepted",
                finding=shlex.quote(finding.number),
            ),
        )
    if step.kind in _OTHERS_ONLY and finding.grade not in ("observation", "opportunity"):
        raise RefusedError(
            tr("only an observation or an opportunity for improvement is assessed"),
            tr("a nonconformity is answered: correction, extent, cause, action"),
        )
    if step.kind == "shared" and finding.grade != "strength":
        raise RefusedError(
            tr("only a strength is shared"),
            tr("qmsctl finding show {finding} shows what it is", finding=shlex.quote(finding.number)),
        )
    if step.kind == "action" and not finding.is_nonconformity:
        assessed = finding.last("assessed")
        if assessed is None or assessed.fact.accepted is not True:
            raise RefusedError(
                tr("{finding} was not accepted, so no action is planned", finding=finding.number),
                tr(
                    "record how it was assessed: qmsctl finding respond {finding} --assess accepted",
                    finding=shlex.quote(finding.number),
                ),
            )


def _refuse_too_little(finding: ControlledFinding, step: NewStep) -> None:
    """Refuse a step that does not say what its kind is for."""
    answer = (step.correction, step.containment, step.extent, step.cause, step.text)
    wanted: Mapping[str, tuple[bool, Message, Message]] = {
        "disputed": (bool(step.reason), tr("a dispute needs a reason"), tr("say why with --reason")),
        "withdrawn": (bool(step.reason), tr("a withdrawal needs a reason"), tr("say why with --reason")),
        "upheld": (
            bool(step.justification),
            tr("to uphold a disputed finding needs a justification"),
            tr("say why it stands with --uphold"),
        ),
        "regraded": (
            bool(step.justification),
            tr("another grade needs a justification"),
            tr("say why with --justification"),
        ),
        "response": (any(answer), tr("the response is empty"), tr("say what was done and why it came to it")),
        "assessed": (
            step.accepted is not None and (step.accepted or bool(step.reason)),
            tr("a finding that is declined needs a reason"),
            tr("say why with --reason"),
        ),
        "action": (bool(step.action), tr("the action is empty"), tr("say what will be done with --action")),
        "done": (
            bool(step.proof or step.attachments),
            tr("what was carried out needs a proof"),
            tr("say with --done where it can be seen, or attach a file with --attach"),
        ),
        "shared": (bool(step.text), tr("it is not said with whom it was shared"), tr("say it with --share")),
        "reviewed": (
            step.accepted is not None and (step.accepted or bool(step.reason)),
            tr("whoever rejects a response says why"),
            tr("say with --reason what is missing, or what will not do"),
        ),
        "verified": (
            step.effective is not None,
            tr("it is not said whether the action is effective"),
            tr("say it with --effective yes, or no"),
        ),
    }
    enough, message, fix = wanted.get(step.kind, (True, tr("the response is empty"), tr("check the id")))
    if not enough:
        raise RefusedError(message, fix)
    if step.kind == "regraded":
        _refuse_grade(finding, step)
    if step.kind == "action":
        _refuse_unassigned(finding, step)
    if step.kind == "verified" and not criterion_of(finding, step):
        raise RefusedError(
            tr("nobody said how it is known that the action is effective"), tr("say it with --criterion")
        )
    if step.cause and repeats_evidence(step.cause, finding.raised.fact.statement):
        raise RefusedError(
            tr("the cause repeats what was found"), tr("say why it came to it: what allowed it to happen")
        )


def criterion_of(finding: ControlledFinding, step: NewStep) -> str | None:
    """Return how it is known that the action of *finding* works, as *step* or the plan of the action says."""
    action = finding.last("action")
    return step.criterion or (action.fact.criterion if action else None)


def _refuse_grade(finding: ControlledFinding, step: NewStep) -> None:
    refuse_unknown_word(step.grade or "", get_args(Grade), "--grade")
    if step.grade == finding.grade:
        raise RefusedError(
            tr("{finding} has that grade already", finding=finding.number), tr("nothing has to be recorded")
        )


def _refuse_misgraded(system: System, finding: ControlledFinding, step: NewStep) -> None:
    """Refuse another grade that does not go with the evidence: softer than it, or a nonconformity it does not show."""
    if step.kind != "regraded":
        return
    if step.grade in ("major", "minor"):
        if names := showing_nothing(finding, system):
            raise RefusedError(
                tr(
                    "none of the evidence fails to conform, so it shows no nonconformity: {records}",
                    records=list_of(names),
                ),
                tr(
                    "if the result of the evidence is wrong, correct it first: qmsctl evidence correct {name}",
                    name=names[0],
                ),
            )
    elif failing := failing_evidence(finding, system):
        raise RefusedError(
            tr(
                "the evidence does not conform, so this is a nonconformity: {records}",
                records=list_of(failing),
            ),
            tr("if the evidence is wrong, correct it first; if the finding is, withdraw it"),
        )


def _refuse_unassigned(finding: ControlledFinding, step: NewStep) -> None:
    if not (step.owner or finding.owner):
        raise RefusedError(
            tr("nobody answers for the action"), tr("name the role or person who does with --owner")
        )
    if step.due is None:
        raise RefusedError(tr("the action has no due date"), tr("give the day with --due"))


def person_deciding(system: System, step: NewStep, clerk: Clerk) -> str:
    """Return who checks or closes.

    Raises:
        RefusedError: `qms.yaml` does not know them.
    """
    if step.by is not None:
        return person_or_role(system, step.by)
    person = system.organisation.person_with(clerk.who.email)
    if person is None:
        raise UnknownRecorderError(system.organisation, clerk.who, decides=True)
    return person


def _refuse_own_check(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> None:
    by, owner = person_deciding(system, step, clerk), owner_at(finding, len(finding.steps))
    if owner and is_owner(by, owner, step.occurred, system.organisation):
        raise RefusedError(
            tr(
                "{person} owns the action, and somebody else judges whether it works",
                person=system.organisation.title(by),
            ),
            tr("let another person verify it, and name them with --by if you record it for them"),
        )


def _refuse_own_review(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> None:
    by, owner = person_deciding(system, step, clerk), owner_at(finding, len(finding.steps))
    if owner and is_owner(by, owner, step.occurred, system.organisation):
        raise RefusedError(
            tr(
                "{person} answers for {finding}, and somebody else judges the response",
                person=system.organisation.title(by),
                finding=finding.number,
            ),
            tr("let another person review it, and name them with --by if you record it for them"),
        )


def _refuse_early_acceptance(finding: ControlledFinding, step: NewStep) -> None:
    """Refuse to accept a response before all of it is there; a part can be rejected at any time."""
    facts = [one.fact for one in finding.steps]
    missing = tuple(
        MISSING[part] for part in missing_parts(facts, finding.grade) if part not in (Part.PROOF, Part.CHECK)
    )
    if step.accepted and missing:
        raise RefusedError(
            tr(
                "the response to {finding} is not complete: {missing}",
                finding=finding.number,
                missing=missing,
            ),
            tr(
                "let those who answer for it add what is missing (qmsctl finding respond {finding}), or reject the response",
                finding=shlex.quote(finding.number),
            ),
        )


def _refuse_early_close(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> None:
    if missing := tuple(missing_for_closing(finding, system.organisation)):
        raise RefusedError(
            tr("{finding} cannot be closed yet: {missing}", finding=finding.number, missing=missing),
            tr(
                "record what is missing with qmsctl finding respond {finding} and qmsctl finding verify {finding}",
                finding=shlex.quote(finding.number),
            ),
        )
    by, owner = person_deciding(system, step, clerk), owner_at(finding, len(finding.steps))
    if finding.is_nonconformity and owner and is_owner(by, owner, step.occurred, system.organisation):
        raise RefusedError(
            tr(
                "{person} answers for {finding}, and somebody else closes it",
                person=system.organisation.title(by),
                finding=finding.number,
            ),
            tr("let whoever verified it close it, or name them with --by"),
        )
