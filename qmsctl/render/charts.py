"""The geometry of pictures: whole numbers, so that they are the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from qmsctl.render.worded_blocks import WordedBar, WordedBars, WordedGrid, WordedNumber
from qmsctl.render.words import MarkWords

__all__ = [
    "BarChart",
    "DrawnBar",
    "DrawnPlace",
    "DrawnRow",
    "Fill",
    "GridChart",
    "Segment",
    "bar_chart",
    "grid_chart",
    "grid_charts",
]

_WIDTH: Final = 380
"""Little more than a telephone has, so that the words keep their size there."""
_ROW: Final = 43
_BAR_TOP: Final = 17
"""Room for the title of a bar, and its numbers, above it."""
_BAR_HEIGHT: Final = 18
_BAR_LEFT: Final = 1
_BAR_WIDTH: Final = 378
_LABEL_WIDTH: Final = 34
"""What symbol and number need inside a segment."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is painted; a symbol and a number stand beside every colour."""

    paint: str
    ink: str
    dashes: str = ""


_BY_SYMBOL: Final[Mapping[str, Fill]] = {
    "≠": Fill("#543a82", "#ffffff"),
    "?": Fill("none", "currentColor", "3 2"),
}
"""What the tone alone would paint like something else."""

_BY_TONE: Final[Mapping[str, Fill]] = {
    "good": Fill("#9bd0b3", "#10301f"),
    "bad": Fill("#8f1d24", "#ffffff"),
    "caution": Fill("#f0cb75", "#3a2900"),
    "calm": Fill("#b9d2ee", "#14304f"),
    "quiet": Fill("#d3d9e0", "#1c2530"),
}
"""Colours stand in attributes, because not every printer of HTML reads CSS inside SVG."""

_UNPAINTED: Final = Fill("none", "currentColor", "3 2")


def fill_of(mark: MarkWords) -> Fill:
    """Return how *mark* is painted."""
    return _BY_SYMBOL.get(mark["symbol"]) or _BY_TONE[mark["tone"]]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    mark: MarkWords
    count: int
    fill: Fill
    x: int
    width: int

    @property
    def has_label(self) -> bool:
        """Whether symbol and number fit."""
        return self.width >= _LABEL_WIDTH

    @property
    def middle(self) -> int:
        """Where the label is centred."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar and where it stands."""

    bar: WordedBar
    top: int
    bar_top: int
    segments: tuple[Segment, ...]
    numbers: tuple[WordedNumber, ...]
    """Those that are not nought."""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked bars."""

    width: int
    height: int
    bar_height: int
    bars: tuple[DrawnBar, ...]
    legend: tuple[tuple[MarkWords, Fill], ...]
    """The marks that occur."""


def bar_chart(bars: WordedBars) -> BarChart:
    """Return the chart of *bars*, which share one scale."""
    most = max((sum(one["count"] for one in bar["numbers"]) for bar in bars["bars"]), default=0)
    drawn = tuple(
        DrawnBar(
            bar,
            index * _ROW,
            index * _ROW + _BAR_TOP,
            tuple(_segments(bar, most)),
            tuple(one for one in bar["numbers"] if one["count"]),
        )
        for index, bar in enumerate(bars["bars"])
    )
    seen = {one["mark"]["symbol"] for bar in drawn for one in bar.numbers}
    legend = tuple((mark, fill_of(mark)) for mark in bars["legend"] if mark["symbol"] in seen)
    return BarChart(_WIDTH, len(drawn) * _ROW, _BAR_HEIGHT, drawn, legend)


def _segments(bar: WordedBar, most: int) -> list[Segment]:
    found: list[Segment] = []
    before = 0
    for one in bar["numbers"]:
        if one["count"]:
            x = _BAR_LEFT + _BAR_WIDTH * before // most
            end = _BAR_LEFT + _BAR_WIDTH * (before + one["count"]) // most
            found.append(Segment(one["mark"], one["count"], fill_of(one["mark"]), x, max(end - x, 2)))
        before += one["count"]
    return found


_LABEL: Final = 400
"""Room for the name of a row of a grid."""
_LETTERS: Final = 60
"""How many letters of a name fit there."""
_COLUMN: Final = 30
_GRID_ROW: Final = 22
_HEAD: Final = 40
_PRINTED: Final = 24
"""How many rows at most one picture of several has: more would not fit on a page that lies on its side."""
_TAIL: Final = 150
"""Room for the words at the end of a row."""


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """One mark in one column."""

    mark: MarkWords
    words: str
    fill: Fill
    x: int


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row with its marks."""

    name: str
    label: str
    """The name as far as there is room for it."""
    top: int
    places: tuple[DrawnPlace, ...]
    tail: str


@dataclass(frozen=True, slots=True)
class GridChart:
    """Marks over columns of time."""

    width: int
    height: int
    row: int
    column: int
    columns: tuple[tuple[int, str, str], ...]
    """Where each begins, and the two lines of its heading."""
    rows: tuple[DrawnRow, ...]


def grid_charts(grid: WordedGrid) -> tuple[GridChart, ...]:
    """Return *grid* in pictures of few rows each, so that a printed page holds each of them whole."""
    rows = grid["rows"]
    count = -(-len(rows) // _PRINTED) or 1
    ends = [len(rows) * part // count for part in range(count + 1)]
    return tuple(grid_chart({**grid, "rows": rows[begin:end]}) for begin, end in pairwise(ends))


def grid_chart(grid: WordedGrid) -> GridChart:
    """Return the picture of *grid*."""
    rows = tuple(
        DrawnRow(
            row["name"],
            row["name"] if len(row["name"]) <= _LETTERS else row["name"][: _LETTERS - 1].rstrip() + "…",
            _HEAD + index * _GRID_ROW,
            tuple(
                DrawnPlace(
                    place["mark"],
                    place["text"],
                    _UNPAINTED if place["mark"]["tone"] == "quiet" else fill_of(place["mark"]),
                    _LABEL + place["column"] * _COLUMN,
                )
                for place in sorted(row["places"], key=lambda place: place["column"])
            ),
            row["tail"],
        )
        for index, row in enumerate(grid["rows"])
    )
    heads = tuple((_LABEL + at * _COLUMN, lines[0], lines[1]) for at, lines in enumerate(grid["columns"]))
    width = _LABEL + len(heads) * _COLUMN + (_TAIL if any(row.tail for row in rows) else 0)
    return GridChart(width, _HEAD + len(rows) * _GRID_ROW + 2, _GRID_ROW, _COLUMN, heads, rows)
