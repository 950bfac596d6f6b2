"""DOC023: a field of a document was never filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qmsctl.control.kept_places import KeptPlace, Together
from qmsctl.control.system import System
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import Document
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, Problem, rule
from qmsctl.settings import Severity

_SHOWN: Final = 3
"""Places that are named where there are many."""


def _filed(system: System) -> Iterator[Filed[Document]]:
    return iter(system.qms.documents)


@rule("DOC023", over=_filed, severity=Severity.ERROR, clauses=("7.5.2",))
def placeholder_value(document: Filed[Document], system: System) -> Iterator[Answer]:
    """Every field of a document that is there is filled in."""
    for kept in system.kept_places.get(document.path, ()):
        if kept.together is None:
            yield Problem(
                kept.place, _message(kept), tr("fill it in, or delete the line if nothing belongs there")
            )
        else:
            yield _of_many(kept.together, system)


def _message(kept: KeptPlace) -> Message:
    if not kept.given:
        return tr("{field} is not filled in", field=kept.called)
    return tr("{given} only keeps the place of a value ({field})", given=kept.given, field=kept.called)


def _of_many(together: Together, system: System) -> Problem:
    """Return what is said once of all documents in which the same keeps the place of a field."""
    count = len(together.places)
    first = list_of([f"{place.path}:{place.line}" for place in together.places[:_SHOWN]])
    values = {"kind": together.kind, "field": together.field, "first": first}
    message = (
        tr_n(
            "{given} keeps the place of {field} in {count} document of the kind {kind}; the first: {first}",
            "{given} keeps the place of {field} in {count} documents of the kind {kind}; the first: {first}",
            count,
            given=together.given,
            **values,
        )
        if together.given
        else tr_n(
            "{field} is not filled in, in {count} document of the kind {kind}; the first: {first}",
            "{field} is not filled in, in {count} documents of the kind {kind}; the first: {first}",
            count,
            **values,
        )
    )
    return Problem(
        system.qms.configuration.at_key("kinds", together.kind),
        message,
        tr(
            "fill it in; if these are templates, name them below except of the kind {kind}",
            kind=together.kind,
        ),
        shared=True,
    )
