"""Corrections of what was recorded about a finding: a new record that takes the place of the old one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qmsctl.authoring.files import Draft
from qmsctl.authoring.finding import evidence_named
from qmsctl.authoring.finding_criteria import (
    NoCriterionError,
    StatedCriteria,
    criteria_of,
    refuse_misgraded,
    refuse_unknown_processes,
)
from qmsctl.authoring.finding_number import refuse_number
from qmsctl.authoring.meant import edition_meant, person_or_role, refuse_unknown_word, unit_meant
from qmsctl.authoring.new_step import STEP_WORDS
from qmsctl.authoring.records import Clerk, finding_record
from qmsctl.control.audits import ControlledAudit
from qmsctl.control.findings import ControlledFinding, finding_called
from qmsctl.control.records import record_name
from qmsctl.control.system import System
from qmsctl.control.wording import Remark, Worded, remarks_on
from qmsctl.errors import RefusedError
from qmsctl.messages import list_of, tr
from qmsctl.model.document import Criterion
from qmsctl.model.record import FindingStep
from qmsctl.model.schema import Filed
from qmsctl.settings import Severity

__all__ = ["Changes", "correct_step", "remarks_on_correction"]

_NOT_TAKEN_OVER: Final = (
    *("record", "finding", "step", "recorded", "recorder", "corrects", "correction_reason"),
)


_OF_RAISING: Final = ("number", "title", "requirement", "evidence_text", "statement", "repeats")
"""Texts that only the record has which raised the finding."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a correction says otherwise; `None` leaves a list as it was, and an empty one empties it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By field, as files write it."""
    clauses: tuple[str, ...] | None = None
    edition: str | None = None
    """Of the clauses; `None`: that which the finding names."""
    documents: tuple[str, ...] | None = None
    acts: tuple[str, ...] | None = None
    units: tuple[str, ...] | None = None
    processes: tuple[str, ...] | None = None
    evidence: tuple[str, ...] | None = None
    """Names of records of the audit, unique beginnings of them, or the questions they answer."""

    @property
    def criteria(self) -> bool:
        """Whether the finding is judged by something else."""
        return any(one is not None for one in (self.clauses, self.edition, self.documents, self.acts))

    @property
    def of_raising(self) -> bool:
        """Whether they concern the record that raised the finding, and no other step."""
        lists = (self.units, self.processes, self.evidence)
        return (
            self.criteria
            or any(one is not None for one in lists)
            or not self.texts.keys().isdisjoint(_OF_RAISING)
        )


def correct_step(  # noqa: PLR0913, PLR0917 - what a correction says
    system: System, finding: str, kind: str, changes: Changes, reason: str, clerk: Clerk
) -> Draft:
    """Return a record that says what the last step of *kind* says, but for *changes*.

    Where corrections contest one another, it takes the place of all of them and says what the first says.
    What is sealed with an audit stays as it is; the correction shows as late.

    Args:
        system: the system on the day of recording.
        finding: the number of the finding, or a unique beginning of its identity.
        kind: the kind of the step, `raised` among them.
        changes: what it says otherwise.
        reason: why it is corrected.
        clerk: who records, and when.

    Raises:
        RefusedError: there is no such step, nothing would change, or it would be worth nothing.
    """
    steps = _standing(system, finding, kind)
    step, names = steps[0], [record_name(one) for one in steps]
    written = {name: value for name, value in step.source.tree.items() if name not in _NOT_TAKEN_OVER}
    _refuse_other_step(kind, changes)
    changed: dict[str, object] = {
        **changes.texts,
        **_named(system, changes.texts),
        **_listed(system, step.fact, changes),
    }
    if len(steps) == 1 and all(
        (written.get(name) or None) == (value or None) for name, value in changed.items()
    ):
        raise RefusedError(
            tr("the correction changes nothing"), tr("give what is to be otherwise; -h shows every option")
        )
    for remark in remarks_on_correction(system, finding, kind, changes):
        if remark.severity is Severity.ERROR:
            raise RefusedError(remark.message, remark.fix)
    fields = {**written, **changed, "corrects": names, "correction_reason": reason}
    id = step.fact.finding
    record = finding_record(clerk, id, kind, fields)
    called = changes.texts.get("number") or step.fact.number or finding_called(system.findings, id).number
    subject = tr("Correct {finding}", finding=called)
    return Draft({record.path: record.content}, f"{subject}\n\n{reason}\n")


