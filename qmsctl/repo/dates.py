"""When the commits of a line were made, as far as their dates can be believed."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["settled"]


def settled(dates: Sequence[dt.datetime], now: dt.datetime | None = None) -> list[dt.datetime]:
    """Return when each commit of a line counts as made: never before the one before it.

    A date is free text, and clocks go wrong.  Believed is the largest number of dates that run
    forward, and of two as large the one that begins earlier in the line, so that few commits with
    wrong dates, ahead or back, move no other.  A commit whose date is not believed counts as made
    no earlier than the one before it, and no later than the next one that is believed.

    Args:
        dates: of the commits, the first parent first.
        now: no date after it is believed, and nothing counts as made later.
    """
    believed = _believed(dates, now)
    bounds: list[dt.datetime | None] = []
    bound = now
    for index in reversed(range(len(dates))):
        bound = dates[index] if index in believed else bound
        bounds.append(bound)
    found: list[dt.datetime] = []
    for date, latest in zip(dates, reversed(bounds), strict=True):
        moment = date if latest is None else min(date, latest)
        found.append(max(moment, found[-1]) if found else moment)
    return found


def _believed(dates: Sequence[dt.datetime], now: dt.datetime | None) -> frozenset[int]:
    """Return which of *dates* make up the longest run forward."""
    lengths = [0] * len(dates)
    """Of the longest run that begins with each."""
    starts: list[float] = []
    """Of the runs of each length, the latest date with which one begins; negative, so that they ascend."""
    for index in reversed(range(len(dates))):
        if now is None or dates[index] <= now:
            key = -dates[index].timestamp()
            longer = bisect_right(starts, key)
            starts[longer : longer + 1] = [key]
            lengths[index] = longer + 1
    chosen: list[int] = []
    for index, length in enumerate(lengths):
        if length == len(starts) - len(chosen) > 0 and (not chosen or dates[index] >= dates[chosen[-1]]):
            chosen.append(index)
    return frozenset(chosen)
