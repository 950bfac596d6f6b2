"""AUD001: a finished audit left a question without an answer."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.audits import Asked, ControlledAudit
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import list_of, tr, tr_n
from qmsctl.model.document import Checklist
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, audits, rule
from qmsctl.settings import Severity


@rule("AUD001", over=audits, severity=Severity.ERROR, clauses=("9.2.2",))
def unanswered_question(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Every question of a finished audit has an answer."""
    if not audit.status.is_finished or not audit.plan.fact.checklists:
        yield NotApplicable()
        return
    yield from _unknown_checklists(audit, system)
    unanswered: dict[str, list[Asked]] = {}
    for asked in audit.asked:
        if not asked.answers:
            unanswered.setdefault(asked.checklist, []).append(asked)
    for checklist, left in unanswered.items():
        yield Problem(
            _selected_at(audit, left[0]),
            tr_n(
                "{count} question of {checklist} has no answer, although the audit {audit} is finished: {questions}",
                "{count} questions of {checklist} have no answer, although the audit {audit} is finished: {questions}",
                len(left),
                checklist=checklist,
                audit=audit.id,
                questions=list_of([asked.question.id for asked in left]),
            ),
            tr("record the answer, or record that the question was not audited and why"),
        )


def _unknown_checklists(audit: ControlledAudit, system: System) -> Iterator[Answer]:
    """Yield the selections whose questions nobody can count: no such checklist is there."""
    for index, selection in enumerate(audit.plan.fact.checklists):
        versions = system.documents_by_id.get(selection.checklist, ())
        if not any(isinstance(version.document, Checklist) for version in versions):
            yield CannotEstablish(
                audit.plan.at("checklists", index, "checklist"),
                tr(
                    "the checklist {checklist} is not there, so nobody can tell what the audit {audit} left unanswered",
                    checklist=selection.checklist,
                    audit=audit.id,
                ),
                tr("put the checklist back, or correct its id in the plan"),
            )


def _selected_at(audit: ControlledAudit, asked: Asked) -> Place:
    """Return the place of the entry of the plan that selects *asked*, a question named by its id before others."""
    naming = [
        (asked.question.id not in selection.questions, bool(selection.questions), index)
        for index, selection in enumerate(audit.plan.fact.checklists)
        if selection.checklist == asked.checklist
    ]
    return audit.plan.at("checklists", min(naming)[-1])
