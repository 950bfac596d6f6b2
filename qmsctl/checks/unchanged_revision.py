"""REV008: a revision was raised and nothing else was changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument, Step
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.record import Approval
from qmsctl.rule import Answer, CannotEstablish, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("REV008", over=documents, severity=Severity.WARNING, clauses=("7.5.2",), needs=("revision",))
def unchanged_revision(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """A new revision of a document changes more than its number."""
    steps = [step for step in document.steps if step.content in document.texts or _is_lost(step, system)]
    if not steps:
        yield NotApplicable()
    for step in steps:
        if step.content not in document.texts:
            yield _unreadable(document, step)
        elif step.content in document.unchanged:
            yield _unchanged(document, step)


def _is_lost(step: Step, system: System) -> bool:
    """Return whether the repository has lost what was approved; if it is something else, another rule says so."""
    return isinstance(step.stated.fact, Approval) and step.stated.fact.blob not in system.held


def _unchanged(document: ControlledDocument, step: Step) -> Problem:
    return Problem(
        step.place,
        tr(
            "revision {revision} of {document} differs from revision {before} only in its number",
            revision=step.revision,
            document=document.id,
            before=step.before.revision,
        ),
        tr(
            "write the change that was meant, or put revision {before} back"
            " and record its review: qmsctl review {document}",
            before=step.before.revision,
            document=shlex.quote(document.id),
        )
        if step.drafted
        else tr(
            "if something was to change, write it into the next revision;"
            " a review that changes nothing is recorded with qmsctl review {document}",
            document=shlex.quote(document.id),
        ),
    )


def _unreadable(document: ControlledDocument, step: Step) -> CannotEstablish:
    return CannotEstablish(
        step.place,
        tr(
            "the text of revision {revision} of {document} is not in the repository,"
            " so whether it changed anything cannot be established",
            revision=step.revision,
            document=document.id,
        ),
        tr("fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0"),
    )
