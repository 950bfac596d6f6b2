"""Strict YAML: every value is the text that was written, and has a place.

PyYAML's constructors guess types (`1.10` becomes 1.1, `NO` becomes false) and
its composer can be crashed by one file, so only its parser's events are used,
without recursion and with limits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from qmsctl.documents.place import Path, Place, Span
from qmsctl.documents.source import Flaw, Malformed, Parsed, Source, Text, Tree, decode, given_twice
from qmsctl.messages import Message, tr

__all__ = ["BIGGEST", "DEEPEST", "EVENTS", "NOTHING", "parse", "read_yaml"]

BIGGEST: Final = 1024 * 1024
"""Bytes a document may have."""
DEEPEST: Final = 32
"""How deep lists and mappings may lie in each other."""

_MARK: Final = "\ufeff"

NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})

EVENTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""PyYAML's parser: libyaml where it was built with it."""


class _RefusedError(Exception):
    """The file holds something that has no place in a document."""

    def __init__(self, start: int, end: int, message: Message, fix: Message) -> None:
        super().__init__(message.into("en"))
        self.start, self.end, self.message, self.fix = start, end, message, fix


def read_yaml(path: str, raw: bytes) -> Source | Malformed:
    """Read the YAML document *raw*, which stands in the file *path*."""
    if len(raw) > BIGGEST:
        return Malformed(
            path,
            Place(path),
            tr("the file is larger than {limit} bytes", limit=BIGGEST),
            tr("split it, or move what is no document out of the folder"),
        )
    text = decode(path, raw)
    if isinstance(text, Malformed):
        return text
    parsed = parse(path, text)
    return parsed if isinstance(parsed, Malformed) else Source(path, raw, parsed)


def parse(path: str, text: Text, start: int = 0, end: int | None = None) -> Parsed | Malformed:
    """Read the YAML mapping that stands in *text* from *start* to *end*."""
    written = text.content[start:end]
    if written.startswith(_MARK):  # libyaml would pass over it and count the rest wrongly
        return _malformed(path, text, text.span(start, start + 1), *_forbidden(_MARK))
    builder = _Builder(path, text, start)
    try:
        for event in yaml.parse(written, Loader=EVENTS):
            builder.take(event)
        if not isinstance(builder.root, Mapping):
            raise builder.not_a_mapping()
    except _RefusedError as refusal:
        place = text.span(refusal.start, refusal.end)
        return _malformed(path, text, place, refusal.message, refusal.fix)
    except yaml.MarkedYAMLError as fault:
        mark = _mark(fault)
        offset = min(start + (mark.index if mark else 0), len(text.content))
        message, fix = _explain(fault.problem or "")
        return _malformed(path, text, text.span(offset, offset), message, fix)
    except yaml.reader.ReaderError as fault:
        offset = min(start + _offset(written, fault.position), len(text.content))
        return _malformed(path, text, text.span(offset, offset), *_forbidden(fault.character))
    return Parsed(text, builder.root, builder.spans, builder.keys, tuple(builder.flaws))


