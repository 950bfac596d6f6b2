"""How far the dates of commits are believed: monotone, bounded, and not moved by few that are wrong."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.repo.dates import settled
from qmsctl.repo.repository import open_repository
from tests.conftest import Repo

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAYS = st.lists(st.integers(-3, 12), max_size=8)


def day(number: int) -> dt.datetime:
    """Return a moment: 0 is now."""
    return NOW + dt.timedelta(days=number)


def settle(*numbers: int, now: bool = True) -> list[int]:
    """Return when commits dated *numbers*, in days from now, count as made."""
    return [
        (moment - NOW).days for moment in settled([day(number) for number in numbers], NOW if now else None)
    ]


@pytest.mark.parametrize(
    ("dates", "made"),
    [
        ([], []),
        ([-9, -8, -8, -7], [-9, -8, -8, -7]),
        ([-9, -5, -99, -4], [-9, -5, -5, -4]),  # dated back: made no earlier than its parent
        ([-9, -5, -99], [-9, -5, -5]),
        ([-9, 999, -7, -6], [-9, -7, -7, -6]),  # far in the future: made no later than its child
        ([-9, 999, 998, -7], [-9, -7, -7, -7]),
        ([-9, 999], [-9, 0]),  # and no later than now
        ([999], [0]),
        ([-9, -1, -7, -6, -5], [-9, -7, -7, -6, -5]),  # a clock that was ahead for one commit
        ([-9, -1, -99, -7, -6], [-9, -7, -7, -7, -6]),
        ([-9, -1, -7], [-9, -1, -1]),  # one word against another: the earlier commit is believed
    ],
)  # fmt: skip
def test_dates_are_settled(dates: list[int], made: list[int]) -> None:
    """A few wrong dates, ahead or back, move no other commit."""
    assert settle(*dates) == made


def test_without_the_present_moment_only_the_others_count() -> None:
    """A date in the future is wrong if later commits say so."""
    assert settle(-9, 999, -7, -6, now=False) == [-9, -7, -7, -6]
    assert settle(-9, 999, now=False) == [-9, 999]


@given(DAYS)
def test_the_longest_run_forward_is_believed(numbers: list[int]) -> None:
    """As many dates as possible stay as they are; what is settled never runs back and never lies ahead."""
    made = settle(*numbers)
    past = [(index, number) for index, number in enumerate(numbers) if number <= 0]
    longest = max(
        (
            run
            for length in range(len(past) + 1)
            for run in itertools.combinations(past, length)
            if all(one[1] <= next[1] for one, next in itertools.pairwise(run))
        ),
        key=lambda run: (len(run), [-index for index, _ in run]),
    )

    assert made == sorted(made)
    assert all(number <= 0 for number in made)
    assert [made[index] for index, _ in longest] == [number for _, number in longest]


@given(st.lists(st.integers(-12, 0), min_size=1, max_size=8).map(sorted), st.integers(-99, 99))
def test_one_wrong_date_more_moves_no_commit(numbers: list[int], wrong: int) -> None:
    """Whoever adds a commit with any date at all does not change when those before it were made."""
    assert settle(*numbers, wrong)[: len(numbers)] == numbers


def test_a_commit_dated_into_the_future_hides_nothing(repo: Repo) -> None:
    """What was committed after it is there on its own day, and it itself no later."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    repo.commit({"a": "2"}, when="2099-01-01T10:00:00+0100")
    third = repo.commit({"a": "3"}, when="2026-03-03T10:00:00+0100")
    last = repo.commit({"a": "4"}, when="2098-01-01T10:00:00+0100")
    repository = open_repository(repo.top)

    assert repository.commit_on(dt.date(2026, 3, 2), WARSAW, "main", NOW) == first
    assert repository.commit_on(dt.date(2026, 3, 3), WARSAW, "main", NOW) == third
    assert repository.commit_on(dt.date(2026, 11, 21), WARSAW, "main", NOW) == third
    assert repository.commit_on(dt.date(2026, 11, 22), WARSAW, "main", NOW) == last
