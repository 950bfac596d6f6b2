"""The values of a YAML file that is written line by line, as nearly every document and record is.

PyYAML's parser says what YAML means.  This reader only takes a short cut where it knows the
answer: one field or item on a line, texts on one line or in a block behind `|`.  Whatever else a
file holds, it answers nothing, and the parser reads it.  A test holds the two to each other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from qmsctl.documents.place import Span, Tree
from qmsctl.documents.source import Malformed, Text, decode
from qmsctl.documents.yaml import DEEPEST, NOTHING

__all__ = ["OtherwiseError", "field_by_line", "field_in_lines", "value_of_line", "values_by_line"]

_LINE: Final = re.compile(
    r"""
    (\ *)  # the indent
    (?: (-\ )? (\w[\w.:/-]{0,99}) :  # a field, or an item that begins with one
      | -(?=\ [^\ \n])  # a bare item
    )
    (?: \n
      | \ + (?: (\w[^:#\n]*(?<!\ )) \n  # a value that is plain beyond doubt
             | \|(-?)\n ((\ +)(?=[^\ \n])[^\n]*\n (?:(?:\7[^\n]*)?\n)*+)  # a block, which begins with its indent
             | ([^\ \n][^\n]*) \n  # any other value
    ))
    | ([^\n]*\n)  # a line of another form: so nothing is left between two matches
    """,
    re.VERBOSE,
)
_ITEMS: Final = re.compile(r"\[(\w[\w./-]*(?:, \w[\w./-]*)*)?\]")
"""A list on one line."""
_BEGINS: Final = frozenset("(/.+_„§")
"""What a text without quotes may begin with here, beside letters and digits."""


class OtherwiseError(Exception):
    """Something is written in another way than line by line: the parser has to read it."""


def values_by_line(text: str) -> dict[str, Tree] | None:
    """Return the values of the YAML mapping *text*, or `None` if the parser has to read it."""
    # What YAML forbids, takes for the end of a line or treats as a blank is not printable.
    if not text.endswith("\n") or not text.replace("\n", "").isprintable():
        return None
    try:
        return _mapping(text) or None
    except OtherwiseError:
        return None


def field_by_line(raw: bytes, key: str) -> tuple[Text, Span] | None:
    """Return the text that *raw* is, and where the value of its field *key* stands.

    `None` unless the file is written line by line and the value stands on the line of the field.
    """
    text = decode("", raw)
    if isinstance(text, Malformed) or values_by_line(text.content) is None:
        return None
    return _field_in(text, key)


def field_in_lines(raw: bytes, key: str) -> tuple[Text, Span] | None:
    """Return what `field_by_line` does, of a file that `values_by_line` is known to have read."""
    text = decode("", raw)
    return None if isinstance(text, Malformed) else _field_in(text, key)


def _field_in(text: Text, key: str) -> tuple[Text, Span] | None:
    field = re.search(rf"^{re.escape(key)}: +(?![|\n])([^\n]+)", text.content, re.MULTILINE)
    return None if field is None else (text, text.span(*field.span(1)))


def _mapping(text: str) -> dict[str, Any]:  # noqa: C901, PLR0912 - one loop with few calls is what makes it quick
    """Build the mapping that *text* is, line by line.

    Raises:
        OtherwiseError: a line is none of the known forms, or does not fit the lines before it.
    """
    root: dict[str, Any] = {}
    stack: list[tuple[int, Any]] = [(0, root)]
    """The lists and mappings that are open, each with its indent."""
    waiting: tuple[int, dict[str, Any], str] | None = None
    """The field whose list or mapping begins on the next line, behind the indent of its own."""
    # All lines are matched in one call, since a call for each takes longer than the matching itself.
    for spaces, dash, key, plain, strip, block, behind, written, other in _LINE.findall(text):
        if other:
            if other == "\n":
                continue
            raise OtherwiseError
        indent, is_item = len(spaces), not key or bool(dash)
        if waiting is not None:
            _begin(stack, waiting, indent, is_item=is_item)
            waiting = None
        at, top = stack[-1]
        if at != indent or (type(top) is list) is not is_item:
            top = _belongs_to(stack, indent, is_item=is_item)
        if dash:
            indent += len(dash)
            top.append({})
            top = top[-1]
            _open(stack, indent, top)
        if plain and plain not in NOTHING:
            value: Any = plain
        elif block:
            value = _block(block, behind, indent, strip=bool(strip))
        elif plain or written:
            value = value_of_line(plain or written)
        else:
            waiting = (indent, top, key)
            value = None
        if not key:
            top.append(value)
        elif key in top or not (key.isascii() or unicodedata.is_normalized("NFC", key)):
            raise OtherwiseError
        else:
            top[key] = value
    if waiting is not None:
        raise OtherwiseError
    return root


def _open(stack: list[tuple[int, Any]], indent: int, begun: Any) -> None:  # noqa: ANN401 - a list or a mapping
    if len(stack) >= DEEPEST:
        raise OtherwiseError
    stack.append((indent, begun))


def _begin(
    stack: list[tuple[int, Any]], waiting: tuple[int, dict[str, Any], str], indent: int, *, is_item: bool
) -> None:
    """Begin the list or mapping of the field that is *waiting*, with a line behind *indent*."""
    least, mapping, key = waiting
    if indent < least or (indent == least and not is_item):  # the field has no value
        raise OtherwiseError
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
        raise OtherwiseError
    return top


def value_of_line(written: str) -> Any:  # noqa: ANN401 - a text or a list
    """Return the value that is *written* behind a key or dash.

    Raises:
        OtherwiseError: the parser has to read it.
    """
    first, last = written[0], written[-1]
    if first.isalnum() or first in _BEGINS:
        if last in ": " or ": " in written or " #" in written or written in NOTHING:
            raise OtherwiseError
        return written
    if first in "'\"":
        if last != first or written.count(first) != len("''") or (first == '"' and "\\" in written):
            raise OtherwiseError
        return written[1:-1]
    if not _ITEMS.fullmatch(written):
        raise OtherwiseError
    items = written[1:-1].split(", ") if len(written) > len("[]") else []
    if not NOTHING.isdisjoint(items):
        raise OtherwiseError
    return items


def _block(block: str, behind: str, indent: int, *, strip: bool) -> str:
    """Return the text of a *block* whose lines stand *behind* these blanks, below a line of *indent*."""
    if len(behind) <= indent:
        raise OtherwiseError
    content = block.replace("\n" + behind, "\n")[len(behind) :].rstrip("\n")
    return content if strip else content + "\n"
