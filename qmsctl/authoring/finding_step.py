"""The steps after a finding was raised: each becomes a record of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qmsctl.authoring.attaching import attached_bytes
from qmsctl.authoring.files import Draft
from qmsctl.authoring.meant import person_or_role
from qmsctl.authoring.new_step import STEP_WORDS, NewStep, criterion_of, person_deciding, refuse_step
from qmsctl.authoring.records import Clerk, finding_record, proof_file
from qmsctl.control.findings import ControlledFinding, finding_called, with_steps
from qmsctl.control.system import System
from qmsctl.control.working_days import after
from qmsctl.errors import RefusedError
from qmsctl.messages import Message, tr
from qmsctl.model.record import Attachment, FindingStep, Recorder
from qmsctl.model.schema import Filed

__all__ = ["NewStep", "after_step", "draft_steps"]


def draft_steps(system: System, finding: str, steps: Sequence[NewStep], clerk: Clerk) -> Draft:
    """Return the records of *steps*, in their order, and the message of their commit.

    Args:
        system: the system on the day of recording.
        finding: the number of the finding, or a unique beginning of its identity.
        steps: what happened.
        clerk: who records, and when.

    Raises:
        RefusedError: one of them would count for nothing; the message says why.
    """
    held = finding_called(system.findings, finding)
    _refuse_unrecorded(system, held)
    clerk = _after(held, clerk)
    files: dict[str, bytes] = {}
    for step in steps:
        before, held = held, after_step(system, held, step, clerk)
        fields = _fields(system, before, step, clerk)
        cited: list[dict[str, object]] = []
        for attachment in step.attachments:
            file, citation = proof_file(clerk, held.id, attachment.name, attached_bytes(attachment))
            files[file.path] = file.content
            cited.append(citation)
        record = finding_record(clerk, held.id, step.kind, {**fields, "attachments": cited})
        files[record.path] = record.content
    words = tuple(_word(step) for step in steps)
    subject = tr("{finding}: {steps}", finding=held.number, steps=words)
    body = "\n".join(text for step in steps if (text := _told(step)))
    return Draft(files, f"{subject}\n\n{body}".strip() + "\n")


def _after(finding: ControlledFinding, clerk: Clerk) -> Clerk:
    """Return *clerk* a moment after the last step of *finding*: times are kept in seconds, and scripts are fast.

    A clock that runs behind by a minute or more is said, not mended.
    """
    last = max(step.fact.recorded for step in finding.steps)
    if clerk.when <= last < clerk.when + dt.timedelta(minutes=1):
        return replace(clerk, when=last + dt.timedelta(seconds=1))
    return clerk


def after_step(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> ControlledFinding:
    """Return *finding* as it would be after *step*.

    Raises:
        RefusedError: the step would count for nothing.
    """
    refuse_step(system, finding, step, clerk)
    fact = _fact(finding, step, clerk, _fields(system, finding, step, clerk), len(step.attachments))
    # What follows hangs on what the step says, and not on the file it will lie in.
    return with_steps(finding, (Filed(fact, finding.raised.source),), system.organisation)


def _refuse_unrecorded(system: System, finding: ControlledFinding) -> None:
    """Refuse to go on where a step of the finding waits to be recorded: its order would be anybody's guess."""
    for record in system.unrecorded:
        if isinstance(record.fact, FindingStep) and record.fact.finding == finding.id:
            raise RefusedError(
                tr(
                    "a step of {finding} is written already and not yet recorded: {path}",
                    finding=finding.number,
                    path=record.path,
                ),
                tr("commit it first, or delete the file if it is wrong"),
            )


def _fields(system: System, finding: ControlledFinding, step: NewStep, clerk: Clerk) -> dict[str, object]:
    owner = step.owner and person_or_role(system, step.owner)
    due = _due(finding, step)
    yes = {True: "yes", False: "no", None: None}
    return {
        "grade": step.grade,
        "justification": step.justification,
        "reason": step.reason,
        "correction": step.correction,
        "containment": step.containment,
        "extent": step.extent,
        "cause": step.cause,
        "cause_method": step.cause_method,
        "accepted": yes[step.accepted],
        "action": step.action,
        "owner": owner or (finding.owner if step.kind == "action" else None),
        "due": due.isoformat() if due else None,
        "criterion": criterion_of(finding, step) if step.kind == "verified" else step.criterion,
        "proof": step.proof,
        "effective": yes[step.effective],
        "by": person_deciding(system, step, clerk)
        if step.kind in ("reviewed", "verified", "closed")
        else None,
        "text": step.text,
        "occurred": step.occurred.isoformat(),
    }


def _due(finding: ControlledFinding, step: NewStep) -> dt.date | None:
    """Return when the action is due as planned, or a new response: as said, or else as the settings have it."""
    span = finding.deadlines.answer
    if step.kind == "reviewed" and step.accepted is False and step.due is None and span:
        return after(step.occurred, span)
    return step.due


def _fact(
    finding: ControlledFinding, step: NewStep, clerk: Clerk, fields: Mapping[str, object], attached: int
) -> FindingStep:
    """Return the step as its record will be read."""
    stated = {name: getattr(step, name) for name in fields if name not in ("owner", "by", "due", "occurred")}
    return FindingStep(
        record="finding",
        finding=finding.id,
        step=step.kind,  # type: ignore[arg-type]  # refused before if it is none
        occurred=step.occurred,
        recorded=clerk.when,
        recorder=Recorder(name=clerk.who.name, email=clerk.who.email),
        owner=str(fields["owner"]) if fields["owner"] else None,
        by=str(fields["by"]) if fields["by"] else None,
        due=_due(finding, step),
        attachments=(Attachment(file="-", sha256="", size=0),) * attached,
        **stated,
    )


def _word(step: NewStep) -> Message:
    """Return what the step is called in the message of the commit: of a response, the part it holds."""
    parts = (
        (step.correction, tr("correction recorded")),
        (step.containment, tr("immediate containment recorded")),
        (step.extent, tr("extent recorded")),
        (step.cause, tr("cause recorded")),
    )
    if step.kind == "reviewed":
        return tr("response accepted") if step.accepted else tr("response rejected")
    said = [word for text, word in parts if text]
    return said[0] if step.kind == "response" and len(said) == 1 else STEP_WORDS[step.kind]


def _told(step: NewStep) -> str | None:
    texts = (step.correction, step.cause, step.action, step.proof, step.reason, step.justification, step.text)
    return next((text for text in texts if text), None)
