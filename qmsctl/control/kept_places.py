"""Fields that nobody filled in: what stands there only keeps the place of a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from qmsctl.control.text import may_hold_placeholders
from qmsctl.documents.place import Place
from qmsctl.documents.source import Flaw
from qmsctl.messages import Message, list_of, tr, tr_n
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedDocument, declared_of
from qmsctl.model.placeholders import is_placeholder
from qmsctl.model.qms import Qms
from qmsctl.model.schema import Filed

__all__ = ["KeptPlace", "Together", "kept_places"]

_MANY: Final = 10
"""Documents of one kind in which the same stands in the same field: then it is said of all at once."""
_FIELDS: Final = ("id", "revision", "owner", "retention")
"""Of a document in qmsctl's own form: what a text never is, another rule looks at."""
_DECIDED_LATER: Final[frozenset[str]] = frozenset(
    ("checked_by", "checked_on", "approved_by", "approved_on", "effective", "reviewed_on", "review_due")
)
"""What nobody can say of a draft before it is checked, approved and reviewed."""
_SHOWN: Final = 3
"""Places that are named where there are many."""


@dataclass(frozen=True, slots=True)
class Together:
    """The documents of one kind in which the same keeps the place of the same field."""

    kind: str
    field: str
    given: str
    """Empty where nothing stands."""
    places: tuple[Place, ...]

    @property
    def message(self) -> Message:
        """What is said of all of them at once."""
        count = len(self.places)
        first = list_of([f"{place.path}:{place.line}" for place in self.places[:_SHOWN]])
        values = {"kind": self.kind, "field": self.field, "first": first}
        if self.given:
            return tr_n(
                "{given} keeps the place of {field} in {count} document of the kind {kind}; the first: {first}",
                "{given} keeps the place of {field} in {count} documents of the kind {kind}; the first: {first}",
                count,
                given=self.given,
                **values,
            )
        return tr_n(
            "{field} is not filled in, in {count} document of the kind {kind}; the first: {first}",
            "{field} is not filled in, in {count} documents of the kind {kind}; the first: {first}",
            count,
            **values,
        )


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
    awaited: bool = False
    """Whether the document calls itself a draft, and only its approval or a review can fill the field in."""

    @property
    def message(self) -> Message:
        """What is said of it alone."""
        if not self.given:
            return tr("{field} is not filled in", field=self.called)
        return tr("{given} only keeps the place of a value ({field})", given=self.given, field=self.called)


def kept_places(qms: Qms) -> Mapping[str, tuple[KeptPlace, ...]]:
    """Return the fields of documents that nobody filled in, by path."""
    own = ((one.path, tuple(_own(one))) for one in qms.documents if not isinstance(one.fact, MappedDocument))
    found = {path: kept for path, kept in own if kept}
    kinds = {one.path: one.fact.kind for one in qms.documents if isinstance(one.fact, MappedDocument)}
    drafts = {one.path for one in qms.documents if declared_of(one.fact).status == "draft"}
    mapped: dict[str, list[KeptPlace]] = {}
    alike: dict[tuple[str, str, str, bool], list[Place]] = {}
    for flaw in qms.flaws:
        path = flaw.place.path
        if flaw.kind == "placeholder" and path in kinds:
            kept = _of_flaw(flaw, is_draft=path in drafts)
            mapped.setdefault(path, []).append(kept)
            alike.setdefault(_like(kept, kinds[path]), []).append(kept.place)
    many = {
        like: Together(like[0], like[1], like[2], tuple(places))
        for like, places in alike.items()
        if len(places) >= _MANY
    }
    for path, ones in mapped.items():
        found[path] = tuple(replace(one, together=many.get(_like(one, kinds[path]))) for one in ones)
    return found


def _like(kept: KeptPlace, kind: str) -> tuple[str, str, str, bool]:
    """Return what *kept*, in a document of a *kind*, has in common with those that are told with it."""
    return kind, kept.field, kept.given.casefold(), kept.awaited


def _of_flaw(flaw: Flaw, *, is_draft: bool) -> KeptPlace:
    values = dict(flaw.message.values)
    return KeptPlace(
        flaw.about,
        _text(values["field"]),
        _text(values.get("given", "")),
        flaw.place,
        awaited=is_draft and flaw.about in _DECIDED_LATER,
    )


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
