"""Papers as rows of text for spreadsheets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.papers.blocks import Column, Table
from qmsctl.render.paper_tables import PlainTable, paper_tables, table_csv, table_named
from qmsctl.render.worded import worded
from tests.papers.every_block import every_block, hostile


def tables(language: str = "pl") -> dict[str, PlainTable]:
    """Return the tables of the paper with every block, by key."""
    return {table.key: table for table in paper_tables(worded(every_block(), language))}


def test_facts_and_numbers_come_first() -> None:
    """The first table has the cover, then facts and figures of every section under its heading."""
    first = paper_tables(worded(every_block(), "pl"))[0]
    assert (first.key, first.headings) == ("cover", ("Część", "Co", "Wartość"))
    title = "Raport z auditu nr AUD-2026-03"
    assert first.rows[0] == (title, "Organizacja", "Urząd Miasta Przykładowo")
    assert (title, "Zakres", "nie podano") in first.rows
    assert (title, "Dokument", "PR-07\nPR-08\nRegulamin") in first.rows
    assert ("Podsumowanie", "niezgodność duża", 1) in first.rows


def test_what_is_said_in_sentences_comes_first_too() -> None:
    """The first table has every sentence in its place, and in the place of each table its name."""
    rows = [
        row
        for row in paper_tables(worded(every_block(), "pl"))[0].rows
        if row[0] != "Raport z auditu nr AUD-2026-03"
    ]
    told = [row for row in rows if row[0] == "Podsumowanie"]
    assert told[0] == ("Podsumowanie", "", "Wniosków z auditu nie zapisano.")
    assert told[1] == ("Podsumowanie", "", "Jedno zdanie po polsku.\nI drugie w nowym wierszu.")
    assert told[-3:] == [
        ("Podsumowanie", "Tabela", "Wyniki"),
        ("Podsumowanie", "Tabela", "Wyniki"),
        ("Podsumowanie", "Wyniki", "Dokument"),
    ]
    assert ("1. Ustalenia", "", "Zdanie pierwsze.") in rows
    assert ("1. Ustalenia: Niezgodności", "Tabela", "Ustalenia") in rows
    assert rows[-2:] == [
        ("Załącznik A. Program auditów", "Osoba odpowiedzialna", "Jan Przykładowy"),
        ("Załącznik A. Program auditów", "Audytor", "nie podano"),
    ]


def test_a_section_of_cards_keeps_them_beside_a_table_of_its_name() -> None:
    """Two tables have two keys, and neither is left out."""
    paper = every_block()
    findings = next(section for section in paper.sections if section.key == "findings")
    table = Table.of("findings", tr("Findings"), (Column(tr("Clause")),), (("8.2",),))
    beside = replace(findings, blocks=(table, *findings.blocks))
    made = paper_tables(worded(replace(paper, sections=(beside,)), "pl"))
    assert [one.key for one in made] == ["cover", "findings", "findings-cards"]
    assert len(made[2].rows) == 2


def test_a_table_keeps_its_rows_in_their_order() -> None:
    """Clause numbers stay text, counts are numbers and days are days; groups keep their head, what is missing is said."""
    assert tables()["results"] == PlainTable(
        "results",
        "Wyniki",
        ("Punkt", "Dokument", "Data", "zgodne", "niezgodne"),
        (
            ("8", "Działania operacyjne", "", 3, 2),
            ("8.2", "Przegląd wymagań", dt.date(2026, 3, 2), 3, 2),
            ("8.10", "procedures/obsluga.yaml\nBiuro Obsługi", "nie podano", 0, 0),
            ("9", "zgodne\nzob. NC-1", "", 1, 0),
        ),
    )


def test_a_chart_is_a_table_of_its_numbers() -> None:
    """A row for each bar, a column for each mark; a bar without parts counts nothing."""
    assert tables()["by-clause"] == PlainTable(
        "by-clause",
        "Wyniki",
        ("Wyniki", "zgodne", "niezgodne", "nie badano"),
        (
            ("7 Wsparcie", 8, 2, 0),
            ("8 działania", 20, 0, 1),
            ("10 Doskonalenie", 0, 0, 0),
        ),
    )


def test_cards_of_a_section_make_a_table() -> None:
    """A row for each card, a column for each label."""
    table = tables()["findings"]
    assert table.headings == (
        "Ustalenia",
        "Status",
        "Punkt",
        "Osoba odpowiedzialna",
        "Data",
        "Wynik",
        "Zakres",
        "Uwagi",
    )
    assert table.rows[0][:3] == ("NC-2026-03-A1 Brak nadzoru", "niezgodność duża\nniezgodne", "8.2")
    assert table.rows[0][-2:] == (
        "Całość\nurzędu",
        "ustalenie zgłoszone\n5 marca 2026 r.\nOsoba odpowiedzialna: Pełnomocnik\nOdpowiedź",
    )
    assert len(table.rows) == 2


def test_every_row_has_a_cell_for_each_heading() -> None:
    """No spreadsheet is ragged, and no key stands twice."""
    for paper in (every_block(), hostile("x")):
        made = paper_tables(worded(paper, "en"))
        assert len(made) == len({table.key for table in made})
        assert all(len(row) == len(table.headings) for table in made for row in table.rows)


def test_a_csv_file_holds_the_table_that_is_named() -> None:
    """Without a name there must be one to choose; a name that is not there is refused with those that are."""
    made = tuple(tables().values())
    assert table_named(made, "results").name == "Wyniki"
    with pytest.raises(QmsctlError, match="several") as caught:
        table_named(made, None)
    assert "cover, by-clause, results, findings" in str(caught.value.hint)
    with pytest.raises(QmsctlError, match="there is no table nothing here"):
        table_named(made, "nothing")
    assert table_named((made[0], made[2]), None).key == "results"


def test_a_csv_file_has_days_that_sort() -> None:
    """A day is written as 2026-03-02, whatever the language; text beside it stays as people read it."""
    for language in ("en", "pl"):
        rows = list(csv.reader(io.StringIO(table_csv(tables(language)["results"], excel=False))))
        assert rows[2] == ["8.2", rows[2][1], "2026-03-02", "3", "2"]


def test_no_cell_starts_a_formula() -> None:
    """Whatever people wrote opens as text, in both kinds of CSV."""
    made = table_named(paper_tables(worded(hostile("=1+1"), "pl")), "t")
    plain = list(csv.reader(io.StringIO(table_csv(made, excel=False))))
    assert plain[1:] == [["'=1+1"], ["'=1+1\n=1+1"]]
    excel = table_csv(made, excel=True)
    assert excel.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(excel[1:]), delimiter=";")) == plain
