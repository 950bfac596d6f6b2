"""Days are understood as people write them, in options and dialogues alike; what can be two days is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsctl.messages.days import is_ambiguous_day, parse_day
from tests.cli import office
from tests.cli.program import Terminal, qmsctl

_DAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-30", "30.11.2026", "30.11.2026 r.", "30. 11. 2026", "30 listopada 2026", "30 Listopada 2026 r.",
        "30 listopada 2026 roku", "30 November 2026", "November 30, 2026", " 30  listopada 2026", "dziś", "Today",
    ],
)  # fmt: skip
def test_one_day_in_many_words(written: str) -> None:
    """Digits or the name of the month, in any language."""
    assert parse_day(written, _DAY) == _DAY


def test_relative_days_need_a_day() -> None:
    """Yesterday is no day unless it is known which day is today; names of months do without their Polish letters."""
    assert parse_day("wczoraj", _DAY) == dt.date(2026, 11, 29)
    assert parse_day("wczoraj") is None
    assert parse_day("1 pazdziernika 2026") == dt.date(2026, 10, 1)


@pytest.mark.parametrize("written", ["11/12/2026", "1.2.26", "11-12-2026", "30.11.", "2026/11/30"])
def test_what_can_be_several_days(written: str) -> None:
    """Day and month in either order, or no century: nobody guesses."""
    assert parse_day(written, _DAY) is None
    assert is_ambiguous_day(written)


@pytest.mark.parametrize("written", ["31.11.2026", "31 listopada 2026", "2026-02-30"])
def test_no_day_of_the_calendar(written: str) -> None:
    """What is written as a day must be one."""
    with pytest.raises(ValueError, match="day"):
        parse_day(written)


def test_in_options_and_dialogues(here: Path) -> None:
    """Both take the same words, and both say why they refuse one."""
    words = ("audit", "plan", "--lead", "eve", "--no-input", "--dry-run", "--lang", "pl")
    planned = qmsctl(*words, "--day", "10 grudnia 2026", "--day", "11.12.2026", at=here)
    refused = qmsctl(*words, "--day", "11/12/2026", at=here)
    with Terminal(
        "evidence", "add", "--audit", office.AUDIT, "--question", "Q1", at=here, columns=100
    ) as terminal:
        terminal.answer("Result", "1")
        for question, answer in (
            ("How many are there", ""), ("What was looked at", "List"), ("Where does another", "Registry"),
            ("How it was found out", "1"), ("Judged against", ""), ("A file to attach", ""), ("Who was asked", ""),
            ("In which unit", ""), ("On which day", "11/12/2026"), ("On which day", "yesterday"), ("Note", ""),
        ):  # fmt: skip
            terminal.answer(question, answer)
        terminal.answer("Record this (yes/no)", "no")
        done = terminal.end()

    assert planned.status == 0, planned.err
    assert 'days: ["2026-12-10", "2026-12-11"]' in planned.out
    assert (2, True) == (refused.status, "„11/12/2026” może oznaczać różne dni" in refused.err)
    assert "11/12/2026 can be more than one day" in done.out
    assert done.status == 0
