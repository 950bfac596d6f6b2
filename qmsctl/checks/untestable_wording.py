"""DOC014: a procedure leaves open what has to be done, or when."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.control.text import placed
from qmsctl.control.untestable import instructions, untestable_in
from qmsctl.messages import tr
from qmsctl.model.document import AuditPlan, AuditProgramme, Checklist
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity


@rule("DOC014", over=documents, severity=Severity.NOTE, clauses=("7.5.2", "8.1"))
def untestable_wording(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """What a document says is to be done can be seen to be done: it says when, how much and on which condition."""
    working = document.working
    if working is None or isinstance(working.fact, Checklist | AuditPlan | AuditProgramme):
        yield NotApplicable()
        return
    if document.language not in system.suspicions.of(working.path, working.source.raw):
        return
    for path, text, when in instructions(working.fact):
        found = list(untestable_in(text, document.language, when))
        for lacks_time in (False, True):
            passages = [one for one, of_time in found if of_time is lacks_time]
            for word, place in placed(working.source, path, text, passages):
                yield Problem(
                    place,
                    tr("“{word}” does not say by when or how often", word=word)
                    if lacks_time
                    else tr("“{word}” leaves to everybody what it means", word=word),
                    tr("say by when, or how often: within 3 working days, every quarter")
                    if lacks_time
                    else tr("say on which condition, how much, or who decides"),
                )
