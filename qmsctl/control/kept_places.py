"""Fields that nobody filled in: what stands there only keeps the place of a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.text import may_hold_placeholders
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw
from qmsctl.messages import Message
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedDocument
from qmsctl.model.placeholders import is_placeholder
from qmsctl.model.qms import Qms
from qmsctl.model.schema import Filed

__all__ = ["KeptPlace", "Together", "kept_places"]

_MANY: Final = 10
"""Documents of one kind in which the same stands in the same field: then it is said of all at once."""
_FIELDS: Final = ("id", "revision", "owner", "retention")
"""Of a document in qmsctl's own form: what a text never is, another rule looks at."""


@dataclass(frozen=True, slots=True)
class Together:
    """The documents of one kind in which the same keeps the place of the same field."""

    kind: str
    field: str
    given: str
    """Empty where nothing stands."""
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A field of a document that nobody filled in."""

    field: str
    """By its name in qmsctl's form."""
    called: str
    """By its name in the file."""
    given: str
    place: Place
    together: Together | None = None
    """All of its like, if they are many."""


def kept_places(qms: Qms) -> Mapping[str, tuple[KeptPlace, ...]]:
    """Return the fields of documents that nobody filled in, by path."""
    own = ((one.path, tuple(_own(one))) for one in qms.documents if not isinstance(one.fact, MappedDocument))
    found = {path: kept for path, kept in own if kept}
    kinds = {one.path: one.fact.kind for one in qms.documents if isinstance(one.fact, MappedDocument)}
    mapped: dict[str, list[KeptPlace]] = {}
    alike: dict[tuple[str, str, str], list[Place]] = {}
    for flaw in qms.flaws:
        path = flaw.place.path
        if flaw.kind == "placeholder" and path in kinds:
            kept = _of_flaw(flaw)
            mapped.setdefault(path, []).append(kept)
            alike.setdefault((kinds[path], kept.field, kept.given.casefold()), []).append(kept.place)
    many = {
        (kind, field, given): Together(kind, field, given, tuple(places))
        for (kind, field, given), places in alike.items()
        if len(places) >= _MANY
    }
    for path, ones in mapped.items():
        found[path] = tuple(
            KeptPlace(
                one.field,
                one.called,
                one.given,
                one.place,
                many.get((kinds[path], one.field, one.given.casefold())),
            )
            for one in ones
        )
    return found


def _of_flaw(flaw: Flaw) -> KeptPlace:
    values = dict(flaw.message.values)
    return KeptPlace(flaw.about, _text(values["field"]), _text(values.get("given", "")), flaw.place)


def _text(value: object) -> str:
    return value.into("en") if isinstance(value, Message) else str(value)


def _own(filed: Filed[Document]) -> Iterator[KeptPlace]:
    if not may_hold_placeholders(filed.source.raw):  # nearly no file does, and it was found out before
        return
    for field in _FIELDS:
        value = getattr(filed.fact, field)
        # An empty field of qmsctl's own form is as good as none, which other rules look at.
        if isinstance(value, str) and value.strip() and is_placeholder(value):
            yield KeptPlace(field, field, value, filed.at(field))
