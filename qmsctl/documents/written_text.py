"""A text that somebody wrote in Word or Markdown, as its headings, passages and tables; and what of it they leave out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from qmsctl.errors import RefusedError

__all__ = [
    "COMMENTS", "CONTENTS", "DELETED", "ENDNOTES", "EQUATIONS", "FOOTERS", "FOOTNOTES", "HEADERS", "HTML", "INSERTED",
    "MOVED", "OBJECTS", "PICTURES", "TEXT_BOXES", "Grid", "Heading", "Passage", "UnreadableTextError", "WrittenText",
    "escaped", "table_lines",
]  # fmt: skip

_MARK: Final = re.compile(r"[*`]|\\(?=[!-/:-@\[-`{-~])|\b_|_\b|(?<!\w)_(?!\w)")
"""What would be no text but a mark of Markdown."""
_BEGINS: Final = re.compile(r"[#>|=]|[-+](?=\s|$)|-{3}|~{3}")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
PICTURES: Final = "pictures"
OBJECTS: Final = "objects"
FOOTNOTES: Final = "footnotes"
ENDNOTES: Final = "endnotes"
COMMENTS: Final = "comments"
INSERTED: Final = "inserted"
"""Tracked changes whose text was taken over."""
DELETED: Final = "deleted"
"""Tracked changes whose text was left out."""
MOVED: Final = "moved"
HEADERS: Final = "headers"
FOOTERS: Final = "footers"
TEXT_BOXES: Final = "text boxes"
EQUATIONS: Final = "equations"
CONTENTS: Final = "contents"
HTML: Final = "html"


class UnreadableTextError(RefusedError):
    """A file cannot be read as a text with headings; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    level: int
    """From 1; 0 for the title of the whole."""
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or an item of a list, as Markdown."""

    text: str
    is_item: bool = False
    """Whether it is of a list: no empty line stands before the next one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the texts of its cells, row by row; a cell that is merged into another is empty."""

    rows: tuple[tuple[str, ...], ...]


Part: TypeAlias = "Heading | Passage | Grid"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """What a file says, in its order."""

    parts: tuple[Part, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """By what it is, how often it is there and was not taken over."""
    margins: tuple[Grid | Passage, ...] = ()
    """What stands in the headers of its pages, where a title block may be."""
    head: Mapping[str, str] = field(default_factory=dict)
    """Fields that stand before the text, in a head of YAML."""


def escaped(text: str) -> str:
    """Return *text* as Markdown that shows it: what would begin a list or a heading, and marks within, are escaped."""
    return "\n".join(map(_escaped_line, text.splitlines()))


def _escaped_line(text: str) -> str:
    marked = _MARK.sub(r"\\\g<0>", text.strip())
    if "](" in marked:
        marked = marked.replace("[", "\\[")
    if _BEGINS.match(marked):
        return f"\\{marked}"
    return _NUMBERED.sub(r"\g<1>\\\g<2>", marked)


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return *rows* as a table of Markdown; the first row is its head."""
    width = max((len(row) for row in rows), default=0)
    cells = [[_cell(row[at]) if at < len(row) else "" for at in range(width)] for row in rows]
    if not cells:
        return []
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return [lines[0], f"|{'---|' * width}", *lines[1:]]


def _cell(text: str) -> str:
    return escaped(" ".join(text.split())).replace("|", "\\|") if text.strip() else ""
