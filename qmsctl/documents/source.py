"""A file that was read: its values with their places, or why it could not be read."""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from qmsctl.documents.digest import content_digest
from qmsctl.documents.place import Path, Place, Span, Tree
from qmsctl.messages import Message, tr
from qmsctl.repo.git import blob_name

__all__ = ["Find", "Flaw", "Malformed", "Parsed", "Source", "Text", "Tree", "decode", "given_twice", "whole"]

LONGEST_LINE: Final = 1000
"""Characters of a line that is still shown."""

# What editors count as the end of a line; YAML knows three more, which they show inside one.
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Text:
    """The text of a file, and where its lines begin."""

    __slots__ = ("_found", "content")

    def __init__(self, content: str) -> None:
        self.content: Final = content
        self._found: Sequence[int] | None = None

    @property
    def _starts(self) -> Sequence[int]:
        """Where the lines begin: of most texts nobody asks."""
        if self._found is None:
            self._found = _starts(self.content)
        return self._found

    def span(self, start: int, end: int) -> Span:
        """Return the span from *start* to *end*, offsets in characters."""
        starts = self._starts
        line = bisect.bisect_right(starts, start)
        return Span(start, end, line, start - starts[line - 1] + 1)

    def line_of(self, span: Span) -> str:
        """Return the line on which *span* begins; nothing of one that nobody could read anyway.

        A file can have many faults on one long line, and each keeps its own copy.
        """
        start = self._starts[span.line - 1]
        end = self._starts[span.line] if span.line < len(self._starts) else len(self.content)
        return "" if end - start > LONGEST_LINE else self.content[start:end].rstrip("\r\n")


def _starts(content: str) -> Sequence[int]:
    if "\r" in content:
        return [0, *(end.end() for end in _LINE_END.finditer(content))]
    starts, at = [0], 0
    while at := content.find("\n", at) + 1:
        starts.append(at)
    return starts


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with how a file is written that did not keep it from being read."""

    kind: str
    """`duplicate-key`, `unknown-field`, `missing-field`, `wrong-value` or `placeholder`."""
    place: Place
    message: Message
    fix: Message
    about: str = ""
    """The field that it is about, by its name in qmsctl's form, where the file calls it otherwise."""


def given_twice(place: Place, key: str, line: int) -> Flaw:
    """Return that *key*, which stands at *place*, was given before on *line*."""
    return Flaw(
        "duplicate-key",
        place,
        tr("{key} is given twice, first on line {line}", key=key, line=line),
        tr("keep one of the two; the first counts until then"),
    )


@dataclass(frozen=True, slots=True)
class Malformed:
    """A file that could not be read, and why."""

    path: str
    place: Place
    message: Message
    fix: Message
    id: str | None = None
    """What it says its id is, as far as that can be seen: whatever refers to it is not dangling."""
    established: bool = True
    """False if nobody here can tell what it holds: it may well be as it should."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says, and where it says it."""

    text: Text
    tree: Mapping[str, Tree]
    spans: Mapping[Path, Span]
    """Of each value."""
    keys: Mapping[Path, Span]
    """Of each key of a mapping."""
    flaws: tuple[Flaw, ...] = ()
    body: str | None = None
    """Of a Markdown document: everything below its fields."""


Find: TypeAlias = "Callable[[bytes, str], tuple[Text, Span] | None]"
"""Finds where the value of a field stands in bytes of which it is sure, without parsing them."""


