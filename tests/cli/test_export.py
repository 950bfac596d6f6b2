"""`qmsctl export`: the views that other commands show, for spreadsheets and programs; OSCAL for those who read it."""

from __future__ import annotations

import csv
import io
import json
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from qmsctl.model.document import Checklist
from qmsctl.model.reading import read_document
from tests.cli import office
from tests.cli.program import qmsctl, state_of

_ROOT = Path(__file__).parent.parent.parent


def _out(here: Path, *words: str, language: str = "en") -> str:
    done = qmsctl("--lang", language, *words, at=here)
    assert 0 == done.status, done.err
    return done.out


@pytest.mark.parametrize("format", ["csv", "csv-excel", "json"])
@pytest.mark.parametrize(
    ("exported", "shown"),
    [
        (("export", "documents"), ("register",)),
        (("export", "findings"), ("finding", "list")),
    ],
)
def test_the_same_view(here: Path, exported: tuple[str, ...], shown: tuple[str, ...], format: str) -> None:
    """What is handed out is what the command beside it shows, byte by byte."""
    moment = ("--on", "2026-03-05", "--format", format)
    assert _out(here, *exported, *moment) == _out(here, *shown, *moment)


def test_actions_are_a_table_of_the_register(here: Path) -> None:
    """Nonconformities and actions are the table of the paper, and CSV where no file and no format is named."""
    empty = _out(here, "export", "actions")
    _raise(here)
    assert 1 == len(empty.splitlines())

    table = _out(here, "export", "actions")

    assert table == _out(here, "report", "findings", "--format", "csv", "--table", "findings")
    assert table.startswith(empty.removesuffix("\r\n"))
    assert "Unsigned forms" in table


def test_a_file_by_its_ending(here: Path) -> None:
    """The ending of the file says how it is written; a workbook is not for a pipe."""
    for name in ("documents", "findings", "actions"):
        _out(here, "export", name, "-o", f"{name}.xlsx")
        assert openpyxl.load_workbook(here / f"{name}.xlsx").sheetnames
    assert "[" in _out(here, "export", "documents", "--format", "json")
    refused = qmsctl("--lang", "en", "export", "checklist", "CL-01", "--format", "xlsx", at=here)
    assert (2, True) == (refused.status, "a workbook is not for the terminal" in refused.err)
    other = qmsctl("--lang", "en", "export", "documents", "-o", "a.pdf", at=here)
    assert 2 == other.status


def _fact(file: Path) -> Checklist:
    read = read_document(file.name, file.read_bytes())
    assert read is not None
    assert isinstance(read.fact, Checklist)
    return read.fact


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("name", ["list.csv", "excel.csv", "list.xlsx"])
def test_a_checklist_there_and_back(here: Path, name: str, language: str) -> None:
    """Every question comes back as it was, in either language, with a workbook the title and revision too."""
    shipped = _ROOT / "checklists/cl-complaints-kpa.pl.yaml"
    original = (here / "checklists/cl-kpa.yaml").write_bytes(shipped.read_bytes())
    assert original
    id = _fact(here / "checklists/cl-kpa.yaml").id
    more = ("--format", "csv-excel") if name == "excel.csv" else ()
    _out(here, "export", "checklist", id, "-o", name, *more, language=language)
    said = () if name.endswith("xlsx") else ("--title", _fact(here / "checklists/cl-kpa.yaml").title)

    _out(
        here,
        "import",
        name,
        "--id",
        "CL-BACK",
        "--owner",
        "quality-officer",
        "--no-input",
        *said,
        language=language,
    )

    before, after = _fact(here / "checklists/cl-kpa.yaml"), _fact(here / "checklists/cl-back.yaml")
    assert before.questions == after.questions
    assert (before.title, before.edition, before.revision) == (after.title, after.edition, after.revision)


