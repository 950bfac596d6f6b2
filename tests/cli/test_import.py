"""`qmsctl import`: what an organisation has in spreadsheets and in Word becomes documents, and nothing is invented."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qmsctl.documents.place import Tree
from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli.program import Outcome, Terminal, git, qmsctl, state_of

_OWNED = ("--owner", "quality-officer", "--no-input")

_LIST: tuple[tuple[object, ...], ...] = (
    ("Lista pytań kontrolnych: zakupy",),
    ("Symbol:", "CL-ZAK", "Wydanie:", "2"),
    ("Opracował:", "Jan Nowak", "Zatwierdził:", "Anna Kowal"),
    (),
    ("Lp.", "Punkt normy ISO 9001:2015", "Treść pytania", "Dowody", "Próba", "Wynik", "Uwagi", "Waga"),
    (1, "8.4.1, 8.4.2", "Kto ocenia dostawców?", "Karty ocen\nUmowy", "5 umów", "TAK", "ok", 3),
    ("8.5 Dostarczanie usług",),
    (2, None, "Jak nadzoruje się umowy?", "Rejestr umów", None, None, None, 1),
    ("Lp.", "Punkt normy ISO 9001:2015", "Treść pytania", "Dowody", "Próba", "Wynik", "Uwagi", "Waga"),
    (3, "pkt 9.9.9 i 7.5", "Gdzie są protokoły?", None, None, None, None, None),
    (4, 7.1, "Ilu jest pracowników?", None, None, None, None, None),
    (5, None, "A sprzęt?", None, None, None, None, None),
)


def _workbook(file: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Pytania"
    for row in rows:
        sheet.append(list(row))
    book.save(file)
    return file


def _read(file: Path) -> Source:
    source = read_yaml(file.name, file.read_bytes())
    assert isinstance(source, Source)
    return source


def _mapping(tree: Tree) -> Mapping[str, Tree]:
    assert isinstance(tree, Mapping)
    return tree


def _bring(here: Path, *words: str) -> Outcome:
    return qmsctl("--lang", "en", "import", *words, at=here)


def _faults(here: Path, path: str) -> list[str]:
    """Return what the check says of *path*, but for the approval that it cannot have yet."""
    lines = re.findall(rf"^{path}:\S+ (.*)$", qmsctl("--lang", "en", "check", at=here).out, re.MULTILINE)
    return [line for line in lines if "unapproved-revision" not in line]


def test_a_checklist_as_offices_have_it(here: Path) -> None:
    """Title, symbol and columns are found below each other; headings, results and merged cells are told apart."""
    book = openpyxl.load_workbook(_workbook(here / "zakupy.xlsx", *_LIST))
    book.worksheets[0].merge_cells("A1:H1")
    book.worksheets[0].merge_cells("A7:H7")
    book.worksheets[0].merge_cells("B11:B12")
    book.save(here / "zakupy.xlsx")

    done = _bring(here, "zakupy.xlsx", *_OWNED)

    assert 0 == done.status, done.err
    assert "checklists/cl-zak.yaml\n" == done.out
    made = _read(here / "checklists/cl-zak.yaml")
    stated = [made.value(name) for name in ("id", "type", "title", "revision", "owner", "edition")]
    assert [
        "CL-ZAK",
        "checklist",
        "Lista pytań kontrolnych: zakupy",
        "2",
        "quality-officer",
        "iso9001:2015",
    ] == stated
    questions = made.value("questions")
    assert isinstance(questions, list)
    assert [
        {
            "id": "Q-01",
            "clauses": ["8.4.1", "8.4.2"],
            "text": "Kto ocenia dostawców?",
            "look_for": "Karty ocen\nUmowy",
            "sample": "5 umów",
        },
        {"id": "Q-02", "clauses": ["8.5"], "text": "Jak nadzoruje się umowy?", "look_for": "Rejestr umów"},
        {"id": "Q-03", "clauses": ["7.5"], "text": "Gdzie są protokoły?"},
        {"id": "Q-04", "clauses": ["7.1"], "text": "Ilu jest pracowników?"},
        {"id": "Q-05", "clauses": ["7.1"], "text": "A sprzęt?"},
    ] == questions
    for line in (
        "  Title: Lista pytań kontrolnych: zakupy (zakupy.xlsx, sheet Pytania, row 1)",
        "  Zatwierdził: Anna Kowal (zakupy.xlsx, sheet Pytania, row 3)",
        "  What to look for: Dowody (zakupy.xlsx, sheet Pytania, cell D5)",
        "  column Wynik: it is filled in during an audit (1 cell)",
        "  column Waga: unknown (2 cells); --column NAME=… says what it holds",
        "  zakupy.xlsx, sheet Pytania, cell B10: ISO 9001:2015 has no clause 9.9.9",
        "  1 heading between the rows: a checklist has none",
    ):
        assert f"{line}\n" in done.err
    assert "" == git("status", "--porcelain", "checklists", "approvals", at=here)
    assert "Import CL-ZAK from zakupy.xlsx\n" == git("log", "-1", "--format=%s", at=here)
    assert [] == _faults(here, "checklists/cl-zak.yaml")


def test_the_same_from_csv_of_a_polish_excel(here: Path) -> None:
    """Semicolons and Windows-1250 are read, and the guess at the letters is said."""
    (here / "zakupy.csv").write_bytes("Lp.;Punkt;Pytanie\r\n1;8.4.1;Skąd żółty druk?\r\n".encode("cp1250"))

    done = _bring(here, "zakupy.csv", "--id", "CL-ZAK", "--title", "Zakupy", *_OWNED)

    assert 0 == done.status, done.err
    assert "Skąd żółty druk?" == _read(here / "checklists/cl-zak.yaml").value("questions", 0, "text")
    assert "  Letters: Windows-1250 (the file is no UTF-8; look whether the letters are right)\n" in done.err


@pytest.mark.parametrize(
    ("numbers", "ids"),
    [
        (("P-1", "P-2"), ["P-1", "P-2"]),
        (("4.1", "4.2"), ["Q-4.1", "Q-4.2"]),
        (("4.1", "4.1"), ["Q-01", "Q-02"]),
        (("P-1", ""), ["Q-01", "Q-02"]),
        (("7.", "12."), ["Q-07", "Q-12"]),
    ],
    ids=["ids", "like clauses", "twice the same", "not for each", "numbers"],
)
def test_ids_of_questions(here: Path, numbers: tuple[str, str], ids: list[str]) -> None:
    """Ids stay; what looks like a clause gets a letter and is not taken for one; the rest is numbered."""
    rows = "".join(f"{number};Pytanie {at}?\n" for at, number in enumerate(numbers))
    (here / "l.csv").write_text(f"Id;Question\n{rows}", encoding="utf-8")

    done = _bring(here, "l.csv", "--id", "CL-L", "--title", "L", *_OWNED)

    assert 0 == done.status, done.err
    made = _read(here / "checklists/cl-l.yaml")
    assert ids == [made.value("questions", at, "id") for at in (0, 1)]
    assert made.value("questions", 0, "clauses") is None


def test_columns_that_are_named(here: Path) -> None:
    """A heading that nobody knows is named on the command line; a wrong one is refused with those that are there."""
    (here / "l.csv").write_text("Nr;Co nas ciekawi;Gdzie\n1;Kto?;7.5\n", encoding="utf-8")
    words = ("l.csv", "--id", "CL-L", "--title", "L", *_OWNED)

    unknown = _bring(here, *words)
    wrong = _bring(here, *words, "--column", "question=Co nas dziwi")
    misspelt = _bring(here, *words, "--column", "queston=Co nas ciekawi")
    done = _bring(here, *words, "--column", "question=Co nas ciekawi", "--column", "clauses=Gdzie")

    assert [2, 2, 2, 0] == [unknown.status, wrong.status, misspelt.status, done.status]
    assert "in its row of headings stand: Nr, Co nas ciekawi, Gdzie" in unknown.err
    assert '--column question="HEADING"' in unknown.err
    assert "headings there are: Nr, Co nas ciekawi, Gdzie" in wrong.err
    assert "did you mean question?" in misspelt.err
    assert ("Kto?", "7.5") == (
        _read(here / "checklists/cl-l.yaml").value("questions", 0, "text"),
        _read(here / "checklists/cl-l.yaml").value("questions", 0, "clauses", 0),
    )


def test_several_sheets(here: Path) -> None:
    """Every visible sheet with questions is read; hidden ones are said; one can be chosen by its name."""
    book = openpyxl.load_workbook(_workbook(here / "l.xlsx", ("Pytanie", "Punkt"), ("Kto?", "7.2")))
    for name, state in (("Usługi", "visible"), ("Stare", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["Pytanie", "Punkt"])
        sheet.append([f"{name}?", "8.5"])
    book.save(here / "l.xlsx")
    words = ("l.xlsx", "--id", "CL-L", "--title", "L", *_OWNED, "--dry-run")

    every, one, none = (
        _bring(here, *words),
        _bring(here, *words, "--sheet", "Usługi"),
        _bring(here, *words, "--sheet", "X"),
    )

    assert '"Kto?"' in every.out
    assert '"Usługi?"' in every.out
    assert "sheet Stare: hidden\n" in every.err
    assert '"Kto?"' not in one.out
    assert '"Usługi?"' in one.out
    assert (2, True) == (none.status, "sheets there are: Pytania, Usługi, Stare" in none.err)


def test_a_spreadsheet_checklist_becomes_an_audit(here: Path) -> None:
    """What was a spreadsheet is imported, planned, approved, and answered; the answer is evidence."""
    _workbook(here / "zakupy.xlsx", *_LIST)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    planned = (
        "audit",
        "plan",
        "--id",
        "AUD-9",
        "--title",
        "Zakupy",
        "--day",
        today,
        "--lead",
        "eve",
        "--objectives",
        "O",
    )
    (here / "answers.csv").write_text(
        "question;result;seen;where\nQ-02;conforms;3 contracts;contracts 2026\n", encoding="utf-8"
    )
    steps = (
        ("import", "zakupy.xlsx", *_OWNED),
        ("approve", "CL-ZAK", "--by", "mayor", "--basis", "Ordinance 7/2026"),
        (*planned, "--clause", "8.5", "--unit", "OR", "--checklist", "CL-ZAK", "--no-input"),
        ("approve", "AUD-9", "--by", "mayor", "--basis", "Ordinance 8/2026"),
        ("audit", "conduct", "AUD-9", "--answers", "answers.csv"),
    )
    for step in steps:
        done = qmsctl("--lang", "en", *step, at=here)
        assert 0 == done.status, (step, done.err)

    (record,) = here.glob("audits/aud-9-*/evidence/*.yaml")
    assert {"checklist": "CL-ZAK", "id": "Q-02"} == _read(record).value("question")
    (plan,) = here.glob("audits/aud-9-*/audit.yaml")
    assert "CL-ZAK" == _read(plan).value("checklists", 0, "checklist")
    status = qmsctl("--lang", "en", "audit", "status", "AUD-9", at=here)
    assert "audit in progress" in status.out


def test_what_is_missing_is_asked(here: Path) -> None:
    """In a terminal the id, the title and the owner are asked for, and whether to go on; without input they are named."""
    (here / "l.csv").write_text("No;Clause;Question\n1;7.5;Who?\n", encoding="utf-8")
    refused = _bring(here, "l.csv", "--no-input")

    with Terminal("--lang", "en", "import", "l.csv", at=here) as terminal:
        terminal.answer("Id of the document", "CL-L")
        terminal.answer("Title", "Who does what")
        terminal.answer("Owner: the role or person", "Quality officer")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert (2, True) == (refused.status, "--id, --title, --owner are needed" in refused.err)
    assert 0 == done.status, done.out
    made = _read(here / "checklists/cl-l.yaml")
    assert ["CL-L", "Who does what", "quality-officer"] == [
        made.value(one) for one in ("id", "title", "owner")
    ]


def test_somebody_says_no(here: Path) -> None:
    """Nothing is written where the answer is no."""
    (here / "l.csv").write_text("No;Clause;Question\n1;7.5;Who?\n", encoding="utf-8")
    before = state_of(here)
    words = ("--id", "CL-L", "--title", "T", "--owner", "quality-officer")
    with Terminal("--lang", "en", "import", "l.csv", *words, at=here) as terminal:
        terminal.answer("Record this", "no")
        done = terminal.end()

    assert (0, True) == (done.status, "Nothing was written." in done.out)
    assert before == state_of(here)


def _procedure(file: Path, more: Callable[[Any], None] | None = None) -> Path:
    document = docx.Document()
    rows = (
        ("Symbol:", "PS-77", "Wydanie:", "A/1"),
        ("Tytuł:", "Nadzór nad zapisami", "Właściciel:", "Mayor"),
    )
    table = document.add_table(2, 4)
    for cell, text in zip(
        (one for row in table.rows for one in row.cells), (word for row in rows for word in row), strict=True
    ):
        cell.text = text
    for text, level in (("1. Cel procedury", 1), ("2. Terminy i definicje", 1), ("3. Opis postępowania", 1)):
        document.add_heading(text, level)
        document.add_paragraph("Tekst.")
    document.add_paragraph("Zbierz zapisy", style="List Number")
    document.add_paragraph("Opisz je", style="List Number")
    document.add_heading("4. Opłaty", 1)
    document.add_paragraph("Nie ma.")
    if more:
        more(document)
    stream = io.BytesIO()
    document.save(stream)
    file.write_bytes(stream.getvalue())
    return file


def test_a_procedure_from_word(here: Path) -> None:
    """Its headings are sections, the title block says who it is, and what it says of approvals makes none."""

    def more(document: Any) -> None:  # noqa: ANN401 - python-docx has few types
        table = document.add_table(2, 2)
        for cell, text in zip(
            (one for row in table.rows for one in row.cells),
            ("Zapis", "Miejsce", "Umowa", "Rejestr"),
            strict=True,
        ):
            cell.text = text
        decided = document.add_table(2, 3)
        words = ("Opracował", "Jan Nowak", "2024-01-10", "Zatwierdził", "Anna Kowal", "2024-01-20")
        for cell, text in zip((one for row in decided.rows for one in row.cells), words, strict=True):
            cell.text = text
        document.sections[0].header.paragraphs[0].text = "Urząd Miasta"

    _procedure(here / "ps77.docx", more)

    done = _bring(here, "ps77.docx", "--no-input", "--language", "pl")

    assert 0 == done.status, done.err
    made = _read(here / "procedures/ps-77.yaml")
    assert ["PS-77", "procedure", "Nadzór nad zapisami", "A/1", "mayor", "pl"] == [
        made.value(one) for one in ("id", "type", "title", "revision", "owner", "language")
    ]
    assert {
        "purpose": "Tekst.",
        "terms": "Tekst.",
        "steps": "Tekst.\n\n1. Zbierz zapisy\n2. Opisz je",
        "Opłaty": "Nie ma.\n\n| Zapis | Miejsce |\n|---|---|\n| Umowa | Rejestr |",
    } == {name: str(text).strip() for name, text in _mapping(made.value("sections")).items()}
    assert "  Zatwierdził: Anna Kowal, 2024-01-20 (title block)\n" in done.err
    assert "no section of qmsctl, kept under its own name" in done.err
    assert "  1 page header\n" in done.err
    assert "qmsctl approve PS-77 --by PERSON --decided DAY --basis TEXT" in done.err
    assert [] == list(here.glob("approvals/ps-77*"))
    assert [] == _faults(here, "procedures/ps-77.yaml")
    page = qmsctl(
        "--lang", "pl", "show", "PS-77", "--draft", "--language", "pl", "--format", "html", at=here
    ).out
    assert re.search(r"<tr><th scope=row>\S*Umowa\S*<td>\S*Rejestr", page)


def test_a_procedure_from_markdown(here: Path) -> None:
    """Fields of its head count, in the words of others; what is no field of ours is said."""
    text = "---\ndoc_id: SOP-9\nversion: '3'\nauthor: Ann\ncolour: red\n---\n# Cleaning\n\n## Purpose\n\nClean.\n\n## Method\n\n- one\n"
    (here / "sop.md").write_text(text, encoding="utf-8")

    done = _bring(here, "sop.md", "--type", "instruction", "--no-commit", *_OWNED)

    assert 0 == done.status, done.err
    made = _read(here / "procedures/sop-9.yaml")
    assert ["SOP-9", "instruction", "Cleaning", "3"] == [
        made.value(one) for one in ("id", "type", "title", "revision")
    ]
    assert ["purpose", "steps"] == list(made.value("sections") or {})
    assert "  field colour of the head: red\n" in done.err
    assert "?? procedures/sop-9.yaml\n" in git("status", "--porcelain", at=here)


def test_nothing_is_written_that_would_be_read_in_another_form(here: Path) -> None:
    """Where a kind of documents says how files of the folder are read, the import is refused, with the next step."""
    settings = here / "qms.yaml"
    kind = (
        "\nkinds:\n  sops:\n    files: procedures/sop-*.yaml\n    metadata: yaml\n    fields: {id: number}\n"
    )
    settings.write_text(settings.read_text(encoding="utf-8") + kind, encoding="utf-8")
    (here / "sop.md").write_text("# Cleaning\n\n## Purpose\n\nClean.\n", encoding="utf-8")
    before = state_of(here)

    done = _bring(here, "sop.md", "--id", "SOP-9", *_OWNED)
    polish = qmsctl("--lang", "pl", "import", "sop.md", "--id", "SOP-9", *_OWNED, at=here)

    assert (2, before) == (done.status, state_of(here))
    assert (
        "import writes qmsctl's own form, and procedures/sop-9.yaml would be read as a document of the kind sops,"
        " which has another\nNext: put the file with the others of its kind"
    ) in done.err
    assert "in qms.yaml below folders: procedures" in done.err
    assert "byłby odczytany jako dokument rodzaju sops" in polish.err
    assert 0 == _bring(here, "sop.md", "--id", "PS-9", "--no-commit", *_OWNED).status


def test_nothing_is_overwritten(here: Path) -> None:
    """Where a document of that id, or a file of that name, is there already, it is refused and stays as it is."""
    (here / "l.csv").write_text("No;Question\n1;Who?\n", encoding="utf-8")
    (here / "checklists/cl-x.yaml").write_text("id: CL-Y\n", encoding="utf-8")
    before = state_of(here)

    same = _bring(here, "l.csv", "--id", "CL-01", "--title", "T", *_OWNED)
    file = _bring(here, "l.csv", "--id", "CL-X", "--title", "T", *_OWNED)

    assert (2, True) == (same.status, "CL-01 is here already, in checklists/cl-01.yaml" in same.err)
    assert (2, True) == (file.status, "checklists/cl-x.yaml exists already" in file.err)
    assert before == state_of(here)


def test_a_dry_run_writes_nothing(here: Path) -> None:
    """It shows the file and the message of the commit."""
    _procedure(here / "ps77.docx")
    before = state_of(here)

    done = _bring(here, "ps77.docx", "--no-input", "--dry-run")

    assert 0 == done.status, done.err
    assert done.out.startswith("--- procedures/ps-77.yaml\nid: PS-77\n")
    assert "Import PS-77 from ps77.docx\n" in done.out
    assert before == state_of(here)


@pytest.mark.parametrize(
    ("name", "content", "said", "hint"),
    [
        (
            "a.docm",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Word 97",
            "soffice --headless --convert-to docx FILE",
        ),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Word 97",
            "soffice --headless --convert-to docx FILE",
        ),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97", "soffice --headless --convert-to xlsx"),
        ("a.docx", b"PK\x03\x04", "cannot be read as a Word file", ".docx"),
        ("a.xlsx", b"PK\x03\x04", "cannot be read as an Excel workbook", ".xlsx"),
        ("a.md", b"no headings\n", "has no headings", "Heading 1"),
        ("a.pdf", b"%PDF-1.7", "cannot be told from its name", ".docx or .md"),
        ("a.csv", b"Question\n", "there is no question", "--column"),
    ],
)
def test_refused(here: Path, name: str, content: bytes, said: str, hint: str) -> None:
    """What cannot be read is refused with the reason and the next step, and nothing is written."""
    (here / name).write_bytes(content)
    before = state_of(here)

    done = _bring(here, name, "--id", "X-1", "--title", "T", *_OWNED)

    assert 2 == done.status
    assert said in done.err
    assert hint in done.err
    assert before == state_of(here)


def test_options_that_do_not_fit(here: Path) -> None:
    """Options of checklists are refused for a text, and a type of a text for a checklist."""
    _procedure(here / "ps77.docx")
    (here / "l.csv").write_text("No;Question\n1;Who?\n", encoding="utf-8")

    assert "--column is for checklists" in _bring(here, "ps77.docx", "--column", "id=Symbol").err
    assert "becomes a checklist" in _bring(here, "l.csv", "--type", "procedure").err
    assert (
        "cannot become a document of the type audit"
        in _bring(here, "ps77.docx", "--type", "audit", *_OWNED).err
    )
    assert "knows no role and nobody called nobody" in _bring(here, "ps77.docx", "--owner", "nobody").err
    assert "cannot be read: No such file" in _bring(here, "none.csv").err
