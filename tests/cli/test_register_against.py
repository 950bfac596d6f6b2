"""`qmsctl register --against`: the register beside lists and matrices kept by hand, in every way they are written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import jsonschema
import openpyxl
import pytest

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, git, qmsctl, state_of
from tests.papers.reading import letters

SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs/schema/register-against-1.json").read_text(encoding="utf-8")
)
ON = ("--on", "2026-11-22")

GOOD = """\
# Documents

Whatever stands here.

| Symbol | Tytuł | Wydanie | Właściciel | Zatwierdził | Zatwierdzono dnia |
|:--|---|---|---|---|--:|
| CL-01 | Questions about documents | - | Quality officer | brak | n/a |
| [PS-01](ps-01.yaml) | **Control of documents** | 1.0 | Ann Example | Mayor | 2026-02-01 |
| PS-02 | Internal audits | - | quality-officer | | |
"""
"""What agrees with the office in every cell: a link and bold words, a role by its key, its title or who holds it."""


def against(here: Path, file: str, *words: str) -> Outcome:
    """Compare the register with *file*, in English."""
    return qmsctl("register", "--against", file, *ON, "--lang", "en", *words, at=here)


def data(here: Path, file: str, *words: str) -> dict[str, Any]:
    """Return the same as data, held to its schema."""
    done = against(here, file, "--json", *words)
    read: dict[str, Any] = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(read)
    assert done.status == int(read["differs"]), done.err
    return read


def found(read: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield kind, document, field and what the list has, of every difference."""
    for one in read["differences"]:
        yield one["kind"], one["document"], one["field"], one["list"]


