"""What contents of before say of themselves, where many of them begin alike.

Most changes of a document leave most of the fields at its head as they were.  So a field with its value is
read once, or the head as a whole where fields depend on each other, and of every other content with the
same one only the text below it is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.documents.digest import canonical, digest_below
from qmsctl.documents.foreign import folded
from qmsctl.documents.lines import values_by_line
from qmsctl.documents.markdown import parts
from qmsctl.documents.place import Tree
from qmsctl.documents.source import Malformed, Text, decode
from qmsctl.documents.yaml import BIGGEST, parse
from qmsctl.model.document_kind import NOT_CONTENT, DocumentKind, FieldName
from qmsctl.model.mapped_document import MappedDocument, MappedSource
from qmsctl.model.mapping import said_alone
from qmsctl.model.naming import is_markdown
from qmsctl.model.plain import as_plain
from qmsctl.model.reader import Reader
from qmsctl.model.sought import Terms
from qmsctl.model.values import is_name

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
            name: _Fields(terms)
            for name, terms in reader.terms.items()
            if terms.kind.metadata == ("head",) and _stand_alone(terms.kind)
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
        return SaysOfItself(
            name,
            head.id or path,
            head.language,
            head.revision,
            digest_below(head.written, split.body),
            head.declared,
        )

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
            self._heads[key] = found or self._by_itself(name, path, split.head)
        return self._heads[key]

    def _by_itself(self, name: str, path: str, head: str) -> _Head | None:
        found = self._reader.document(path, head.encode("utf-8", "surrogatepass"))
        if found is None or not isinstance(found.fact, MappedDocument):
            return None
        says_none = "id" in found.fact.unstated or not self._reader.kinds[name].tells("id")
        if found.fact.id == path and not says_none:
            return None
        if not isinstance(found.source, MappedSource):
            return None
        fact, said = found.fact, found.source.said()
        head_said = said.get("head")
        if said.keys() != {"head", "body"} or said["body"] or not isinstance(head_said, Mapping):
            return None
        id = None if says_none else fact.id
        return _Head(id, fact.language, fact.revision, as_plain(fact.declared), canonical(head_said))


@dataclass(frozen=True, slots=True)
class _Head:
    """What a head says."""

    id: str | None
    """`None` if it says none, so that the document stands under its path."""
    language: str | None
    revision: str
    declared: Mapping[str, object]
    written: str
    """What of it is approved, as it goes into a digest."""


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A field with a value."""

    key: str
    written: str
    """Both as they go into a digest."""
    says: _Field | None
    """`None` if more than the line has to be looked at, or no document can say it."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields that a head has, whatever they say."""

    telling: tuple[int, ...]
    """Which of them say which document it is, or something of its approval and review."""
    content: tuple[int, ...]
    """Which of them are part of what is approved, in the order of a digest."""
    declared: Mapping[str, object]
    """What all documents of the kind declare that have no field for it."""


class _Fields:
    """The fields of one kind of documents, each with the values that were met."""

    def __init__(self, terms: Terms) -> None:
        self._terms: Final = terms
        self._shapes: Final[dict[tuple[str, ...], _Shape | None]] = {}
        self._known: Final[dict[str, _Line | None]] = {}
        """By the line as it is written; `None` if it has to be read with others."""

    def together(self, text: str) -> _Head | None:
        """Return what the fields say that are written in *text*, line by line; `None` if that is not enough."""
        lines = self._lines(text)
        if lines is None:
            return self._unreadable(text)
        shape = self._shape(tuple([line.key for line in lines]))
        if shape is None:
            return None
        id, language, revision = None, None, ""
        declared = dict(shape.declared)
        for position in shape.telling:
            one = lines[position].says
            if one is None:
                return None
            id, language, revision = one.id or id, one.language or language, one.revision or revision
            if one.declared:
                declared.update(one.declared)
        written = ",".join([lines[position].written for position in shape.content])
        return _Head(id, language, revision, declared, f"{{{written}}}")

    def _lines(self, text: str) -> Sequence[_Line] | None:
        """Return the fields that are written in *text*; `None` unless they are written line by line."""
        known, found = self._known, []
        for written in text.split("\n"):
            if not written:
                continue
            if written not in known:
                values = values_by_line(written + "\n")
                known[written] = self._line(*values.popitem()) if values else None
            line = known[written]
            if line is None:
                values = values_by_line(text)
                return None if values is None else [self._line(*field) for field in values.items()]
            found.append(line)
        return found or None

    def _line(self, key: str, value: Tree) -> _Line:
        """Return what *value* says in the field *key*."""
        names = self._terms.meant_by.get(folded(key), ())
        if _TELLING.isdisjoint(names):
            says: _Field | None = _NOTHING
        else:  # a list may be a placeholder
            says = self._said(dict.fromkeys(names, value)) if isinstance(value, str) else None
        return _Line(key, f"{canonical(key)}:{canonical(value)}", says)

    def _unreadable(self, text: str) -> _Head | None:
        """Return what a head says of which the parser makes nothing; `None` if it can be read."""
        shape = self._shape(())
        if shape is None or not isinstance(parse("", Text(text)), Malformed):
            return None
        return _Head(None, None, "", shape.declared, canonical({}))

    def _shape(self, keys: tuple[str, ...]) -> _Shape | None:
        if keys not in self._shapes:
            self._shapes[keys] = self._find_shape(keys)
        return self._shapes[keys]

    def _find_shape(self, keys: tuple[str, ...]) -> _Shape | None:
        """Return what fields called *keys* say; `None` if two of them may say the same."""
        if "sections" in keys or len(set(keys)) < len(keys):
            return None
        found = [self._terms.meant_by.get(folded(key), ()) for key in keys]
        names = [name for meant in found for name in meant]
        if len(set(names)) < len(names):
            return None
        fixed = {name: said for name, said in self._terms.kind.fixed.items() if name not in names}
        said = self._said(fixed)
        if said is None:
            return None
        return _Shape(
            tuple(at for at, meant in enumerate(found) if not _TELLING.isdisjoint(meant)),
            tuple(
                at
                for _, at in sorted((key, at) for at, key in enumerate(keys))
                if NOT_CONTENT.isdisjoint(found[at])
            ),
            said.declared,
        )

    def _said(self, values: Mapping[FieldName, str]) -> _Field | None:
        """Return what *values* say by themselves; `None` if no document can say it."""
        tree = said_alone(self._terms, values)
        texts = {name: value for name, value in tree.items() if isinstance(value, str)}
        if not all(is_name(texts[name]) for name in _NAMES & texts.keys()):
            return None
        declared = tree.get("declared")
        return _Field(
            texts.get("id"),
            texts.get("language"),
            texts.get("revision", ""),
            {
                name: True if name == "unclear" else said
                for name, said in (declared.items() if isinstance(declared, Mapping) else ())
            },
        )


_NAMES: Final = frozenset({"id", "title", "type"})
"""What no document can be without: whether it can be what is written there, decides whether there is one."""
_TELLING: Final = frozenset({*_NAMES, "language", "revision", *NOT_CONTENT})
"""The fields that say which document it is, or something of its approval and review."""
_NOTHING: Final = _Field(None, None, "", {})


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
