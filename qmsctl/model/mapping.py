"""From the words of a file to what they mean: how a kind of documents is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from qmsctl.documents.foreign import Foreign, folded
from qmsctl.documents.place import Path, Place, Span, Tree
from qmsctl.documents.source import Flaw, Malformed, Parsed, Text
from qmsctl.messages import Message, tr
from qmsctl.model.document_kind import DAYS, LISTS, NOT_CONTENT, FieldName
from qmsctl.model.field_flaws import missing, no_digest, not_one_text, not_written_so, placeholder
from qmsctl.model.file_patterns import parts_of
from qmsctl.model.foreign_dates import months_in, read_day
from qmsctl.model.mapped_document import STATUSES
from qmsctl.model.mapped_text import as_text, said_in, sections_of
from qmsctl.model.placeholders import in_brackets, is_placeholder
from qmsctl.model.schema import closest
from qmsctl.model.sections import section_named
from qmsctl.model.sought import Sought, Spelling, Terms

__all__ = ["Mapped", "is_placeholder", "mapped", "said_alone"]

_NEEDED: Final = frozenset({"id", "title", "revision"})
"""What is asked of every document whose kind says where it stands."""
_DIGEST: Final = re.compile(r"(?:sha-?256:)?(?P<digest>[0-9a-f]{64})", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"(?:iso[ ]?9001[ :]*(?:20\d\d)?[ ,:-]*)?(?:clauses?|pkt|§)?[ .]*(?P<number>\S.*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a file means, with its places."""

    parsed: Parsed
    said: Mapping[str, Tree]
    """What it says in its own words, without what tells of approval and review."""
    said_with: Callable[[Mapping[FieldName, str]], Mapping[str, Tree] | None]
    """Returns what it would say with other values in some fields; nothing, if one of them has no place."""
    broken: Malformed | None = None
    """Why the fields at its beginning cannot be read."""


def mapped(path: str, foreign: Foreign, terms: Terms) -> Mapped:
    """Return what a file means by its kind.

    Args:
        path: of the file, from the root of the system.
        foreign: what it says in its own words.
        terms: how it is read.
    """
    mapping = _Mapping(path, foreign, terms)
    mapping.take_all()
    tree = mapping.tree
    tree["kind"] = terms.name
    mapping.stand_in()
    if sections := sections_of(foreign, terms.named) if foreign.body is not None else mapping.rest():
        tree["sections"] = sections
        mapping.spans |= {path: span for path, span in foreign.spans.items() if path[:1] == ("sections",)}
        mapping.keys |= {("sections", section_named(title)): at for title, at in foreign.headings.items()}
    parsed = Parsed(
        foreign.text,
        tree,
        mapping.spans,
        mapping.keys,
        (*foreign.flaws, *mapping.flaws),
        foreign.body,
    )
    said = said_in(foreign, mapping.keys_of)
    return Mapped(parsed, said, mapping.said_with, foreign.broken)


def said_alone(terms: Terms, values: Mapping[FieldName, str]) -> Mapping[str, Tree]:
    """Return what *values* say in these fields, if nothing else does; what cannot be used is left out."""
    mapping = _Mapping("", _NOTHING_ELSE, terms)
    for name, value in values.items():
        mapping.take(terms.sought[name], value, None)
    return mapping.tree


_NOTHING_ELSE: Final = Foreign(Text(""), {}, {}, {})


