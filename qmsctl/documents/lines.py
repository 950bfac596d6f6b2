"""The values of a YAML file that is written line by line, as nearly every document and record is.

PyYAML's parser says what YAML means.  This reader only takes a short cut where it knows the
answer: one field or item on a line, texts on one line or in a block behind `|`.  Whatever else a
file holds, it answers nothing, and the parser reads it.  A test holds the two to each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from qmsctl.documents.place import Span, Tree
from qmsctl.documents.source import Malformed, Text, decode
from qmsctl.documents.yaml import DEEPEST, NOTHING

__all__ = ["field_by_line", "values_by_line"]

_LINE: Final = re.compile(
    r"""
    (\ *)  # the indent
    (?: (-\ )? (\w[\w.:/-]{0,99}) :  # a field, or an item that begins with one
        (?: \ + (?: (\w[^:#\n]*(?<!\ )) | ([^\ \n][^\n]*) ) )?  # its value: plain beyond doubt, or any other
      | -\ ([^\ \n][^\n]*)  # a bare item
    )\n""",
    re.VERBOSE,
)
_ITEMS: Final = re.compile(r"\[(\w[\w./-]*(?:, \w[\w./-]*)*)?\]")
"""A list on one line."""
_BEGINS: Final = frozenset("(/.+_„§")
"""What a text without quotes may begin with here, beside letters and digits."""
_BLOCKS: Final = ("|", "|-")
_INDENT: Final = re.compile(r" +(?=[^ \n])")


class _OtherwiseError(Exception):
    """Something is written in another way than line by line."""


def values_by_line(text: str) -> Mapping[str, Tree] | None:
    """Return the values of the YAML mapping *text*, or `None` if the parser has to read it."""
    # What YAML forbids, takes for the end of a line or treats as a blank is not printable.
    if not text.endswith("\n") or not text.replace("\n", "").isprintable():
        return None
    try:
        return _mapping(text) or None
    except _OtherwiseError:
        return None


def field_by_line(raw: bytes, key: str) -> tuple[Text, Span] | None:
    """Return the text that *raw* is, and where the value of its field *key* stands.

    `None` unless the file is written line by line and the value stands on the line of the field.
    """
    text = decode("", raw)
    if isinstance(text, Malformed) or values_by_line(text.content) is None:
        return None
    field = re.search(rf"^{re.escape(key)}: +(?![|\n])([^\n]+)", text.content, re.MULTILINE)
    return None if field is None else (text, text.span(*field.span(1)))


def _mapping(text: str) -> dict[str, Any]:  # noqa: C901 - one loop with few calls is what makes it quick
    """Build the mapping that *text* is, line by line.

    Raises:
        _OtherwiseError: a line is none of the known forms, or does not fit the lines before it.
    """
    root: dict[str, Any] = {}
    stack: list[tuple[int, Any]] = [(0, root)]
    """The lists and mappings that are open, each with its indent."""
    waiting: tuple[int, dict[str, Any], str] | None = None
    """The field whose list or mapping begins on the next line, behind the indent of its own."""
    position, end = 0, len(text)
    while position < end:
        if text[position] == "\n":
            position += 1
            continue
        line = _LINE.match(text, position)
        if line is None:
            raise _OtherwiseError
        spaces, dash, key, plain, value, item = line.groups()
        position, indent, is_item = line.end(), len(spaces), key is None or dash is not None
        if waiting is not None:
            _begin(stack, waiting, indent, is_item=is_item)
            waiting = None
        at, top = stack[-1]
        if at != indent or (type(top) is list) is not is_item:
            top = _belongs_to(stack, indent, is_item=is_item)
        if key is None:
            content, position = _value(text, item, position, indent)
            top.append(content)
            continue
        if dash is not None:
            indent += len(dash)
            top.append({})
            top = top[-1]
            _open(stack, indent, top)
        if key in top or not (key.isascii() or unicodedata.is_normalized("NFC", key)):
            raise _OtherwiseError
        if plain is not None and plain not in NOTHING:
            top[key] = plain
        elif plain is None and value is None:
            waiting = (indent, top, key)
        else:
            top[key], position = _value(text, plain or value, position, indent)
    if waiting is not None:
        raise _OtherwiseError
    return root


def _open(stack: list[tuple[int, Any]], indent: int, begun: Any) -> None:  # noqa: ANN401 - a list or a mapping
    if len(stack) >= DEEPEST:
        raise _OtherwiseError
    stack.append((indent, begun))


def _begin(
    stack: list[tuple[int, Any]], waiting: tuple[int, dict[str, Any], str], indent: int, *, is_item: bool
) -> None:
    """Begin the list or mapping of the field that is *waiting*, with a line behind *indent*."""
    least, mapping, key = waiting
    if indent < least or (indent == least and not is_item):  # the field has no value
        raise _OtherwiseError
    mapping[key] = [] if is_item else {}
    _open(stack, indent, mapping[key])


def _belongs_to(stack: list[tuple[int, Any]], indent: int, *, is_item: bool) -> Any:  # noqa: ANN401
    """Return the list or mapping to which a line behind *indent* belongs; those it ends are closed."""
    while stack[-1][0] > indent:
        stack.pop()
    if not is_item and type(stack[-1][1]) is list:  # it may stand behind the indent of the field it is in
        stack.pop()
    at, top = stack[-1]
    if at != indent or (type(top) is list) is not is_item:
        raise _OtherwiseError
    return top


def _value(text: str, written: str, position: int, indent: int) -> tuple[Any, int]:
    """Return the value that is *written* behind a key or dash, and where in *text* the next line begins."""
    first, last = written[0], written[-1]
    if first.isalnum() or first in _BEGINS:
        if last in ": " or ": " in written or " #" in written or written in NOTHING:
            raise _OtherwiseError
        return written, position
    if first in "'\"":
        if last != first or written.count(first) != len("''") or (first == '"' and "\\" in written):
            raise _OtherwiseError
        return written[1:-1], position
    if written in _BLOCKS:
        return _block(text, written, position, indent)
    if not _ITEMS.fullmatch(written):
        raise _OtherwiseError
    items = written[1:-1].split(", ") if len(written) > len("[]") else []
    if not NOTHING.isdisjoint(items):
        raise _OtherwiseError
    return items, position


def _block(text: str, sign: str, position: int, indent: int) -> tuple[str, int]:
    """Return the text of the block that begins at *position*, behind a line of *indent*, and where it ends."""
    found = _INDENT.match(text, position)
    if found is None or len(found[0]) <= indent:
        raise _OtherwiseError
    block = _lines_behind(len(found[0])).match(text, position)
    if block is None:  # there is at least the line that was just seen
        raise _OtherwiseError
    content = block[0].replace("\n" + found[0], "\n")[len(found[0]) :].rstrip("\n")
    return (content + "\n" if sign == "|" else content), block.end()


@cache
def _lines_behind(indent: int) -> re.Pattern[str]:
    """Return an expression for lines behind at least *indent* blanks, and empty ones."""
    return re.compile(rf"(?:(?: {{{indent}}}[^\n]*)?\n)+")
