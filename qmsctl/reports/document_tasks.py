"""What has to be done about documents and findings before a day, beyond the dated duties of documents.

The steps of one finding are one task, however many of them have a day.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator, Sequence
from typing import Final

from qmsctl.control.documents import ControlledDocument, DocumentState
from qmsctl.control.findings import ControlledFinding
from qmsctl.control.steps_due import AwaitedStep, awaited_step, settlement_due, steps_due
from qmsctl.control.system import System
from qmsctl.inspection import Inspection, Reported
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, Document
from qmsctl.model.schema import Filed
from qmsctl.reports.commands import approve_command, command_for, first_needed
from qmsctl.reports.document_duties import (
    document_called,
    due_in_words,
    finding_command,
    next_step,
    whose_turn,
)
from qmsctl.reports.document_explained import missing_decisions
from qmsctl.reports.marks import FINDING_STATUSES, GRADES
from qmsctl.reports.people import named
from qmsctl.reports.shown import Joined, Link, Shown, natural_key
from qmsctl.reports.tasks import Horizon, Task, Urgency
from qmsctl.reports.waiver_duties import held_until, waiver_over

__all__ = ["document_tasks", "finding_tasks"]


def document_tasks(system: System, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about documents: texts that were changed or lost, and drafts."""
    for document in sorted(system.documents, key=lambda one: (natural_key(one.id), one.language)):
        if document.withdrawn is None:
            yield from _about(document, system, horizon)


def _about(document: ControlledDocument, system: System, horizon: Horizon) -> Iterator[Task]:
    organisation, working = system.organisation, document.working
    thing = _thing(document, system)
    stated = document.document
    who = named(stated.owner, organisation) if stated is not None and stated.owner else None
    if working is None:
        if document.in_force is not None and document.id not in system.unreadable:
            yield Task(
                Urgency.NOW,
                tr("put the file back, or record that the document was withdrawn"),
                tr("it is in force, and its file is gone"),
                thing,
                command_for("why", document, organisation),
                who,
                horizon.by(),
            )
        return
    if document.state is DocumentState.DRIFTED:
        yield Task(
            Urgency.NOW,
            tr("put back the text that was approved, or have the new one approved as a revision of its own"),
            tr(
                "the file says revision {revision}, and its text is not the one that was approved as such",
                revision=working.fact.revision,
            ),
            thing,
            command_for("why", document, organisation),
            who,
            horizon.by(),
            (("changed-after-approval", working.path),),
        )
    elif document.is_drafted and document.demands.needs:
        yield _drafted(document, working, system, horizon, who)


def _drafted(
    document: ControlledDocument, working: Filed[Document], system: System, horizon: Horizon, who: Shown
) -> Task:
    """Return that the revision in *working*, the file of *document*, is to be approved."""
    revision, current = working.fact.revision, document.in_force
    missing = missing_decisions(document, system.day)
    return Task(
        Urgency.BEFORE,
        tr("have the text approved, or take the change back")
        if not revision and current is not None
        else tr("have the text approved, or take the draft away")
        if not document.bears_revisions
        else tr("say in the file which revision it is, and have it approved")
        if not revision
        else tr("have revision {revision} approved, or take the change back", revision=revision)
        if current is not None
        else tr("have revision {revision} approved, or take the draft away", revision=revision),
        tr(
            "revision {revision} lies in the file unapproved, so revision {current} stays in force",
            revision=revision,
            current=current.revision,
        )
        if current is not None and revision and current.revision
        else tr(
            "the text in the file is not approved, so the one of {day} stays in force", day=current.effective
        )
        if current is not None
        else tr("nothing of it is in force"),
        _thing(document, system),
        approve_command(document, system.organisation, first_needed(missing)),
        who,
        horizon.by(),
        (
            (
                "changed-after-approval" if document.is_changed_unmarked else "unapproved-revision",
                working.path,
            ),
        ),
    )


def _thing(document: ControlledDocument, system: System) -> Shown:
    is_plan = isinstance(document.document, AuditPlan)
    return Link(document_called(document, system), "audits" if is_plan else "documents")


_MISSED: Final = "overdue-step"
"""The rule that says that a finding was not acknowledged or corrected in time."""


def finding_tasks(system: System, inspection: Inspection, horizon: Horizon) -> Iterator[Task]:
    """Yield what has to be done about open findings: what is late, falls due, or has no due date."""
    by_folder: dict[str, list[Reported]] = {}
    for problem in inspection.problems:
        if problem.slug == _MISSED:
            by_folder.setdefault(posixpath.dirname(problem.place.path) + "/", []).append(problem)
    for finding in sorted(system.findings, key=lambda one: (natural_key(one.number), one.id)):
        if not finding.is_open or finding.grade == "strength":
            continue
        folder = posixpath.dirname(finding.raised.path) + "/"
        missed = by_folder.get(folder, [])
        if missed or _falls_due(finding, system, horizon):
            yield _follow_up(finding, folder, missed, system, horizon)


def _falls_due(finding: ControlledFinding, system: System, horizon: Horizon) -> bool:
    is_waiting = awaited_step(finding) in (AwaitedStep.CLOSE, AwaitedStep.SETTLE)
    falls_due = any(horizon.reaches(one.due) for one in steps_due(finding))
    return is_waiting or finding.due is None or finding.is_overdue(system.day) or falls_due


def _follow_up(
    finding: ControlledFinding,
    folder: str,
    missed: Sequence[Reported],
    system: System,
    horizon: Horizon,
) -> Task:
    """Return the next step of *finding*, whose records lie in *folder*, and the steps that were *missed*."""
    is_late = finding.is_overdue(system.day)
    step = awaited_step(finding)
    due = None if step is AwaitedStep.CLOSE else finding.due
    if step is AwaitedStep.SETTLE:
        due = settlement_due(finding)
        is_late = is_late or (due is not None and due < system.day)
    answers = tuple((rule, folder) for rule in ("overdue-action", "unanswered-dispute") if is_late)
    answers += ((_MISSED, folder),) * bool(missed)
    waiver = waiver_over(answers, system) if is_late else None
    why = Joined(
        (
            GRADES[finding.grade],
            FINDING_STATUSES[finding.status],
            *_when(finding, due, system),
            *((held_until(waiver, system),) if waiver is not None else ()),
        ),
        "; ",
    )
    return Task(
        Urgency.NOW if (is_late and waiver is None) or missed else Urgency.BEFORE,
        next_step(finding),
        (why, *(problem.message for problem in missed)),
        Link(finding.number, "findings"),
        finding_command(finding),
        whose_turn(finding, system)[0],
        horizon.by(waiver.record.fact.until if waiver is not None else due),
        answers,
    )


def _when(finding: ControlledFinding, due: dt.date | None, system: System) -> tuple[Shown, ...]:
    """Return when the next step of *finding* is or was due, if that matters."""
    if due is None:
        return (tr("no due date is set"),) if finding.due is None else ()
    return (due_in_words(due, system.day),)
