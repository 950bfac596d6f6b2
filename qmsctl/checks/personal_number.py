"""DOC017: a file holds the PESEL number of a person."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.documents.sensitive import SensitiveKind
from qmsctl.messages import tr
from qmsctl.rule import Answer, Problem, rule, texts
from qmsctl.settings import Severity


@rule("DOC017", over=texts, severity=Severity.ERROR, clauses=("7.5.3.1",))
def personal_number(path: str, system: System) -> Iterator[Answer]:
    """No document, record, register or attachment holds a PESEL number."""
    for exposure in system.exposed[path]:
        if exposure.kind is SensitiveKind.PESEL:
            yield Problem(
                exposure.place,
                tr("a PESEL number stands here: {shown}", shown=exposure.shown),
                tr(
                    "name the case by its mark instead, and ask the data protection officer what to do about the history,"
                    " which keeps the number"
                ),
            )
