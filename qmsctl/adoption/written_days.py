"""How days are written in many values: which forms they have, and whether day and month can be told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from qmsctl.model.foreign_dates import CLEAR_FORMS, read_day

__all__ = ["DateOrder", "WrittenDays", "written_days"]

DateOrder: TypeAlias = Literal["day-first", "month-first"]
_ORDERS: Final[tuple[DateOrder, ...]] = ("day-first", "month-first")
_SHOWN: Final = 2
_SEPARATED: Final = re.compile(
    r"[0-9]{1,2}(?P<by>[-/.] ?)[0-9]{1,2}[-/.] ?(?P<year>[0-9]{4}|[0-9]{2})(?: ?r\.| ?roku)?"
)


@dataclass(frozen=True, slots=True)
class WrittenDays:
    """How the days of one kind of documents are written."""

    forms: tuple[str, ...]
    """In the order of how often each is used."""
    counts: tuple[tuple[str, int], ...]
    order: DateOrder | None = None
    """What comes first where two numbers could be the month; `None` where nothing is written so."""
    sure: bool = True
    """Whether some value can be read in one way only."""
    proofs: tuple[str, ...] = ()
    """Values that show it; of both, if they contradict each other."""
    unread: tuple[str, ...] = ()
    """Values that look like days and are none in any form."""


def written_days(texts: Iterable[str], guess: DateOrder) -> WrittenDays:
    """Return how the days *texts* are written.

    Args:
        texts: values that look like days.
        guess: what comes first where nothing tells.
    """
    counts: Counter[str] = Counter()
    unread: list[str] = []
    numbers: list[_Numbers] = []
    for text in texts:
        form = next((one for one in CLEAR_FORMS if _reads(text, one)), None)
        separated = _SEPARATED.fullmatch(text.strip())
        if form is not None:
            counts[form] += 1
        elif separated is not None:
            numbers.append(_Numbers(text, separated["by"], "Y" * len(separated["year"])))
        else:
            unread.append(text)
    shown = {order: [one for one in numbers if one.orders == [order]] for order in _ORDERS}
    day, month = (len(shown[order]) for order in _ORDERS)
    order: DateOrder = guess if day == month else "day-first" if day > month else "month-first"
    for one in numbers:
        if order in one.orders:
            counts[one.form(order)] += 1
        else:
            unread.append(one.text)
    used = tuple(_widened(counts).most_common())
    proofs = tuple(one.text for found in shown.values() for one in found[:_SHOWN])
    sure = not numbers or (day > 0) != (month > 0)
    return WrittenDays(
        tuple(form for form, _ in used), used, order if numbers else None, sure, proofs, tuple(unread)
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A day in numbers, of which only the year is sure."""

    text: str
    by: str
    year: str

    @property
    def orders(self) -> list[DateOrder]:
        """In which orders it is a day of the calendar."""
        return [order for order in _ORDERS if _reads(self.text, self._wide(order))]

    def form(self, order: DateOrder) -> str:
        """Return the form in which *order* reads it."""
        two = re.fullmatch(r"[0-9]{2}[-/.] ?[0-9]{2}[-/.].*", self.text.strip())
        wide = self._wide(order)
        return wide.replace("D", "DD").replace("M", "MM") if two else wide

    def _wide(self, order: DateOrder) -> str:
        first, second = ("D", "M") if order == "day-first" else ("M", "D")
        return f"{first}{self.by}{second}{self.by}{self.year}"


def _widened(counts: Counter[str]) -> Counter[str]:
    """Return *counts* with one form for one digit and for two, where both are used: it reads both."""
    found: Counter[str] = Counter()
    for form, count in counts.items():
        wide = form.replace("DD", "D").replace("MM", "M")
        alone = form.startswith("YYYY") or "MMM" in form or wide not in counts
        found[form if alone else wide] += count
    return found


def _reads(text: str, form: str) -> bool:
    return read_day(text, (form,)) is not None
