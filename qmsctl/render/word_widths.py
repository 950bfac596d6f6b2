"""How wide the columns of a table are: by what they hold, and by the longest word in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["column_widths"]

_LETTER: Final = 102
"""Of nine points, some of them bold, in twentieths of a point."""
_SMALL_LETTER: Final = 86
_PADDING: Final = 180
_NATURAL: Final = {"text": 120, "title": 48, "short": 40, "count": 8, "names": 30}
"""How many letters of a line a column is given at most, if there is room."""
_UNBROKEN: Final = {"text": 18, "title": 18, "short": 16, "count": 14, "names": 13}
"""How long a word has to be before it is broken."""
_SENTENCE: Final = 24
"""How many letters a column of sentences has at least, if there are as many: nobody reads them word by word."""
_GROWING: Final = ("text", "title", "names")


def column_widths(looks: Sequence[str], lines: Sequence[Sequence[str]], room: int) -> tuple[list[int], bool]:
    """Return the widths of columns, and whether their letters have to be smaller to fit.

    Args:
        looks: what each holds (`qmsctl.papers.blocks.Look`).
        lines: what stands in each, its heading first if it takes room.
        room: the width of all.
    """
    least, natural = _measured(looks, lines, _LETTER)
    if sum(natural) <= room:
        growing = [i for i, look in enumerate(looks) if look in _GROWING] or list(range(len(looks)))
        return _filled(natural, [natural[i] if i in growing else 0 for i in range(len(looks))], room), False
    small = sum(least) > room
    if small:
        least, natural = _measured(looks, lines, _SMALL_LETTER)
    if sum(least) > room:
        least = [need * room // sum(least) for need in least]
    wishes = [max(wish - need, 0) for wish, need in zip(natural, least, strict=True)]
    return _filled(least, wishes if any(wishes) else least, room), small


def _measured(
    looks: Sequence[str], lines: Sequence[Sequence[str]], letter: int
) -> tuple[list[int], list[int]]:
    """Return for each column the width that breaks few words, and the one at which no line breaks."""
    least, natural = [], []
    for look, column in zip(looks, lines, strict=True):
        longest = max((len(line) for line in column), default=0)
        word = max((len(word) for line in column for word in line.split()), default=0)
        fixed = max(min(word, _UNBROKEN[look]), 2, min(longest, _SENTENCE) if look == "text" else 0)
        least.append(_PADDING + letter * fixed)
        natural.append(_PADDING + letter * max(min(longest, _NATURAL[look]), fixed))
    return least, natural


def _filled(widths: list[int], shares: list[int], room: int) -> list[int]:
    """Return *widths* with what is left of *room* given out by *shares*."""
    left, total = room - sum(widths), sum(shares)
    filled = [width + left * share // total for width, share in zip(widths, shares, strict=True)]
    filled[-1] += room - sum(filled)
    return filled
