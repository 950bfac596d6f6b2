"""Corrections of what was recorded about a finding: a new record that takes the place of the old one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qmsctl.authoring.files import Draft
from qmsctl.authoring.meant import person_or_role, refuse_unknown_word
from qmsctl.authoring.new_step import STEP_WORDS
from qmsctl.authoring.records import Clerk, finding_record
from qmsctl.control.findings import ControlledFinding, finding_called
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.wording import Remark, Worded, remarks_on
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.settings import Severity

__all__ = ["correct_step", "remarks_on_correction"]

_NOT_TAKEN_OVER: Final = (
    *("record", "finding", "step", "recorded", "recorder", "corrects", "correction_reason"),
)


def correct_step(  # noqa: PLR0913, PLR0917 - what a correction says
    system: System, finding: str, kind: str, changes: Mapping[str, str], reason: str, clerk: Clerk
) -> Draft:
    """Return a record that says what the last step of *kind* says, but for *changes*.

    What is sealed with an audit stays as it is; the correction shows as late.

    Args:
        system: the system on the day of recording.
        finding: the number of the finding, or a unique beginning of its identity.
        kind: the kind of the step, `raised` among them.
        changes: fields of the record, as files write them.
        reason: why it is corrected.
        clerk: who records, and when.

    Raises:
        RefusedError: there is no such step, nothing would change, or it would be worth nothing.
    """
    held = finding_called(system.findings, finding)
    step = _step(held, kind)
    written = {name: value for name, value in step.source.tree.items() if name not in _NOT_TAKEN_OVER}
    changed = {**changes, **_named(system, changes)}
    if all(written.get(name) == value for name, value in changed.items()):
        raise RefusedError(
            tr("the correction changes nothing"), tr("give what is to be otherwise; -h shows every option")
        )
    for remark in remarks_on_correction(system, finding, kind, changes):
        if remark.severity is Severity.ERROR:
            raise RefusedError(remark.message, remark.fix)
    fields = {**written, **changed, "corrects": [record_name(step)], "correction_reason": reason}
    record = finding_record(clerk, held.id, kind, fields)
    subject = tr("Correct {finding}", finding=changed.get("number") or held.number)
    return Draft({record.path: record.content}, f"{subject}\n\n{reason}\n")


def remarks_on_correction(
    system: System, finding: str, kind: str, changes: Mapping[str, str]
) -> tuple[Remark, ...]:
    """Return what is wrong with how *finding* would be worded after *changes*."""
    if kind != "raised":
        return ()
    held = finding_called(system.findings, finding)
    raised = held.raised.fact
    texts = {
        name: changes.get(name) or getattr(raised, name)
        for name in ("requirement", "evidence_text", "statement", "justification")
    }
    language = system.language_of(raised.source.audit if raised.source else None)
    return tuple(remarks_on(Worded(raised.grade or held.grade, **texts), language, system.personal_names))


def _step(finding: ControlledFinding, kind: str) -> Filed[FindingStep]:
    refuse_unknown_word(kind, ("raised", *STEP_WORDS), "--step")
    step = finding.last(kind)
    if step is None:
        raise RefusedError(
            tr("{finding} has no step of that kind: {step}", finding=finding.number, step=STEP_WORDS[kind]),
            tr("qmsctl finding show {finding} shows every step", finding=finding.number),
        )
    return step


def _named(system: System, changes: Mapping[str, str]) -> dict[str, str]:
    """Return the changes that name something, with its key.

    Raises:
        RefusedError: there is nothing of that name, or a number is used already.
    """
    named = {name: person_or_role(system, changes[name]) for name in ("owner", "by") if name in changes}
    if "repeats" in changes:
        named["repeats"] = finding_called(system.findings, changes["repeats"]).id
    number = changes.get("number")
    if number and any(step.fact.number == number for step in system.qms.finding_steps):
        raise RefusedError(
            tr("another finding has the number {number}", number=number),
            tr("give a number that no finding has"),
        )
    return named
