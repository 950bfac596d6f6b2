"""Title blocks as offices have them: labels beside, above or before what they say."""

from __future__ import annotations

import pytest

from qmsctl.authoring.title_block import is_title_block, labelled_line, title_block


def said(*rows: tuple[str, ...]) -> dict[str, str]:
    """Return what the block of *rows* says, by field."""
    return {one.field: one.value for one in title_block(rows)}


@pytest.mark.parametrize(
    "rows",
    [
        (("Symbol:", "PS-03", "Wydanie", "2"), ("Tytuł", "Audity wewnętrzne", "Zatwierdził", "Anna Kowal")),
        (("Symbol: PS-03", "Wydanie: 2"), ("Tytuł: Audity wewnętrzne", "Zatwierdził: Anna Kowal")),
        (("Symbol", "Wydanie", "Tytuł", "Zatwierdził"), ("PS-03", "2", "Audity wewnętrzne", "Anna Kowal")),
        (
            ("Document No", "PS-03"),
            ("Version", "2"),
            ("Title", "Audity wewnętrzne"),
            ("Approved by", "Anna Kowal"),
        ),
    ],
    ids=["beside", "in one cell", "above", "English"],
)
def test_one_block_in_many_forms(rows: tuple[tuple[str, ...], ...]) -> None:
    """It says the same, however its labels stand."""
    expected = {"id": "PS-03", "revision": "2", "title": "Audity wewnętrzne", "approved": "Anna Kowal"}
    assert expected == said(*rows)
    assert is_title_block(rows)


def test_who_decided_row_by_row() -> None:
    """A row for each decision has the name and the day of it, whatever heads its columns."""
    block = (
        ("", "Imię i nazwisko", "Data", "Podpis"),
        ("Opracował", "Jan Nowak", "2024-01-10", ""),
        ("Sprawdził", "Ewa Lis", "2024-01-15", ""),
        ("Zatwierdził", "Anna Kowal", "2024-01-20", ""),
    )
    assert {
        "prepared": "Jan Nowak, 2024-01-10",
        "checked": "Ewa Lis, 2024-01-15",
        "approved": "Anna Kowal, 2024-01-20",
    } == said(*block)


def test_an_ordinary_table_is_no_block() -> None:
    """A table of records or of people stays a table of the text."""
    assert not is_title_block((("Zapis", "Miejsce"), ("Umowy", "Rejestr umów")))
    assert not is_title_block((("Krok", "Kto", "Termin"), ("1", "auditor", "14 dni")))
    assert labelled_line("Uwaga: pilne") is None
    assert labelled_line("Symbol:") is None
