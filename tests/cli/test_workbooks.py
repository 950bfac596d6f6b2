"""The list of questions as an Excel workbook: out, filled in, and back; what cannot be used is named by its cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.program import Terminal, qmsctl, state_of

_IMPORT = ("audit", "import", office.AUDIT)


@pytest.fixture(scope="module")
def blank(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook in English, as it goes out."""
    file = tmp_path_factory.mktemp("blank") / "sheet.xlsx"
    done = qmsctl("audit", "sheet", office.AUDIT, "-o", file, at=pattern)
    assert done.status == 0, done.err
    return file.read_bytes()


def _filled(blank: bytes, file: Path, fill: Callable[[Worksheet, dict[str, str]], None]) -> Path:
    """Fill in a copy of *blank*, as somebody does in Excel: *fill* gets the sheet and the column by heading."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    fill(sheet, {str(cell.value): get_column_letter(at) for at, cell in enumerate(sheet[1], 1)})
    book.save(file)
    return file


def _answers(here: Path) -> dict[str, Source]:
    paths = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    found = [read_yaml(path.name, path.read_bytes()) for path in paths]
    return {str(source.value("question", "id")): source for source in found if isinstance(source, Source)}


def test_it_goes_out_and_comes_back_in_polish(here: Path, tmp_path: Path) -> None:
    """A Polish workbook offers Polish words; filled in, it is shown, and recorded once somebody agrees."""
    file = tmp_path / "lista pytań.xlsx"
    out = qmsctl("--lang", "pl", "audit", "sheet", office.AUDIT, "-o", file, at=here)
    assert (0, True) == (
        out.status,
        f"Po wypełnieniu: qmsctl audit import {office.AUDIT} '{file}'" in out.err,
    )
    book = openpyxl.load_workbook(file)
    sheet, offered = book.worksheets
    assert [office.AUDIT, "Do wyboru"] == book.sheetnames
    assert ["Q1", "Q2", "Q3"] == [sheet[f"B{row}"].value for row in (2, 3, 4)]
    lists = [[cell.value for cell in column if cell.value] for column in offered.iter_cols()]
    assert ["Wynik", "zgodne", "niezgodne", "nie dotyczy", "nie badano"] == lists[0]
    assert ["Komórka organizacyjna", "Organisational Department"] in lists
    assert ["Auditor", "Eve Example"] in lists

    def fill(sheet: Worksheet, column: dict[str, str]) -> None:
        for heading, text in (
            ("Wynik", "zgodne"),
            ("Co stwierdzono", "=1+1 nie jest liczone\nDrugi wiersz"),
            ("Źródło dowodu", "Szafa 3"),
            ("Komórka organizacyjna", "Organisational Department"),
        ):
            cell = sheet[f"{column[heading]}2"]
            cell.value, cell.data_type = text, "s"  # Excel keeps it a text, because that is the cell's format
        sheet[f"{column['Data']}2"] = dt.datetime(2026, 11, 20)  # noqa: DTZ001 - as Excel has it
        sheet[f"{column['Liczba zbadanych']}2"] = 3
        sheet[f"{column['Liczebność zbioru']}2"] = 12.0

    _filled(file.read_bytes(), file, fill)
    with Terminal("--lang", "pl", *_IMPORT, file, at=here) as terminal:
        terminal.press("Wiersz 2: Q1 zgodne\r\n", b"")
        terminal.press("Próba: 3 z 12", b"")
        terminal.press("Plan AUD-2026-01 nie jest jeszcze zatwierdzony", b"")
        terminal.answer("Zapisać to (tak/nie)", "tak")
        assert terminal.end().status == 0

    (answer,) = _answers(here).values()
    assert ("=1+1 nie jest liczone\nDrugi wiersz", "OR", "2026-11-20") == tuple(
        map(answer.value, ("seen", "unit", "occurred"))
    )
    assert {"population": "12", "size": "3"} == answer.value("sample")
    assert "PS-01" == answer.value("judged_against", 0, "document")
    again = tmp_path / "again.xlsx"
    assert 0 == qmsctl("--lang", "pl", "audit", "sheet", office.AUDIT, "-o", again, at=here).status
    sheet = openpyxl.load_workbook(again).worksheets[0]
    column = {str(cell.value): at for at, cell in enumerate(sheet[1])}
    assert ["zgodne, 20 listopada 2026 r.", None] == [
        sheet[row][column["Zapisana odpowiedź"]].value for row in (2, 3)
    ]


def test_the_same_audit_gives_the_same_workbook(pattern: Path, blank: bytes, tmp_path: Path) -> None:
    """The workbook has the same bytes every time; one that may hold answers is never written over."""
    file = tmp_path / "again.xlsx"
    assert 0 == qmsctl("audit", "sheet", office.AUDIT, "--format", "xlsx", "-o", file, at=pattern).status
    assert blank == file.read_bytes()

    for name in ("again.xlsx", "again.csv"):
        (tmp_path / name).write_bytes(b"answers")
        refused = qmsctl("audit", "sheet", office.AUDIT, "-o", tmp_path / name, at=pattern)
        assert (2, b"answers") == (refused.status, (tmp_path / name).read_bytes())
        assert "is there already, and may hold answers" in refused.err
    shown = qmsctl("audit", "sheet", office.AUDIT, "--format", "xlsx", at=pattern)
    assert (2, "") == (shown.status, shown.out)
    assert "Next: name its file, for example: -o questions.xlsx" in shown.err


_Value = str | float | bool | dt.date | dt.time
_CASES: tuple[tuple[str, _Value, str], ...] = (
    ("What was seen", "=A1&B1", "a formula stands here"),
    ("What was seen", "#N/A", "Excel shows an error here: #N/A"),
    ("What was seen", dt.date(2026, 5, 3), "Excel has made a date of what was typed here"),
    ("Day", dt.time(10, 30), "Excel has made a date of what was typed here"),
    ("Documents judged against", 8.1, "Excel has made a number of what was typed here"),
    ("Note", True, "Excel has made a number of what was typed here"),
    ("Result", "perhaps", "perhaps is no result"),
    ("Unit", "Chancery", "the organisation has no unit Chancery"),
    ("Auditor", "Nobody", "qms.yaml knows no person Nobody"),
    ("Method", "dowsing", "dowsing is no method"),
    ("Day", "31.02.2026", "31.02.2026 is not a day of the calendar"),
    ("Question", "Q9", "the audit AUD-2026-01 asks no question Q9"),
)


@pytest.mark.parametrize("case", _CASES)
def test_a_cell_that_cannot_be_used(
    pattern: Path, blank: bytes, tmp_path: Path, case: tuple[str, _Value, str]
) -> None:
    """What is no text, or a text that nobody knows, is named by its cell, and nothing is written."""
    heading, value, said = case
    where = {}

    def fill(sheet: Worksheet, column: dict[str, str]) -> None:
        answer = {"Result": "conforms", "What was seen": "A list", "Where it is found again": "Shelf 3"}
        for name, text in {**answer, heading: value}.items():
            sheet[f"{column[name]}3"] = text
        where["cell"] = f"{column[heading]}3"

    file = _filled(blank, tmp_path / "sheet.xlsx", fill)
    before = state_of(pattern)
    done = qmsctl(*_IMPORT, file, "--yes", at=pattern)

    assert done.status == 2
    assert f"sheet.xlsx, sheet {office.AUDIT}, cell {where['cell']}: {said}" in done.err
    assert "Next: " in done.err
    assert before == state_of(pattern)


def test_rows_sheets_and_audits(here: Path, blank: bytes, tmp_path: Path) -> None:
    """A row is named where no single cell is at fault; every sheet with questions is read; another audit's is refused."""

    def fill(sheet: Worksheet, column: dict[str, str]) -> None:
        sheet[f"{column['Result']}2"] = "conforms"
        assert sheet.parent is not None
        more = sheet.parent.create_sheet("Second day")
        for row in (["question", "Wynik", "reason", ""], ["Q2", "not audited", "No time", "=1+1"], ["Q3"]):
            more.append(row)
        sheet.parent.create_sheet("Notes").append(["Ask the officer", 3.5])

    file = _filled(blank, tmp_path / "sheet.xlsx", fill)
    done = qmsctl(*_IMPORT, file, "--yes", at=here)
    assert done.status == 2
    assert f"sheet.xlsx, sheet {office.AUDIT}, row 2: conforms needs evidence" in done.err

    file = _filled(file.read_bytes(), file, lambda sheet, _: sheet.delete_rows(2))
    done = qmsctl(*_IMPORT, file, "--yes", at=here)
    assert (0, ["Q2"]) == (done.status, list(_answers(here))), done.err

    other = qmsctl("audit", "import", office.CLOSED, file, "--yes", at=here)
    assert other.status == 2
    assert f"says that its answers are of {office.AUDIT}, not of {office.CLOSED}" in other.err
    assert f"Next: bring them back there: qmsctl audit import {office.AUDIT} {file}" in other.err


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _with_part(blank: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(blank)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return _zipped({**parts, name: change(parts.get(name, b""))})


def _with_entities(part: bytes) -> bytes:
    return part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', 1)


def test_files_that_mean_harm_or_are_none(pattern: Path, blank: bytes, tmp_path: Path) -> None:
    """What would unpack to gigabytes, defines entities, has a password or is broken is refused in one sentence."""
    sheet = "xl/worksheets/sheet1.xml"
    cases = {
        "bomb": (_with_part(blank, sheet, lambda _: b" " * 40_000_000), "would unpack to far more"),
        "parts": (_zipped({f"{n}.xml": b"" for n in range(1001)}), "would unpack to far more"),
        "entities": (_with_part(blank, sheet, _with_entities), "cannot be read as an Excel workbook"),
        "wide": (
            _with_part(blank, sheet, lambda part: _with_entities(part).decode().encode("utf-16")),
            "cannot be read as an Excel workbook",
        ),
        "cut": (blank[: len(blank) // 2], "cannot be read as an Excel workbook"),
        "xml": (_with_part(blank, sheet, lambda part: part[:-9]), "cannot be read as an Excel workbook"),
        "text": (b"question,result\n", "cannot be read as an Excel workbook"),
        "empty": (b"", "cannot be read as an Excel workbook"),
        "zip": (_zipped({"a.txt": b"a"}), "cannot be read as an Excel workbook"),
        "none": (
            _with_part(blank, "xl/sharedStrings.xml", lambda part: part.replace(b"Question", b"Kwestia")),
            "has a column called Question in its first row",
        ),
        "odd": (
            _with_part(blank, "xl/sharedStrings.xml", lambda part: part.replace(b">Note<", b">Nota<")),
            "no column is called Nota",
        ),
    }
    before = state_of(pattern)
    for name, (raw, said) in cases.items():
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(raw)
        done = qmsctl(*_IMPORT, file, "--yes", at=pattern)
        assert (name, 2) == (name, done.status), done.says
        assert said in done.err, done.err
        assert "Next: " in done.err
    for ending, raw in ((".csv", blank), (".xls", b"\xd0\xcf\x11\xe0\xa1\xb1"), (".yaml", blank)):
        file = tmp_path / f"named{ending}"
        file.write_bytes(raw)
        done = qmsctl(*_IMPORT, file, "--yes", at=pattern)
        assert (2, True) == (done.status, "a spreadsheet program wrote it in a format of its own" in done.err)
    assert before == state_of(pattern)


def test_rows_far_below_cost_nothing(here: Path, blank: bytes, tmp_path: Path) -> None:
    """What a file says of its own size is not believed: a cell in the last row and column is just a cell."""
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    raw = _with_part(blank, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", far))
    (tmp_path / "far.xlsx").write_bytes(raw)

    done = qmsctl(*_IMPORT, tmp_path / "far.xlsx", "--yes", at=here)

    assert (0, True) == (done.status, "Nothing was written." in done.err), done.err


@pytest.mark.parametrize("language", ["en", "pl"])
def test_without_the_packages(pattern: Path, blank: bytes, tmp_path: Path, language: str) -> None:
    """Where the extra is not installed, one sentence says so, and the next one is the command that installs it."""
    for package in ("openpyxl", "xlsxwriter"):
        (tmp_path / f"{package}.py").write_text("raise ImportError", encoding="utf-8")
    (tmp_path / "sheet.xlsx").write_bytes(blank)
    without = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"}
    said = {
        "en": (
            "cannot be written without the package XlsxWriter",
            "cannot be read without the package openpyxl",
        ),
        "pl": ("bez pakietu XlsxWriter nie można", "bez pakietu openpyxl nie można"),
    }[language]

    words = ("--lang", language, "audit")
    written = qmsctl(*words, "sheet", office.AUDIT, "-o", tmp_path / "new.xlsx", at=pattern, env=without)
    read = qmsctl(*words, "import", office.AUDIT, tmp_path / "sheet.xlsx", "--yes", at=pattern, env=without)
    text = qmsctl(*words, "sheet", office.AUDIT, "-o", tmp_path / "new.csv", at=pattern, env=without)

    for done, words_said in zip((written, read), said, strict=True):
        assert done.status == 2
        assert words_said in done.err
        assert "-m pip install " in done.err or "uv pip install " in done.err
    assert not (tmp_path / "new.xlsx").exists()
    assert text.status == 0
