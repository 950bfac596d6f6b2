"""DOC008: an id does not have the form of its type, or holds characters that deceive the eye."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.mending import edited
from qmsctl.control.system import System
from qmsctl.documents.edits import Edit
from qmsctl.documents.lookalike import meant, meant_text
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import stands_under_path
from qmsctl.model.naming import has_form
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_TURNS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Change the direction in which what follows is shown."""


@rule("DOC008", over=documents, severity=Severity.ERROR, clauses=("7.5.2",), needs=("id",))
def id_outside_pattern(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every id has the form of its type, and no character in it deceives the eye."""
    filed, form = document.working, document.demands.id
    plain = meant_text(document.id)
    if filed is None or stands_under_path(filed) or (form is None and plain == document.id):
        yield NotApplicable()
        return
    mending = fix(document, filed, system) if plain != document.id else {}
    for character in dict.fromkeys(document.id):
        if meant(character) != character:
            yield Problem(
                _place(filed, character), _deception(character), _anew(plain), mending.get(character, ())
            )
    if form is not None and plain and not has_form(plain, form):
        yield Problem(
            filed.at("id"),
            tr("the id {document} does not have the form {form} of its type", document=plain, form=form),
            tr(
                "write it so, with a digit for #, a letter for ? and any text for *, or change the form in qms.yaml"
            ),
        )


def fix(
    document: ControlledDocument, filed: Filed[Document], system: System
) -> Mapping[str, tuple[Edit, ...]]:
    """Return what replaces each character that deceives.

    Nothing, if anything else names the document by its id as it is: that would lose its way.
    """
    plain = meant_text(document.id)
    if (
        document.decisions
        or plain in system.documents_by_id
        or _is_named_elsewhere(document.id, filed, system)
    ):
        return {}
    span = filed.at("id").span
    text = filed.source.text.content
    edits: dict[str, tuple[Edit, ...]] = {}
    for character in dict.fromkeys(document.id):
        if meant(character) != character and span is not None:
            found = [offset for offset in range(span.start, span.end) if text[offset] == character]
            edits[character] = tuple(
                Edit(filed.source.inside(offset, 1), character, meant(character)) for offset in found
            )
    after = edited(filed, [edit for own in edits.values() for edit in own])
    if after is None or {**filed.source.tree, "id": plain} != after.source.tree or after.fact.id != plain:
        return {}
    return edits


def _is_named_elsewhere(id: str, filed: Filed[Document], system: System) -> bool:
    written = id.encode()
    return any(
        written in other.source.raw
        for other in (*system.qms.documents, *system.qms.records)
        if other.path != filed.path
    )


def _deception(character: str) -> Message:
    code = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    likely = meant(character)
    if character in _TURNS:
        return tr("the id holds {character}, which turns the direction of what follows", character=code)
    if not likely:
        return tr("the id holds {character}, which cannot be seen", character=code)
    if likely == " ":
        return tr("the id holds {character}, which looks like an ordinary space", character=code)
    return tr("the id holds {character}, which looks like {meant}", character=code, meant=likely)


def _anew(plain: str) -> Message:
    return tr("type the id anew: {id}", id=plain) if plain.strip() else tr("type an id that can be seen")


def _place(filed: Filed[Document], character: str) -> Place:
    """Return where *character* stands, or the id if it is written as an escape."""
    place = filed.at("id")
    if place.span is None:
        return place
    offset = filed.source.text.content.find(character, place.span.start, place.span.end)
    return place if offset < 0 else filed.source.inside(offset, 1)
