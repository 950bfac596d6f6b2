"""How wide the columns of a table are: by what they hold, and by the longest word in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["column_widths"]

_LETTER: Final = 98
"""Of nine points, on average, in twentieths of a point."""
_PADDING: Final = 200
_NATURAL: Final = {"text": 64, "title": 34, "short": 26, "count": 8, "names": 30}
"""How many letters of a line a column is given at most, if there is room."""
_UNBROKEN: Final = {"text": 18, "title": 18, "short": 18, "count": 14, "names": 12}
"""How long a word has to be before it is broken."""
_GROWING: Final = ("text", "title", "names")


def column_widths(looks: Sequence[str], lines: Sequence[Sequence[str]], room: int) -> tuple[list[int], bool]:
    """Return the widths of columns, and whether their letters have to be smaller to fit.

    Args:
        looks: what each holds (`qmsctl.papers.blocks.Look`).
        lines: what stands in each, its heading first if it takes room.
        room: the width of all.
    """
    least, natural = [], []
    for look, column in zip(looks, lines, strict=True):
        longest = max((len(line) for line in column), default=0)
        word = max((len(word) for line in column for word in line.split()), default=0)
        most = max(min(longest, _NATURAL[look]), 2)
        fixed = max(min(word, _UNBROKEN[look]), 2)
        least.append(_PADDING + _LETTER * fixed)
        natural.append(_PADDING + _LETTER * max(most, fixed))
    if sum(natural) <= room:
        growing = [i for i, look in enumerate(looks) if look in _GROWING] or list(range(len(looks)))
        return _filled(natural, [natural[i] if i in growing else 0 for i in range(len(looks))], room), False
    if sum(least) <= room:
        wishes = [wish - need for wish, need in zip(natural, least, strict=True)]
        return _filled(least, wishes, room), False
    return _filled([need * room // sum(least) for need in least], least, room), True


def _filled(widths: list[int], shares: list[int], room: int) -> list[int]:
    """Return *widths* with what is left of *room* given out by *shares*."""
    left, total = room - sum(widths), sum(shares)
    filled = [width + left * share // total for width, share in zip(widths, shares, strict=True)]
    filled[-1] += room - sum(filled)
    return filled
