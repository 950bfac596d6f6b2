"""Registers as offices keep them: what is read, and what is refused in one sentence that names the place."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.documents.csv_table import LARGEST_TABLE, Table, UnreadableTableError, read_table


def read(raw: str | bytes) -> Table:
    """Return the table in *raw*."""
    return read_table("registers/skargi.csv", raw.encode() if isinstance(raw, str) else raw)


def cells(raw: str | bytes) -> list[tuple[str, ...]]:
    """Return the cells of each row, header first."""
    table = read(raw)
    return [table.columns, *(row.cells for row in table.rows)]


def refusal(raw: str | bytes) -> str:
    """Return why *raw* cannot be read: one sentence, with the next step behind it."""
    with pytest.raises(UnreadableTableError) as refused:
        read(raw)
    assert refused.value.hint is not None
    assert "\n" not in str(refused.value)
    return str(refused.value)


EXPECTED = [("Nr", "Opis"), ("1", "żółć"), ("2", "b")]


@pytest.mark.parametrize(
    "raw",
    [
        "Nr;Opis\n1;żółć\n2;b\n",
        "Nr,Opis\n1,żółć\n2,b",
        "\ufeffNr;Opis\r\n1;żółć\r\n2;b\r\n",
        'sep=;\r\nNr;Opis\r\n1;"żółć"\r\n2;b\r\n',
        " Nr ; Opis \n1;z\u0307o\u0301łc\u0301\n2; b \n",
        "Nr;Opis\n1;żółć\n;\n\n2;b\n;\n;;;\n",
        "Nr;Opis\r1;żółć\r2;b\r",
    ],
    ids=["semicolons", "commas", "Excel", "sep", "blanks and composed letters", "empty rows", "old Mac"],
)
def test_one_register_in_many_forms(raw: str) -> None:
    """Separators, byte order mark, line ends, quotation marks and blank rows do not change what is read."""
    assert EXPECTED == cells(raw)


def test_quoted_cells() -> None:
    """A quoted cell holds separators, line breaks and quotation marks; the next row knows its line."""
    table = read('Nr;Opis\n1;"a; b,\nc ""d"""\n2;e\n')

    assert 'a; b,\nc "d"' == table.rows[0].cells[1]
    assert [2, 4] == [row.line for row in table.rows]
    assert [1, 2] == [row.number for row in table.rows]


def test_other_separators_in_the_header() -> None:
    """Where both separators stand in the header, the one that gives every row its columns is meant."""
    assert [("Nr", "Nazwa, opis"), ("1", "a")] == cells("Nr;Nazwa, opis\n1;a\n")
    assert [("Nr", "Kwota; zł"), ("1", "a")] == cells("Nr,Kwota; zł\n1,a\n")


def test_one_column() -> None:
    """A register may be a list; a row of it that has more cells is refused."""
    assert [("Nr",), ("1",)] == cells("Nr\n1\n")
    assert "line 2" in refusal("Nr\n1;2\n")
    assert "line 2" in refusal("Nr\n1,2\n")


def test_rows_have_names() -> None:
    """A row is named by its first cell on one line, by the second where the first counts, else by its number."""

    def names(raw: str) -> list[str]:
        return [row.name for row in read(raw).rows]

    assert ["a b", "#2"] == names('Nr;x\n"a\nb";1\n;2\n')
    assert ["SO.1", "SO.2"] == names("Lp.;Znak\n1.;SO.1\n2.;SO.2\n")
    assert ["1", "2"] == names("Lp.;Wydział\n1;SO\n2;SO\n")
    assert ["1", "3"] == names("Lp.;Znak\n1;SO.1\n3;SO.2\n")
    assert ["1", "2"] == names("Lp.\n1\n2\n")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Nr;Opis\n1;żółć\n".encode("cp1250"), "line 2 of registers/skargi.csv is not UTF-8"),
        ("Nr;Opis\n1;a\n".encode("utf-16"), "line 1 of registers/skargi.csv is not UTF-8"),
        ("Nr;Opis\n1;\0\n", "line 2 of registers/skargi.csv holds a NUL, so this is no text"),
        ("", "registers/skargi.csv is empty"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "registers/skargi.csv is a pointer to a file that Git LFS keeps elsewhere, and not the register",
        ),
        ("\ufeff\n \n", "registers/skargi.csv is empty"),
        ("Nr;Opis\n", "registers/skargi.csv has no rows below its header, so there is nothing in it"),
        ("Nr;Opis\n;\n", "registers/skargi.csv has no rows below its header, so there is nothing in it"),
        ("Nr;Nr\n1;2\n", "two columns of registers/skargi.csv are called Nr"),
        ("Nr;\n1;2\n", "column 2 of registers/skargi.csv has no name in the header"),
        (
            "Nr;Opis\n1;a\n2;b;c\n",
            "the row at line 3 of registers/skargi.csv has 3 cells, and the header has 2",
        ),
        ("Nr;Opis\n1\n", "the row at line 2 of registers/skargi.csv has 1 cell, and the header has 2"),
        (
            'Nr;Opis\n1;"a\n2;b\n',
            "the row at line 2 of registers/skargi.csv has a quotation mark that is not closed, or text behind one",
        ),
        (
            'Nr;Opis\n1;"a"b\n',
            "the row at line 2 of registers/skargi.csv has a quotation mark that is not closed, or text behind one",
        ),
        ("Nr;a,b\n1;c,d\n", "the columns of registers/skargi.csv can be told apart by ; and by , alike"),
        (
            f"Nr;Opis\n1;{'x' * 140_000}\n",
            "the row at line 2 of registers/skargi.csv has a cell that is too long",
        ),
        (b"x" * (LARGEST_TABLE + 1), f"registers/skargi.csv is larger than {LARGEST_TABLE} bytes"),
    ],
    ids=lambda value: None if isinstance(value, str) and len(value) < 90 else "…",
)
def test_what_is_refused(raw: str | bytes, said: str) -> None:
    """What could be read in two ways, or not at all, is refused with its line."""
    assert said == refusal(raw)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(texts, texts, texts), min_size=1), st.sampled_from(";,"))
def test_whatever_a_program_writes_is_read(rows: list[tuple[str, str, str]], separator: str) -> None:
    """What a CSV writer quotes properly comes back cell by cell, but for blanks and empty rows."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("a", "b", "c"), ("1", "2", "3"), *rows])

    found = [row.cells for row in read(stream.getvalue()).rows]

    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert 1 + len(filled) == len(found)


@given(st.binary(max_size=200))
def test_anything_else(raw: bytes) -> None:
    """Whatever the bytes are, they are a table or are refused in a sentence."""
    with suppress(UnreadableTableError):
        assert read(raw).rows