@dataclass(slots=True)
class _Mapping:
    """Fills in what is known of one document."""

    path: str
    foreign: Foreign
    terms: Terms
    tree: dict[str, Tree] = field(default_factory=dict)
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    keys_of: dict[FieldName, str] = field(default_factory=dict)
    """What each field is called in the file, of those that are there."""
    unstated: list[str] = field(default_factory=list)
    places: dict[FieldName, Path] = field(default_factory=dict)
    """Where each field stands."""

    def said_with(self, instead: Mapping[FieldName, str]) -> Mapping[str, Tree] | None:
        """Return what the file would say with other values in some fields; nothing, if one of them has no place."""
        written: dict[Path, str] = {}
        for name, value in instead.items():
            at, before = self.places.get(name), self.tree.get(name)
            if at is None:
                return None
            stands = self._value(at)
            is_part = isinstance(before, str) and isinstance(stands, str) and stands.count(before) == 1
            written[at] = str(stands).replace(str(before), value) if is_part else value
        return said_in(self.foreign, self.keys_of, written)

    def rest(self) -> dict[str, Tree]:
        """Return what nobody has named of a YAML document, as its text; of a file beside another, nothing."""
        if "sidecar" in self.terms.kind.metadata:
            return {}
        parts = {name for name, _ in self.terms.parts}
        named = {*self.keys_of.values(), *(key for key in self.foreign.fields if folded(key) in parts)}
        left = {key: value for key, value in self.foreign.fields.items() if key not in named and value}
        self.spans |= {
            ("sections", section_named(key)): span
            for key in left
            if (span := self.foreign.spans.get((key,))) is not None
        }
        return {section_named(key): as_text(value) for key, value in left.items()}

    def take_all(self) -> None:
        """Take every field that the kind names."""
        by_name = {folded(key): key for key in reversed([*self.foreign.fields])}
        in_parts = dict(self._in_parts(by_name))
        in_name = self.terms.kind.named(self.path)
        for name, sought in self.terms.sought.items():
            key: Path | None = None
            for spelling in sought.spellings:
                if (key := self._path(spelling, by_name)) is not None:
                    break
            if key is not None:
                self.keys_of[name] = str(key[0])
                self.take(sought, self._value(key), key)
            elif name in in_parts:
                value, whole = in_parts[name]
                self.take(sought, value, (whole,))
            elif name in in_name:
                self.take(sought, in_name[name], None)
            elif sought.fixed is not None:
                self.take(sought, sought.fixed, None)
            elif name != "title" or not self.foreign.title:
                self._miss(sought)

    def _miss(self, sought: Sought) -> None:
        """Note that nothing says the field *sought*."""
        name, asked_as, pattern = sought.name, sought.asked_as, sought.pattern
        if asked_as is None and pattern is None:
            return
        self.unstated.append(name)
        if name in _NEEDED and self.foreign.broken is None:
            at = self._place(None)
            self.flaws.append(
                missing(at, name, asked_as)
                if asked_as is not None
                else not_written_so(at, name, pattern or "")
            )

    def stand_in(self) -> None:
        """Fill in what no document can do without, so that it stands in the register all the same."""
        if "id" not in self.tree:
            self.tree["id"] = self.path
        if "title" not in self.tree:
            title = self.foreign.title
            self.tree["title"] = title or PurePosixPath(self.path).stem
            if self.foreign.title_span is not None:
                self.spans["title",] = self.foreign.title_span
        self.tree.setdefault("type", "document")
        if self.unstated:
            self.tree["unstated"] = list(self.unstated)

    def _path(self, spelling: Spelling, by_name: Mapping[str, str]) -> Path | None:
        """Return where the field with this *spelling* stands."""
        if (key := by_name.get(spelling.whole)) is not None:
            return (key,)
        if not spelling.inner or (top := by_name.get(spelling.first)) is None:
            return None
        path = (top, *spelling.inner)
        return path if self._value(path) is not None else None

    def _value(self, path: Path) -> Tree:
        value: Tree = self.foreign.fields
        for key in path:
            value = value.get(str(key)) if isinstance(value, Mapping) else None
        return value

    def _in_parts(self, by_name: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield what the parts of fields say, each with the field it is part of."""
        for field_name, pattern in self.terms.parts:
            key = by_name.get(field_name)
            value = self.foreign.fields.get(key) if key is not None else None
            if key is not None and isinstance(value, str):
                for name, part in (parts_of(value, pattern) or {}).items():
                    yield name, (part, key)

    def take(self, sought: Sought, value: Tree, at: Path | None) -> None:
        """Take *value*, which stands under *at* in the file, for the field *sought*."""
        name, span = sought.name, self._span(at) if at else None
        value = in_brackets(name, value)
        if isinstance(value, str):
            value = sought.translated(value, self.terms.keys)
        if value is None or (isinstance(value, str) and is_placeholder(value)):
            self.unstated.append(name)
            called = str(at[0]) if at else name
            self.flaws.append(placeholder(self._place(span), called, value, name))
            if span is not None:
                self.spans[name,] = span
            return
        read = self._read(sought, value, span)
        if read is None:
            if name == "status":
                self._declare("unclear", "true")
            return
        path: Path = (
            ("declared", name) if name in NOT_CONTENT else ("file_digest" if name == "sha256" else name,)
        )
        if name in NOT_CONTENT:
            self._declare(name, read)
        else:
            self.tree[str(path[0])] = read
        if at is not None:
            self.places[name] = at
        if span is not None:
            self.spans[path] = self.spans[name,] = span
            self._keep_inner(path, at, read)
        if at is not None and (key := self.foreign.keys.get(at[:1])) is not None:
            self.keys[path] = self.keys[name,] = key

    def _declare(self, name: str, value: Tree) -> None:
        """Keep what the document says of its own approval and review."""
        declared = self.tree.setdefault("declared", {})
        if isinstance(declared, dict):
            declared[name] = value

    def _keep_inner(self, path: Path, at: Path | None, read: Tree) -> None:
        """Keep where the items of a list stand."""
        if at is None or not isinstance(read, list):
            return
        for index in range(len(read)):
            if (span := self.foreign.spans.get((*at, index))) is not None:
                self.spans[*path, index] = span

    def _span(self, at: Path) -> Span | None:
        spans = self.foreign.spans
        for length in range(len(at), 0, -1):
            if (span := spans.get(at[:length])) is not None:
                return span
        return None

    def _place(self, span: Span | None) -> Place:
        if span is None:
            span = self.foreign.text.span(0, 0)
        return Place(self.path, span, self.foreign.text.line_of(span))

    def _read(self, sought: Sought, value: Tree, span: Span | None) -> Tree:
        """Return *value* as the field *sought* has it in qmsctl's form, or `None` if it cannot be used."""
        name = sought.name
        if name == "clauses":
            return self._clauses(sought, value)
        if name in LISTS:
            return self._items(sought, value)
        if not isinstance(value, str):
            text = _only(value)
            if text is None:
                self.flaws.append(not_one_text(self._place(span), name))
                return None
            value = sought.translated(text, self.terms.keys)
        if name in DAYS:
            return self._day(name, value, span)
        ways = {"review_every": self._interval, "status": self._status, "sha256": self._digest}
        return ways[name](value, span) if name in ways else " ".join(value.split())

    def _items(self, sought: Sought, value: Tree) -> Tree:
        """Return the items of a list, however it is written; what only keeps a place is left out."""
        if isinstance(value, str):
            pattern = "|".join(map(re.escape, self.terms.kind.separators))
            given = re.split(pattern, value) if pattern else [value]
        elif isinstance(value, Sequence):
            given = [text for one in value if (text := _only(one)) is not None]
        else:
            given = [text for text in (_only(inner) for inner in (value or {}).values()) if text is not None]
        items = [" ".join(sought.translated(one.strip(), self.terms.keys).split()) for one in given]
        return [one for one in items if not is_placeholder(one)] or None

    def _clauses(self, sought: Sought, value: Tree) -> Tree:
        """Return the clauses by edition."""
        if isinstance(value, Mapping):
            named = {key: self._numbers(sought, inner) for key, inner in value.items()}
            return {key: numbers for key, numbers in named.items() if numbers} or None
        numbers = self._numbers(sought, value)
        return {self.terms.edition: numbers} if numbers else None

    def _numbers(self, sought: Sought, value: Tree) -> list[str]:
        items = self._items(sought, value)
        found = [_CLAUSE.fullmatch(one) for one in items or () if isinstance(one, str)]
        return [one["number"] for one in found if one is not None]

    def _day(self, name: FieldName, value: str, span: Span | None) -> str | None:
        day = read_day(value, self.terms.kind.dates)
        if day is not None:
            return day.isoformat()
        self.flaws.append(
            Flaw(
                "wrong-value",
                self._place(span),
                tr(
                    "{given} is no day written as {forms} ({field})",
                    given=value,
                    forms=" / ".join(self.terms.kind.dates),
                    field=self.keys_of.get(name, name),
                ),
                tr("write the day so, or add the way it is written to dates of its kind in qms.yaml"),
            )
        )
        return None

    def _interval(self, value: str, span: Span | None) -> str | None:
        months = months_in(value)
        if months is not None:
            return f"{months} months"
        self.flaws.append(
            Flaw(
                "wrong-value",
                self._place(span),
                tr("{given} is no interval that qmsctl knows", given=value),
                tr(
                    "write for example 12 months, or say below values of its kind in qms.yaml what the word means"
                ),
            )
        )
        return None

    def _digest(self, value: str, span: Span | None) -> str | None:
        if found := _DIGEST.fullmatch(value.strip()):
            return found["digest"].lower()
        self.flaws.append(no_digest(self._place(span), value))
        return None

    def _status(self, value: str, span: Span | None) -> str | None:
        bare = value.strip().casefold().replace("_", " ").replace("-", " ")
        if bare in STATUSES:
            return STATUSES[bare]
        near = closest(value, [*self.terms.kind.values.get("status", ()), *STATUSES])
        fix: Message = (
            tr("did you mean {near}?", near=near)
            if near
            else tr(
                "say below values, status, of its kind in qms.yaml whether it means draft, approved or withdrawn"
            )
        )
        self.flaws.append(
            Flaw(
                "wrong-value",
                self._place(span),
                tr("nobody has said what the status {given} means", given=value),
                fix,
            )
        )
        return None


def _only(value: Tree) -> str | None:
    """Return *value* if it is one text, alone or as the only item of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence) and len(value) == 1:
        return _only(value[0])
    return None
