"""Spans end on the day the calendar of Polish offices says."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsctl.control.working_days import after
from qmsctl.law.holidays import easter, holidays, is_working_day


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2008, "2008-03-23"),
        (2011, "2011-04-24"),
        (2019, "2019-04-21"),
        (2026, "2026-04-05"),
        (2038, "2038-04-25"),
    ],
)
def test_easter(year: int, sunday: str) -> None:
    """The days of the movable feasts follow from Easter, as published."""
    assert easter(year) == dt.date.fromisoformat(sunday)


def test_holidays_follow_the_law_of_their_year() -> None:
    """Epiphany is free since 2011, Christmas Eve since 2025, and one day in 2018 was free once."""
    assert dt.date(2010, 1, 6) not in holidays(2010)
    assert dt.date(2011, 1, 6) in holidays(2011)
    assert dt.date(2024, 12, 24) not in holidays(2024)
    assert dt.date(2025, 12, 24) in holidays(2025)
    assert dt.date(2018, 11, 12) in holidays(2018)
    assert dt.date(2019, 11, 12) not in holidays(2019)
    assert {dt.date(2026, 4, 6), dt.date(2026, 5, 24), dt.date(2026, 6, 4)} < holidays(2026)


@pytest.mark.parametrize(
    ("day", "span", "end"),
    [
        ("2026-10-21", "1 day", "2026-10-22"),
        ("2026-10-21", "30 days", "2026-11-20"),
        ("2026-10-30", "1 working day", "2026-11-02"),
        ("2026-11-06", "5 working days", "2026-11-16"),
        ("2026-12-23", "1 working day", "2026-12-28"),
        ("2026-06-03", "1 working day", "2026-06-05"),
    ],
)
def test_spans(day: str, span: str, end: str) -> None:
    """The first day does not count; of working days neither weekends nor holidays do."""
    assert after(dt.date.fromisoformat(day), span) == dt.date.fromisoformat(end)


def test_a_span_never_leaves_the_calendar() -> None:
    """What would end after the last year ends on its last day."""
    assert after(dt.date(9999, 12, 30), "9999 days") == dt.date.max
    assert after(dt.date(9999, 12, 30), "9999 working days") == dt.date.max


def test_saturday_is_no_working_day() -> None:
    """Offices rest at the end of the week."""
    assert is_working_day(dt.date(2026, 11, 27))
    assert not is_working_day(dt.date(2026, 11, 28))
