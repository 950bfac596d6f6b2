"""Periods, and the names of folders and records on disk."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.document import Document
from qmsctl.model.naming import RECORD_NAME, folder_name, slug
from qmsctl.model.schema import as_fact
from qmsctl.model.values import add_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("9999-12-31", 1, "9999-12-31"),
        ("2026-01-01", 12 * 999, "3025-01-01"),
        ("9000-01-01", 12 * 999, "9999-01-01"),
        ("9001-01-01", 12 * 999, "9999-12-31"),
        ("0001-01-01", -1, "0001-01-01"),
    ],
)
def test_periods_end_as_the_code_has_it(day: str, months: int, expected: str) -> None:
    """On the day of the same number, or the last of the month; none ends beyond the calendar."""
    assert add_months(dt.date.fromisoformat(day), months).isoformat() == expected


@with_settings(max_examples=100)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.integers(-600, 600))
def test_a_period_ends_in_its_month(day: dt.date, months: int) -> None:
    """The month is the one that is counted to, and the day only earlier where that month is shorter."""
    end = add_months(day, months)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == min(day.day, calendar.monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("text", "months"),
    [("1 month", 1), ("12 months", 12), ("2 years", 24), ("1 year", 12), ("999 years", 11988)]
    + [(text, None) for text in ("0 months", "-1 months", "1000 months", "12", "12months", "12  months", "a year", "12 weeks", "१२ months")],
)  # fmt: skip
def test_periods_are_written_in_one_way(text: str, months: int | None) -> None:
    """A number and a unit; anything else is a flaw."""
    head = "id: a\ntype: b\ntitle: c\nrevision: d\n"
    read = read_yaml("x.yaml", f"{head}review_every: {text}\n".encode())
    assert isinstance(read, Source)
    fact, flaws = as_fact(read, Document)

    assert fact is not None
    assert (fact.review_every, len(flaws)) == (months, 0 if months else 1)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("PS-01", "ps-01-"),
        ("F1/PS-01", "f1-ps-01-"),
        ("Zażółć gęślą jaźń", "zazolc-gesla-jazn-"),
        ("Łódź", "lodz-"),
        ("../../etc", "etc-"),
        (".hidden", "hidden-"),
        ("CON", "con-"),
        ("a\u2013b", "a-b-"),
        ("한국어", ""),
        ("", ""),
    ],
)
def test_a_folder_is_called_by_slug_and_digest(id: str, expected: str) -> None:
    """ASCII, lower case, and six hexadecimal digits that tell apart what looks alike."""
    assert re.fullmatch(re.escape(expected) + "[0-9a-f]{6}", folder_name(id))


@with_settings(max_examples=150)
@given(st.text(max_size=30))
def test_a_folder_of_any_id_can_be_made_anywhere(id: str) -> None:
    """No id leads out of its folder, hides it, or makes a name that some system does not know."""
    assert re.fullmatch(r"([a-z0-9]+-)*[0-9a-f]{6}", folder_name(id))
    assert folder_name(id).startswith(slug(id))


def test_ids_that_look_alike_have_folders_of_their_own() -> None:
    """Only two spellings of the same letters share one."""
    assert folder_name("PS-01") != folder_name("ps-01")
    assert folder_name("PS/01") != folder_name("PS-01")
    assert folder_name("Ło\u0301dź") == folder_name("Łódź")


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("20260312T101500Z-k3v9x2ma", True),
        ("20260312T101500Z-K3v9x2ma", False),
        ("20260312T101500-k3v9x2ma", False),
    ],
)
def test_records_have_names_of_one_form(name: str, good: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Time in UTC and eight characters, none of which a file system folds or forbids."""
    assert bool(RECORD_NAME.fullmatch(name)) is good
