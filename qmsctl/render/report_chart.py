"""The geometry of the chart of results: whole numbers, so that it is the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.reports.clauses import ClauseGroup, EditionResults
from qmsctl.reports.marks import CONTESTED, UNANSWERED
from qmsctl.reports.questions import Tally
from qmsctl.reports.shown import Mark, Numbered

__all__ = ["FILLS", "Bar", "Chart", "Fill", "Segment", "chart"]

_WIDTH: Final = 380
"""Little more than a telephone has, so that the words keep their size there."""
_ROW: Final = 43
_BAR_TOP: Final = 17
"""Room for the title of a main clause, and its numbers, above the bar."""
_BAR_HEIGHT: Final = 18
_BAR_LEFT: Final = 1
_BAR_WIDTH: Final = 378
_LABEL_WIDTH: Final = 34
"""What symbol and number need inside a segment."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How a segment is painted; a symbol and a number stand beside every colour."""

    paint: str
    ink: str
    dashes: str = ""


FILLS: Final[Mapping[str, Fill]] = {
    "conforms": Fill("#9bd0b3", "#10301f"),
    "does_not_conform": Fill("#8f1d24", "#ffffff"),
    "not_applicable": Fill("#d3d9e0", "#1c2530"),
    "not_audited": Fill("#f0cb75", "#3a2900"),
    CONTESTED: Fill("#543a82", "#ffffff"),
    UNANSWERED: Fill("none", "currentColor", "3 2"),
}
"""By outcome; colours stand in attributes, because not every printer of HTML reads CSS inside SVG."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    mark: Mark
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
class Bar:
    """The results of one main clause."""

    group: ClauseGroup
    top: int
    bar_top: int
    segments: tuple[Segment, ...]
    numbers: tuple[Numbered, ...]
    """The outcomes that occurred."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Results by main clause as stacked bars."""

    results: EditionResults
    width: int
    height: int
    bar_height: int
    bars: tuple[Bar, ...]


def chart(results: EditionResults) -> Chart:
    """Return the chart of *results*; bars share one scale."""
    most = max((group.questions.asked for group in results.groups), default=0)
    bars = tuple(
        Bar(
            group,
            index * _ROW,
            index * _ROW + _BAR_TOP,
            _segments(group.questions, most),
            tuple(numbered for numbered in group.questions.marks if numbered.count),
        )
        for index, group in enumerate(results.groups)
    )
    return Chart(results, _WIDTH, len(bars) * _ROW, _BAR_HEIGHT, bars)


def _segments(questions: Tally, most: int) -> tuple[Segment, ...]:
    found: list[Segment] = []
    before = 0
    for (outcome, count), numbered in zip(questions.counts, questions.marks, strict=True):
        if count:
            x = _BAR_LEFT + _BAR_WIDTH * before // most
            end = _BAR_LEFT + _BAR_WIDTH * (before + count) // most
            found.append(Segment(numbered.mark, count, FILLS[outcome], x, max(end - x, 2)))
        before += count
    return tuple(found)
