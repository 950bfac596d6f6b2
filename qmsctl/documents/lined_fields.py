"""Fields that stand each on a line of its own, as at the head of nearly every document, with their places.

As with `lines`, PyYAML's parser says what YAML means: whatever is not plain beyond doubt is left to it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from qmsctl.documents.lines import OtherwiseError, value_of_line
from qmsctl.documents.place import Path, Span, Tree
from qmsctl.documents.source import Parsed, Text
from qmsctl.documents.yaml import NOTHING

__all__ = ["lined_fields"]

_FIELD: Final = re.compile(
    r"""(?P<key>\w[\w.:/-]{0,99}):(?:\ +(?:(?P<plain>\w[^:#\n]*(?<!\ ))|(?P<other>[^\ \n][^\n]*)))?\n
    | \n
    | (?P<otherwise>[^\n]*\n)""",
    re.VERBOSE,
)


def lined_fields(text: Text, start: int, end: int) -> Parsed | None:
    """Return the fields that stand in *text* from *start*, the end or the beginning of a line, to *end*.

    `None` if the parser has to read them: unless each is on a line of its own and is a text, nothing, or a
    list in brackets.
    """
    written = text.content[start:end]
    if not written.endswith("\n") or not written.replace("\n", "").isprintable():
        return None
    tree: dict[str, Tree] = {}
    spans: dict[Path, Span] = {}
    keys: dict[Path, Span] = {}
    line = text.span(start, start).line - 1
    for found in _FIELD.finditer(written):
        line += 1
        key, plain, other, otherwise = found.groups()
        if otherwise or key in tree:
            return None
        if key is None:
            continue
        # One that is not in the usual form may be another, spelled otherwise.
        if not (key.isascii() or unicodedata.is_normalized("NFC", key)):
            return None
        at, (_, stop) = start + found.start(), found.span("key")
        keys[key,] = Span(at, start + stop, line, 1)
        try:
            tree[key] = _value(plain, other)
        except OtherwiseError:
            return None
        first, last = found.span("plain" if plain else "other") if plain or other else (stop + 1, stop + 1)
        spans[key,] = Span(start + first, start + last, line, start + first - at + 1)
        _place_items(spans, key, other or "", tree[key])
    return Parsed(text, tree, spans, keys) if tree else None


def _value(plain: str | None, other: str | None) -> Tree:
    """Return the value that is written so.

    Raises:
        OtherwiseError: the parser has to read it.
    """
    if plain is None and other is None:
        return None
    written = plain or other or ""
    value: Tree = None if written in NOTHING else value_of_line(written)
    return value


def _place_items(spans: dict[Path, Span], key: str, written: str, value: Tree) -> None:
    """Keep where the items of the list *value* stand, which is *written* so for the field *key*."""
    if not isinstance(value, list):
        return
    whole = spans[key,]
    at = 1
    for number, item in enumerate(value):
        at = written.index(item, at)
        spans[key, number] = Span(
            whole.start + at, whole.start + at + len(item), whole.line, whole.column + at
        )
        at += len(item)