class Source:
    """A file that was read: its bytes, and what they say with the place of every value.

    Most files are clean and nobody asks where their values stand, so a file whose
    values are known already is parsed only when somebody does.
    """

    __slots__ = ("_digest", "_find", "_name", "_parse", "_parsed", "path", "raw")

    def __init__(  # noqa: PLR0913 - all that may be known of a file
        self,
        path: str,
        raw: bytes,
        parsed: Parsed | Callable[[], Parsed],
        *,
        digest: str | None = None,
        name: str | None = None,
        find: Find | None = None,
    ) -> None:
        """Keep what was read.

        Args:
            path: from the root of the quality management system.
            raw: the bytes.
            parsed: what they say, or what finds it out: it is asked each time, so that it decides what is kept.
            digest: of their content, if it is known.
            name: of the bytes in git, if it is known.
            find: finds where the value of a field stands.
        """
        self.path: Final = path
        self.raw: Final = raw
        self._parsed = parsed if isinstance(parsed, Parsed) else None
        self._parse = None if isinstance(parsed, Parsed) else parsed
        self._digest = digest
        self._name = name
        self._find: Final = find

    @property
    def parsed(self) -> Parsed:
        """What the file says, with its places."""
        if self._parsed is not None:
            return self._parsed
        if self._parse is None:  # one of the two was given
            raise RuntimeError(self.path)
        return self._parse()

    @property
    def text(self) -> Text:
        """The file as text."""
        return self.parsed.text

    @property
    def tree(self) -> Mapping[str, Tree]:
        """Its values."""
        return self.parsed.tree

    @property
    def spans(self) -> Mapping[Path, Span]:
        """Where each value stands."""
        return self.parsed.spans

    @property
    def keys(self) -> Mapping[Path, Span]:
        """Where the key of each value of a mapping stands."""
        return self.parsed.keys

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong with how it is written."""
        return self.parsed.flaws

    @property
    def body(self) -> str | None:
        """Of a Markdown document: everything below its fields."""
        return self.parsed.body

    @property
    def name(self) -> str | None:
        """Git's name of the bytes, if anybody has asked for it so far."""
        return self._name

    @property
    def content(self) -> Mapping[str, Tree]:
        """What it says as a whole: what is approved, and what its digest is taken over."""
        return whole(self.tree, self.body)

    @property
    def digest(self) -> str:
        """The digest of its content."""
        if self._digest is None:
            self._digest = content_digest(self.content)
        return self._digest

    def digest_under(self, revision: str) -> str:
        """Return the digest its content would have if it bore *revision* and said the same otherwise."""
        return content_digest(whole({**self.tree, "revision": revision}, self.body))

    def is_blob(self, name: str | None) -> bool:
        """Return whether this is the content git calls *name*, whatever a checkout did to its line ends."""
        if name is None:
            return False
        if self._name is None or len(self._name) != len(name):
            self._name = blob_name(self.raw, len(name))
        return self._name == name or (
            b"\r\n" in self.raw and blob_name(self.raw.replace(b"\r\n", b"\n"), len(name)) == name
        )

    def at(self, *path: str | int) -> Place:
        """Return the place of the value under *path*, or of its nearest written ancestor.

        A missing key has no place of its own, so it is shown where it should
        have been: at the mapping that lacks it.
        """
        if self._parsed is None and self._find is not None and len(path) == 1 and isinstance(path[0], str):
            found = self._find(self.raw, path[0])
            if found is not None:
                text, place = found
                return Place(self.path, place, text.line_of(place))
        for length in range(len(path), -1, -1):
            if span := self.spans.get(path[:length]):
                return self._place(span if length else Span(0, 0, 1, 1))
        return self._place(Span(0, 0, 1, 1))

    def at_key(self, *path: str | int) -> Place:
        """Return the place of the key that leads to *path*, or of what `at` finds."""
        span = self.keys.get(path)
        return self._place(span) if span else self.at(*path)

    def value(self, *path: str | int) -> Tree:
        """Return the value under *path*, or `None`."""
        value: Tree = self.tree
        for key in path:
            if isinstance(value, Mapping) and isinstance(key, str):
                value = value.get(key)
            elif isinstance(value, Sequence) and not isinstance(value, str) and isinstance(key, int):
                value = value[key] if 0 <= key < len(value) else None
            else:
                return None
        return value

    def inside(self, offset: int, length: int) -> Place:
        """Return the place of *length* characters of the file from *offset*."""
        return self._place(self.text.span(offset, offset + length))

    def _place(self, span: Span) -> Place:
        return Place(self.path, span, self.text.line_of(span))


def whole(tree: Mapping[str, Tree], body: str | None) -> Mapping[str, Tree]:
    """Return all that a file says: its fields, and of a Markdown document the text below them as it is."""
    if body is None:
        return tree
    return {"head": {key: value for key, value in tree.items() if key != "sections"}, "body": body}


def decode(path: str, raw: bytes) -> Text | Malformed:
    """Return *raw* as text, or why it is none; a byte order mark is dropped."""
    body = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return Text(body.decode("utf-8"))
    except UnicodeDecodeError as fault:
        before = Text(body[: fault.start].decode("utf-8"))
        span = before.span(len(before.content), len(before.content))
        number = len(raw) - len(body) + fault.start + 1
        return Malformed(
            path,
            Place(path, span, before.line_of(span)),
            tr("the file is not UTF-8 text: byte {number} cannot be read", number=number),
            tr("save the file as UTF-8, or move it out of the folder if it is no document"),
        )