def _mark(fault: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Return where *fault* is mended: what was opened and never closed is, where it was opened."""
    opened = any(words in (fault.problem or "") for words in _NEVER_CLOSED)
    return (fault.context_mark if opened else None) or fault.problem_mark or fault.context_mark


def _offset(written: str, position: int) -> int:
    """Return the offset in characters of the first character YAML forbids, at *position* or nearby.

    libyaml counts bytes and PyYAML's own reader characters.
    """
    found = yaml.reader.Reader.NON_PRINTABLE.search(written)
    return found.start() if found else position


def _forbidden(character: object) -> tuple[Message, Message]:
    number = character if isinstance(character, int) else ord(str(character)[:1] or "\0")
    return (
        tr("the character {code} may not stand in a document", code=f"U+{number:04X}"),
        tr("delete it: it is invisible and was probably pasted by mistake"),
    )


def _malformed(path: str, text: Text, span: Span, message: Message, fix: Message) -> Malformed:
    return Malformed(path, Place(path, span, text.line_of(span)), message, fix)


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun and not ended."""

    value: dict[str, Tree] | list[Tree]
    path: Path | None
    """`None` below a key that was given twice: its value is read and dropped."""
    key: str | None = None
    start: int = 0
    dropped: bool = False
    """Whether *key* was given before: its value is read and dropped."""


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the parser's events, one at a time."""

    path: str
    text: Text
    base: int
    root: Tree = None
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    named: dict[Path, Span] = field(default_factory=dict)
    """As `keys`, in Unicode form NFC."""
    flaws: list[Flaw] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events have no types
        """Take in one event.

        Raises:
            _RefusedError: it announces something that has no place in a document.
        """
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._refuse(
                    event,
                    tr("a second document begins in the same file"),
                    tr("write it to a file of its own"),
                )
        elif isinstance(event, yaml.AliasEvent):
            raise self._refuse(
                event,
                tr("the alias *{name} stands for a value written elsewhere", name=str(event.anchor)),
                tr("write the value out: a document must show what it says"),
            )
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_decoration(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_decoration(event)
            self._begin(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end(event)

    def not_a_mapping(self) -> _RefusedError:
        """Return why a file that is no mapping is refused."""
        fix = tr("begin with lines such as: id: PS-01")
        if self.root is None:
            return _RefusedError(self.base, self.base, tr("the file is empty"), fix)
        message = tr("the file holds a list or a bare text, not fields with names")
        place = self.spans[()]
        return _RefusedError(place.start, place.end, message, fix)

    def _refuse(self, event: Any, message: Message, fix: Message) -> _RefusedError:  # noqa: ANN401
        start, end = self._offsets(event)
        return _RefusedError(start, end, message, fix)

    def _refuse_decoration(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor:
            raise self._refuse(
                event,
                tr("the anchor &{name} marks a value for use elsewhere", name=event.anchor),
                tr("delete the anchor and write the value out wherever it belongs"),
            )
        if event.tag and event.tag != "!":
            raise self._refuse(
                event,
                tr("the tag {tag} asks for a special type", tag=event.tag),
                tr("delete the tag: every value is text"),
            )

    def _offsets(self, event: Any) -> tuple[int, int]:  # noqa: ANN401
        return self.base + event.start_mark.index, self.base + event.end_mark.index

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        start, end = self._offsets(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._take_key(top, event.value, start, end)
            return
        plain = not event.style and not event.tag  # libyaml gives a plain scalar the style "", PyYAML none
        self._put(None if plain and event.value in NOTHING else event.value, start, end)

    def _take_key(self, top: _Open, key: str, start: int, end: int) -> None:
        top.key = key
        if top.path is None:
            return
        span = self.text.span(start, end)
        # What reads the same is the same key: the digest folds the two spellings of an accented letter.
        first = self.named.setdefault((*top.path, unicodedata.normalize("NFC", key)), span)
        if first is span:
            self.keys[*top.path, key] = span
            return
        self.flaws.append(given_twice(Place(self.path, span, self.text.line_of(span)), key, first.line))
        top.dropped = True

    def _put(self, value: Tree, start: int, end: int) -> Path | None:
        """Put *value* where it belongs and return its path."""
        if not self.stack:
            self.root = value
            path: Path | None = ()
        else:
            top = self.stack[-1]
            if isinstance(top.value, list):
                path = None if top.path is None else (*top.path, len(top.value))
                top.value.append(value)
            else:
                key, dropped = top.key or "", top.dropped
                top.key, top.dropped = None, False
                path = None if dropped or top.path is None else (*top.path, key)
                if not dropped:
                    top.value[key] = value
        if path is not None:
            self.spans[path] = self.text.span(start, end)
        return path

    def _begin(self, event: Any) -> None:  # noqa: ANN401
        start, end = self._offsets(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise self._refuse(
                event,
                tr("a list or mapping stands where a field's name belongs"),
                tr("give the field a name, or put a text that begins with a bracket in quotes"),
            )
        if len(self.stack) >= DEEPEST:
            raise self._refuse(
                event,
                tr("lists and mappings lie more than {limit} deep in each other", limit=DEEPEST),
                tr("write it flatter; no document needs this"),
            )
        value: dict[str, Tree] | list[Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, self._put(value, start, end), start=start))

    def _end(self, event: Any) -> None:  # noqa: ANN401
        closed = self.stack.pop()
        if closed.path is not None:
            _, end = self._offsets(event)
            self.spans[closed.path] = self.text.span(closed.start, end)


def _explain(problem: str) -> tuple[Message, Message]:
    """Return in plain words what PyYAML says is wrong, and what to do."""
    for words, message, fix in _EXPLAINED:
        if words in problem:
            return message, fix
    return (
        tr("the file is not YAML from here on: {problem}", problem=problem),
        tr("look at this line and the one above it; compare with a document that works"),
    )


_NEVER_CLOSED: Final = ("found unexpected end of stream", "did not find expected ',' or")
"""What PyYAML says of quotation marks and brackets that are opened and never closed."""

_EXPLAINED: Final = (
    (
        "mapping values are not allowed",
        tr("a second colon stands in the value"),
        tr('put the whole value in quotes: title: "Complaints: how we handle them"'),
    ),
    (
        "tab character",
        tr("a tab stands where only spaces may indent"),
        tr("replace the tab by spaces"),
    ),
    (
        "found character that cannot start any token",
        tr("a value begins with a tab or another character that YAML keeps for itself"),
        tr("replace a tab by spaces; put a value that begins with @, ` or % in quotes"),
    ),
    (
        "found unexpected end of stream",
        tr("a quotation mark is opened and never closed"),
        tr("close the quotation mark at the end of the value"),
    ),
    (
        "did not find expected key",
        tr("this line does not fit the lines above it"),
        tr(
            "indent it like its neighbours; put a text with a quotation mark inside in quotes of the other kind"
        ),
    ),
    (
        "could not find expected ':'",
        tr("this line has no colon, so it names no field"),
        tr("write it as name: value, or indent it to make it part of the value above"),
    ),
    (
        "did not find expected ',' or",
        tr("a bracket is opened and never closed"),
        tr("close the bracket, and put commas between the values"),
    ),
    (
        "did not find expected '-' indicator",
        tr("this line is neither an item of the list above it nor a new field"),
        tr("begin it with - like the other items, or indent it like the field"),
    ),
    (
        "did not find expected node content",
        tr("a value is missing between brackets or commas"),
        tr("write the value, or delete the extra comma"),
    ),
    (
        "block sequence entries are not allowed",
        tr("a list begins on the line of its field"),
        tr("begin the list on the next line"),
    ),
)
