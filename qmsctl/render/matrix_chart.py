"""The geometry of a matrix of marks over time: whole numbers, so that it is the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.render.visible import visible
from qmsctl.reports.shown import Mark, Tone

__all__ = ["Matrix", "MatrixCell", "MatrixRow", "matrix"]

_LABEL: Final = 290
"""Room for the name of a row."""
_LETTERS: Final = 42
"""How many letters of a name fit there."""
_COLUMN: Final = 30
_ROW: Final = 22
_HEAD: Final = 40
_TAIL: Final = 150
"""Room for the words at the end of a row."""

_PAINTS: Final[Mapping[Tone, tuple[str, str]]] = {
    Tone.GOOD: ("#9bd0b3", "#10301f"),
    Tone.BAD: ("#8f1d24", "#ffffff"),
    Tone.CAUTION: ("#f0cb75", "#3a2900"),
    Tone.CALM: ("#b9d2ee", "#14304f"),
    Tone.QUIET: ("none", "currentColor"),
}
"""Fill and ink by tone; a symbol stands in every cell, so that nothing hangs on colour."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One mark in one column."""

    symbol: str
    words: str
    """What it says: column and state."""
    fill: str
    ink: str
    x: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row with its marks."""

    name: str
    label: str
    """The name as far as there is room for it."""
    top: int
    cells: tuple[MatrixCell, ...]
    tail: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows over columns of time."""

    width: int
    height: int
    row: int
    column: int
    columns: tuple[tuple[int, str, str], ...]
    """Where each begins, and the two lines of its heading."""
    rows: tuple[MatrixRow, ...]


def matrix(
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, Mapping[int, tuple[Mark, str]], str]],
) -> Matrix:
    """Return the matrix of *rows*.

    Args:
        columns: the two lines of each heading.
        rows: a name, marks with their words by column, and the words at the end.
    """
    lines = tuple(
        MatrixRow(
            name,
            name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…",
            _HEAD + index * _ROW,
            tuple(_cell(at, mark, words) for at, (mark, words) in sorted(marks.items())),
            tail,
        )
        for index, (name, marks, tail) in enumerate(rows)
    )
    heads = tuple((_LABEL + at * _COLUMN, first, second) for at, (first, second) in enumerate(columns))
    width = _LABEL + len(columns) * _COLUMN + (_TAIL if any(tail for _, _, tail in rows) else 0)
    return Matrix(width, _HEAD + len(lines) * _ROW + 2, _ROW, _COLUMN, heads, lines)


def _cell(at: int, mark: Mark, words: str) -> MatrixCell:
    fill, ink = _PAINTS[mark.tone]
    return MatrixCell(mark.symbol, visible(words), fill, ink, _LABEL + at * _COLUMN)
