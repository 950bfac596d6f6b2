"""How findings are worded: what is found in Polish and in English, and what is left alone."""

from __future__ import annotations

import pytest

from qmsctl.control.personal_names import PersonalNames
from qmsctl.control.wording import Worded, lacks_measure, remarks_on, words_in
from qmsctl.model.organisation import Identity, Organisation, Person

PEOPLE = PersonalNames.of(
    Organisation(
        qms="1",
        organisation=Identity(name="Urząd Miasta Przykładowo"),
        language="pl",
        editions=("iso9001:2015",),
        people={"anna": Person(name="Anna Kowalska")},
    )
)


def _faults(language: str, **parts: str) -> list[tuple[str, str]]:
    whole = {
        "grade": "minor",
        "requirement": "PS-01, step 3",
        "evidence_text": "2 of 10 procedures: PS-03, PS-07",
        "statement": "Approval before use is not ensured.",
    }
    return [
        (remark.fault, remark.field) for remark in remarks_on(Worded(**{**whole, **parts}), language, PEOPLE)
    ]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_good_statement_is_left_alone(language: str) -> None:
    """Nothing is said about a finding that has all it needs."""
    assert not _faults(language)


def test_each_missing_part_is_an_error() -> None:
    """A nonconformity without one of its parts is worth nothing; an observation needs its statement alone."""
    empty = {"requirement": " ", "evidence_text": "", "statement": ""}

    assert [field for _, field in _faults("en", **empty)] == ["requirement", "evidence_text", "statement"]
    assert _faults("en", **empty, grade="observation") == [("missing", "statement")]


@pytest.mark.parametrize(
    ("language", "statement", "fault"),
    [
        ("en", "Approvals should be recorded.", "solution"),
        ("en", "We recommend a register of approvals.", "solution"),
        ("en", "It seems that approval is not ensured.", "weasel"),
        ("en", "Often approval is not ensured.", "weasel"),
        ("pl", "Należy wprowadzić rejestr zatwierdzeń.", "solution"),
        ("pl", "Zatwierdzenie powinno być zapisane.", "solution"),
        ("pl", "Wydaje się, że zatwierdzanie nie jest zapewnione.", "weasel"),
        ("pl", "W niektórych przypadkach brak zatwierdzenia.", "weasel"),
    ],
)
def test_a_doubtful_statement(language: str, statement: str, fault: str) -> None:
    """Solutions and weasel words are found in the language of the text."""
    assert (fault, "statement") in _faults(language, statement=statement)


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("pl", "Rejestr, który należy do zapisów, nie jest prowadzony."),
        ("pl", "Zatwierdzanie przed użyciem nie jest zapewnione."),
        ("en", "Consistency of someone's records, handsome as they are, is not ensured."),
        ("pl", "It seems that this is not Polish."),
    ],
)
def test_other_words_are_left_alone(language: str, statement: str) -> None:
    """Words are whole, mean what they mean in their place, and belong to one language."""
    assert not words_in(statement, "solution", language)
    assert not words_in(statement, "weasel", language)


def test_evidence_needs_a_case_or_a_quantity() -> None:
    """A digit, a mark or a number in words says what was seen."""
    assert lacks_measure("Complaints were late.", "en")
    assert lacks_measure("Skargi były spóźnione.", "pl")
    assert not lacks_measure("Two of the complaints were late.", "en")
    assert not lacks_measure("Żadna skarga nie była w rejestrze.", "pl")
    assert not lacks_measure("Skarga OR.1510.15", "pl")


def test_a_statement_that_repeats_the_evidence() -> None:
    """The same words again, whatever their letters and stops, are no statement."""
    assert ("repetition", "statement") in _faults("en", statement="2 OF 10 PROCEDURES - PS-03 PS-07.")


def test_a_major_needs_its_justification() -> None:
    """Only a major nonconformity does."""
    assert _faults("en", grade="major") == [("unjustified", "justification")]
    assert not _faults("en", grade="major", justification="No approval at all is recorded.")
