"""What a file says, and where it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Key", "Path", "Place", "Span", "Tree"]

Key: TypeAlias = "str | int"
Path: TypeAlias = tuple[Key, ...]
"""The keys and positions that lead to a value."""

Tree: TypeAlias = "str | Sequence[Tree] | Mapping[str, Tree] | None"
"""What a document holds: texts, nothing, lists and mappings.  Never a number, a day or a truth value."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: offsets in characters, line and column from 1."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, and where in it if that is known."""

    path: str
    """From the root of the quality management system, with `/`."""
    span: Span | None = None
    source_line: str = ""
    """The line as it is written, for the caret to point into."""

    @property
    def line(self) -> int:
        """The line from 1; a file as a whole is shown at its first."""
        return self.span.line if self.span else 1

    @property
    def column(self) -> int:
        """The column from 1."""
        return self.span.column if self.span else 1
