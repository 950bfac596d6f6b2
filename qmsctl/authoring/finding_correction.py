"""Corrections of what was recorded about a finding: a new record that takes the place of the old one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding_number import refuse_number
from qmsctl.authoring.meant import person_or_role, refuse_unknown_word
from qmsctl.authoring.new_step import STEP_WORDS
from qmsctl.authoring.records import Clerk, finding_record
from qmsctl.control.findings import ControlledFinding, finding_called
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.wording import Remark, Worded, remarks_on
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
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

    Where corrections contest one another, it takes the place of all of them and says what the first says.
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
    steps = _standing(system, finding, kind)
    step, names = steps[0], [record_name(one) for one in steps]
    written = {name: value for name, value in step.source.tree.items() if name not in _NOT_TAKEN_OVER}
    changed = {**changes, **_named(system, changes)}
    if len(steps) == 1 and all(written.get(name) == value for name, value in changed.items()):
        raise RefusedError(
            tr("the correction changes nothing"), tr("give what is to be otherwise; -h shows every option")
        )
    for remark in remarks_on_correction(system, finding, kind, changes):
        if remark.severity is Severity.ERROR:
            raise RefusedError(remark.message, remark.fix)
    fields = {**written, **changed, "corrects": names, "correction_reason": reason}
    id = step.fact.finding
    record = finding_record(clerk, id, kind, fields)
    called = changed.get("number") or step.fact.number or finding_called(system.findings, id).number
    subject = tr("Correct {finding}", finding=called)
    return Draft({record.path: record.content}, f"{subject}\n\n{reason}\n")


def remarks_on_correction(
    system: System, finding: str, kind: str, changes: Mapping[str, str]
) -> tuple[Remark, ...]:
    """Return what is wrong with how *finding* would be worded after *changes*."""
    if kind != "raised":
        return ()
    raised = _standing(system, finding, kind)[0].fact
    texts = {
        name: changes.get(name) or getattr(raised, name)
        for name in ("requirement", "evidence_text", "statement", "justification")
    }
    language = system.language_of(raised.source.audit if raised.source else None)
    return tuple(remarks_on(Worded(raised.grade or "observation", **texts), language, system.personal_names))


def _standing(system: System, word: str, kind: str) -> Sequence[Filed[FindingStep]]:
    """Return the last step of *kind*; or, where several contest one another by correcting the same one, all of them.

    A finding of which two records say how it was raised is in no list until one correction names both.
    """
    refuse_unknown_word(kind, ("raised", *STEP_WORDS), "--step")
    rivals = [
        Filed(record.fact, record.source)
        for record in system.contested
        if isinstance(record.fact, FindingStep) and record.fact.step == kind
    ]
    if kind == "raised":
        folded = word.strip().casefold()
        rivals = [one for one in rivals if folded in (one.fact.finding, (one.fact.number or "").casefold())]
        _refuse_ambiguous(word, [*rivals, *(held.raised for held in system.findings_by_number.get(word, ()))])
    else:
        id = finding_called(system.findings, word).id
        rivals = [one for one in rivals if one.fact.finding == id]
    if rivals:
        same = set(rivals[-1].fact.corrects)
        return [one for one in rivals if same.intersection(one.fact.corrects)]
    return [_step(finding_called(system.findings, word), kind)]


def _refuse_ambiguous(word: str, raised: Sequence[Filed[FindingStep]]) -> None:
    found = sorted({record.fact.finding for record in raised})
    if len(found) > 1:
        raise RefusedError(
            tr("{word} can be any of: {known}", word=word, known=list_of(found)),
            tr("write the identity of the finding instead: the field finding in its files"),
        )


def _step(finding: ControlledFinding, kind: str) -> Filed[FindingStep]:
    step = finding.last(kind)
    if step is None:
        raise RefusedError(
            tr("{finding} has no step of that kind: {step}", finding=finding.number, step=STEP_WORDS[kind]),
            tr("qmsctl finding show {finding} shows every step", finding=shlex.quote(finding.number)),
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
    if "number" in changes:
        refuse_number(system, changes["number"], tr("give a number that no finding has"))
    return named
