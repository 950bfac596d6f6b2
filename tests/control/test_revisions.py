"""Which revision follows another, and which of two came first."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.control.revisions import compare_revisions, is_backward, next_revision

DAY = dt.date(2026, 11, 22)

counted = st.one_of(
    st.lists(st.integers(0, 120), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts))),
    st.tuples(st.text("ABCXYZ", min_size=1, max_size=3), st.sampled_from(["", "/", "-", "."]), st.integers(0, 99)).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[2]}"
    ),
    st.text("ABCIVXYZ", min_size=1, max_size=4),
    st.tuples(st.sampled_from(["wyd. ", "rew. ", "Rev ", "v", "R"]), st.integers(0, 99)).map(
        lambda parts: f"{parts[0]}{parts[1]}"
    ),
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)).map(lambda day: day.isoformat()),
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
    st.tuples(st.integers(0, 20), st.integers(1890, 2105)).map(lambda parts: f"{parts[0]}/{parts[1]}"),
)  # fmt: skip
"""Revisions as people write them."""

_FRAGMENTS = [
    "I",
    "V",
    "X",
    "Z",
    "ZZZ",
    "z",
    "a",
    "0",
    "9",
    "99",
    "2026",
    "1899",
    "-",
    "/",
    ".",
    " ",
    "wyd",
    "ł",
    "٣",
    "_",
]
named = (
    (st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12) | counted)
    | st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=8).map("".join)
).filter(lambda text: text == text.strip() and re.fullmatch(r"[^\n\x00-\x1f\x7f-\x9f]+", text) is not None)
"""Anything the field of a document may hold."""


@pytest.mark.parametrize(
    ("text", "following"),
    [
        ("3.1", "3.2"), ("3.9", "3.10"), ("3.10", "3.11"), ("1.0.3", "1.0.4"), ("9", "10"),
        ("A/1", "A/2"), ("A/9", "A/10"), ("R15", "R16"), ("v2", "v3"), ("PS-01 A", "PS-01 B"),
        ("A", "B"), ("Z", "AA"), ("AZ", "BA"), ("ZZ", "AAA"), ("Rev A", "Rev B"), ("1a", "1b"),
        ("wyd. 2", "wyd. 3"), ("wydanie 9", "wydanie 10"), ("rew. 1 (projekt)", "rew. 2 (projekt)"),
        ("I", "II"), ("III", "IV"), ("wyd. VIII", "wyd. IX"), ("XIX", "XX"), ("XXXIX", "XXXIX 2"),
        ("02", "03"), ("09", "10"), ("99", "100"), ("1.09", "1.10"), ("007", "008"),
        ("2026-01", "2026-02"), ("2026-12", "2027-01"), ("2026-13", "2026-14"), ("2026.1", "2026.2"),
        ("2026-02-28", "2026-03-01"), ("2026-02-30", "2026-02-31"), ("wyd. 2025.12.31", "wyd. 2026.01.01"),
        ("2/2026", "3/2026"), ("wyd. 9/2026", "wyd. 10/2026"),
        ("draft", "draft 2"), ("PROJEKT", "PROJEKT 2"), ("ZZZ", "ZZZ 2"), ("-", "- 2"),
    ],
)  # fmt: skip
def test_what_follows(text: str, following: str) -> None:
    """Each style is counted on as people count it."""
    assert following == next_revision(text)


@pytest.mark.parametrize(
    ("text", "following"),
    [("2026-01", "2026-11"), ("2026-11", "2026-12"), ("2027-03", "2027-04"), ("2026-01-31", "2026-11-22"),
     ("2026-11-22", "2026-11-23"), ("3.1", "3.2"), ("wyd. 2025.01", "wyd. 2026.11")],
)  # fmt: skip
def test_revision_that_is_a_date_follows_the_day(text: str, following: str) -> None:
    """A revision that is a date proposes the day of the change, unless that is past."""
    assert following == next_revision(text, day=DAY)


def test_letter_that_could_be_roman() -> None:
    """After H comes I, and after that J; where nothing is known before it, I is the first Roman numeral."""
    assert next_revision("H") == "I"
    assert next_revision("I", known=("G", "H")) == "J"
    assert next_revision("A/I", known=("A/H",)) == "A/J"
    assert next_revision("I", known=("1", "I")) == "II"


@pytest.mark.parametrize(
    "ordered",
    [
        ("1", "1.1", "1.2", "1.9", "1.10", "2", "10"),
        ("A", "B", "Z", "AA", "AZ", "BA", "AAA"),
        ("A", "A/1", "A/2", "A/10", "B", "B/1"),
        ("wyd. 1", "Wyd. 2", "wyd.3", "WYD. 10"),
        ("I", "II", "IV", "V", "IX", "X", "XIV", "XXXIX"),
        ("12/2025", "1/2026", "2/2026", "10/2026"),
        ("2025-12", "2026-01", "2026-01-31"),
        ("draft", "draft 2", "draft 3"),
        ("1.0", "1.0a", "1.0b", "1.1"),
    ],
    ids=lambda ordered: ordered[0],
)
def test_natural_order(ordered: tuple[str, ...]) -> None:
    """Within one style, of each two revisions the earlier one comes first."""
    for old, new in itertools.combinations(ordered, 2):
        assert (compare_revisions(old, new), compare_revisions(new, old)) == (-1, 1), (old, new)
        assert (is_backward(old, new), is_backward(new, old)) == (False, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "A"), ("wyd. 2", "2"), ("A/1", "1/A"), ("1.0", "1-0"), ("1.0", "1.0 draft"), ("R15", "15"),
     ("1/2026", "1/2"), ("1/2026", "1.2"), ("draft", "final"), ("wyd. 1", "rew. 2"), ("wyd. 1/2026", "1/2026")],
)  # fmt: skip
def test_no_order_between_styles(one: str, other: str) -> None:
    """Revisions written in different styles are in no order: nobody is accused of going backward."""
    assert compare_revisions(one, other) is None
    assert compare_revisions(other, one) is None
    assert is_backward(one, other) is None


def test_same_number_is_not_backward() -> None:
    """A zero in front or another capital changes the text, and not the place in the count."""
    assert [compare_revisions(*pair) for pair in (("02", "2"), ("wyd. 2", "Wyd. 2"), ("a", "A"))] == [0, 0, 0]
    assert is_backward("02", "2") is False


@given(named)
def test_next_is_always_later(text: str) -> None:
    """Whatever a revision is, the proposed one is another, comes later, and can be written into the field."""
    following = next_revision(text)

    assert following != text
    assert compare_revisions(text, following) == -1
    assert compare_revisions(following, text) == 1
    assert following == following.strip()
    assert len(following.splitlines()) == 1


@given(named, st.dates(), st.lists(counted, max_size=3))
def test_next_is_later_whatever_is_known(text: str, day: dt.date, known: list[str]) -> None:
    """Neither the day nor what is known of earlier revisions leads backward."""
    assert compare_revisions(text, next_revision(text, day=day, known=known)) == -1


@given(counted)
def test_counting_on_never_goes_back(text: str) -> None:
    """Ten revisions one after the other are in order, each with each."""
    line = [text]
    for _ in range(10):
        line.append(next_revision(line[-1], known=line))

    assert len(set(line)) == len(line)
    assert not any(is_backward(old, new) for old, new in itertools.combinations(line, 2))


@given(named, named)
def test_order_has_two_ends(one: str, other: str) -> None:
    """If one comes before the other, the other comes after the one; a revision is in no order with itself."""
    order = compare_revisions(one, other)

    assert compare_revisions(other, one) == (None if order is None else -order)
    assert compare_revisions(one, one) == 0


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
)
def test_dotted_numbers_are_ordered_as_numbers(one: list[int], other: list[int]) -> None:
    """Numbers with dots are in the order of their numbers, one by one."""
    old, new = (".".join(map(str, numbers)) for numbers in (one, other))

    assert compare_revisions(old, new) == (one > other) - (one < other)


def test_long_text_takes_no_time() -> None:
    """A revision of a hundred thousand digits is counted on at once, not after a day."""
    digits = "9" * 100_000

    assert next_revision(digits) == "1" + "0" * 100_000
    assert next_revision(f"{digits}/2026") == "1" + "0" * 100_000 + "/2026"
    assert is_backward(digits + "1", digits) is True


@pytest.mark.parametrize(("old", "new"), [("1", ""), ("", "1"), ("", "")])
def test_no_revision_has_no_place_among_revisions(old: str, new: str) -> None:
    """A document that bears none does not go backward."""
    assert compare_revisions(old, new) is None
    assert is_backward(old, new) is None
