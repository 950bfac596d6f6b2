"""DOC008: an id does not have the form of its type, or holds characters that deceive the eye."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from qmsctl.control.documents import ControlledDocument
from qmsctl.control.system import System
from qmsctl.documents.place import Place
from qmsctl.messages import Message, tr
from qmsctl.model.document import Document
from qmsctl.model.naming import has_form
from qmsctl.model.schema import Filed
from qmsctl.rule import Answer, NotApplicable, Problem, documents, rule
from qmsctl.settings import Severity

_ALIKE: Final = (
    # Cyrillic
    ("\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e", "ABCEHIJKMO"),
    ("\u0420\u0405\u0422\u0425\u0423\u0417\u04ae\u04c0\u051a\u051c", "PSTXY3YIQW"),
    ("\u0430\u0441\u0435\u04bb\u0456\u0458\u043a\u043e\u0440\u0455", "acehijkops"),
    ("\u0445\u0443\u0501\u051b\u051d\u0475", "xydqwv"),
    # Greek
    (
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABEZHIKMNOPTYX",
    ),
    ("\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1", "aikvop"),
    # Turkish and phonetic letters, hyphens and minus signs, strokes
    ("\u0131\u0261\u00ad\u02d7\u2043\u2212\u2044\u2215", "ig----//"),
)
_LOOKS_LIKE: Final = {one: meant for alike, plain in _ALIKE for one, meant in zip(alike, plain, strict=True)}
"""Characters that are not told apart from one of the keyboard, which was probably meant."""

_TURNS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Change the direction in which what follows is shown."""
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, range(0xFE00, 0xFE10))
)
"""Letters and marks without a shape."""


@rule("DOC008", over=documents, severity=Severity.ERROR, clauses=("7.5.2",))
def id_outside_pattern(document: ControlledDocument, system: System) -> Iterator[Answer]:
    """Every id has the form of its type, and no character in it deceives the eye."""
    del system
    filed, form = document.working, document.demands.id
    meant = "".join(map(_meant, document.id))
    if filed is None or (form is None and meant == document.id):
        yield NotApplicable()
        return
    for character in dict.fromkeys(document.id):
        if _meant(character) != character:
            yield Problem(_place(filed, character), _deception(character), _anew(meant))
    if form is not None and meant and not has_form(meant, form):
        yield Problem(
            filed.at("id"),
            tr("the id {document} does not have the form {form} of its type", document=meant, form=form),
            tr(
                "write it so, with a digit for #, a letter for ? and any text for *, or change the form in qms.yaml"
            ),
        )


def _meant(character: str) -> str:
    """Return what was probably meant by *character*: itself, another one, or nothing."""
    if character.isascii() and character.isprintable():
        return character
    if character in _LOOKS_LIKE:
        return _LOOKS_LIKE[character]
    category = unicodedata.category(character)
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    if category in ("Cc", "Cf", "Zl", "Zp") or character in _BLANK:
        return ""
    plain = unicodedata.normalize("NFKC", character)  # full-width and mathematical letters
    return plain if len(plain) == 1 and plain.isascii() else character


def _deception(character: str) -> Message:
    code = f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    meant = _meant(character)
    if character in _TURNS:
        return tr("the id holds {character}, which turns the direction of what follows", character=code)
    if not meant:
        return tr("the id holds {character}, which cannot be seen", character=code)
    if meant == " ":
        return tr("the id holds {character}, which looks like an ordinary space", character=code)
    return tr("the id holds {character}, which looks like {meant}", character=code, meant=meant)


def _anew(meant: str) -> Message:
    return tr("type the id anew: {id}", id=meant) if meant.strip() else tr("type an id that can be seen")


def _place(filed: Filed[Document], character: str) -> Place:
    """Return where *character* stands, or the id if it is written as an escape."""
    place = filed.at("id")
    if place.span is None:
        return place
    offset = filed.source.text.content.find(character, place.span.start, place.span.end)
    return place if offset < 0 else filed.source.inside(offset, 1)
