"""A file that was read: its values with their places, or why it could not be read."""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from qmsctl.documents.place import Path, Place, Span
from qmsctl.messages import Message, tr

__all__ = ["Flaw", "Malformed", "Source", "Text", "Tree", "decode", "given_twice"]

Tree: TypeAlias = "str | Sequence[Tree] | Mapping[str, Tree] | None"
"""What a document holds: texts, nothing, lists and mappings.  Never a number, a day or a truth value."""


LONGEST_LINE: Final = 1000
"""Characters of a line that is still shown."""

# What editors count as the end of a line; YAML knows three more, which they show inside one.
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Text:
    """The text of a file, and where its lines begin."""

    __slots__ = ("_starts", "content")

    def __init__(self, content: str) -> None:
        self.content: Final = content
        self._starts: Final = [0, *(end.end() for end in _LINE_END.finditer(content))]

    def span(self, start: int, end: int) -> Span:
        """Return the span from *start* to *end*, offsets in characters."""
        line = bisect.bisect_right(self._starts, start)
        return Span(start, end, line, start - self._starts[line - 1] + 1)

    def line_of(self, span: Span) -> str:
        """Return the line on which *span* begins; nothing of one that nobody could read anyway.

        A file can have many faults on one long line, and each keeps its own copy.
        """
        start = self._starts[span.line - 1]
        end = self._starts[span.line] if span.line < len(self._starts) else len(self.content)
        return "" if end - start > LONGEST_LINE else self.content[start:end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with how a file is written that did not keep it from being read."""

    kind: str
    """`duplicate-key`, `unknown-field`, `missing-field` or `wrong-value`."""
    place: Place
    message: Message
    fix: Message


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


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read."""

    path: str
    text: Text
    tree: Mapping[str, Tree]
    spans: Mapping[Path, Span]
    """Of each value."""
    keys: Mapping[Path, Span]
    """Of each key of a mapping."""
    flaws: tuple[Flaw, ...] = ()
    raw: bytes = field(default=b"", repr=False)
    body: str | None = None
    """Of a Markdown document: everything below its fields."""

    @property
    def content(self) -> Mapping[str, Tree]:
        """What the document says as a whole: what is approved, and what its digest is taken over."""
        if self.body is None:
            return self.tree
        head = {key: value for key, value in self.tree.items() if key != "sections"}
        return {"head": head, "body": self.body}

    def at(self, *path: str | int) -> Place:
        """Return the place of the value under *path*, or of its nearest written ancestor.

        A missing key has no place of its own, so it is shown where it should
        have been: at the mapping that lacks it.
        """
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
