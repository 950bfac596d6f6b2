"""To which text a day was given that documents state, and which texts came back after others.

A day of approval or of taking effect was given to the text that first bore it: a later text that keeps it
says nothing about itself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from qmsctl.control.mapped_past import Arrived

__all__ = ["GivenDays"]


class GivenDays:
    """Tells of each text that reached the main line whether its days are its own, and how often it had come before."""

    def __init__(self, arrived: Iterable[Arrived]) -> None:
        """Go through what *arrived*, in the order of the commits."""
        self._returns: Final[dict[tuple[str, str], int]] = {}
        self._decided: Final[set[tuple[str, str]]] = set()
        self._effective: Final[set[tuple[str, str]]] = set()
        first: dict[tuple[str, str, str, dt.date], tuple[str, int]] = {}
        last: dict[tuple[str, str, str], str] = {}
        times: Counter[tuple[str, str, str, str]] = Counter()
        for one in arrived:
            said, declared = one.stated, one.stated.declared
            document = (said.id, said.language, one.read_as)
            if last.get(document) != said.content:
                last[document] = said.content
                times[*document, said.content] += 1
            came = (said.content, times[*document, said.content] - 1)
            self._returns[_key(one)] = came[1]
            for field, day, own in (
                ("approved_on", declared.approved_on, self._decided),
                ("effective", declared.effective, self._effective),
            ):
                if day is not None and first.setdefault((said.id, said.language, field, day), came) == came:
                    own.add(_key(one))

    def returned(self, one: Arrived) -> int:
        """Return how often the text of *one* had been there before, with another in between."""
        return self._returns[_key(one)]

    def was_decided(self, one: Arrived) -> bool:
        """Return whether the day of approval that *one* states, if any, was given to this text."""
        return one.stated.declared.approved_on is None or _key(one) in self._decided

    def decided(self, one: Arrived) -> dt.date | None:
        """Return the day on which *one* says that it was approved, if that day was given to this text."""
        return one.stated.declared.approved_on if _key(one) in self._decided else None

    def effective(self, one: Arrived) -> dt.date | None:
        """Return the day on which *one* says that it takes effect, if that day was given to this text."""
        return one.stated.declared.effective if _key(one) in self._effective else None


def _key(one: Arrived) -> tuple[str, str]:
    return one.commit.id, one.path
