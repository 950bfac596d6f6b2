"""Periods of the law end on the day that a calendar and a pencil say."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Final

import pytest

from qmsctl.control.periods import BeyondCalendarError, Pause, last_day, merged
from qmsctl.law import Length, Unit

EASTERS: Final = frozenset(
    map(
        dt.date.fromisoformat,
        [
            "2014-04-20",
            "2015-04-05",
            "2016-03-27",
            "2017-04-16",
            "2018-04-01",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2031-04-13",
            "2032-03-28",
            "2033-04-17",
            "2034-04-09",
            "2035-03-25",
        ],
    )
)
"""As calendars print them; nothing here computes them."""
FIXED: Final = ("01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26")
ONE: Final = dt.timedelta(days=1)
MOVABLE: Final = frozenset(easter + later * ONE for easter in EASTERS for later in (0, 1, 49, 60))


def pauses(text: str) -> list[Pause]:
    """Return the days that do not count, written `2026-05-11..2026-05-20 2026-06-01..2026-06-01`."""
    both = (span.partition("..") for span in text.split())
    return [(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, _, last in both]


@pytest.mark.parametrize(
    ("begins", "length", "stopped", "end", "why"),
    [
        ("2026-01-31", "1 month", "", "2026-03-02", "February has no 31st, its 28th is a Saturday: Monday"),
        ("2024-01-31", "1 month", "", "2024-02-29", "a leap year: its last day, a Thursday"),
        ("2025-12-31", "2 month", "", "2026-03-02", "28 February 2026 again, over the end of a year"),
        ("2026-12-18", "14 day", "", "2027-01-04", "New Year is a Friday, then a weekend: Monday"),
        ("2026-03-30", "7 day", "", "2026-04-07", "the seventh day is Easter Monday: Tuesday"),
        ("2025-12-17", "7 day", "", "2025-12-29", "Christmas Eve is free since 2025; Christmas, a weekend"),
        ("2024-12-17", "7 day", "", "2024-12-24", "and in 2024 it was not: that Tuesday"),
        ("2018-10-12", "1 month", "", "2018-11-13", "12 November 2018 was free once: Tuesday"),
        ("2019-10-12", "1 month", "", "2019-11-12", "and a year later it was a Tuesday like any other"),
        ("2026-05-04", "1 month", "", "2026-06-05", "4 June 2026 is Corpus Christi, a Thursday: Friday"),
        ("2026-07-15", "1 month", "", "2026-08-17", "15 August is a holiday, and a Saturday: Monday"),
        ("2022-12-06", "1 month", "", "2023-01-09", "Epiphany is a Friday: Monday"),
        ("2026-04-15", "1 month", "", "2026-05-15", "a Friday: that day"),
        ("2021-11-03", "14 day", "", "2021-11-17", "counted from the 4th; the example of an office"),
        ("2021-11-03", "2 week", "", "2021-11-17", "the Wednesday of the second week"),
        ("2021-06-30", "3 month", "", "2021-09-30", "the 30th of the third month, a Thursday"),
        ("2024-02-29", "1 year", "", "2025-02-28", "no such day in 2025: the one before, a Friday"),
        ("2026-05-04", "1 month", "2026-05-11..2026-05-20", "2026-06-15", "ten days later is a Sunday: Monday"),
        ("2026-09-01", "7 day", "2026-09-03..2026-09-04 2026-09-04..2026-09-05", "2026-09-11", "three days, not four"),
        ("2026-09-01", "7 day", "2026-09-03..2026-09-03 2026-09-09..2026-09-10", "2026-09-11", "the first stop leads into the second"),
        ("2026-09-05", "7 day", "2026-09-14..2026-09-15", "2026-09-16", "a Saturday would wait for Monday, and that is stopped"),
        ("2026-09-01", "7 day", "2026-08-20..2026-09-01", "2026-09-08", "stopped before it began to run: nothing"),
        ("2026-09-01", "7 day", "2026-09-09..2026-09-30", "2026-09-08", "stopped after it ended: nothing"),
        ("2026-12-22", "5 workday", "", "2026-12-31", "23, 28, 29, 30 and 31: the days between are free"),
    ],
)  # fmt: skip
def test_worked_by_hand(begins: str, length: str, stopped: str, end: str, why: str) -> None:
    """Each with its reason."""
    count, _, unit = length.partition(" ")
    found = last_day(dt.date.fromisoformat(begins), Length(int(count), Unit(unit)), pauses(stopped))

    assert found.isoformat() == end, why


def free(day: dt.date) -> bool:
    """Return whether nobody works on *day*, as a wall calendar has it."""
    return (
        day.isoweekday() in (6, 7)
        or day.strftime("%m-%d") in FIXED
        or day in MOVABLE
        or ((day.month, day.day) == (12, 24) and day.year >= 2025)
        or day == dt.date(2018, 11, 12)
    )


FREE: Final = frozenset(
    day for day in (dt.date(2014, 1, 1) + n * ONE for n in range(22 * 366)) if day.year < 2036 and free(day)
)


def walked(begins: dt.date, count: int, unit: Unit, stopped: Sequence[Pause]) -> dt.date:
    """Return the last day, found by walking day after day; no other date is computed."""
    resting = {first + n * ONE for first, last in stopped for n in range((last - first).days + 1)}
    steps, day, months = 0, begins, 0
    wanted = count * {Unit.DAY: 1, Unit.WEEK: 7}.get(unit, 0)
    if unit in (Unit.MONTH, Unit.YEAR):
        whole = count * (12 if unit is Unit.YEAR else 1)
        while months < whole or (day.day != begins.day and (day + ONE).month == day.month):
            day += ONE
            steps += 1
            months += day.day == 1
        wanted = steps
    day = begins
    if unit is Unit.WORKDAY:
        wanted = count
    while wanted:
        day += ONE
        if day not in resting and not (unit is Unit.WORKDAY and day in FREE):
            wanted -= 1
    while day in FREE or day in resting:
        day += ONE
    return day


def test_ten_thousand_cases_against_a_walk_through_the_calendar() -> None:
    """Counting and walking end on the same day, whatever begins when and stands still how often."""
    dice = random.Random(57)  # noqa: S311 - it chooses cases
    for _ in range(10_000):
        begins = dt.date(2014, 1, 1) + dice.randrange(7_600) * ONE
        unit = dice.choice([*Unit])
        count = dice.randint(1, {Unit.YEAR: 1, Unit.MONTH: 6, Unit.WEEK: 9}.get(unit, 60))
        stopped: list[Pause] = []
        for _ in range(dice.choice((0, 0, 0, 1, 1, 2, 4))):
            first = begins + dice.randint(-10, 120) * ONE
            stopped.append((first, first + dice.randint(0, 25) * ONE))

        found = last_day(begins, Length(count, unit), stopped)

        assert found == walked(begins, count, unit, stopped), (begins, count, unit, stopped)


def test_the_calendar_ends_where_nobody_looked_up_holidays() -> None:
    """A period that leaves the years from 2014 to 2035 has no last day here."""
    month = Length(1, Unit.MONTH)

    assert last_day(dt.date(2035, 11, 30), month) == dt.date(2035, 12, 31)
    for begins, stopped in (
        (dt.date(2013, 12, 31), ()),
        (dt.date(2035, 12, 1), ()),
        (dt.date(2035, 11, 1), pauses("2035-11-02..2036-05-01")),
        (dt.date(9999, 12, 31), ()),
    ):
        with pytest.raises(BeyondCalendarError):
            last_day(begins, month, stopped)
    with pytest.raises(BeyondCalendarError):
        last_day(dt.date(2035, 12, 1), Length(30, Unit.WORKDAY))


def test_pauses_that_touch_are_one() -> None:
    """A day that two of them name is stopped once."""
    assert merged(pauses("2026-09-04..2026-09-05 2026-09-01..2026-09-03 2026-09-10..2026-09-10")) == tuple(
        pauses("2026-09-01..2026-09-05 2026-09-10..2026-09-10")
    )
