"""Reports as files that other programs open, by the real command."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from qmsctl.demo import Demonstration
from qmsctl.printing import BROWSER
from qmsctl.render.paper_tables import paper_tables
from tests.browser import CHROMIUM, needs_browser
from tests.cli.program import Terminal, qmsctl
from tests.papers.reading import from_json, letters

REPORT = ("report", "AUD-2026-01", "--on", "2026-11-13")


@pytest.fixture(scope="module", params=["en", "pl"])
def spoken(request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]) -> Demonstration:
    """The demonstration in each language."""
    return demonstrations(request.param)


def test_the_report_in_word_tells_what_the_view_has(spoken: Demonstration, tmp_path: Path) -> None:
    """Headings in order, tables cell for cell, and the same bytes twice."""
    files = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for file in files:
        done = qmsctl(*REPORT, "--lang", spoken.language, "-o", file, at=spoken.folder)
        assert (done.status, done.out) == (0, "")
        assert "one.docx" in done.err or "two.docx" in done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    view = qmsctl(*REPORT, "--lang", spoken.language, "--format", "json", at=spoken.folder)
    truth = from_json(json.loads(view.out))

    document = docx.Document(str(files[0]))
    headings = [
        letters(one.text)
        for one in document.paragraphs
        if one.style and (one.style.name or "").startswith("Heading")
    ]
    assert len(headings) == len(truth.headings)
    assert all(told.endswith(known) for told, known in zip(headings, truth.headings, strict=True))
    captions = [letters(one.text) for one in document.paragraphs if one.style and one.style.name == "Caption"]
    assert set(truth.tables) <= set(captions)
    tables = [
        [[letters(cell.text) for cell in row.cells] for row in one.rows[1:]]
        for one in document.tables
        if one.style and one.style.name == "Report Table"
    ]
    for rows in truth.tables.values():
        assert rows in tables


def test_a_table_of_the_report_as_csv(spoken: Demonstration) -> None:
    """The table that is named, as the view has it; a status is its word."""
    words = ("--lang", spoken.language, "--format")
    view = json.loads(qmsctl(*REPORT, *words, "json", at=spoken.folder).out)
    checklist = next(
        block
        for section in view["sections"]
        for block in section["blocks"]
        if block.get("key") == "checklist"
    )
    done = qmsctl(*REPORT, *words, "csv", "--table", "checklist", at=spoken.folder)
    assert done.status == 0, done.err
    rows = list(csv.reader(io.StringIO(done.out)))
    assert rows[0] == [
        *(column["label"] for column in checklist["columns"]),
        f"{view['command']} --report-lang {spoken.language} --table checklist",
    ]
    assert {row[-1] for row in rows[1:]} == {""}
    assert len(rows) == 1 + sum(len(group["rows"]) for group in checklist["groups"])
    excel = qmsctl(*REPORT, *words, "csv-excel", "--table", "checklist", at=spoken.folder)
    assert excel.out.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(excel.out[1:]), delimiter=";")) == rows


def test_a_csv_file_has_to_know_its_table(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """There are many: they are named; and other formats hold them all."""
    folder = demonstrations("en").folder
    done = qmsctl(*REPORT, "-o", tmp_path / "report.csv", at=folder)
    assert done.status == 2
    assert "checklist, documents" in done.err
    assert not (tmp_path / "report.csv").exists()
    done = qmsctl(*REPORT, "-o", tmp_path / "report.html", "--table", "checklist", at=folder)
    assert done.status == 2
    assert "--format csv" in done.err


def test_a_file_is_not_for_the_terminal(demonstrations: Callable[[str], Demonstration]) -> None:
    """A person who names no file is told to; a pipe gets the bytes."""
    folder = demonstrations("en").folder
    with Terminal(*REPORT, "--format", "docx", at=folder) as terminal:
        done = terminal.end()
    assert done.status == 2
    assert "-o audit-report.docx" in done.out
    assert qmsctl(*REPORT, "--format", "docx", at=folder).out.startswith("PK")


@needs_browser
def test_the_report_is_printed(demonstrations: Callable[[str], Demonstration], tmp_path: Path) -> None:
    """Tagged, with its title and the day it tells of; the same bytes twice."""
    folder = demonstrations("pl").folder
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        done = qmsctl(*REPORT, "--lang", "pl", "-o", file, at=folder, env={BROWSER: CHROMIUM})
        assert done.status == 0, done.err
    content = files[0].read_bytes()
    assert content == files[1].read_bytes()
    assert b"/MarkInfo" in content
    assert re.findall(rb"/ModDate \(D:(\d+)", content) == [b"20261113000000"]
    assert len(re.findall(rb"/Type /Page\b", content)) > 10


def test_without_a_browser_a_person_is_told_what_to_do(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """The page can be printed by hand; nothing half-written is left."""
    done = qmsctl(
        *REPORT, "-o", tmp_path / "my report.pdf", at=demonstrations("en").folder, env={BROWSER: "/nowhere"}
    )
    assert done.status == 2
    assert "QMSCTL_BROWSER" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (("audit", "programme"), "Audits of the programme"),
        (("finding", "list"), "Findings"),
        (("finding", "show", "NC-2026-01-A1"), "Steps so far"),
    ],
)
def test_other_papers_in_word(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path, words: tuple[str, ...], table: str
) -> None:
    """What is printed as a sheet is a Word file too: the same rows as its plain lines."""
    folder = demonstrations("en").folder
    file = tmp_path / "paper.docx"
    day = ("--on", "2026-11-13")
    done = qmsctl(*words, *day, "-o", file, at=folder)
    assert done.status == 0, done.err
    plain = qmsctl(*words, *day, "--format", "plain", at=folder).out
    document = docx.Document(str(file))
    headings = [
        one.text for one in document.paragraphs if one.style and (one.style.name or "").startswith("Heading")
    ]
    assert table in headings
    assert headings == re.findall(r"\n\n(.*) \(\d+\)\n", plain)
    # Pictures, which plain lines do not have, are tables without a heading over their first column.
    tables = [one for one in document.tables if one.style and one.style.name == "Report Table"]
    cells = {
        letters(cell.text)
        for one in tables
        if one.rows[0].cells[0].text
        for row in one.rows[1:]
        for cell in row.cells
    }
    told = letters(plain)
    assert cells
    assert [cell for cell in cells if cell not in told] == []


def test_the_report_as_a_workbook(spoken: Demonstration, tmp_path: Path) -> None:
    """Facts and numbers first, then a sheet for each table, as CSV has it; the same bytes twice."""
    words = (*REPORT, "--lang", spoken.language)
    files = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for file in files:
        done = qmsctl(*words, "-o", file, at=spoken.folder)
        assert done.status == 0, done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    book = openpyxl.load_workbook(files[0])
    told = qmsctl(*words, "--format", "json", at=spoken.folder).out
    # The workbook names a file of its own kind in the command that makes it again, and JSON the page.
    tables = paper_tables(json.loads(re.sub(r"-o (again|ponownie)\.html", r"-o \1.xlsx", told)))
    assert len(book.worksheets) == len(tables) > 10
    for sheet, table in zip(book.worksheets, tables, strict=True):
        rows = [tuple(map(_held, row)) for row in sheet.iter_rows(values_only=True)]
        assert rows[0] == table.headings
        assert rows[1:] == list(table.rows)
    values = [
        value for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row
    ]
    assert {dt.datetime, int, str} <= set(map(type, values))
    assert float not in set(map(type, values))  # a clause is a text, or 8.10 would be 8.1
    assert any(re.fullmatch(r"\d+(\.\d+)+", value) for value in values if isinstance(value, str))


def _held(value: object) -> object:
    """Return the *value* of a cell as qmsctl gave it."""
    if isinstance(value, dt.datetime):
        return value.date()
    return "" if value is None else value


def test_the_findings_as_a_workbook(demonstrations: Callable[[str], Demonstration], tmp_path: Path) -> None:
    """A workbook has room for every column."""
    folder = demonstrations("en").folder
    done = qmsctl("finding", "list", "--on", "2026-11-13", "-o", tmp_path / "list.xlsx", at=folder)
    assert done.status == 0, done.err
    data = qmsctl("finding", "list", "--on", "2026-11-13", "--format", "csv", at=folder).out
    headings = next(csv.reader(io.StringIO(data)))
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[1]
    assert [cell.value for cell in sheet[1]] == headings
