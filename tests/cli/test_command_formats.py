"""What commands list, show and compare, as files that offices open: Word, PDF, Excel and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import docx
import openpyxl
import pytest

from qmsctl.demo import Demonstration
from qmsctl.printing import BROWSER
from tests.browser import CHROMIUM, needs_browser
from tests.cli.program import Outcome, qmsctl
from tests.papers.reading import letters

DAY: Final = ("--on", "2026-11-13")
COMMANDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "register": (("register", *DAY), ("PS-09", "Rozpatrywanie skarg, wniosków, zażaleń i odwołań")),
    "show": (("show", "PS-09", *DAY), ("PS-09", "KPA art. 57")),
    "draft": (("show", "PS-09", "--draft"), ("PS-09",)),
    "history": (("history", "PS-09", *DAY), ("PS-09", "zarządzenie nr 120.3.2025 z 17 stycznia 2025 r.")),
    "changes": (("changes", "--since", "AUD-2026-01"), ("NC-2026-02-A1",)),
    "diff": (("diff", "PS-09", *DAY), ("PS-09", "zastępstwo")),
    "sample": (("sample", "registers/skargi.csv", "--size", "3", "--seed", "x"), ("registers/skargi.csv",)),
    "audits": (("audit", "status", *DAY), ("AUD-2026-02", "AUD-2025-01")),
    "audit": (("audit", "status", "AUD-2026-02", *DAY), ("NC-2026-02-A1",)),
    "sheet": (("audit", "sheet", "AUD-2026-02", *DAY), ("AUD-2026-02",)),
    "verify": (("evidence", "verify", "AUD-2026-01"), ("AUD-2026-01",)),
}
"""By a short name: what is called, and what every format of it must hold."""
WITHOUT_TABLES: Final = ("show", "draft", "diff")
TO_FILL_IN: Final = "sheet"
"""Its workbook is of another kind: `test_workbooks.py`."""


@pytest.fixture(scope="module")
def folder(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The demonstration in Polish."""
    return demonstrations("pl").folder


def made(name: str, folder: Path, file: Path) -> Outcome:
    """Write what the command *name* tells into *file*."""
    return qmsctl(*COMMANDS[name][0], "--lang", "pl", "-o", file, at=folder, env={BROWSER: CHROMIUM})


def words_of(file: Path) -> str:
    """Return every word of a Word file, with its header and footer."""
    document = docx.Document(str(file))
    (section,) = document.sections
    parts = (document, section.header, section.footer)
    return letters("".join("".join(part._element.itertext()) for part in parts))  # noqa: SLF001 - for all its text


@pytest.mark.parametrize("name", COMMANDS)
def test_word_holds_what_the_page_holds(name: str, folder: Path, tmp_path: Path) -> None:
    """It opens in another program, names what the page names, and has the same bytes twice."""
    files = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for file in files:
        done = made(name, folder, file)
        assert (done.status, done.out) == (0, ""), done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    page = tmp_path / "page.html"
    assert made(name, folder, page).status == 0
    told, shown = words_of(files[0]), letters(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))
    for text in COMMANDS[name][1]:
        assert letters(text) in told
        assert letters(text) in shown
    # The list of sections is there to move about a page; a short paper that is printed has none.
    content = re.sub(r"<nav.*?</nav>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for heading in re.findall(r"<h[12][^>]*>([^<]*)</h", content):
        assert letters(heading) in told


@needs_browser
@pytest.mark.parametrize("name", COMMANDS)
def test_pdf_is_tagged_and_numbered(name: str, folder: Path, tmp_path: Path) -> None:
    """It is a PDF file that screen readers can follow, with the same bytes twice."""
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        done = made(name, folder, file)
        assert done.status == 0, done.err
    content = files[0].read_bytes()
    assert content == files[1].read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in (*WITHOUT_TABLES, TO_FILL_IN)])
def test_workbook_holds_the_tables(name: str, folder: Path, tmp_path: Path) -> None:
    """A sheet for each table of the Word file, row for row; the same bytes twice."""
    files = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for file in files:
        done = made(name, folder, file)
        assert done.status == 0, done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    assert made(name, folder, tmp_path / "same.docx").status == 0
    _, *sheets = openpyxl.load_workbook(files[0]).worksheets
    tables = [
        table
        for table in docx.Document(str(tmp_path / "same.docx")).tables
        if table.style and table.style.name == "Report Table"
    ]
    assert len(sheets) == len(tables)
    assert tables or name == "verify"  # where all evidence holds, nothing is listed
    for sheet, table in zip(sheets, tables, strict=True):
        assert sheet.max_row == len(table.rows)


@pytest.mark.parametrize("name", WITHOUT_TABLES)
def test_no_workbook_of_what_is_no_table(name: str, folder: Path, tmp_path: Path) -> None:
    """A text is none: the endings that make sense are named, and nothing is written."""
    for ending in ("xlsx", "csv"):
        done = made(name, folder, tmp_path / f"file.{ending}")
        assert done.status == 2
        assert ".docx" in done.err
    assert list(tmp_path.iterdir()) == []


def test_csv_holds_one_table(folder: Path, tmp_path: Path) -> None:
    """Where there are several they are named; a table keeps its name whatever else there is to tell."""
    done = made("history", folder, tmp_path / "history.csv")
    assert done.status == 2
    assert "revisions, commits" in done.err
    assert list(tmp_path.iterdir()) == []
    words = (*COMMANDS["history"][0], "--format", "csv", "--table", "commits")
    rows = list(csv.reader(io.StringIO(qmsctl(*words, at=folder).out)))
    assert rows[0][0] == "Commit"
    assert len(rows) == 3
    words = (*COMMANDS["audit"][0], "--format", "csv", "--table", "findings")
    assert "NC-2026-02-A1" in qmsctl(*words, at=folder).out
    done = qmsctl(*COMMANDS["audit"][0], "--format", "plain", "--table", "findings", at=folder)
    assert done.status == 2
    assert "--format csv" in done.err


def test_a_procedure_on_paper(folder: Path, tmp_path: Path) -> None:
    """Title block, change card, and at each foot the revision, the commit and that it is valid on the day of printing."""
    words = ("show", "PS-09", "--lang", "pl", "-o", tmp_path / "PS-09.docx")
    assert qmsctl(*words, at=folder).status == 0
    document = docx.Document(str(tmp_path / "PS-09.docx"))
    tables = {
        table._element.xpath("./w:tblPr/w:tblCaption/@w:val")[0]: table  # noqa: SLF001 - no other way
        for table in document.tables
    }
    block = tables["Metryka dokumentu"]
    assert [row.cells[0].text for row in block.rows][1:] == ["Opracował(a)", "Sprawdził(a)", "Zatwierdził(a)"]
    assert block.rows[3].cells[1].text == "Tadeusz Okoński"
    assert [row.cells[0].text for row in tables["Karta zmian"].rows][1] == "1"
    foot = document.sections[0].footer.paragraphs[0].text
    assert re.match(r"PS-09 · rewizja 1, zmiana \(commit\) \w{10}; ważne w dniu wydruku: ", foot)


def test_a_draft_says_so_on_every_page(folder: Path, tmp_path: Path) -> None:
    """Nobody takes a page of it for what is in force."""
    assert made("draft", folder, tmp_path / "draft.docx").status == 0
    document = docx.Document(str(tmp_path / "draft.docx"))
    assert "Projekt niezatwierdzony" in document.sections[0].footer.paragraphs[0].text
