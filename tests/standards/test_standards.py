"""Standards are folders of data: each table says where it comes from, and another standard needs no code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsctl.data_rows import founded, rows_of
from qmsctl.standards import EDITIONS, edition, edition_named, editions_of, folders
from qmsctl.standards.clause_roles import ClauseRole, clauses_of_inputs, clauses_with
from qmsctl.standards.correlation import UnrelatedError, changes_between, clause_map, related

TABLES = [file for folder in folders() for file in sorted(folder.glob("*.psv"))]
BASES = {"seen", "compared", "reported", "recalled"}


@pytest.mark.parametrize("file", TABLES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_fact_has_its_source_and_the_day_it_was_looked_up(file: Path) -> None:
    """Before its headings for the whole table, or in each of its rows."""
    told = founded(file)
    for row in (told,) if told else rows_of(file):
        assert row["source"], (file, row)
        assert row["basis"] in BASES, (file, row)
        assert dt.date(2026, 11, 1) <= dt.date.fromisoformat(row["checked"])


@pytest.mark.parametrize("key", EDITIONS)
def test_a_tree_holds_together(key: str) -> None:
    """Numbers are given once, below a clause that is there, with a title in both languages."""
    clauses = edition(key).clauses
    numbers = [clause.id for clause in clauses]

    assert len(set(numbers)) == len(numbers)
    assert {number.rpartition(".")[0] for number in numbers if "." in number} <= set(numbers)
    assert all(title.strip() for clause in clauses for _, title in clause.titles)
    assert edition_named(key) == key
    for other in EDITIONS:
        assert key == other or not set(edition(key).names) & set(edition(other).names)


def test_days_of_the_editions_of_iso_9001() -> None:
    """Each takes the place of the one before on the day it is published."""
    first, second, third = (edition(key) for key in editions_of("iso9001"))

    assert (first.superseded, second.superseded) == (second.published, third.published)
    assert (first.transition_end, second.transition_end) == (dt.date(2018, 9, 14), dt.date(2029, 9, 30))
    assert third.superseded is third.transition_end is None


def test_the_amendment_of_2024_is_part_of_2015_from_february_on() -> None:
    """Before, it is not; its clauses are those of its edition."""
    known = edition("iso9001:2015")

    assert known.amended(dt.date(2024, 1, 31)) == ()
    (amendment,) = known.amended(dt.date(2024, 2, 1))
    assert (amendment.designation, amendment.clauses) == ("Amd 1:2024", ("4.1", "4.2"))
    assert all(known.clause(number) for number in amendment.clauses)
    assert edition("iso9001:2026").amended(dt.date(2027, 1, 1)) == ()


def test_clauses_of_inputs_exist() -> None:
    """Each is a clause of its edition, about an input that the edition asks for."""
    asked = clauses_with(ClauseRole.REVIEW_INPUTS)
    for (key, named), clauses in clauses_of_inputs().items():
        assert named in asked[key].details, (key, named)
        assert [clause for clause in clauses if edition(key).clause(clause) is None] == []


@pytest.mark.parametrize("role", ClauseRole)
def test_roles_of_clauses_exist(role: ClauseRole) -> None:
    """Each names a leaf clause of its edition."""
    for key, one in clauses_with(role).items():
        assert one.clause in {leaf.id for leaf in edition(key).leaves}


def test_the_standards_of_management_control() -> None:
    """Twenty-two in five groups; each corresponds to something of both editions that certificates may name."""
    known = edition("kz:2009")

    assert len(known.leaves) == 22
    assert [clause.id for clause in known.clauses if not clause.is_leaf] == ["A", "B", "C", "D", "E"]
    assert related("kz:2009") == editions_of("iso9001")
    for key in ("iso9001:2015", "iso9001:2026"):
        pairs = clause_map("kz:2009", key).pairs
        assert {pair.before for pair in pairs} == {leaf.id for leaf in known.leaves}
        assert clause_map(key, "kz:2009").moved("9.2.1").perhaps == ("E.21",)
    assert [edition_named(word) for word in ("kz", "Kontrola zarządcza", "2009")] == [
        "kz:2009",
        "kz:2009",
        None,
    ]
    assert changes_between("iso9001:2008", "kz:2009") == ()


def test_what_no_table_relates_is_not_made_up() -> None:
    """An edition leads to itself, and nothing else without a table."""
    assert clause_map("kz:2009", "kz:2009").moved("A.1").after == ("A.1",)
    with pytest.raises(KeyError):
        clause_map("kz:2009", "iso14001:2015")
    assert issubclass(UnrelatedError, LookupError)
