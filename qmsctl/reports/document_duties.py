"""The dated duties of documents and findings, and what a finding waits for, in words and as a command.

`control.steps_due` decides what a finding waits for; what is said of that anywhere is said here.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import shlex
from collections.abc import Iterator, Mapping
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.findings import ControlledFinding, FindingStatus
from qmsctl.control.steps_due import AwaitedStep, StepDue, awaited_step, settler, steps_due
from qmsctl.control.system import System
from qmsctl.messages import Message, tr
from qmsctl.reports.commands import command_for
from qmsctl.reports.duties import Duty, DutyKind
from qmsctl.reports.marks import FINDING_STATUSES, GRADES
from qmsctl.reports.people import named
from qmsctl.reports.shown import Joined, Shown

__all__ = [
    "AUDIT_TEAM",
    "document_called",
    "due_in_words",
    "external_duty",
    "finding_command",
    "finding_duties",
    "next_step",
    "review_duty",
    "whose_turn",
]

AUDIT_TEAM: Final = tr("the audit team")


def document_called(document: ControlledDocument, system: System) -> str:
    """Return the id of *document*, with its language where it is not the organisation's."""
    is_other = document.language != system.organisation.language
    return f"{document.id} ({document.language})" if is_other else document.id


def review_duty(document: ControlledDocument, system: System) -> Duty | None:
    """Return the next periodic review of *document*; `None` if it is not reviewed."""
    due, working = document.review_due, document.working
    if due is None or working is None or document.withdrawn is not None:
        return None
    stated, organisation = document.document, system.organisation
    owner = stated.owner if stated is not None and stated.owner else None
    # What the file holds cannot be confirmed as it stands if it is not what is in force.
    in_force = document.in_force.content if document.in_force else None
    verb = "review" if document.content == in_force else "why"
    late = due < system.day
    return Duty(
        DutyKind.REVIEW,
        document.id,
        f"review {document.language}",
        due,
        tr("review it, and record that it stays as it is or revise it"),
        tr("its review was due on {day}", day=due) if late else tr("its review is due on {day}", day=due),
        document_called(document, system),
        "reviews",
        command_for(verb, document, organisation),
        named(owner, organisation) if owner else None,
        (owner,) if owner else (),
        stated.units if stated is not None else (),
        (("overdue-review", working.path),),
    )


def external_duty(document: ControlledDocument, system: System) -> Duty | None:
    """Return that somebody looks whether *document*, of external origin, has changed; `None` if it is none.

    Of one that nobody ever looked at the check tells: it has no day.
    """
    act, working = system.external_acts.by_id.get(document.id), document.working
    if act is None or act.due is None or working is None or working.fact.external is None:
        return None
    organisation, owner = system.organisation, working.fact.owner
    is_in_force = document.in_force is not None and document.content == document.in_force.content
    return Duty(
        DutyKind.EXTERNAL,
        document.id,
        f"verify {document.language}",
        act.due,
        tr("look at its text in force, then record that it stays as it is, or write what changed")
        if is_in_force
        else tr("look at its text in force, then write the day under external: verified:"),
        due_in_words(act.due, system.day),
        document_called(document, system),
        "documents",
        command_for("review", document, organisation) if is_in_force else None,
        named(owner, organisation) if owner else None,
        (owner,) if owner else (),
        working.fact.units,
        (("unverified-external", working.path),),
    )


_VERBS: Final[Mapping[AwaitedStep, str]] = {
    AwaitedStep.SETTLE: "dispute",
    AwaitedStep.VERIFY: "verify",
    AwaitedStep.CLOSE: "close",
}
"""All others are recorded by `respond`."""
_KINDS: Final[Mapping[AwaitedStep, DutyKind]] = {
    AwaitedStep.CARRY_OUT: DutyKind.ACTION,
    AwaitedStep.VERIFY: DutyKind.EFFECTIVENESS,
}
"""All others are answers to the finding."""
_NEXT: Final[Mapping[FindingStatus, Message]] = {
    FindingStatus.RAISED: tr("record that it is acknowledged or disputed, and then what is done about it"),
    FindingStatus.ACKNOWLEDGED: tr("record the correction, the extent and the cause"),
    FindingStatus.DISPUTED: tr("answer the dispute: uphold the finding, regrade it or withdraw it"),
    FindingStatus.ASSESSED: tr("carry out what was decided, and close it"),
    FindingStatus.ANSWERED: tr("record the corrective action, with its owner and its due date"),
    FindingStatus.PLANNED: tr("record that the action was carried out, or agree on a new due date"),
    FindingStatus.REJECTED: tr("give a new response, because the last one was not accepted"),
    FindingStatus.DONE: tr("have the effectiveness checked by somebody other than the owner of the action"),
    FindingStatus.INEFFECTIVE: tr("record another action, because the last one was not effective"),
}
_RULES: Final[Mapping[AwaitedStep, tuple[str, ...]]] = {
    AwaitedStep.ACKNOWLEDGE: ("overdue-step",),
    AwaitedStep.CORRECT: ("overdue-step",),
    AwaitedStep.SETTLE: ("unanswered-dispute", "overdue-action"),
}
"""The rules that say that a step is late; for all others it is `overdue-action`."""
_PARTS: Final = ("correction", "extent", "cause")
_LACKING: Final[Mapping[tuple[str, ...], Message]] = {
    ("correction",): tr("record the correction"),
    ("extent",): tr("record the extent"),
    ("cause",): tr("record the cause"),
    ("correction", "extent"): tr("record the correction and the extent"),
    ("correction", "cause"): tr("record the correction and the cause"),
    ("extent", "cause"): tr("record the extent and the cause"),
}
"""What is said of a finding that is answered in part."""
_ACKNOWLEDGE: Final = tr("record that it is acknowledged or disputed")
_CORRECT: Final = tr("correct the cases that were found, and record the correction")
_ON_STEP: Final[Mapping[AwaitedStep, Message]] = {
    AwaitedStep.ASSESS: tr("record whether it is taken up, and the reason if it is not"),
    AwaitedStep.CLOSE: tr("close it"),
}
"""What is said whatever the status is."""


