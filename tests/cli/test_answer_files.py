"""Answers out of files: `audit conduct --answers`, and sheets that are filled in and brought back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of

_CONDUCT = ("audit", "conduct", office.AUDIT, "--answers")
_IMPORT = ("audit", "import", office.AUDIT)


def _answers(here: Path) -> dict[str, Source]:
    """Return the records of the open audit by the question they answer."""
    found = [
        read_yaml(path.name, path.read_bytes())
        for path in sorted(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))
    ]
    return {str(source.value("question", "id")): source for source in found if isinstance(source, Source)}


def test_a_table_in_polish(here: Path) -> None:
    """A table as a Polish Excel saves it is understood: semicolons, its code page, its days, short results."""
    table = (
        "Pytanie;Wynik;Co stwierdzono;Źródło dowodu;Powód;Liczebność zbioru;Liczba zbadanych;Data;Załączniki\r\n"
        'Q1;Z;"Wykaz procedur; żółta teczka";Folder procedur;;12;3;20.03.2026;spis.txt\r\n'
        "Q2;nie badano;;;Choroba pełnomocnika;;;;\r\n"
        "Q3;;;;;;;;\r\n"
    )
    (here / "sub").mkdir()
    (here / "sub/lista.csv").write_bytes(table.encode("cp1250"))
    (here / "sub/spis.txt").write_text("PS-01\n", encoding="utf-8")

    done = qmsctl("--lang", "pl", *_CONDUCT, "sub/lista.csv", at=here)

    assert done.status == 0, done.err
    answers = _answers(here)
    assert ["Q1", "Q2"] == sorted(answers)
    first = answers["Q1"]
    assert ("conforms", "Wykaz procedur; żółta teczka") == (first.value("result"), first.value("seen"))
    assert ("2026-03-20", {"population": "12", "size": "3"}) == (
        first.value("occurred"),
        first.value("sample"),
    )
    assert str(first.value("attachments", 0, "file")).endswith("/spis.txt")
    assert "Choroba pełnomocnika" == answers["Q2"].value("reason")
    assert git("log", "-1", "--format=%B", at=here) == (
        "Zapis 2 odpowiedzi w audicie AUD-2026-01\n\nQ1: zgodne\nQ2: nie badano\n\n"
    )


def test_a_table_with_words_of_the_report(here: Path) -> None:
    """Methods, units and auditors are understood by the words, titles and names that a report prints."""
    table = (
        "Pytanie;Wynik;Co stwierdzono;Źródło dowodu;Metoda;Komórka organizacyjna;Auditor\n"
        "Q1;zgodne;Wykaz;Szafa 3;rozmowa;Organisational Department;Eve Example\n"
    )
    (here / "lista.csv").write_text(table, encoding="utf-8")

    for told in ("", "Q1"):  # the second time it is known to say the same
        done = qmsctl(*_CONDUCT, "lista.csv", at=here)
        assert done.status == 0, done.err
        assert told in done.err

    answer = _answers(here)["Q1"]
    assert ("interview", "OR", "eve") == tuple(map(answer.value, ("method", "unit", "auditor")))
    assert len(list(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))) == 1

    (here / "lista.csv").write_text(table.replace("rozmowa", "wróżba"), encoding="utf-8")
    refused = qmsctl("--lang", "pl", *_CONDUCT, "lista.csv", at=here)
    assert "przegląd dokumentów, przegląd zapisów, rozmowa" in refused.err


def test_yaml_and_what_was_recorded_before(here: Path) -> None:
    """The same file a second time changes nothing; another answer needs the reason of its correction."""
    file = here / "answers.yaml"
    first = (
        "- {question: q1, result: does not conform, seen: Nothing is listed, where: Shelf 3, auditor: eve}\n"
    )
    file.write_text(f"audit: AUD-2026-01\nanswers:\n  {first}", encoding="utf-8")

    done = qmsctl(*_CONDUCT, "answers.yaml", at=here)
    assert done.status == 0, done.err
    assert "A finding has to be raised from each of these: Q1" in done.err
    assert ("does_not_conform", "eve") == (
        _answers(here)["Q1"].value("result"),
        _answers(here)["Q1"].value("auditor"),
    )

    again = qmsctl(*_CONDUCT, "answers.yaml", at=here)
    assert again.status == 0
    assert "passed over: Q1" in again.err
    assert len(list(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))) == 1

    other = first.replace("Nothing", "Nearly nothing")
    file.write_text(f"answers:\n  {other}", encoding="utf-8")
    refused = qmsctl(*_CONDUCT, "answers.yaml", at=here)
    assert refused.status == 2
    assert "answers.yaml, line 2: the question Q1 is answered already" in refused.err

    file.write_text(
        "answers:\n  " + other.replace("}", ", correction_reason: Two were found}"), encoding="utf-8"
    )
    corrected = qmsctl(*_CONDUCT, "answers.yaml", at=here)
    assert corrected.status == 0, corrected.err
    assert len(list(here.glob("audits/aud-2026-01-*/evidence/*.yaml"))) == 2


_HEAD = "question,result,seen,where,reason,auditor,asked,attachments\n"
_GOOD = "Q1,conforms,The list,Shelf 3,,,,\n"


@pytest.mark.parametrize(
    ("rows", "said", "next_step"),
    [
        ("Q9,conforms,The list,Shelf 3,,,,\n", "asks no question Q9", "the plan of the audit"),
        (
            "q1,conforms,Again,Shelf 3,,,,\n",
            "Q1 is answered twice, first in line 2",
            "delete the other line",
        ),
        ("Q2,conform,The list,Shelf 3,,,,\n", "conform is no result", "did you mean conforms?"),
        ("Q2,,The list,Shelf 3,,,,\n", "says something about Q2 and gives no result", "write one of"),
        ("Q2,conforms,,Shelf 3,,,,\n", "conforms needs evidence", "fill in the column"),
        ("Q2,not audited,,,,,,\n", "not audited needs a reason", "fill in the column"),
        (
            "Q2,conforms,The list,Shelf 3,,nobody,,\n",
            "qms.yaml knows no person nobody",
            "people there are: ann",
        ),
        ("Q2,conforms,The list,Shelf 3,,,Ann Example,\n", "Ann Example is a person", "give the role"),
        ("Q2,conforms,The list,Shelf 3,,,,../qms.txt\n", "there is no file", "check its name"),
        ("Q2,conforms,The list,Shelf 3,,,,procedures\n", "procedures to attach", "check its name"),
        (
            "Q2,conforms,The list,Shelf 3,,,,,more\n",
            "more cells than there are columns",
            "quotation marks",
        ),
        (",conforms,The list,Shelf 3,,,,\n", "does not say which question it answers", "fill in its id"),
    ],
)
def test_a_line_that_cannot_be_recorded(
    pattern: Path, tmp_path: Path, rows: str, said: str, next_step: str
) -> None:
    """One line at fault is named with its file, and nothing of the whole file is written."""
    file = tmp_path / "answers.csv"
    file.write_text(_HEAD + _GOOD + rows, encoding="utf-8")
    before = state_of(pattern)

    done = qmsctl(*_CONDUCT, file, at=pattern)

    assert done.status == 2
    assert "answers.csv, line 3: " in done.err
    assert said in done.err
    assert next_step in done.err
    assert before == state_of(pattern)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"question,resutl\nQ1,conforms\n", "line 1: no column is called resutl"),
        ("a.csv", b"result,seen\nconforms,x\n", "line 1: no column is called Question"),
        ("a.csv", b"question,result,result\nQ1,a,b\n", "line 1: two columns are called result"),
        ("a.csv", b'question,result\nQ1,"conf\n', "line 2: this is no table"),
        ("a.csv", b"question\0,result\n", "a.csv is not a text"),
        ("a.yaml", b"Q1: conforms\n", "line 1: the answers do not stand in a list called answers"),
        ("a.yaml", b"answers:\n  - Q1\n", "line 2: this is not an answer"),
        ("a.yaml", b"- question: Q1\n", "line 1: the answers do not stand in a list called answers"),
        ("a.yaml", b"answers:\n  - {question: Q1, verdict: good}\n", "line 2: no column is called verdict"),
        ("a.yaml", b"answers: [\n", "line 2: "),
    ],
)
def test_a_file_that_is_no_table_of_answers(
    pattern: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """What is wrong with the file as a whole is said with its line."""
    (tmp_path / name).write_bytes(content)

    done = qmsctl(*_CONDUCT, tmp_path / name, at=pattern)

    assert done.status == 2
    assert said in done.err


def test_every_fault_at_once_and_a_closed_audit(pattern: Path, tmp_path: Path) -> None:
    """All lines at fault are named in one run; nothing is brought into a closed audit; a dry run writes nothing."""
    file = tmp_path / "answers.csv"
    file.write_text(_HEAD + "Q8,conforms,a,b,,,,\nQ1,perhaps,a,b,,,,\n", encoding="utf-8")
    before = state_of(pattern)

    done = qmsctl(*_CONDUCT, file, at=pattern)
    assert done.status == 2
    assert "line 2: " in done.err
    assert "line 3: " in done.err
    assert "2 lines of" in done.err

    closed = qmsctl("audit", "conduct", office.CLOSED, "--answers", file, at=pattern)
    assert closed.status == 2
    assert "the audit AUD-2025-01 is closed and sealed" in closed.err

    file.write_text(_HEAD + _GOOD, encoding="utf-8")
    dry = qmsctl(*_CONDUCT, file, "--dry-run", at=pattern)
    assert dry.status == 0
    assert "seen: The list" in dry.out
    assert before == state_of(pattern)


def test_a_sheet_goes_out_and_comes_back(here: Path, tmp_path: Path) -> None:
    """The blank sheet has every question; filled in, it is shown and recorded once somebody agrees."""
    sheet = tmp_path / "sheet.csv"
    assert qmsctl("audit", "sheet", office.AUDIT, "-o", sheet, at=here).status == 0
    text = sheet.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert ["Q1", "Q2", "Q3"] == [row[1] for row in rows[1:]]
    column = {name: index for index, name in enumerate(rows[0])}
    rows[1][column["Result"]] = "conforms"
    rows[1][column["What was seen"]] = "=1+1 is not computed"
    rows[1][column["Where it is found again"]] = "Shelf 3"
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    sheet.write_text(stream.getvalue(), encoding="utf-8")

    with Terminal(*_IMPORT, sheet, at=here) as terminal:
        terminal.press("Line 2: Q1 conforms\r\n", b"")
        terminal.press("What was seen: =1+1 is not computed", b"")
        terminal.press("Documents judged against: PS-01, Control of documents, revision 1.0", b"")
        terminal.answer("Record this (yes/no)", "no")
        assert "Nothing was written." in terminal.end().out
    assert _answers(here) == {}

    with Terminal(*_IMPORT, sheet, at=here) as terminal:
        terminal.answer("Record this (yes/no)", "yes")
        assert terminal.end().status == 0
    assert {"Q1": "=1+1 is not computed"} == {id: one.value("seen") for id, one in _answers(here).items()}
    assert "PS-01" == _answers(here)["Q1"].value("judged_against", 0, "document")  # which the sheet shows
    refused = qmsctl(*_IMPORT, sheet, at=here)
    assert (2, True) == (refused.status, "--yes is needed" in refused.err)


def test_a_hyphen_names_no_document(here: Path) -> None:
    """What a sheet shows as in force is pinned, unless the column is struck out."""
    (here / "sheet.csv").write_text(
        "question,result,seen,where,documents\nQ1,conforms,A list,Shelf 3,-\nQ2,conforms,A stamp,Shelf 4,\n",
        encoding="utf-8",
    )
    assert 0 == qmsctl(*_IMPORT, "sheet.csv", "--yes", at=here).status

    judged = {id: one.value("judged_against", 0, "document") for id, one in _answers(here).items()}
    assert {"Q1": None, "Q2": "PS-01"} == judged


def test_the_sheet_to_print(pattern: Path) -> None:
    """On paper each question has what to look for, the document in force, what was found last time, and room."""
    page = qmsctl("audit", "sheet", office.AUDIT, "--format", "html", at=pattern)
    listed = qmsctl("audit", "sheet", office.AUDIT, at=pattern)

    assert page.status == listed.status == 0
    shown = (
        page.out.replace("<i>", "").replace("</i>", "").replace("\N{NO-BREAK SPACE}", " ")
    )  # keep ids whole
    for part in ("Which documents does the office need?", "PS-01 revision 1.0"):
        assert part in shown
        assert part in listed.out
    assert "☐ does not conform" in page.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "☐ does not conform; ☐ not applicable" in listed.out
    assert "last time (AUD-2025-01): conforms" in shown
    assert "<script" not in page.out
    for label in ("Unit and date", "Auditor"):
        assert f"<dt>{label}<dd><span class=room><i></i></span></div>" in page.out
    lines = "<i></i>" * 4
    label = "Evidence: what was seen, where, sample"
    assert 3 == page.out.count(f'<div class="soft">{label}</div><span class=room>{lines}</span>')
