"""Clauses as people list them in a cell, and numbers that are none."""

from __future__ import annotations

import pytest

from qmsctl.authoring.clause_list import clauses_in
from qmsctl.standards import edition

ISO = edition("iso9001:2015")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("7.1.3, 8.5", ("7.1.3", "8.5")),
        ("7.1.3; 8.5\n9.2", ("7.1.3", "8.5", "9.2")),
        ("pkt 8.4.1 i 8.4.2", ("8.4.1", "8.4.2")),
        ("ISO 9001:2015 7.5", ("7.5",)),
        ("PN-EN ISO 9001:2015-10, pkt 4.1", ("4.1",)),
        ("8.5.1 a), b)", ("8.5.1",)),
        ("4.1-4.3", ("4.1", "4.2", "4.3")),
        ("4.1 \N{EN DASH} 4.3, 10.2", ("4.1", "4.2", "4.3", "10.2")),
        ("8.5.1 do 8.5.3", ("8.5.1", "8.5.2", "8.5.3")),
        ("7.5, 7.5", ("7.5",)),
        ("8.2/8.10", ("8.2",)),
        ("-", ()),
    ],
)
def test_clauses_of_a_cell(text: str, known: tuple[str, ...]) -> None:
    """Whatever stands between them, each clause is found once, in the order of the cell."""
    assert known == clauses_in(text, ISO).known


def test_numbers_that_are_no_clauses() -> None:
    """A number that the edition does not have is told apart; a range between levels is its two ends."""
    assert ("9.9.9", "99") == clauses_in("9.9.9, 8.5 and 99", ISO).unknown
    assert ("4.1", "5.1.1") == clauses_in("4.1-5.1.1", ISO).known
