"""DOC023: a field of a document was never filled in."""

from __future__ import annotations

from collections.abc import Iterator

from qmsctl.control.system import System
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity


def _filed(system: System) -> Iterator[Filed[Document]]:
    return iter(system.qms.documents)


@rule("DOC023", over=_filed, severity=Severity.ERROR, clauses=("7.5.2",))
def placeholder_value(document: Filed[Document], system: System) -> Iterator[Answer]:
    """Every field of a document that is there is filled in."""
    for kept in system.kept_places.get(document.path, ()):
        if kept.awaited:
            continue  # `awaited-value` tells it
        if kept.together is None:
            yield Problem(
                kept.place, kept.message, tr("fill it in, or delete the line if nothing belongs there")
            )
        else:
            yield Problem(
                system.qms.configuration.at_key("kinds", kept.together.kind),
                kept.together.message,
                tr(
                    "fill it in; if these are templates, name them below except of the kind {kind}",
                    kind=kept.together.kind,
                ),
                shared=True,
            )
