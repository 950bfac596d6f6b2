"""Documented information that editions demand: the data hold together, and say how well they are founded."""

from __future__ import annotations

import pytest

from qmsctl.standards import clause_key, edition, editions_of
from qmsctl.standards.mandatory import Basis, Mode, demanded_by

ISO = editions_of("iso9001")


@pytest.mark.parametrize("key", ISO)
def test_what_is_demanded_belongs_to_clauses_that_hold_requirements(key: str) -> None:
    """Each row names a leaf clause of its edition once, in the order of the standard."""
    leaves = [clause.id for clause in edition(key).leaves]
    clauses = [one.clause for one in demanded_by(key)]

    assert clauses
    assert set(clauses) <= set(leaves)
    assert clauses == sorted(set(clauses), key=clause_key)


@pytest.mark.parametrize("key", ISO)
def test_everything_is_said_in_both_languages(key: str) -> None:
    """What is demanded, and what it usually is, exist in English and Polish."""
    for one in demanded_by(key):
        for texts in (one.what, one.artefact):
            assert [language for language, text in texts if text.strip()] == ["en", "pl"]


def test_the_data_say_how_well_they_are_founded() -> None:
    """No edition was read in the original; only the list of 2015 was compared with another."""
    assert {key: {one.basis for one in demanded_by(key)} for key in ISO} == {
        "iso9001:2008": {Basis.RECALLED},
        "iso9001:2015": {Basis.COMPARED},
        "iso9001:2026": {Basis.REPORTED},
    }


def test_2026_demands_what_2015_does() -> None:
    """No document became mandatory with the edition of 2026."""
    assert [one.clause for one in demanded_by("iso9001:2026")] == [
        one.clause for one in demanded_by("iso9001:2015")
    ]


def test_2008_demands_six_procedures() -> None:
    """The procedures that gave Polish offices their PS-01 to PS-06."""
    documents = {one.clause for one in demanded_by("iso9001:2008") if one.mode is not Mode.RETAIN}

    assert {"4.2.3", "4.2.4", "8.2.2", "8.3", "8.5.2", "8.5.3"} <= documents


def test_of_an_unknown_edition_nothing_is_known() -> None:
    """Nothing is made up."""
    assert demanded_by("iso14001:2015") == ()
