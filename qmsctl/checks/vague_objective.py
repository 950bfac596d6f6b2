"""DOC019: an objective has no measure, or no date."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.untestable import lacks_date, lacks_target, objectives_in
from qmsctl.messages import Message, tr
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_SHOWN = 60
"""Characters of an objective that name it."""


@rule("DOC019", over=documents, severity=Severity.WARNING, clauses=("6.2.1", "6.2.2"))
def vague_objective(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every objective says by what it is measured and by when it is to be reached."""
    del system
    section = document.working.fact.sections.get("objectives") if document.working else None
    if document.working is None or not isinstance(section, str) or not section.strip():
        yield NotApplicable()
        return
    objectives, beside = objectives_in(section)
    for objective in objectives:
        no_target = lacks_target(objective, document.language)
        no_date = lacks_date(objective, beside, document.language)
        if no_target or no_date:
            yield Problem(
                document.working.at_key("sections", "objectives"),
                _message(_name(objective), no_target=no_target, no_date=no_date),
                tr(
                    "say by which figure it is seen to be reached, and by when; a date may stand once for all of them"
                ),
            )


def _message(name: str, *, no_target: bool, no_date: bool) -> Message:
    if no_target and no_date:
        return tr("the objective “{objective}” has neither a measure nor a date", objective=name)
    if no_target:
        return tr("the objective “{objective}” has no measure", objective=name)
    return tr("the objective “{objective}” has no date", objective=name)


def _name(objective: str) -> str:
    words = " ".join(objective.split()).rstrip(".;,")
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"