def remarks_on_correction(system: System, finding: str, kind: str, changes: Changes) -> tuple[Remark, ...]:
    """Return what is wrong with how *finding* would be worded after *changes*."""
    if kind != "raised":
        return ()
    raised = _standing(system, finding, kind)[0].fact
    texts = {
        name: changes.texts.get(name) or getattr(raised, name)
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


def _refuse_other_step(kind: str, changes: Changes) -> None:
    """Refuse to write into a later step what only the raising of a finding says."""
    if kind != "raised" and changes.of_raising:
        raise RefusedError(
            tr("only the record that raised the finding says that"),
            tr("leave out --step, or give what that step says"),
        )


def _listed(system: System, raised: FindingStep, changes: Changes) -> dict[str, object]:
    """Return the lists that change: criteria, units, processes and evidence.

    Raises:
        RefusedError: something is not there, or a nonconformity would rest on nothing.
    """
    source = raised.source.audit if raised.source else None
    audit = system.audit(source) if source else None
    listed: dict[str, object] = {}
    if changes.criteria:
        listed["criteria"] = _criteria(system, audit, raised, changes)
    if changes.units is not None:
        listed["units"] = [unit_meant(system, unit) for unit in changes.units]
    if changes.processes is not None:
        refuse_unknown_processes(system, changes.processes)
        listed["processes"] = list(changes.processes)
    if changes.evidence is not None:
        listed["evidence"] = _evidence(audit, raised, changes.evidence)
    return listed


def _criteria(
    system: System, audit: ControlledAudit | None, raised: FindingStep, changes: Changes
) -> list[dict[str, object]]:
    """Return the criteria: those of a kind that changes anew, the others as they were."""
    editions = [one.edition for one in raised.criteria if one.edition]
    # Several editions are told apart by name; otherwise the one the finding has is meant.
    old = changes.edition if changes.edition in editions or len(editions) > 1 else next(iter(editions), None)
    key = changes.edition or (old if len(editions) == 1 else None)
    clauses = changes.clauses
    if clauses is None and changes.edition is not None:
        clauses = tuple(clause for one in raised.criteria if one.edition == old for clause in one.clauses)
    gone = old or (edition_meant(system, audit, key) if clauses else None)
    kept = [
        one
        for one in raised.criteria
        if (clauses is None or not one.edition or one.edition != gone)
        and (changes.documents is None or not one.document)
        and (changes.acts is None or not one.act)
    ]
    stated = StatedCriteria(clauses or (), key, changes.documents or (), changes.acts or ())
    criteria = [*criteria_of(system, audit, stated), *map(_plain, kept)]
    if not criteria and raised.grade in ("major", "minor"):
        raise NoCriterionError
    return sorted(
        criteria, key=lambda one: [name in one for name in ("edition", "document", "act")], reverse=True
    )


def _plain(criterion: Criterion) -> dict[str, object]:
    fields = {"edition": criterion.edition, "clauses": list(criterion.clauses)}
    fields |= {"document": criterion.document, "act": criterion.act}
    return {name: value for name, value in fields.items() if value}


def _evidence(audit: ControlledAudit | None, raised: FindingStep, names: Sequence[str]) -> list[str]:
    if audit is None:
        raise RefusedError(
            tr("only a finding of an audit cites records of evidence"),
            tr("leave out --evidence, and say in words what was found"),
        )
    if not names:
        raise RefusedError(
            tr("a finding of an audit rests on evidence of that audit"),
            tr("name the record, or the question that it answers, with --evidence"),
        )
    cited = list(dict.fromkeys(evidence_named(audit, name) for name in names))
    results: dict[str, str | None] = {
        record_name(record): record.fact.result for record in audit.evidence if record_name(record) in cited
    }
    refuse_misgraded(raised.grade or "observation", results)
    return cited


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