def test_cells_that_would_start_a_formula(here: Path) -> None:
    """They are made harmless on the way out, and come back as they were."""
    text = (here / "checklists/cl-01.yaml").read_text(encoding="utf-8")
    (here / "checklists/cl-01.yaml").write_text(
        text.replace("Who approves", "=1+1; who approves"), encoding="utf-8"
    )

    table = _out(here, "export", "checklist", "CL-01")
    (here / "l.csv").write_text(table, encoding="utf-8")
    _out(here, "import", "l.csv", "--id", "CL-B", "--title", "B", "--owner", "mayor", "--no-input")

    rows = list(csv.reader(io.StringIO(table)))
    assert "'=1+1; who approves a document?" == rows[2][2]
    read = read_yaml("x", (here / "checklists/cl-b.yaml").read_bytes())
    assert isinstance(read, Source)
    assert "=1+1; who approves a document?" == read.value("questions", 1, "text")


def test_a_checklist_for_programs(here: Path) -> None:
    """The JSON is as its schema says, and holds every question."""
    data = json.loads(_out(here, "export", "checklist", "CL-01", "--format", "json"))
    jsonschema.validate(data, json.loads((_ROOT / "docs/schema/checklist-1.json").read_text()))
    assert ["Q1", "Q2", "Q3"] == [question["id"] for question in data["questions"]]
    refused = qmsctl("--lang", "en", "export", "checklist", "PS-01", at=here)
    assert (2, True) == (refused.status, "PS-01 is no checklist" in refused.err)


def _raise(here: Path) -> None:
    """Record an answer that does not conform, and the nonconformity that follows from it."""
    office.hold_now(here)
    today = ("--audit", office.AUDIT)
    _out(here, "evidence", "add", *today, "--question", "Q2", "--result", "does_not_conform", "--seen", "No signature.",
         "--where", "Folder 3", "--attach", "qms.yaml", "--no-input")  # fmt: skip
    (record,) = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    _out(here, "finding", "raise", *today, "--grade", "minor", "--evidence", record.stem, "--title", "Unsigned forms",
         "--requirement", "Documents are approved (7.5.2).", "--found", "Folder 3, form of May.",
         "--statement", "Forms are in use that nobody approved.", "--clause", "7.5.2", "--owner", "quality-officer",
         "--no-input")  # fmt: skip


def _oscal(folder: Path, audit: str, *words: str) -> tuple[str, dict[str, Any]]:
    before = state_of(folder)
    text = _out(folder, "export", "oscal", audit, *words)
    assert before == state_of(folder)
    data = json.loads(text)
    jsonschema.validate(data, json.loads((_ROOT / "tests/schemas/oscal.json").read_text()))
    return text, data["assessment-results"]


@pytest.mark.parametrize("audit", [office.AUDIT, office.CLOSED])
def test_oscal(here: Path, audit: str) -> None:
    """It has what OSCAL asks for, says that it is experimental, and is the same whenever it is made."""
    text, results = _oscal(here, audit, "--on", "2026-03-05")
    again, _ = _oscal(here, audit, "--on", "2026-03-05")

    assert text == again
    assert 5 == uuid.UUID(str(results["uuid"])).version
    assert '"experimental"' in text
    assert "Experimental: OSCAL is made for security controls" in text


def test_oscal_of_findings_and_evidence(here: Path) -> None:
    """A nonconformity is not satisfied and leads to its observation; identifiers are unique; cited resources are there."""
    _raise(here)

    text, results = _oscal(here, office.AUDIT)

    (result,) = results["results"]
    (finding,) = result["findings"]
    (observation,) = result["observations"]
    assert {"state": "not-satisfied", "reason": "fail"} == finding["target"]["status"]
    assert "iso9001-2015_7.5.2" == finding["target"]["target-id"]
    assert [{"observation-uuid": observation["uuid"]}] == finding["related-observations"]
    made = [one for one in _uuids(results) if one]
    assert len(made) == len(set(made))
    assert {
        one["href"].removeprefix("#") for one in observation["relevant-evidence"] if "href" in one
    } <= set(made)
    assert "No signature." in text


def _uuids(tree: object) -> list[str]:
    """Return every identifier that something in *tree* has."""
    if isinstance(tree, dict):
        own = [tree["uuid"]] if "uuid" in tree else []
        return own + [one for value in tree.values() for one in _uuids(value)]
    return [one for value in tree for one in _uuids(value)] if isinstance(tree, list) else []
