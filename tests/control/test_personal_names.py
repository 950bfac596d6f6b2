"""Names of people in texts: found in their common forms, and nothing else taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.control.personal_names import names_in
from qmsctl.model.organisation import Identity, Organisation, Person

OFFICE = Organisation(
    qms="1",
    organisation=Identity(name="Urząd Miasta Przykładowo"),
    editions=("iso9001:2015",),
    units={"SO": "Wydział Spraw Obywatelskich", "BS": "Biuro Skarg"},
    roles={"clerk": "inspektor"},
    people={
        str(number): Person(name=name)
        for number, name in enumerate(
            (
                "Jan Kowalski",
                "Anna Nowak",
                "Ewa Zielińska-Wrona",
                "Marek Dudek",
                "Piotr Skarga",
                "Adam Lis",
                "Tomasz Matejko",
                "Ola Miasta",
                "Cher",
            )
        )
    },
)


def named(text: str) -> list[str]:
    """Return the names in *text*."""
    return [text[start : start + length] for start, length in names_in(text, OFFICE)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jan Kowalski wydał decyzję.", ["Jan Kowalski"]),
        ("Kowalski wydał decyzję.", ["Kowalski"]),
        ("Decyzję podpisano za Jana Kowalskiego.", ["Jana Kowalskiego"]),
        ("rozmowa z Kowalskim i z panią Nowak", ["Kowalskim", "Nowak"]),
        ("teczka prowadzona przez M. Dudka", ["Dudka"]),
        ("M. Dudek nie prowadzi rejestru", ["Dudek"]),
        ("pismo do Ewy Zielińskiej-Wrony", ["Ewy Zielińskiej", "Wrony"]),
        ("zastępca Marka Dudka, Nowakowi przekazano", ["Marka Dudka", "Nowakowi"]),
        ("rozmawiano z Adam Lis", ["Adam Lis"]),
        ("asked Tomasz Matejko about it", ["Tomasz Matejko"]),
        ("KOWALSKI I NOWAK", ["KOWALSKI", "NOWAK"]),
        ("spytano Olę Miasta", ["Olę Miasta"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    """Surnames are found in their common cases, with the given name that stands before them."""
    assert names == named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Skarga wpłynęła po terminie.",
        "Biuro przyjęło wniosek. Skarga czekała.",
        "w mieście widziano lisa i dudka",
        "lokal przy ul. Kowalskiego 5 i przy ulicy Jana Kowalskiego",
        "Szkoła im. Anny Nowak, plac Nowaka",
        "Urząd Miasta, mapa Miasta",
        "Lis, kot i pies; Nowakowski, Kowal, Dudkiewicz",
        "Kowalskie obyczaje, Kowalszczyzna, Nowakowski",
        "",
    ],
)
def test_no_names(text: str) -> None:
    """Ordinary words, streets, other surnames and the organisation's own words are left alone."""
    assert [] == named(text)


@given(st.text())
def test_any_text(text: str) -> None:
    """Every name that is found lies within the text and begins with a capital letter."""
    assert all(name and name[0].isupper() for name in named(text))
