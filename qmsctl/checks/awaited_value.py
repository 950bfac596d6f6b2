"""DOC026: a field of a draft waits for its approval or its first review to fill it in."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.kept_places import KeptPlace
from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import declared_of
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, rule
from qmsctl.settings import Severity


def _filed(system: System) -> Iterator[Filed[Document]]:
    return iter(system.qms.documents)


@rule("DOC026", over=_filed, severity=Severity.NOTE, clauses=("7.5.2",))
def awaited_value(document: Filed[Document], system: System) -> Iterator[Answer]:
    """No field of a draft waits for its approval or its first review to fill it in."""
    if declared_of(document.fact).status != "draft":
        yield NotApplicable()
        return
    for kept in system.kept_places.get(document.path, ()):
        if kept.awaited:
            yield _problem(kept, system)


def _problem(kept: KeptPlace, system: System) -> Problem:
    fix = tr("nothing, as long as it is a draft; fill it in when it is approved or reviewed")
    if kept.together is None:
        return Problem(kept.place, kept.message, fix)
    place = system.qms.configuration.at_key("kinds", kept.together.kind)
    return Problem(place, kept.together.message, fix, shared=True)
