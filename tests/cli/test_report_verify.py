"""`qmsctl report --verify`, format by format: what is whole, what was altered and where, and what no report is."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import docx
import openpyxl
import pytest
from pypdf import PdfWriter

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from qmsctl.printing import BROWSER, printed
from tests.browser import CHROMIUM, needs_browser
from tests.cli.program import Outcome, git, qmsctl

AUDIT: Final = "AUD-2026-01"
PLAN: Final = ("plan", "AUD-2026-02")
"""A paper of few pages, which a browser prints in no time."""
DAY: Final = "2026-11-13"
FORMATS: Final = ("html", "markdown", "plain", "json", "docx", "xlsx", "csv", "csv-excel")
SAME: Final = {"en": "every byte is the same", "pl": "każdy bajt jest taki sam"}
NOW: Final = {
    "en": "What the repository holds now gives the same content for that day.",
    "pl": "Obecna zawartość repozytorium daje na ten dzień tę samą treść.",
}
STRANGE: Final = {
    "en": "does not say from which commit and day it was made",
    "pl": "nie podaje, z jakiego commitu",
}


@pytest.fixture(scope="module", params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]) -> Demonstration:
    """The demonstration in each language; nobody may change it."""
    return demonstrations(request.param)


def each(*pairs: tuple[str, str]) -> pytest.MarkDecorator:
    """Ask a test about languages and formats together: each of both occurs, not each with each."""
    return pytest.mark.parametrize(("spoken", "format"), pairs, indirect=["spoken"])


def in_one(language: str) -> pytest.MarkDecorator:
    """Ask a test in one *language*."""
    return pytest.mark.parametrize("spoken", [language], indirect=True)


def written(
    of: Demonstration, format: str, to: Path, folder: Path | None = None, paper: tuple[str, ...] = (AUDIT,)
) -> Path:
    """Write the report, or another *paper*, in *format*; a format of tables gets that of the checklist."""
    file = to / f"report.{format}"
    table = ("--table", "checklist") if format.startswith("csv") else ()
    words = ("--on", DAY, "--lang", of.language, "--format", format, *table, "-o", file)
    done = qmsctl("report", *paper, *words, at=folder or of.folder, env={BROWSER: CHROMIUM})
    assert done.status == 0, done.err
    return file


def verify(
    file: Path,
    of: Demonstration,
    folder: Path | None = None,
    browser: str = CHROMIUM,
    paper: tuple[str, ...] = (AUDIT,),
) -> Outcome:
    """Ask whether *file* still is the report, or another *paper*."""
    words = ("report", *paper, "--verify", str(file), "--lang", of.language)
    return qmsctl(*words, at=folder or of.folder, env={BROWSER: browser})


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_as_it_was_written_is_the_report(spoken: Demonstration, tmp_path: Path, format: str) -> None:
    """Each format says from what it was made, and is the same again to the last byte."""
    done = verify(written(spoken, format, tmp_path), spoken)

    assert (done.status, done.err) == (0, "")
    assert SAME[spoken.language] in done.out
    assert NOW[spoken.language] in done.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_the_demonstration_is_the_report(language: str, tmp_path: Path) -> None:
    """What `qmsctl demo` lays beside the office is what its repository gives."""
    assert qmsctl("--lang", language, "demo", "office", at=tmp_path).status == 0
    for file in (f"reports/{AUDIT}.html", f"reports/{AUDIT}.md"):
        done = qmsctl("--lang", language, "report", AUDIT, "--verify", file, at=tmp_path / "office")

        assert (done.status, file) == (0, file), done.out
        assert SAME[language] in done.out


@each(("en", "json"), ("pl", "plain"))
def test_an_altered_line_is_named(spoken: Demonstration, tmp_path: Path, format: str) -> None:
    """Its number and the heading it stands under are said, with what stands here and what should."""
    file = written(spoken, format, tmp_path)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "Q-5.1.1-1" in line)
    lines[at] = lines[at].replace("Q-5.1.1-1", "Q-5.1.1-9")
    file.write_text("".join(lines), "utf-8")
    done = verify(file, spoken)

    assert done.status == 1
    assert {"en": f"Line {at + 1}, under “", "pl": f"Wiersz {at + 1}, pod nagłówkiem „"}[
        spoken.language
    ] in done.out
    assert re.search(r"^  - .*Q-5\.1\.1-9", done.out, re.MULTILINE)
    assert re.search(r"^  \+ .*Q-5\.1\.1-1", done.out, re.MULTILINE)


def test_of_a_long_line_the_words_that_differ_are_shown(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """What was altered can be seen on both sides, however far behind it stands."""
    demonstration = demonstrations("en")
    file = written(demonstration, "markdown", tmp_path)
    text = file.read_text(encoding="utf-8")
    longest = max(text.split("\n"), key=len)
    before, last = longest.rstrip(" .|").rsplit(" ", 1)
    file.write_text(
        text.replace(longest, longest.replace(f"{before} {last}", f"{before} elsewhere")), "utf-8"
    )
    done = verify(file, demonstration)

    assert done.status == 1
    (old,) = [line for line in done.out.splitlines() if line.startswith("  - ")]
    (new,) = [line for line in done.out.splitlines() if line.startswith("  + ")]
    assert "elsewhere" in old
    assert last in new
    assert max(len(old), len(new)) < 180


@each(("en", "csv"), ("pl", "csv-excel"))
def test_an_altered_cell_of_a_table_is_named(spoken: Demonstration, tmp_path: Path, format: str) -> None:
    """Its row and column are said; a row that is missing is too."""
    file = written(spoken, format, tmp_path)
    excel = format == "csv-excel"
    text = file.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if excel else ","))
    column = rows[0][2]
    rows[4][2] = "changed"
    rows.pop(7)
    stream = io.StringIO()
    csv.writer(stream, delimiter=";" if excel else ",", lineterminator="\r\n").writerows(rows)
    file.write_bytes(stream.getvalue().encode("utf-8-sig" if excel else "utf-8"))
    done = verify(file, spoken)

    assert done.status == 1
    named = {"en": f"Row 5, column “{column}”:", "pl": f"Wiersz 5, kolumna „{column}”:"}[spoken.language]
    assert f"{named}\n  - changed\n" in done.out
    assert {"en": "Row 8, ", "pl": "Wiersz 8, "}[spoken.language] in done.out


@in_one("pl")
def test_an_altered_cell_of_a_workbook_is_named(spoken: Demonstration, tmp_path: Path) -> None:
    """Its sheet, its address and its column are said, although another program saved the file."""
    file = written(spoken, "xlsx", tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[3]
    heading, title = sheet["B1"].value, sheet.title
    sheet["B2"] = "changed"
    book.save(file)
    done = verify(file, spoken)

    assert done.status == 1
    place = {
        "en": f"Sheet “{title}”, cell B2, column “{heading}”:",
        "pl": f"Arkusz „{title}”, komórka B2, kolumna „{heading}”:",
    }[spoken.language]
    assert f"{place}\n  - changed\n" in done.out
    assert {"en": ": 1 cell differs.", "pl": ": 1 komórka."}[spoken.language] in done.out


@in_one("en")
def test_a_workbook_saved_anew_says_the_same(spoken: Demonstration, tmp_path: Path) -> None:
    """Its bytes are others, so it is not the file; that no word differs is said."""
    file = written(spoken, "xlsx", tmp_path)
    openpyxl.load_workbook(file).save(file)
    done = verify(file, spoken)

    assert done.status == 1
    assert {"en": "every word is the same", "pl": "każde słowo jest takie samo"}[spoken.language] in done.out
    assert "xl/workbook.xml" in done.out


@in_one("pl")
def test_an_altered_paragraph_or_cell_in_word_is_named(spoken: Demonstration, tmp_path: Path) -> None:
    """The heading it stands under is said, and of a table which, and which row and column."""
    file = written(spoken, "docx", tmp_path)
    document = docx.Document(str(file))
    quiet = [
        one for one in document.paragraphs if one.style and one.style.name == "Normal" and len(one.text) > 60
    ]
    quiet[0].runs[0].text = "Nothing was found."
    table = next(
        one for one in document.tables if one.style and one.style.name == "Report Table" and len(one.rows) > 3
    )
    table.rows[2].cells[1].paragraphs[0].runs[0].text = "changed"
    document.save(str(file))
    done = verify(file, spoken)

    assert done.status == 1
    assert {"en": "Paragraph under “", "pl": "Akapit pod nagłówkiem „"}[spoken.language] in done.out
    assert "  - Nothing was found." in done.out
    place = {
        "en": r"Table “.+” under “.+”, row 3, column 2:",
        "pl": r"Tabela „.+” pod nagłówkiem „.+”, wiersz 3, kolumna 2:",
    }
    assert re.search(place[spoken.language] + r"\n  - .*changed", done.out)


@in_one("en")
def test_a_hidden_change_in_word_is_named(spoken: Demonstration, tmp_path: Path) -> None:
    """Where no word is another, the parts of the file that differ are said."""
    file = written(spoken, "docx", tmp_path)
    document = docx.Document(str(file))
    document.styles["Normal"].font.hidden = True
    document.save(str(file))
    done = verify(file, spoken)

    assert done.status == 1
    assert "word/styles.xml" in done.out


@needs_browser
@in_one("pl")
def test_a_printed_file_is_the_report(spoken: Demonstration, tmp_path: Path) -> None:
    """The same browser prints the same bytes; of another one it is said, and the words are compared."""
    file = written(spoken, "pdf", tmp_path, paper=PLAN)
    assert SAME[spoken.language] in verify(file, spoken, paper=PLAN).out

    file.write_bytes(file.read_bytes().replace(b"/Producer (Skia/PDF m", b"/Producer (Skia/PDF n"))
    done = verify(file, spoken, paper=PLAN)
    assert done.status == 1
    assert {"en": "another program (Skia/PDF n", "pl": "inny program (Skia/PDF n"}[
        spoken.language
    ] in done.out
    assert {"en": "every word is the same", "pl": "każde słowo jest takie samo"}[spoken.language] in done.out
    assert {"en": "from the very page", "pl": "dokładnie z tej strony"}[spoken.language] in done.out


@needs_browser
@in_one("en")
def test_an_altered_word_of_a_printed_file_is_named(spoken: Demonstration, tmp_path: Path) -> None:
    """Its page is said, with the line as it stands there and as it should."""
    page = written(spoken, "html", tmp_path, paper=PLAN).read_text("utf-8")
    file = tmp_path / "forged.pdf"
    forged = page.replace("Q-8.4.1-2", "Q-8.4.1-9")
    file.write_bytes(printed(forged, spoken.day, Path("x.html"), {**_environment(), BROWSER: CHROMIUM}))
    done = verify(file, spoken, paper=PLAN)

    assert done.status == 1
    assert re.search({"en": r"^Page \d+:$", "pl": r"^Strona \d+:$"}[spoken.language], done.out, re.MULTILINE)
    assert re.search(r"^  - .*Q-8\.4\.1-9", done.out, re.MULTILINE)
    assert re.search(r"^  \+ .*Q-8\.4\.1-2", done.out, re.MULTILINE)
    assert {"en": "from another page", "pl": "z innej strony"}[spoken.language] in done.out

    # The note that names the page proves nothing where the words are others: it is not held out as if it did.
    true = written(spoken, "pdf", tmp_path, paper=PLAN).read_bytes()
    claim = re.compile(rb"of-page-sha256 ([0-9a-f]{64})")
    page_of = claim.search(true)
    assert page_of
    file.write_bytes(claim.sub(page_of[0], file.read_bytes()))
    done = verify(file, spoken, paper=PLAN)
    assert done.status == 1
    assert re.search(r"^  - .*Q-8\.4\.1-9", done.out, re.MULTILINE)
    assert "very page" not in done.out
    assert "another page" not in done.out


@needs_browser
@in_one("pl")
def test_a_printed_file_that_another_program_saved_anew_says_the_same(
    spoken: Demonstration, tmp_path: Path
) -> None:
    """Its bytes are others, and its words are read all the same."""
    file = written(spoken, "pdf", tmp_path, paper=PLAN)
    note = next(line for line in file.read_bytes().split(b"\n") if line.startswith(b"%qmsctl-command"))
    anew = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(file.read_bytes())).write(anew)
    file.write_bytes(anew.getvalue() + note + b"\n")
    done = verify(file, spoken, paper=PLAN)

    assert done.status == 1
    assert {"en": "every word is the same", "pl": "każde słowo jest takie samo"}[spoken.language] in done.out


@needs_browser
@in_one("en")
def test_without_what_reads_printed_files_it_is_said_what_is_missing(
    spoken: Demonstration, tmp_path: Path
) -> None:
    """That the file is another one is said, and which package tells where."""
    file = written(spoken, "pdf", tmp_path, paper=PLAN)
    file.write_bytes(file.read_bytes().replace(b"/Producer (Skia/PDF m", b"/Producer (Skia/PDF n"))
    hidden = tmp_path / "hidden"
    (hidden / "pypdf").mkdir(parents=True)
    (hidden / "pypdf/__init__.py").write_text("raise ImportError\n", encoding="utf-8")
    done = qmsctl(
        *("report", *PLAN, "--verify", file, "--lang", "en"),
        at=spoken.folder,
        env={BROWSER: CHROMIUM, "PYTHONPATH": str(hidden)},
    )

    assert done.status == 1
    assert "is not what its commit, day and language give." in done.out
    assert "cannot be read without the package pypdf" in done.out
    assert "install pypdf" in done.out
    assert "from the very page" in done.out


def _environment() -> dict[str, str]:
    import os  # noqa: PLC0415 - what a browser needs to start

    return dict(os.environ)


def test_without_a_browser_a_printed_file_is_not_believed(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """What it says of itself proves nothing; that its words cannot be compared is said, and it does not pass."""
    of = demonstrations("en")
    command = f"qmsctl report {AUDIT} --rev {head(of.folder)} --on {DAY} --report-lang en"
    note = f"%qmsctl-command {json.dumps(command)} of-page-sha256 {'0' * 64}\n"
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF-1.4\n" + note.encode() + b"startxref\n0\n%%EOF\n")
    done = verify(file, of, browser="/nowhere")

    assert done.status == 1
    assert "cannot be compared" in done.out
    assert "from another page" in done.out


def head(folder: Path) -> str:
    """Return the last commit of *folder*."""
    return git("rev-parse", "HEAD", at=folder).strip()


@each(("en", "html"), ("pl", "docx"))
def test_what_the_repository_gives_now_is_told(spoken: Demonstration, tmp_path: Path, format: str) -> None:
    """A file of an earlier commit still is the report of that commit; which sections would be others now is said."""
    folder = tmp_path / "office"
    shutil.copytree(spoken.folder, folder)
    file = written(spoken, format, tmp_path, folder)
    settings = folder / "qms.yaml"
    text = settings.read_text("utf-8")
    assert re.search(r"^  address: .+$", text, re.MULTILINE)
    settings.write_text(
        re.sub(r"^  address: .+$", "  address: 2 New Street", text, flags=re.MULTILINE), "utf-8"
    )
    done = verify(file, spoken, folder)

    assert done.status == 0
    assert SAME[spoken.language] in done.out
    assert {"en": "gives another report for that day", "pl": "daje na ten dzień inny raport"}[
        spoken.language
    ] in done.out
    assert {"en": "1 General information", "pl": "1 Dane ogólne"}[spoken.language] in done.out


def test_a_commit_that_is_gone_is_said(
    demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """Of a history that does not have the commit, nothing can be made again."""
    of = demonstrations("en")
    file = written(of, "csv", tmp_path)
    file.write_text(file.read_text("utf-8").replace(head(of.folder), "a" * 40), "utf-8")
    done = verify(file, of)

    assert done.status == 2
    assert "there is no commit" in done.err


@pytest.mark.parametrize(
    "name",
    [
        "text.txt",
        "table.csv",
        "data.json",
        "page.pdf",
        "letter.docx",
        "book.xlsx",
        "a.zip",
        "empty",
        "deep.json",
        "bytes",
    ],
)
def test_a_file_that_is_no_report_is_refused(spoken: Demonstration, tmp_path: Path, name: str) -> None:
    """In whatever format, it is said in one sentence that it names no commit, and what can be verified."""
    file = tmp_path / name
    strange(file)
    done = verify(file, spoken)

    assert (done.status, done.out) == (2, "")
    assert STRANGE[spoken.language] in " ".join(done.err.split())
    assert {"en": "Next: verify a file that", "pl": "Dalej: sprawdzać można plik"}[
        spoken.language
    ] in " ".join(done.err.split())


def strange(file: Path) -> None:
    """Write a file that is no report of qmsctl."""
    match file.name:
        case "letter.docx":
            docx.Document().save(str(file))
        case "book.xlsx":
            openpyxl.Workbook().save(file)
        case "a.zip":
            file.write_bytes(b"PK\3\4 damaged")
        case "page.pdf":
            file.write_bytes(b"%PDF-1.4\nnothing\n%%EOF\n")
        case "data.json":
            file.write_text('{"schema": "qmsctl-paper-1", "language": "en", "command": null}')
        case "deep.json":
            file.write_text('{"a":' + "[" * 200_000)
        case "bytes":
            file.write_bytes(bytes(range(256)) * 50)
        case "table.csv":
            file.write_text("a,b\r\n1,2\r\n")
        case _:
            file.write_text("" if file.name == "empty" else "Dear all,\n\nwe met.\n")
