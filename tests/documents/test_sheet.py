"""Tables that somebody else made: each cell as it is shown in Excel or stands in the CSV file, with its place."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles.numbers import FORMAT_TEXT

from qmsctl.documents.csv_table import UnreadableTableError
from qmsctl.documents.sheet import Sheet, column_letters, read_sheets


def texts(sheet: Sheet) -> list[list[str]]:
    """Return the texts of the cells, row by row."""
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def workbook(*rows: Sequence[Any], merge: str = "") -> openpyxl.Workbook:
    """Return a workbook whose only sheet holds *rows*."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Wykaz"
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return *book* as a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        "Lp.;Treść\n1;żółć, a\n".encode(),
        "Lp.\tTreść\n1\tżółć, a\n".encode(),
        'Lp.,Treść\n1,"żółć, a"\n'.encode(),
        "\ufeffLp.;Treść\r\n;\r\n1;żółć, a\r\n".encode(),
        "sep=;\r\nLp.;Treść\r\n1;żółć, a\r\n".encode("cp1250"),
        "Lp.\tTreść\n1\tżółć, a\n".encode("utf-16"),
    ],
    ids=["semicolons", "tabs", "commas", "Excel", "Windows-1250", "Unicode text of Excel"],
)
def test_one_table_in_many_forms(raw: bytes) -> None:
    """Separators, letters and line ends do not change what is read."""
    (sheet,) = read_sheets("lista.csv", raw)
    assert [["Lp.", "Treść"], ["1", "żółć, a"]] == texts(sheet)
    assert ("Windows-1250" if b"sep" in raw else "UTF-16" if b"\0" in raw else "UTF-8") == sheet.encoding


def test_rows_above_the_headings() -> None:
    """A title above the headings is a row like any other, rows may be short, and each knows its line."""
    (sheet,) = read_sheets("lista.csv", b'Lista pytan\n\nLp.;Pytanie;Dowody\n1;"a\nb"\n2;c;d\n')
    assert [1, 3, 4, 6] == [row.number for row in sheet.rows]
    assert [["Lista pytan"], ["Lp.", "Pytanie", "Dowody"], ["1", "a\nb"], ["2", "c", "d"]] == texts(sheet)
    assert "" == sheet.rows[2].text(2)
    assert "lista.csv, line 6" == sheet.place(sheet.rows[3], 1).into("en")


def test_cells_of_a_workbook() -> None:
    """Numbers, days and truth values are read as they are shown; a formula without a result is told apart."""
    day = dt.datetime(2026, 1, 13)  # noqa: DTZ001 - as Excel has it
    book = workbook(
        ("Punkt", "Dnia", "Suma"), (8.1, day, "=1+1"), (7, dt.date(2026, 2, 1), True), ("  8.10 ", None, 0.5)
    )
    book.worksheets[0]["A4"].number_format = FORMAT_TEXT
    book.worksheets[0]["C4"].number_format = "0.00"
    (sheet,) = read_sheets("lista.xlsx", saved(book))
    assert [
        ["Punkt", "Dnia", "Suma"],
        ["8.1", "2026-01-13", ""],
        ["7", "2026-02-01", "TRUE"],
        ["8.10", "", "0.50"],
    ] == texts(sheet)
    assert dt.date(2026, 1, 13) == sheet.rows[1].cells[1].day
    assert [True, False, False] == [row.cells[0].number for row in sheet.rows[1:]]
    assert sheet.rows[1].cells[2].uncounted
    assert not sheet.rows[2].cells[1].uncounted
    assert "lista.xlsx, sheet Wykaz, cell B3" == sheet.place(sheet.rows[2], 1).into("en")


def test_merged_cells() -> None:
    """What a merged cell shows can be read in each of its rows."""
    book = workbook(("Punkt", "Pytanie"), ("8.4", "a"), (None, "b"), (None, "c"), merge="A2:A3")
    (sheet,) = read_sheets("lista.xlsx", saved(book))
    assert ["8.4", "8.4", ""] == [sheet.unmerged(row, 0) for row in sheet.rows[1:]]


def test_a_merged_range_of_a_whole_sheet() -> None:
    """A file that merges a million rows costs nothing."""
    raw = saved(workbook(("a", "b"), merge="A1:B2"))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    (sheet,) = read_sheets("lista.xlsx", changed.getvalue())
    assert "a" == sheet.rows[0].text(0)
    assert {} == sheet.merged


def test_hidden_sheets_are_told() -> None:
    """Which sheets are hidden is known to whoever reads them."""
    book = workbook(("a",))
    book.create_sheet("Listy").sheet_state = "hidden"
    assert [("Wykaz", False), ("Listy", True)] == [
        (sheet.title, sheet.hidden) for sheet in read_sheets("lista.xlsx", saved(book))
    ]


@pytest.mark.parametrize(
    ("raw", "said", "hint"),
    [
        (b"PK\x03\x04 no zip", "cannot be read as an Excel workbook", "save it anew as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password, or was saved by Excel 97", "soffice"),
        (b"a;b\0c", "neither an Excel workbook nor a text", "CSV UTF-8"),
        (b"\n\n;;\n", "is empty", "name the file"),
        (b'a;"b\n', "quotation mark that is not closed", "close the quotation mark"),
    ],
    ids=["no zip", "old Excel", "bytes", "empty", "open quotation mark"],
)
def test_refused(raw: bytes, said: str, hint: str) -> None:
    """What is no table is refused in one sentence, with the next step."""
    with pytest.raises(UnreadableTableError) as refused:
        read_sheets("lista", raw)
    assert said in str(refused.value)
    assert refused.value.hint is not None
    assert hint in refused.value.hint.into("en")


def test_a_workbook_that_would_fill_the_memory(tmp_path: Path) -> None:
    """How much a workbook unpacks to is looked at before it is unpacked."""
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (65 * 1024 * 1024))
    with pytest.raises(UnreadableTableError, match="unpack to far more"):
        read_sheets("bomb.xlsx", bomb.read_bytes())


def test_columns_by_letters() -> None:
    """Columns are called as Excel calls them."""
    assert ["A", "Z", "AA", "AZ", "BA"] == [column_letters(one) for one in (0, 25, 26, 51, 52)]
