"""Colours stand out from their ground, as WCAG 2.2 asks: computed from the style sheets and the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from qmsctl.messages import Message
from qmsctl.papers.blocks import Grid, Place
from qmsctl.render.charts import fill_of, grid_chart
from qmsctl.render.worded import worded_grid
from qmsctl.reports.shown import Mark, Tone
from qmsctl.shipped import shipped

TEMPLATES: Final = shipped("templates")
TEXT: Final = 4.5
"""The least contrast of a text with its ground: WCAG 2.2, success criterion 1.4.3."""

WORDS: Final = frozenset(
    {"ink", "soft", "accent", "head", "good", "bad", "caution", "calm", "quiet", "gone", "come"}
)
"""What is written in: the names of variables of the style sheets."""
GROUNDS: Final = frozenset({"paper", "wash", "band"})
"""What is written on, besides the wash of each colour, on which only that colour is written."""
LINES: Final = frozenset({"line", "shade"})
"""What separates or lies beside, and says nothing."""


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` or `#rgb`, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours: 1 for the same, 21 for black and white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def schemes(*names: str) -> Iterator[Mapping[str, str]]:
    """Yield the colours of each `:root` in the templates *names*, on top of those that come before it there."""
    known: dict[str, str] = {}
    for name in names:
        style = (TEMPLATES / name).read_text(encoding="utf-8")
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
            known = {**known, **dict(re.findall(r"--([\w-]+): (#\w{3,6})", block))}
            yield known


def weak(scheme: Mapping[str, str]) -> list[str]:
    """Return which words of *scheme* do not stand out from a ground they stand on."""
    return [
        f"{word} on {ground}: {contrast(scheme[word], scheme[ground]):.2f}"
        for word in sorted(WORDS & scheme.keys())
        for ground in (*sorted(GROUNDS), f"{word}-wash")
        if ground in scheme and contrast(scheme[word], scheme[ground]) < TEXT
    ]


def test_black_on_white_is_known() -> None:
    """The formula gives what the recommendation says of it, and tells a weak colour from a strong one."""
    assert round(contrast("#000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48
    assert weak({"ink": "#777777", "paper": "#ffffff"}) == ["ink on paper: 4.48"]
    assert weak({"ink": "#767676", "paper": "#ffffff"}) == []


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (("face.css.j2",), 3),
    ],
)
def test_every_text_stands_out_from_its_ground(names: tuple[str, ...], number: int) -> None:
    """In light, in dark and on paper; and no colour has a name of which nobody knows what it is for."""
    found = list(schemes(*names))

    assert len(found) == number
    for scheme in found:
        assert {"ink", "paper"} <= scheme.keys()
        assert {name for name in scheme if not name.endswith("-wash")} <= WORDS | GROUNDS | LINES
        assert weak(scheme) == []


def test_what_went_and_came_stands_out() -> None:
    """The colours of a comparison are read on the paper of their scheme: light, dark, and print."""
    for paper, own in zip(schemes("face.css.j2"), schemes("diff.html.j2"), strict=True):
        assert weak({**own, "paper": paper["paper"]}) == []


def test_numbers_in_pictures_stand_out_from_what_is_painted() -> None:
    """What stands in a bar or in a field of a grid can be read; what is not painted has the colour of the text."""
    marks = [Mark(Message("state"), symbol, tone) for tone in Tone for symbol in ("✓", "≠", "?")]
    fills = [
        fill_of({"kind": "mark", "text": "state", "symbol": mark.symbol, "tone": mark.tone.value})
        for mark in marks
    ]
    places = tuple(Place(at, mark, "") for at, mark in enumerate(marks))
    grid = Grid("marks", Message("marks"), (("", ""),) * len(marks), (("row", places, None),))
    (row,) = grid_chart(worded_grid(grid, "en")).rows
    pairs = {(one.paint, one.ink) for one in (*fills, *(place.fill for place in row.places))}

    assert len(pairs) >= 7
    for paint, ink in pairs:
        assert ink == "currentColor" if paint == "none" else contrast(paint, ink) >= TEXT