def write(here: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    """Put a list beside the office."""
    (here / name).write_text(text, encoding=encoding)
    return name


def test_a_list_that_agrees_has_no_difference(here: Path) -> None:
    """The status is 0, the result says how much was compared, and nothing was written."""
    write(here, "list.md", GOOD)
    before = state_of(here)

    done = against(here, "list.md")

    assert (done.status, done.err) == (0, "")
    assert "Rows: 3" in done.out
    assert (
        "Columns compared: Id: Symbol; Title: Tytuł; Revision: Wydanie; Approved by: Zatwierdził;" in done.out
    )
    assert "nothing differs in what was compared" in done.out
    assert state_of(here) == before


@pytest.mark.parametrize("name", ["list.csv", "list-pl.csv", "list.md", "list.xlsx"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_the_register_itself_writes_agrees_with_it(here: Path, name: str, language: str) -> None:
    """Whoever begins a list with the register of today finds no difference; only Markdown has days in words."""
    qmsctl("register", *ON, "-o", name, "--lang", language, at=here)
    forms = ("--date-form", "D MMMM YYYY") if name.endswith(".md") else ()

    read = data(here, name, *forms)

    assert {kind for kind, *_ in found(read)} <= {"otherwise"}
    assert [one["field"] for one in read["list"]["columns"]] == [
        *(
            "id",
            "title",
            "type",
            "language",
            "revision",
            "effective",
            "approved",
            "owner",
            "review_due",
            "state",
        )
    ]
    assert len(read["list"]["not_compared"]) == 2


def test_each_departure_is_named_with_both_values_and_both_places(here: Path) -> None:
    """Missing on either side, given twice, another value, a placeholder, an id that only looks alike."""
    list_ = GOOD.replace("| 1.0 | Ann Example |", "| 1 | TBD |").replace("| CL-01", "| CL\u201001")
    list_ = "\n".join(line for line in list_.splitlines() if "PS-02" not in line)
    list_ += "\n| PS-77 | Gone | 1.0 | x | x | x |\n| ps-01 | Control of documents | 1.0 | | Eve Example | 1.2.2026 |\n"
    write(here, "list.md", list_)

    read = data(here, "list.md")

    assert list(found(read)) == [
        ("alike", "CL-01", "id", "CL\u201001"),
        ("differs", "PS-01", "revision", "1"),
        ("placeholder", "PS-01", "owner", "TBD"),
        ("twice", "PS-01", None, "ps-01"),
        ("alike", "PS-01", "id", "ps-01"),
        ("differs", "PS-01", "approved_by", "Eve Example"),
        ("unread", "PS-01", "approved_on", "1.2.2026"),
        ("placeholder", "PS-01", "owner", ""),
        ("missing", "PS-02", None, None),
        ("unknown", "PS-77", None, "Gone"),
    ]
    revision = read["differences"][1]
    assert (revision["register"], revision["list_place"]) == (
        "1.0",
        {"line": 8, "column": "Wydanie", "cell": None},
    )
    assert revision["register_place"] == {"path": "procedures/ps-01.yaml", "line": 4, "column": 11}
    approved = read["differences"][6]
    assert approved["unread_day"]
    assert approved["register_place"]["path"].startswith("approvals/ps-01-")
    shown = against(here, "list.md").out
    assert "PS-01 | Revision | 1 | 1.0 | list.md:8 | procedures/ps-01.yaml:4" in shown
    assert "Cells that differ (2)" in shown
    assert "Days that could not be read (1)" in shown
    assert "PS-01 | Approved on | 1.2.2026 | 1 February 2026 | list.md:10 | approvals/ps-01-" in shown
    assert (
        "1 day is written in a form that nobody named; name it: --date-form D.M.YYYY if the day comes first in it, "
        "--date-form M.D.YYYY if the month does" in shown
    )


def test_a_day_counts_in_the_form_that_is_named(here: Path) -> None:
    """02/01/2026 is 1 February only for whoever says so; then it is the same day, written otherwise."""
    write(here, "list.md", GOOD.replace("2026-02-01", "02/01/2026"))

    assert {one[0] for one in found(data(here, "list.md"))} == {"unread"}
    assert {one[0] for one in found(data(here, "list.md", "--date-form", "DD/MM/YYYY"))} == {"differs"}
    read = data(here, "list.md", "--date-form", "MM/DD/YYYY")
    assert {one[0] for one in found(read)} == {"otherwise"}
    assert not read["differs"]


DAYS = """\
Lp.;Symbol procedury;Nazwa procedury;Nr wydania;Odpowiada;Zatwierdził;Data zatwierdzenia;Uwagi;
1;PS-01;Control of documents;1.0;Ann Example;Mayor;{day};ważna;archiwum
"""
"""The list of a Polish office; its last column has no heading."""


@pytest.mark.parametrize(
    ("day", "step", "kind"),
    [
        ("01.02.2026 r.", "--date-form DD.MM.YYYY if the day comes first in it, --date-form MM.DD.YYYY", "otherwise"),
        ("13.02.2026", "name it: --date-form DD.MM.YYYY", "differs"),
        ("1 lut 2026", "name it: --date-form 'D MMM YYYY'", "otherwise"),
        ("31.02.2026", "1 cell is in no form a day of the calendar: 31.02.2026", None),
    ],
)  # fmt: skip
def test_a_day_in_a_form_that_nobody_named_is_unread_and_does_not_differ(
    here: Path, day: str, step: str, kind: str | None
) -> None:
    """It has a group of its own with its place, and the next step; once the form is named it is the same or differs."""
    write(here, "list.csv", DAYS.format(day=day))
    only = ("--type", "procedure", "--state", "in_force")

    read = data(here, "list.csv", *only)

    assert list(found(read)) == [("unread", "PS-01", "approved_on", day)]
    assert read["differences"][0]["list_place"] == {"line": 2, "column": "Data zatwierdzenia", "cell": None}
    assert (read["totals"]["unread"], read["totals"]["differs"]) == (1, 0)
    said = against(here, "list.csv", *only).out
    assert step in said
    assert "Days that could not be read (1)" in said
    assert "Cells that differ" not in said
    form = (
        step.rpartition("--date-form ")[2].strip("'") if kind == "differs" or "MMM" in step else "DD.MM.YYYY"
    )
    if kind is not None:
        named = data(here, "list.csv", *only, "--date-form", form)
        assert [one[0] for one in found(named)] == [kind]


def test_columns_of_a_polish_list_are_known_and_the_others_are_named(here: Path) -> None:
    """What offices call their columns is known; what is not known is said, columns without a heading too."""
    write(here, "list.csv", DAYS.format(day="01.02.2026"))

    read = data(here, "list.csv", "--date-form", "DD.MM.YYYY")

    assert {one["heading"]: one["field"] for one in read["list"]["columns"]} == {
        "Symbol procedury": "id",
        "Nazwa procedury": "title",
        "Nr wydania": "revision",
        "Odpowiada": "owner",
        "Zatwierdził": "approved_by",
        "Data zatwierdzenia": "approved_on",
    }
    assert (read["list"]["not_compared"], read["list"]["columns_without_heading"]) == (
        ["Lp.", "Uwagi"],
        ["I"],
    )
    shown = qmsctl("register", "--against", "list.csv", *ON, "--lang", "pl", at=here).out
    assert "kolumny, o których nie wiadomo, co zawierają: Lp., Uwagi; wskaż kolumnę przez --column" in shown
    assert "kolumny bez nagłówka: I" in shown


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nazwa dokumentu", "title"),
        ("Odpowiedzialny", "owner"),
        ("Właściciel", "owner"),
        ("Zatwierdził(a)", "approved_by"),
        ("Data zatwierdzenia", "approved_on"),
        ("Obowiązuje od", "effective"),
        ("Data wejścia w życie", "effective"),
        ("Wydanie", "revision"),
        ("Edycja nr", "revision"),
        ("Termin przeglądu", "review_due"),
        ("Stan dokumentu", "state"),
        ("Gültig ab", "effective"),
        ("Cena", None),
    ],
)
@pytest.mark.parametrize("id", ["Nr", "Symbol", "Numer dokumentu", "Nr / symbol"])
def test_headings_that_offices_use_are_known(here: Path, heading: str, field: str | None, id: str) -> None:
    """Whatever the forms of offices call a column, it is compared; a heading that nobody knows is not."""
    write(here, "list.csv", f"{id};{heading}\nPS-01;x\n")

    read = data(here, "list.csv")["list"]

    assert [one["field"] for one in read["columns"]] == (["id", field] if field else ["id"])
    assert read["not_compared"] == ([] if field else [heading])


def test_a_number_of_rows_is_no_id_where_another_column_holds_the_ids(here: Path) -> None:
    """`Nr` stands above ids in one list and above the numbers of rows in another."""
    write(here, "list.csv", "Nr;Oznacz.;Tytuł\n1;PS-01;Control of documents\n2;PS-02;Internal audits\n")

    read = data(here, "list.csv")

    assert read["list"]["columns"][0] == {"field": "id", "heading": "Oznacz."}
    assert [one[:2] for one in found(read)] == [("missing", "CL-01")]


def test_the_first_table_with_ids_is_meant_unless_a_heading_is_named(here: Path) -> None:
    """Code and tables of other things are passed over, and a further list is not silently left out."""
    other = "```\n| Id | Title |\n|---|---|\n| X | Y |\n```\n\n| Person | Phone |\n|---|---|\n| A | 1 |\n\n"
    wrong = "\n## Old documents\n\n| Id | Title |\n|---|---|\n| PS-01 | Something else |\n"
    write(here, "list.md", other + GOOD + wrong)

    first = data(here, "list.md")
    assert (first["differs"], first["list"]["heading"], first["list"]["tables_left"]) == (
        False,
        "Documents",
        ["Old documents"],
    )
    named = data(here, "list.md", "--heading", "old documents")
    assert ("differs", "PS-01", "title", "Something else") in set(found(named))

    refused = against(here, "list.md", "--heading", "New documents")
    assert (refused.status, refused.out) == (2, "")
    assert "name one of these with --heading: Documents, Old documents" in " ".join(refused.err.split())


def test_columns_are_named_on_the_command_line_or_once_for_all(here: Path) -> None:
    """Whatever the columns are called, `qms.yaml` says it, so that nobody types it twice; so are words and days."""
    text = "Oznacz. dokumentu;Treść;Kto;Kiedy\nPS-01;Control of documents;pełnomocnik;1.02.2026\n"
    write(here, "list.csv", text, "cp1250")
    only = ("--type", "procedure", "--state", "in_force")
    named = ("--column", "title=Treść", "--column", "owner=Kto", "--column", "approved_on=Kiedy")

    typed = data(
        here, "list.csv", *only, "--column", "id=Oznacz. dokumentu", *named, "--date-form", "D.MM.YYYY"
    )
    assert list(found(typed)) == [
        ("otherwise", "PS-01", "approved_on", "1.02.2026"),
        ("differs", "PS-01", "owner", "pełnomocnik"),
    ]
    assert typed["list"]["encoding"] == "Windows-1250"

    settings = """\
master_lists:
  main:
    files: [list.csv]
    columns: {id: Oznacz. dokumentu, title: Treść, owner: Kto, approved_on: Kiedy}
    dates: [D.MM.YYYY]
    words: {pełnomocnik: quality-officer}
"""
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write(settings)
    assert not data(here, "main", *only)["differs"]
    assert not data(here, "list.csv", *only)["differs"]


@pytest.mark.parametrize(
    ("words", "reason", "step"),
    [
        (("nothing.md",), "nothing.md cannot be read: No such file", "under master_lists of qms.yaml: -"),
        (("list.md", "--column", "titel=X"), "nothing of a document is called titel", "did you mean title?"),
        (("list.md", "--column", "owner=X"), "no table of list.md has a column X", "Symbol, Tytuł, Wydanie"),
        (("list.md", "--date-form", "DD.MM"), "DD.MM does not say how a day is written", "DD.MM.YYYY"),
        (("none.md",), "no column of none.md is known to hold the ids", '--column id="…"'),
        (
            ("none.md", "--matrix"),
            "neither the rows nor the columns of a table of none.md",
            '--column id="…"',
        ),
        (("list.bin",), "list.bin is neither an Excel workbook nor a text", "CSV UTF-8"),
        (("list.md", "--type", "procedre"), "there is no type procedre", "did you mean procedure?"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    here: Path, words: tuple[str, ...], reason: str, step: str
) -> None:
    """Each refusal says what is wrong and what to do; none is a comparison with nothing."""
    write(here, "list.md", GOOD)
    write(here, "none.md", "| Person | Phone |\n|---|---|\n| A | 1 |\n")
    (here / "list.bin").write_bytes(b"\0\1\2\x83" * 9)

    done = against(here, *words)

    said = " ".join(done.err.split())
    assert (done.status, done.out) == (2, "")
    assert reason in said
    assert step in said


@pytest.mark.parametrize(
    "words", [("--matrix",), ("--column", "id=X"), ("--heading", "X"), ("--date-form", "DD.MM.YYYY")]
)
def test_options_for_a_list_do_nothing_without_one(here: Path, words: tuple[str, ...]) -> None:
    """Whoever forgets the list is told so."""
    done = qmsctl("register", *words, "--lang", "en", at=here)

    assert done.status == 2
    assert "does nothing without --against" in " ".join(done.err.split())


def test_a_workbook_is_read_cell_by_cell(here: Path) -> None:
    """Titles above the headings, merged cells, days and numbers of Excel; a place is a cell of a sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Wykaz"
    sheet.append(["Wykaz dokumentów"])
    sheet.append(["Symbol", "Wydanie", "Właściciel", "Zatwierdzono dnia"])
    sheet.append(["PS-01", 1.0, "Quality officer", dt.date(2026, 2, 2)])
    sheet.append(["PS-02", "-", None, "-"])
    sheet.append(["CL-01", None, "quality-officer"])
    sheet.merge_cells("C3:C4")
    sheet["B3"].number_format = "0.0"
    book.save(here / "list.xlsx")

    read = data(here, "list.xlsx")

    assert list(found(read)) == [("differs", "PS-01", "approved_on", "2026-02-02")]
    assert read["differences"][0]["list_place"] == {
        "line": 3,
        "column": "Zatwierdzono dnia",
        "cell": "Wykaz!D3",
    }


def test_an_earlier_moment_is_compared_with_the_list_of_that_moment(here: Path) -> None:
    """`--rev` reads the list out of the commit that is looked at, if it holds one; `--on` leaves the files alone."""
    write(here, "list.md", GOOD)
    office.commit(here, "Add the list", "2026-04-01")
    write(here, "list.md", GOOD.replace("Control of documents", "Something new"))

    assert data(here, "list.md")["differs"]
    then = data(here, "list.md", "--rev", "HEAD")
    assert (then["differs"], then["list"]["from_commit"]) == (False, True)
    before = json.loads(
        qmsctl("register", "--against", "list.md", "--as-of", "2026-01-10", "--json", at=here).out
    )
    assert before["list"]["from_commit"] is False
    assert ("differs", "PS-01", "revision", "1.0") in set(found(before))
    assert "none in force; the file says 1.0" in {one["register"] for one in before["differences"]}


def test_what_is_withdrawn_does_not_belong_into_a_list(here: Path) -> None:
    """A row about it differs, though no column speaks of states; a list without the row lacks nothing."""
    done = qmsctl(
        "withdraw", "PS-01", "--by", "mayor", "--reason", "Not needed", "--basis", "Ordinance 3", at=here
    )
    assert done.status == 0, done.err
    later = ("--on", "2099-01-01")
    write(here, "list.md", GOOD)
    listed = json.loads(qmsctl("register", "--against", "list.md", *later, "--json", at=here).out)
    assert ("differs", "PS-01", "state", None) in set(found(listed))

    write(here, "list.md", "\n".join(line for line in GOOD.splitlines() if "PS-01" not in line))
    left = json.loads(qmsctl("register", "--against", "list.md", *later, "--json", at=here).out)
    assert left["differs"] is False


HOSTILE = '=HYPERLINK("x") <b>|\x1b[31m\u202e `a`'


@pytest.mark.parametrize("form", ["plain", "markdown", "html", "csv", "csv-excel", "json", "docx", "xlsx"])
def test_every_format_says_the_same_of_hostile_cells(here: Path, form: str) -> None:
    """A cell of a stranger's list starts no formula, closes no tag, moves no cursor, and is not lost."""
    cell = HOSTILE.replace('"', '""')
    write(here, "list.csv", f'Symbol,Tytuł\nPS-01,"{cell}"\n"{cell}",x\nCL-01,Questions about documents\n')
    out = here.parent / f"out.{form}"

    done = against(here, "list.csv", "--format", form, "-o", str(out))

    assert done.status == 1, done.err
    if form == "docx":
        text = "\n".join(cell.text for table in docx.Document(str(out)).tables for cell in table._cells)  # noqa: SLF001
    elif form == "xlsx":
        cells = [one for sheet in openpyxl.load_workbook(out) for row in sheet for one in row]
        assert not any(one.data_type == "f" for one in cells)
        text = "\n".join(str(one.value) for one in cells)
    else:
        text = out.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "HYPERLINK" in text
    assert "PS-02" in text
    if form == "html":
        assert "<b>|" not in text
    if form.startswith("csv"):
        rows = csv.reader(
            io.StringIO(text.removeprefix("sep=;\n").lstrip("\ufeff")),
            delimiter=";" if ";" in text.partition("\n")[0] else ",",
        )
        assert not any(one.startswith("=") for row in rows for one in row)


MATRIX = """\
| Dokument | Tytuł | Burmistrz | Audytor | Ann Example | Organisational Department |
|---|---|---|---|---|---|
| PS-01 | Control of documents | x | | ✓ | |
| CL-01 | Questions | - | | R | x |
"""
TURNED = """\
Rola;PS-01;CL-01
Burmistrz;x;-
Audytor;;nie
Ann Example;✓;R
OR;;TAK
"""
READERS = {
    "procedures/ps-01.yaml": ("owner: quality-officer", "owner: quality-officer\nreaders: [mayor, ann]"),
    "checklists/cl-01.yaml": ("owner: quality-officer", "owner: quality-officer\nreaders: [OR]"),
}


@pytest.fixture
def readers(here: Path) -> Path:
    """The office with two documents that somebody has to read, and a register of who has."""
    for name, (old, new) in READERS.items():
        text = (here / name).read_text(encoding="utf-8").replace('revision: "1.0"', 'revision: "2.0"')
        (here / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (here / "registers").mkdir(exist_ok=True)
    (here / "registers/read.csv").write_text(
        "document;revision;person;day\nPS-01;2.0;ann;2026-04-07\nPS-01;2.0;bob;2026-04-09\n", encoding="utf-8"
    )
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write("acknowledgements: {register: registers/read.csv}\n")
        file.write(
            "master_lists:\n  readers: {files: [m.md, m.csv], words: {Burmistrz: mayor, Audytor: auditor}}\n"
        )
    office.commit(here, "Say who reads what", "2026-04-01")
    for id in ("PS-01", "CL-01"):
        done = qmsctl(
            "approve", id, "--by", "mayor", "--basis", "Ordinance 4", "--decided", "2026-04-02", at=here
        )
        assert done.status == 0, done.err
    return here


@pytest.mark.parametrize(("name", "text"), [("m.md", MATRIX), ("m.csv", TURNED)])
def test_a_matrix_that_agrees(readers: Path, name: str, text: str) -> None:
    """Rows may be documents or readers; a unit covers its people; what no document asks for is not marked."""
    write(readers, name, text)

    read = data(readers, name, "--matrix")

    assert read["list"]["matrix"]
    assert list(found(read)) == []


def test_a_matrix_is_known_by_its_headings(readers: Path) -> None:
    """Nobody has to say that a table is a matrix whose columns are called after readers."""
    write(readers, "m.md", MATRIX)

    assert data(readers, "m.md")["list"]["matrix"]


def test_departures_of_a_matrix(readers: Path) -> None:
    """A mark too much, one too few, a reader nobody knows, one without a column, and days beside acknowledgements."""
    text = MATRIX.replace("| Audytor |", "| Zarządca |").replace(
        "| x | | ✓ | |", "| 2026-04-08 | | 2026-04-07 | x |"
    )
    text = text.replace("| - | | R | x |", "| | | | |").replace("Organisational Department", "Auditor")
    write(readers, "m.md", text + "| PS-55 | | | | | |\n")

    read = data(readers, "m.md")

    assert {(kind, id, said) for kind, id, said, _ in found(read)} == {
        ("unknown", "", "Zarządca"),
        ("unknown", "PS-55", None),
        ("differs", "PS-01", "Burmistrz"),
        ("differs", "PS-01", "Auditor"),
        ("differs", "CL-01", "Ann Example"),
    }
    mayor = next(one for one in read["differences"] if one["field"] == "Burmistrz")
    assert (mayor["list"], mayor["register"]) == ("2026-04-08", "2026-04-09")
    assert mayor["register_place"] == {"path": "registers/read.csv", "line": 3, "column": 1}


def test_nothing_is_written_by_a_comparison(readers: Path) -> None:
    """Neither the repository nor the list changes."""
    write(readers, "m.md", MATRIX)
    git("status", "--short", at=readers)
    before = state_of(readers)

    against(readers, "m.md", "--no-cache")

    assert state_of(readers) == before


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_page_and_a_terminal_say_it_too(here: Path, language: str) -> None:
    """The comparison is a page of its own, in both languages."""
    write(here, "list.md", GOOD.replace("Internal audits", "Audits"))

    done = qmsctl("register", "--against", "list.md", *ON, "--lang", language, "--format", "html", at=here)

    assert done.status == 1
    word = "Komórki, które się różnią" if language == "pl" else "Cells that differ"
    assert letters(word) in letters(done.out)
