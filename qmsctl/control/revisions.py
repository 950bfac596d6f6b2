"""Which of two revisions came first, in the style they share."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Final, TypeAlias

__all__ = ["is_backward"]

_PART: Final = re.compile(
    r"(?P<number>[0-9]+)|(?P<letters>[A-Za-z]{1,2}(?![A-Za-z]))|(?P<other>.)", re.DOTALL
)

_Order: TypeAlias = "tuple[int, str]"
"""By length and then as text: numbers by value, letters like the columns of a table."""


def is_backward(before: str, after: str) -> bool | None:
    """Return whether *after* is lower than *before*; `None` if they are not written in one style.

    `3.2` comes before `3.10`, `A/2` before `B`, and `1` before `1.1`.
    """
    order = 0
    for one, other in zip_longest(_parts(before), _parts(after)):
        if one is None or other is None:
            return order > 0 if order else other is None
        (kind, first), (kind_too, second) = one, other
        if kind != kind_too or (kind == "other" and first != second):
            return None
        order = order or (first > second) - (first < second)
    return order > 0


def _parts(text: str) -> list[tuple[str, _Order]]:
    found = []
    for match in _PART.finditer(text.strip()):
        kind = match.lastgroup or "other"
        part = match[0].lstrip("0") if kind == "number" else match[0].upper()
        found.append((kind, (len(part), part)))
    return found
