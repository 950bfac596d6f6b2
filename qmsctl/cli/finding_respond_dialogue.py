"""Asks what was done about a finding: which step, and only what that step needs."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from qmsctl.authoring.finding_step import after_step
from qmsctl.authoring.meant import person_or_role
from qmsctl.authoring.new_step import NewStep
from qmsctl.authoring.records import Clerk
from qmsctl.cli.asking import not_empty
from qmsctl.cli.long_text import ask_text, say_editor
from qmsctl.cli.options import read_day
from qmsctl.cli.terminal import NoAnswerError, ask, choose, interactive, say, say_refusal
from qmsctl.control.finding_deadlines import deadlines_of
from qmsctl.control.findings import ControlledFinding, FindingStatus, finding_called
from qmsctl.control.follow_up import Part, missing_parts
from qmsctl.control.system import System
from qmsctl.control.working_days import after
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr

__all__ = ["asked_steps"]

_ENOUGH: Final = "enough"
_FIRST_OPTION: Final = "--correction"

_ANSWER: Final = (Part.CORRECTION, Part.CONTAINMENT, Part.EXTENT, Part.CAUSE, Part.ACTION)

_STEPS: Final[Mapping[str, Message]] = {
    "acknowledged": tr("acknowledge it"),
    "correction": tr("correction: what was done about the cases that were found"),
    "containment": tr("containment: what was done at once about the consequences"),
    "extent": tr("extent: are there similar cases"),
    "cause": tr("cause: why it could happen"),
    "action": tr("corrective action: what will be done, by whom, by when"),
    "done": tr("carried out: the proof that the action was done"),
    "assessed": tr("assessment: is it acted on, or declined"),
    "shared": tr("shared: with whom"),
}

_PARTS: Final[Mapping[str, Message]] = {
    "correction": tr("What was done about the cases that were found"),
    "containment": tr("What was done at once about the consequences"),
    "extent": tr("Are there similar cases, and where"),
    "cause": tr("Why could it happen"),
}


def asked_steps(
    system: System, number: str, plan: NewStep, clerk: Clerk, *, no_input: bool
) -> tuple[NewStep, ...]:
    """Return the steps that somebody names one by one; the first proposed is what is missing.

    A step that would be refused is refused at once, and asked for again.

    Args:
        system: the system on the day of recording.
        number: the finding.
        plan: the day, and what the command line already gave.
        clerk: who records, and when.
        no_input: ask nothing.

    Raises:
        NoAnswerError: nobody can be asked.
        RefusedError: there is no such finding, or nothing is left to be answered.
    """
    finding = finding_called(system.findings, number)
    if not interactive(no_input=no_input):
        raise NoAnswerError(_FIRST_OPTION)
    _say_finding(finding)
    if not list(_possible(finding)):
        raise RefusedError(
            tr("nothing is left to be answered about {finding}", finding=finding.number),
            tr("qmsctl finding show {finding} shows where it stands", finding=shlex.quote(finding.number)),
        )
    say_editor()
    steps: list[NewStep] = []
    while possible := list(_possible(finding)):
        choices = [(key, _STEPS[key]) for key in possible]
        if steps:
            choices.append((_ENOUGH, tr("enough for now")))
        chosen = choose(tr("Which step"), choices, default="1")
        if chosen == _ENOUGH:
            break
        step = _asked(system, finding, chosen, plan)
        try:
            finding = after_step(system, finding, step, clerk)
        except RefusedError as refusal:
            say_refusal(refusal)
        else:
            steps.append(step)
    return tuple(steps)


def _say_finding(finding: ControlledFinding) -> None:
    """Say what is answered; and of a response that was rejected, what a new one has to mend."""
    say(
        Message(
            "{number}  {title}", (("number", finding.number), ("title", finding.raised.fact.title or "-"))
        )
    )
    if finding.raised.fact.statement:
        say(Message("{text}", (("text", finding.raised.fact.statement),)))
    reviewed = finding.last("reviewed")
    if finding.status is FindingStatus.REJECTED and reviewed is not None:
        say(tr("The response was rejected: {reason}", reason=reviewed.fact.reason or "-"))


def _possible(finding: ControlledFinding) -> Iterator[str]:
    """Yield the steps that may come next, what is missing first."""
    if not finding.is_open:
        return
    if finding.is_nonconformity:
        yield from _possible_answers(finding)
    elif finding.grade == "strength":
        yield "shared"
    else:
        assessed, action = finding.last("assessed"), finding.last("action")
        if assessed is None:
            yield "assessed"
        elif assessed.fact.accepted and action is None:
            yield "action"
        elif action is not None and finding.last("done") is None:
            yield "done"


def _possible_answers(finding: ControlledFinding) -> Iterator[str]:
    """Yield the steps of a nonconformity that may come next."""
    if finding.status is FindingStatus.REJECTED:  # the new response may say any part otherwise
        yield from (p.value for p in _ANSWER if p is not Part.CONTAINMENT or finding.grade == "major")
        return
    if finding.status in (FindingStatus.RAISED, FindingStatus.DISPUTED):
        yield "acknowledged"
    missing = [part.value for part in missing_parts([s.fact for s in finding.steps], finding.grade)]
    wait = {"action": "cause", "proof": "action"}  # one follows from the other
    for part in missing:
        if part != Part.CHECK.value and wait.get(part) not in missing:
            yield "done" if part == Part.PROOF.value else part


def _asked(system: System, finding: ControlledFinding, chosen: str, plan: NewStep) -> NewStep:
    """Ask for what the *chosen* step needs."""
    if chosen == "action":
        return _action(system, finding, plan)
    if chosen in _PARTS:
        return _part(chosen, plan)
    if chosen == "assessed":
        return _assessment(plan)
    if chosen == "done":
        proof = ask_text(tr("Where can it be seen that it was carried out"), check=not_empty)
        return NewStep(chosen, plan.occurred, proof=proof, attachments=(*plan.attachments, *_files()))
    if chosen == "shared":
        return NewStep(
            chosen, plan.occurred, text=ask(tr("With whom was it shared, and how"), check=not_empty)
        )
    return NewStep(chosen, plan.occurred, text=ask(tr("Note (may be empty)")) or None)


def _part(chosen: str, plan: NewStep) -> NewStep:
    """Ask for one part of the response."""
    part: dict[str, Any] = {chosen: ask_text(_PARTS[chosen], check=not_empty)}
    how = tr("How was the cause found (such as five whys; may be empty)")
    method = ask(how) or None if chosen == "cause" else None
    return NewStep("response", plan.occurred, cause_method=method, **part)


def _assessment(plan: NewStep) -> NewStep:
    word = choose(tr("Is it acted on"), [("accepted", tr("accepted")), ("declined", tr("declined"))])
    if word == "accepted":
        return NewStep("assessed", plan.occurred, accepted=True, text=ask(tr("Note (may be empty)")) or None)
    return NewStep("assessed", plan.occurred, accepted=False, reason=ask(tr("Reason"), check=not_empty))


def _action(system: System, finding: ControlledFinding, plan: NewStep) -> NewStep:
    what = ask_text(tr("What will be done so that the cause is gone"), check=not_empty)

    owner_title = system.organisation.title(finding.owner) if finding.owner else None

    def person(answer: str) -> str:
        return person_or_role(system, not_empty(answer))

    owner = ask(tr("Who carries it out (a role or person)"), default=owner_title, check=person)
    span = deadlines_of(system.organisation, finding.grade).implement
    usual = after(finding.raised.fact.occurred, span) if span else None
    default = usual.isoformat() if usual and usual >= plan.occurred else None
    due = read_day(ask(tr("By which day"), default=default, check=_day))
    criterion = ask(
        tr("How will it be known that it works"), check=_when(finding.is_nonconformity, not_empty)
    )
    return NewStep("action", plan.occurred, action=what, owner=owner, due=due, criterion=criterion or None)


def _when(needed: bool, check: Callable[[str], str]) -> Callable[[str], str]:
    return check if needed else str


def _files() -> Iterator[Path]:
    """Ask for files, one to a line, because their names may hold blanks."""
    while file := ask(tr("A file to attach (empty: no more)"), check=_existing):
        yield Path(file)


def _existing(file: str) -> str:
    if file and not Path(file).is_file():
        raise RefusedError(tr("there is no file {file} to attach", file=file))
    return file


def _day(answer: str) -> str:
    read_day(answer)
    return answer
