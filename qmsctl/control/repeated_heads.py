"""What contents of before say of themselves, where many of them begin alike.

Most changes of a document leave most of the fields at its head as they were.  So a field with its value is
read once, or the head as a whole where fields depend on each other, and of every other content with the
same one only the text below it is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from qmsctl.documents.digest import content_digest
from qmsctl.documents.foreign import Foreign, folded
from qmsctl.documents.lines import values_by_line
from qmsctl.documents.markdown import parts
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed, Source, Text, decode
from qmsctl.documents.yaml import BIGGEST
from qmsctl.model.document_kind import DocumentKind
from qmsctl.model.mapped_document import MappedDocument, MappedSource
from qmsctl.model.mapping import mapped
from qmsctl.model.naming import is_markdown
from qmsctl.model.plain import as_plain
from qmsctl.model.reader import Reader
from qmsctl.model.schema import as_fact

__all__ = ["RepeatedHeads", "SaysOfItself"]


@dataclass(frozen=True, slots=True)
class SaysOfItself:
    """What a content says about which document it is, and of its own approval."""

    kind: str
    id: str
    language: str | None
    revision: str
    content: str
    """Its digest."""
    declared: Mapping[str, object]
    """As JSON can hold it."""


class RepeatedHeads:
    """Reads contents one after another, and what they repeat once."""

    def __init__(self, reader: Reader) -> None:
        """Begin without any; *reader* reads them."""
        self._reader: Final = reader
        self._heads: Final[dict[tuple[str, str], _Head | None]] = {}
        self._fields: Final = {
            name: _Fields(kind, name, reader)
            for name, kind in reader.kinds.items()
            if kind.metadata == ("head",) and _stand_alone(kind)
        }

    def read(self, path: str, raw: bytes) -> SaysOfItself | None:
        """Return what *raw* says as the file *path*; `None` if it is no document of a kind."""
        name = self._reader.kind_of(path)
        if name is None:
            return None
        split = _split(path, raw) if self._reader.kinds[name].metadata == ("head",) else None
        head = None if split is None else self._head(name, path, split)
        if split is None or head is None:
            return self._whole(path, raw)
        content = content_digest({"head": head.said, "body": split.body})
        return SaysOfItself(name, head.id, head.language, head.revision, content, head.declared)

    def _whole(self, path: str, raw: bytes) -> SaysOfItself | None:
        found = self._reader.document(path, raw)
        if found is None or not isinstance(found.fact, MappedDocument):
            return None
        fact, content = found.fact, found.source.digest
        return SaysOfItself(
            fact.kind, fact.id, fact.language, fact.revision, content, as_plain(fact.declared)
        )

    def _head(self, name: str, path: str, split: _Split) -> _Head | None:
        """Return what the head of a content says; `None` if more than the head has to be read."""
        # What a file is called may say something; then its name is part of the key.
        key = (path if self._reader.kinds[name].name is not None else name, split.head)
        if key not in self._heads:
            fields = self._fields.get(name)
            found = None if fields is None else fields.together(split.fields)
            self._heads[key] = found or self._by_itself(path, split.head)
        return self._heads[key]

    def _by_itself(self, path: str, head: str) -> _Head | None:
        found = self._reader.document(path, head.encode("utf-8", "surrogatepass"))
        if found is None or not isinstance(found.fact, MappedDocument) or found.fact.id == path:
            return None
        if not isinstance(found.source, MappedSource):
            return None
        fact, said = found.fact, found.source.said()
        head_said = said.get("head")
        if said.keys() != {"head", "body"} or said["body"] or not isinstance(head_said, Mapping):
            return None
        return _Head(fact.id, fact.language, fact.revision, head_said, as_plain(fact.declared))


@dataclass(frozen=True, slots=True)
class _Head:
    """What a head says."""

    id: str
    language: str | None
    revision: str
    said: Mapping[str, Tree]
    """In its own words, without what tells of approval and review."""
    declared: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Split:
    """A content, cut where its head ends."""

    head: str
    """With what is around it."""
    fields: str
    body: str


@dataclass(frozen=True, slots=True)
class _Field:
    """What one field says with one value."""

    id: str | None
    language: str | None
    revision: str
    is_content: bool
    declared: Mapping[str, object]


def _stand_alone(kind: DocumentKind) -> bool:
    """Return whether no field of *kind* says anything about another, and none stands in another."""
    spelled = [one for spellings in kind.fields.values() for one in spellings]
    return (
        "id" in kind.fields
        and kind.name is None
        and not kind.parts
        and not {"id", "revision", "language"} & kind.fixed.keys()
        and not any("." in one for one in spelled)
    )


class _Fields:
    """The fields of one kind of documents, each with the values that were met."""

    def __init__(self, kind: DocumentKind, name: str, reader: Reader) -> None:
        self._kind: Final = kind
        self._name: Final = name
        self._reader: Final = reader
        self._known: Final[dict[tuple[str, str], _Field | None]] = {}

    @cached_property
    def _meant(self) -> Mapping[str, frozenset[str]]:
        """By what a field is called, folded: what it may say."""
        meant: dict[str, set[str]] = {}
        for name, spellings in self._kind.fields.items():
            for one in spellings:
                meant.setdefault(folded(one), set()).add(name)
        return {called: frozenset(names) for called, names in meant.items()}

    def together(self, text: str) -> _Head | None:
        """Return what the fields say that are written in *text*, line by line; `None` if that is not enough."""
        values = values_by_line(text)
        if values is None or "sections" in values:
            return None
        taken: set[str] = set()
        id, language, revision = None, None, ""
        said: dict[str, Tree] = {}
        declared: dict[str, object] = {}
        for key, value in values.items():
            names = self._meant.get(folded(key), frozenset())
            if not taken.isdisjoint(names) or (names and not isinstance(value, str)):
                return None  # two fields that may say the same, or a list, which may be a placeholder
            taken |= names
            one = self._one(key, str(value)) if names else _NOTHING
            if one is None:
                return None
            id, language, revision = one.id or id, one.language or language, one.revision or revision
            declared |= one.declared
            if one.is_content:
                said[key] = value
        return None if id is None else _Head(id, language, revision, said, declared)

    def _one(self, key: str, value: str) -> _Field | None:
        where = (key, value)
        if where not in self._known:
            self._known[where] = self._read(key, value)
        return self._known[where]

    def _read(self, key: str, value: str) -> _Field | None:
        """Return what *value* says in the field *key*, if there is nothing else; `None` if that cannot be read."""
        foreign = Foreign(Text(""), {key: value}, {}, {}, body="")
        found = mapped(_NOWHERE, foreign, self._kind, self._name, self._reader.edition, self._reader.keys)
        fact, _ = as_fact(Source(_NOWHERE, b"", found.parsed), MappedDocument)
        if fact is None:
            return None
        head = found.said.get("head")
        if not isinstance(head, Mapping):
            return None
        id = None if fact.id == _NOWHERE else fact.id
        return _Field(id, fact.language, fact.revision, key in head, as_plain(fact.declared))


_NOWHERE: Final = "nowhere.md"
_NOTHING: Final = _Field(None, None, "", is_content=True, declared={})


def _split(path: str, raw: bytes) -> _Split | None:
    """Return the head and the text below it; `None` unless both are clear without a further look."""
    if not is_markdown(path) or len(raw) > BIGGEST:
        return None
    text = decode(path, raw)
    if isinstance(text, Malformed):
        return None
    content = text.content
    cut = parts(content)
    if cut is None:
        return None
    start, end, body = cut
    return _Split(content[:body] + "\n", content[start:end], content[body:].strip())
