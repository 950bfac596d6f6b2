"""Clauses of another edition, written beside those that a document names: one line, and not one byte beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from qmsctl.documents.place import Span
from qmsctl.errors import RefusedError
from qmsctl.messages import tr
from qmsctl.model.document import Document
from qmsctl.model.reader import read_again
from qmsctl.model.schema import Filed

__all__ = ["with_clauses"]

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_QUOTE: Final = re.compile(r"[\"']")


def with_clauses(document: Filed[Document], before: str, after: str, clauses: Sequence[str]) -> bytes:
    """Return the file of *document* with *clauses* of the edition *after*, and everything else as it is.

    They stand below those of *before*, written as these are: on a line of their own, in
    brackets or as a list, with quotes or without.

    Args:
        document: it names clauses of *before* and none of *after*.
        before: an edition.
        after: another one.
        clauses: what it is to name of that.

    Raises:
        RefusedError: the field is written in a way that cannot be added to in place.
    """
    source = document.source
    text = source.text.content
    mark = source.raw.removesuffix(text.encode())  # a byte order mark, if there is one
    path = ("clauses", before)
    if path in source.keys and path in source.spans:
        for start, end, piece in _ways_to_write(
            text, source.keys[path], source.spans[path], before=before, after=after, clauses=clauses
        ):
            raw = mark + f"{text[:start]}{piece}{text[end:]}".encode()
            if _is_same_but_for_clauses(document, raw, after, clauses):
                return raw
    line = f"{after}: [{', '.join(clauses)}]"
    raise RefusedError(
        tr("{path}: the clauses cannot be added to the field as it stands", path=document.path),
        tr("write them into the file yourself, below clauses, such as: {line}", line=line),
    )


def _ways_to_write(  # noqa: PLR0913 - a text, two places in it, and what is to be written
    text: str, key: Span, value: Span, *, before: str, after: str, clauses: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield where to put which text, first in the manner of what stands there."""
    written = text[value.start : value.end].rstrip()
    end = value.start + len(written)
    quoted = _QUOTE.search(written)
    numbers = [f"{quoted[0]}{one}{quoted[0]}" if quoted else one for one in clauses]
    named = text[key.start : key.end].rstrip()
    name = named.replace(before, after) if before in named else after
    flow = f"{name}: [{', '.join(numbers)}]"
    start_of_line = max(text.rfind("\n", 0, key.start), text.rfind("\r", 0, key.start)) + 1
    indent = text[start_of_line : key.start]
    if not indent.strip():  # the key begins its line: the new one gets a line of its own
        stop = _LINE_END.search(text, end)
        line_end = stop[0] if stop else _first_line_end(text)
        place = stop.start() if stop else len(text)
        if written.startswith("-"):
            begins = max(text.rfind("\n", 0, value.start), text.rfind("\r", 0, value.start)) + 1
            inner = text[begins : value.start]
            items = "".join(f"{line_end}{inner}- {number}" for number in numbers)
            yield place, place, f"{line_end}{indent}{name}:{items}"
        yield place, place, f"{line_end}{indent}{flow}"
    yield end, end, f", {flow}"


def _first_line_end(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _is_same_but_for_clauses(
    document: Filed[Document], raw: bytes, after: str, clauses: Sequence[str]
) -> bool:
    read = read_again(document, raw)
    if read is None or read.source.body != document.source.body:
        return False
    named = document.source.tree["clauses"]
    wanted = {**named, after: list(clauses)} if isinstance(named, Mapping) else None
    return (
        read.fact.clauses == {**document.fact.clauses, after: tuple(clauses)}
        and read.source.tree == {**document.source.tree, "clauses": wanted}
        and list(read.source.tree) == list(document.source.tree)
    )
