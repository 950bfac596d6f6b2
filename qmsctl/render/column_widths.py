"""How wide the columns of a table are: by what they hold, and by the longest word in them.

Every format that draws tables takes its widths from here.  A table that does not fit with every
line whole gets the widths at which its rows are lowest: each share of the room that is left goes
to the column that makes them lower by most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from qmsctl.render.worded_blocks import WordedCell, WordedTable
from qmsctl.render.words import Words, unbroken

__all__ = ["table_widths"]

_LETTER: Final = 98
"""Of nine points, some of them bold, in twentieths of a point."""
_SMALL_LETTER: Final = 86
_PADDING: Final = 180
_NATURAL: Final = {"text": 120, "title": 48, "short": 40, "count": 8, "names": 30}
"""How many letters of a line a column is given at most, if there is room."""
_UNBROKEN: Final = {"text": 18, "title": 18, "short": 19, "count": 14, "names": 15}
"""How long a word has to be before it is broken."""
_GROWING: Final = ("text", "title", "names")
_FEW: Final = 8
_SHARES: Final = 48
"""In how many shares the room that is left is given out."""
_MOST_ROWS: Final = 60
"""By how many rows the heights are judged: more would take long and change nothing."""
_UNIT: Final = 1000
"""The height of a line, as whole numbers have it."""

_MOMENT: Final = re.compile(r"\d{8}T\d{6}Z-")
"""How the name of a record begins, after which it may break."""
_RECORD: Final = 19
"""Room for that, in letters that are as wide as each other."""

_HOLD: Final = "\N{NO-BREAK SPACE}"

_Row: TypeAlias = Sequence[Sequence[int]]
"""For each column how many letters the lines of its cell have."""


def table_widths(table: WordedTable, room: int) -> tuple[list[int], bool]:
    """Return the widths of the columns of *table*, and whether its letters have to be smaller to fit.

    Args:
        table: without a wide column.
        room: the width of all, in twentieths of a point, for letters of nine points.
    """
    looks = [column["look"] for column in table["columns"]]
    cells = [group["head"] for group in table["groups"] if group["head"]]
    cells += [row for group in table["groups"] for row in group["rows"]]
    rows = [[_lines(cell) for cell in row] for row in cells]
    heads = [[] if column["upright"] else [column["label"]] for column in table["columns"]]
    columns = [[*head, *(line for row in rows for line in row[at])] for at, head in enumerate(heads)]
    least, natural = _measured(looks, columns, _LETTER)
    if sum(natural) <= room:
        # The numbers of a matrix stay near the name of their row.
        is_matrix = any(column["upright"] for column in table["columns"])
        growing = [at for at, look in enumerate(looks) if is_matrix or look in _GROWING]
        growing = growing or list(range(len(looks)))
        return _filled(
            natural, [natural[at] if at in growing else 0 for at in range(len(looks))], room
        ), False
    letter = _LETTER
    if small := sum(least) > room:
        letter = _SMALL_LETTER
        least, natural = _measured(looks, columns, letter)
    if sum(least) > room:
        return _filled([need * room // sum(least) for need in least], least, room), small
    step = -(-len(rows) // _MOST_ROWS) or 1
    judged = [[[_length(line) for line in cell] for cell in row] for row in rows[::step]]
    return _lowest(least, natural, judged, letter, room), small


def _measured(
    looks: Sequence[str], lines: Sequence[Sequence[str]], letter: int
) -> tuple[list[int], list[int]]:
    """Return for each column the width that breaks few words, and the one at which no line breaks."""
    least, natural = [], []
    for look, column in zip(looks, lines, strict=True):
        longest = max(map(_length, set(column)), default=0)
        words = {word for line in column for word in line.split(" ")}
        word = max(map(_length, words), default=0)
        fixed = max(min(word, _UNBROKEN[look]), 2)
        if any(map(_MOMENT.match, words)):
            fixed = _RECORD
        fixed += fixed < _FEW  # few letters differ more from the average
        least.append(_PADDING + letter * fixed)
        natural.append(_PADDING + letter * max(min(longest, _NATURAL[look]), fixed))
    return least, natural


def _lowest(
    least: Sequence[int], natural: Sequence[int], rows: Sequence[_Row], letter: int, room: int
) -> list[int]:
    """Return the widths, at least *least*, at which *rows* are lowest."""
    widths = list(least)
    share = max((room - sum(least)) // _SHARES, 1)
    heights = [_heights(rows, at, letter, width) for at, width in enumerate(widths)]
    wider = [_heights(rows, at, letter, width + share) for at, width in enumerate(widths)]
    while sum(widths) + share <= room:
        gains = [
            (_gained(heights, wider[at], at), least[at]) if width < natural[at] else (-1, 0)
            for at, width in enumerate(widths)
        ]
        best = max(range(len(widths)), key=lambda at: gains[at])
        if gains[best][0] <= 0:
            break
        widths[best] += share
        heights[best] = wider[best]
        wider[best] = _heights(rows, best, letter, widths[best] + share)
    return _filled(widths, natural, room)


def _heights(rows: Sequence[_Row], at: int, letter: int, width: int) -> list[int]:
    """Return how high the cell of column *at* is in each row."""
    space = width - _PADDING
    return [sum([max(_UNIT, length * letter * _UNIT // space) for length in row[at]]) for row in rows]


def _gained(heights: Sequence[Sequence[int]], wider: Sequence[int], at: int) -> int:
    """Return by how much all rows are lower with column *at* wider; a little, where another is as high."""
    before, none = heights[at], [0] * len(wider)
    # Whole columns at once: this is asked for each share that is given out.
    rest = list(map(max, none, none, *(column for number, column in enumerate(heights) if number != at)))
    lower: int = sum(map(max, before, rest)) - sum(map(max, wider, rest))
    return 10 * lower + sum(before) - sum(wider)


def _filled(widths: Sequence[int], shares: Sequence[int], room: int) -> list[int]:
    """Return *widths* with what is left of *room* given out by *shares*."""
    left, total = room - sum(widths), sum(shares)
    filled = [width + left * share // total for width, share in zip(widths, shares, strict=True)]
    filled[-1] += room - sum(filled)
    return filled


def _length(text: str) -> int:
    """Return as how many letters *text* counts: capitals, digits and m and w are wider than most others."""
    broad = text.count("m") + text.count("w") + sum(map(str.isupper, text))
    # Together and to the nearest: `December` has one of each, and is as wide as nine letters.
    return len(text) + (8 * broad + 3 * sum(map(str.isdigit, text)) + 12) // 24


def _lines(one: WordedCell) -> list[str]:
    """Return what stands in a cell, line by line."""
    lines: list[str] = []
    if (value := one["value"]) is not None:
        if value["kind"] == "many":
            lines += map(_without_gaps, value["items"])
        elif value["kind"] == "mark":
            lines.append(f"{value['symbol']}{_HOLD}{value['text']}")
        elif value["kind"] == "text":
            lines += unbroken(value).split("\n")
        else:
            lines += value["text"].split("\n")
    if one["below"]:
        lines.append(_without_gaps(one["below"]))
    return lines


def _without_gaps(words: Words) -> str:
    """Return *words* on one line, as long as they are set."""
    return words["text"].replace("\n", " ")