def next_step(finding: ControlledFinding) -> Message:
    """Return what is to be done next about *finding*, which is open and no strength, in the imperative."""
    step, status = awaited_step(finding), finding.status
    if step is AwaitedStep.ANSWER and status is FindingStatus.ASSESSED:
        status = FindingStatus.ACKNOWLEDGED  # it was no nonconformity when it was assessed
    said = _ON_STEP.get(step) if step is not None else None
    if step is AwaitedStep.ANSWER and status in (FindingStatus.RAISED, FindingStatus.ACKNOWLEDGED):
        said = _LACKING.get(tuple(part for part in _PARTS if finding.stating(part) is None))
    return said or _NEXT.get(status, _NEXT[FindingStatus.RAISED])


def finding_command(finding: ControlledFinding) -> str:
    """Return the command that records the next step of *finding*."""
    step = awaited_step(finding)
    if step is AwaitedStep.CARRY_OUT and finding.status is FindingStatus.ASSESSED:
        step = AwaitedStep.CLOSE  # what is done without a plan is recorded by its end alone
    verb = _VERBS.get(step, "respond") if step is not None else "respond"
    return shlex.join(("qmsctl", "finding", verb, finding.number))


def finding_duties(finding: ControlledFinding, system: System) -> Iterator[Duty]:
    """Yield the steps of *finding* that wait and have a day."""
    for one in steps_due(finding):
        yield _step(one, finding, system)


def due_in_words(due: dt.date, day: dt.date) -> Message:
    """Return when a step is due, or was, on *day*."""
    return tr("it was due on {day}", day=due) if due < day else tr("it is due on {day}", day=due)


def _step(one: StepDue, finding: ControlledFinding, system: System) -> Duty:
    why: Shown = Joined(
        (
            GRADES[finding.grade].word,
            FINDING_STATUSES[finding.status].word,
            due_in_words(one.due, system.day),
        ),
        "; ",
    )
    folder = posixpath.dirname(finding.raised.path) + "/"
    who, keys = whose_turn(finding, system)
    return Duty(
        _KINDS.get(one.step, DutyKind.FINDING),
        finding.id,
        one.step.value,
        one.due,
        _what(one.step, finding),
        why,
        finding.number,
        "findings",
        finding_command(finding),
        who,
        keys,
        finding.raised.fact.units,
        tuple((rule, folder) for rule in _RULES.get(one.step, ("overdue-action",))),
    )


def whose_turn(finding: ControlledFinding, system: System) -> tuple[Shown, tuple[str, ...]]:
    """Return who answers for the next step of *finding*, in words and by key: its owner, but for a dispute.

    A dispute is answered by whom `qms.yaml` names, or else by those who raised the finding.
    """
    organisation, owner = system.organisation, finding.owner
    if awaited_step(finding) is AwaitedStep.SETTLE:
        role = settler(finding, organisation, system.day)
        if role is not None:
            return named(role, organisation), (role,)
        source = finding.raised.fact.source
        return (AUDIT_TEAM if source is not None and source.audit is not None else None), ()
    return (named(owner, organisation), (owner,)) if owner else (None, ())


def _what(step: AwaitedStep, finding: ControlledFinding) -> Message:
    if step is AwaitedStep.ACKNOWLEDGE:
        return _ACKNOWLEDGE
    if step is AwaitedStep.CORRECT:
        return _CORRECT
    if step is AwaitedStep.ANSWER and finding.status is FindingStatus.RAISED:
        return _NEXT[FindingStatus.ACKNOWLEDGED]  # that it is acknowledged has a day of its own
    return next_step(finding)
