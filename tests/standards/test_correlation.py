"""How clauses of editions correspond: the data hold together, in every direction, and nothing is guessed."""

from __future__ import annotations

import itertools

import pytest

from qmsctl.standards import EDITIONS, edition, editions_of
from qmsctl.standards.correlation import Kind, Relation, changes_between, clause_map

ISO = editions_of("iso9001")
WAYS = list(itertools.permutations(EDITIONS, 2))
each_way = pytest.mark.parametrize(("before", "after"), WAYS)


@each_way
def test_pairs_are_of_clauses_that_hold_requirements(before: str, after: str) -> None:
    """Each names a leaf clause of either edition, once."""
    pairs = clause_map(before, after).pairs
    known = [{leaf.id for leaf in edition(key).leaves} for key in (before, after)]

    assert {pair.before for pair in pairs} <= known[0]
    assert {pair.after for pair in pairs} <= known[1]
    assert len({(pair.before, pair.after) for pair in pairs}) == len(pairs)


@each_way
def test_what_becomes_of_a_clause_exists(before: str, after: str) -> None:
    """Every clause, of a chapter too, becomes clauses that the other edition has."""
    between = clause_map(before, after)
    for clause in edition(before).clauses:
        moved = between.moved(clause.id)
        for number in (*moved.after, *moved.perhaps):
            assert edition(after).clause(number) is not None, (clause.id, number)
        assert not set(moved.after) & set(moved.perhaps)
        if moved.is_settled:
            assert moved.after


@each_way
def test_a_chapter_says_no_more_than_its_clauses(before: str, after: str) -> None:
    """Renumbering a chapter gives what renumbering each of its clauses gives: nothing is claimed besides."""
    between = clause_map(before, after)
    for clause in edition(before).clauses:
        leaves = [leaf.id for leaf in edition(before).leaves_under(clause.id)]
        assert expanded(after, between.moved(clause.id).after) == expanded(after, between.renumbered(leaves))


def expanded(key: str, numbers: tuple[str, ...]) -> set[str]:
    """Return the leaf clauses that *numbers* are, or lie above."""
    return {leaf.id for number in numbers for leaf in edition(key).leaves_under(number)}


@pytest.mark.parametrize(
    ("before", "after", "clause", "kind", "certain", "perhaps"),
    [
        ("2015", "2026", "7.5", Kind.UNCHANGED, ("7.5",), ()),
        ("2015", "2026", "10", Kind.UNCHANGED, ("10",), ()),
        ("2015", "2026", "10.3", Kind.MERGED, ("10.1",), ()),
        ("2015", "2026", "6.1.2", Kind.SPLIT, (), ("6.1.2", "6.1.3")),
        ("2015", "2026", "6.1", Kind.SPLIT, ("6.1.1",), ("6.1.2", "6.1.3")),
        ("2026", "2015", "6.1.3", Kind.MERGED, ("6.1.2",), ()),
        ("2026", "2015", "10.1", Kind.SPLIT, (), ("10.1", "10.3")),
        ("2008", "2015", "5.6", Kind.RENUMBERED, ("9.3",), ()),
        ("2008", "2015", "8.2.2", Kind.RENUMBERED, ("9.2.1", "9.2.2"), ()),
        ("2008", "2015", "7.5.1", Kind.MERGED, ("8.5.1",), ("8.5.5",)),
        ("2008", "2015", "8.5.3", Kind.DROPPED, (), ("6.1.1", "6.1.2")),
        ("2008", "2026", "8.5.1", Kind.MERGED, ("10.1",), ()),
        ("2015", "2008", "8.5.6", Kind.DROPPED, (), ()),
        ("2015", "2026", "0.1", Kind.UNKNOWN, (), ()),
        ("2015", "2026", "3", Kind.UNKNOWN, (), ()),
    ],
)
def test_what_becomes_of_single_clauses(  # noqa: PLR0913, PLR0917 - a row of the table above
    before: str, after: str, clause: str, kind: Kind, certain: tuple[str, ...], perhaps: tuple[str, ...]
) -> None:
    """What is only renumbered, merged, split, gone or not there."""
    moved = clause_map(f"iso9001:{before}", f"iso9001:{after}").moved(clause)

    assert (moved.kind, moved.after, moved.perhaps) == (kind, certain, perhaps)


def test_clauses_of_a_document_are_named_once_in_their_order() -> None:
    """Two clauses that are merged become one; 10 comes after 9."""
    between = clause_map("iso9001:2015", "iso9001:2026")

    assert between.renumbered(["10.3", "10.1", "9.1.2", "4.1"]) == ("4.1", "9.1.2", "10.1")


@pytest.mark.parametrize("key", ISO[1:])
def test_what_is_new_stands_in_a_clause_and_in_both_languages(key: str) -> None:
    """Each change names a leaf clause of its edition, and both languages have every text."""
    changes = [one for one in changes_between(ISO[0], key) if one.edition == key]
    leaves = {leaf.id for leaf in edition(key).leaves}

    assert len({one.id for one in changes}) == len(changes) > 10
    for one in changes:
        assert one.clause in leaves
        for texts in (one.what, one.look_for):
            assert [language for language, text in texts if text.strip()] == ["en", "pl"]


def test_only_the_way_forward_brings_something_new() -> None:
    """Both steps on the way from 2008 to 2026, and nothing on the way back."""
    whole = changes_between("iso9001:2008", "iso9001:2026")

    assert {one.edition for one in whole} == {"iso9001:2015", "iso9001:2026"}
    assert changes_between("iso9001:2026", "iso9001:2015") == ()


def test_the_clauses_of_2026_that_are_not_in_2015() -> None:
    """Every other clause of 2026 certainly comes from one of 2015: the number of decisions stays small."""
    between = clause_map("iso9001:2015", "iso9001:2026")

    assert [leaf.id for leaf in edition("iso9001:2026").leaves if not between.sources(leaf.id)] == [
        "6.1.2",
        "6.1.3",
    ]


def test_notes_are_said_in_both_languages() -> None:
    """Whatever is to be known of a pair."""
    noted = [pair.note for before, after in WAYS for pair in clause_map(before, after).pairs if pair.note]

    assert noted
    assert all([language for language, text in note if text] == ["en", "pl"] for note in noted)
    assert {relation for key in WAYS for relation in (p.relation for p in clause_map(*key).pairs)} == set(
        Relation
    )
