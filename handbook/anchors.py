"""The anchors of headings, as forges make them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

__all__ = ["Anchors"]

_DROPPED: Final = re.compile(r"[^\w\- ]")


class Anchors:
    """Names the headings of one page, from its top to its end."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, heading: str) -> str:
        """Return the anchor of the next *heading*, given as plain text; the second of a name gets a number."""
        plain = _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")
        number = self._seen[plain]
        self._seen[plain] += 1
        return f"{plain}-{number}" if number else plain
