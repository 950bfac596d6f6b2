"""Workbooks: text as it was, the same bytes every time, and nothing that Excel would refuse."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
from openpyxl.workbook import Workbook

from qmsctl.render.workbook import Entry, Grid, workbook


def _opened(raw: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(raw))


def _made(*grids: Grid) -> bytes:
    return workbook(grids, title="Register & more", language="pl", subject="AUD-1")


def test_every_cell_is_the_text_it_was() -> None:
    """No text becomes a number, a date, a formula or a link, and nothing that a program would obey is left."""
    texts = [
        "01",
        "12",
        "8.10",
        "=1+1",
        "+48 1",
        "@SUM(A1)",
        "2026-01-02",
        "https://example.org",
        "_x0041_",
        "a\nb",
        "\x1b",
    ]
    (sheet,) = _opened(_made(Grid("Teksty", ["Tekst"], [[text] for text in texts]))).worksheets

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [*texts[:-1], "\\x1b"] == [cell.value for cell in cells]
    assert {("s", "@", None)} == {(cell.data_type, cell.number_format, cell.hyperlink) for cell in cells}


def test_numbers_and_days_can_be_sorted_and_filtered() -> None:
    """A whole number is a number and a day a date; what Excel cannot hold exactly is the text that says it."""
    day = dt.date(2026, 11, 22)
    entries: list[Entry] = [0, -7, 10**15, day, dt.date(1899, 12, 31), ""]
    (sheet,) = _opened(_made(Grid("Liczby", ["Ile"], [[entry] for entry in entries]))).worksheets

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [
        (0, "n", "0"),
        (-7, "n", "0"),
        ("1000000000000000", "s", "@"),
        (dt.datetime(2026, 11, 22), "d", "yyyy-mm-dd"),  # noqa: DTZ001 - Excel has no time zones
        ("1899-12-31", "s", "@"),
        (None, "n", "@"),
    ] == [(cell.value, cell.data_type, cell.number_format) for cell in cells]


def test_the_same_tables_give_the_same_bytes() -> None:
    """Neither the clock nor the order of a set shows in the bytes."""
    grid = Grid("A", ["x", "y"], [["1", "2"]], choices={1: ["a", "b"], 0: ["c"]}, open=frozenset({0, 1}))

    assert _made(grid) == _made(grid)
    with zipfile.ZipFile(io.BytesIO(_made(grid))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {part.date_time for part in archive.infolist()}


def test_choices_of_any_length_and_letters() -> None:
    """What can be chosen may hold commas and be long; columns that offer the same share one list."""
    long = ["Wydział Organizacyjny, Kadr i Płac " * 8, "zgodne", "=nie formuła"]
    grid = Grid("Arkusz", ["Wynik", "Nota", "Drugi"], [["", "", ""]] * 3, choices={0: long, 2: long})
    first, offered = _opened(_made(grid)).worksheets

    validations = first.data_validations.dataValidation
    assert [("A2:A4", "'Do wyboru'!$A$2:$A$4"), ("C2:C4", "'Do wyboru'!$A$2:$A$4")] == [
        (str(one.sqref), one.formula1) for one in validations
    ]
    assert ["Wynik", *long] == [row[0].value for row in offered.iter_rows()]
    assert (1, "hidden") == (offered.max_column, offered.sheet_state)
    assert {"Wybierz z listy"} == {one.errorTitle for one in validations}


def test_it_is_ready_to_be_read_and_printed() -> None:
    """Headings stay in sight and stand on every page, which is A4, sideways and as wide as the table."""
    grid = Grid("Rejestr", ["Nr", "Opis"], [["1", "słowo " * 40]], frozen=1, open=frozenset({1}))
    (sheet,) = _opened(_made(grid)).worksheets

    assert ("B2", "A1:B2") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert ("landscape", "$1:$1", True, 0) == (
        sheet.page_setup.orientation,
        sheet.print_title_rows,
        sheet.sheet_properties.pageSetUpPr.fitToPage,
        sheet.page_setup.fitToHeight,
    )
    assert sheet.page_setup.paperSize in (9, "9")
    assert 8 <= sheet.column_dimensions["A"].width < 10 < sheet.column_dimensions["B"].width < 50
    assert sheet["B2"].alignment.wrap_text
    assert sheet.oddFooter is not None
    assert "Register && more" in str(sheet.oddFooter.left)


def test_names_that_excel_does_not_allow() -> None:
    """Tabs have names that are allowed, whole and different from one another; a cell takes what fits."""
    names = [
        "a/b:c",
        "A B C",
        "'x'",
        "",
        "History",
        "n" * 40,
        "n" * 50,
        "Results by main clause: ISO 9001:2015",
    ]
    book = _opened(_made(*(Grid(name, ["x"], [["y" * 40_000]]) for name in names)))

    assert book.sheetnames == [
        "a b c", "A B C 2", "x", "_", "History 2", "n" * 31, "n" * 29 + " 2", "Results by main clause ISO …",
    ]  # fmt: skip
    text = str(book.worksheets[0]["A2"].value)
    assert (32_767, True) == (len(text), text.endswith("y […]"))


def test_a_table_without_rows() -> None:
    """Where there is nothing to list, the headings say what would be listed."""
    (sheet,) = _opened(_made(Grid("Puste", ["a", "b"], [], choices={0: ["x"]}))).worksheets[:1]

    assert [["a", "b"]] == [[cell.value for cell in row] for row in sheet.iter_rows()]
