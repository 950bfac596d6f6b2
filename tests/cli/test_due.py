"""`qmsctl due`: what is due in every format, by person and unit, as a status, and in a narrow terminal."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from qmsctl.demo import Demonstration
from qmsctl.reports.duties import DutyKind
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, without_escapes
from tests.render.calendar_reading import read_calendar

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/due-1.json").read_text(encoding="utf-8"))
ON = ("--on", "2026-11-22")
each_language = pytest.mark.parametrize("language", ["en", "pl"])


def _listed(here: Path, *options: str) -> dict[str, Any]:
    """Return what `due` says as JSON, and see that it is what its schema describes."""
    done = qmsctl("due", "--json", *ON, *options, at=here)
    assert 0 == done.status, done.err
    said: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return said


@pytest.fixture
def demonstration(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The demonstration in Polish; nobody may change it."""
    return demonstrations("pl").folder


@each_language
def test_every_format_says_the_same(demonstration: Path, tmp_path: Path, language: str) -> None:
    """Each duty is in the file of every format, by its command; the files are the same bytes twice."""
    call = ("--lang", language, "due", *ON, "--within", "3y", "-o")
    duties = _listed(demonstration, "--within", "3y")["duties"]
    assert len({duty["kind"] for duty in duties}) >= 4
    for ending in ("html", "md", "txt", "csv", "json", "ics", "xlsx", "docx"):
        file, again = tmp_path / f"due.{ending}", tmp_path / f"again.{ending}"
        for one in (file, again):
            done = qmsctl(*call, str(one), at=demonstration)
            assert (done.status, done.out) == (0, ""), done.err
        assert file.read_bytes() == again.read_bytes(), ending
        if ending in ("xlsx", "docx"):
            continue
        text = file.read_text(encoding="utf-8").replace("\n ", "").replace("\\", "")
        text = (
            text.replace("<i>", "").replace("</i>", "") if ending == "html" else text
        )  # what keeps ids whole
        assert [] == [duty for duty in duties if (duty["command"] or "") not in text], ending
    rows = list(csv.reader(io.StringIO((tmp_path / "due.csv").read_text(encoding="utf-8"))))
    assert [row[0] for row in rows[1:]] == [duty["due"] for duty in duties]
    calendar = read_calendar((tmp_path / "due.ics").read_bytes())
    assert len(calendar.all("VEVENT")) == len(duties)
    stamp = git("log", "-1", "--format=%cd", "--date=format-local:%Y%m%dT%H%M%SZ", at=demonstration).strip()
    assert {event.value("DTSTAMP") for event in calendar.all("VEVENT")} == {stamp}


@pytest.mark.parametrize(
    ("within", "until"),
    [
        ("0d", "2026-11-22"),
        ("60d", "2027-01-21"),
        ("90 days", "2027-02-20"),
        ("90 dni", "2027-02-20"),
        ("1 dzień", "2026-11-23"),
        ("2w", "2026-12-06"),
        ("2 tygodnie", "2026-12-06"),
        ("2m", "2027-01-22"),
        ("3 miesiące", "2027-02-22"),
        ("1y", "2027-11-22"),
        ("2 lata", "2028-11-22"),
        ("30", "2026-12-22"),
    ],
)
def test_how_far_to_look_ahead(here: Path, within: str, until: str) -> None:
    """In days, weeks, months and years, in English and in Polish."""
    assert _listed(here, "--within", within)["until"] == until


@each_language
@pytest.mark.parametrize("within", ["", "soon", "-3d", "3 fortnights", "9999y", "99999d 1", "٣d"])
def test_a_time_that_is_none(here: Path, within: str, language: str) -> None:
    """It is refused with an example of how to write it."""
    done = qmsctl("--lang", language, "due", f"--within={within}", at=here)

    assert (done.status, done.out) == (2, "")
    assert "--within 60d" in done.err


def test_overdue_as_a_status(demonstration: Path, here: Path) -> None:
    """With --exit-code the status is 1 if anything that is listed is overdue, and 0 if nothing is."""
    for folder, options, status in (
        (demonstration, (), 0),
        (demonstration, ("--exit-code",), 1),
        (demonstration, ("--exit-code", "--kind", "certificate"), 0),
        (here, ("--exit-code", "--kind", "review"), 0),
    ):
        assert qmsctl("due", *ON, *options, at=folder).status == status, options


def test_kinds_are_typed_as_keys_or_in_words(demonstration: Path) -> None:
    """Every kind can be asked for by its key, and in the words of either language."""
    for kind in DutyKind:
        listed = _listed(demonstration, "--within", "3y", "--kind", kind.value)["duties"]
        assert {duty["kind"] for duty in listed} <= {kind.value}
    assert {
        duty["kind"]
        for duty in _listed(demonstration, "--within", "3y", "--kind", "Przegląd dokumentu")["duties"]
    } == {"review"}


def test_mine_unit_owner(here: Path) -> None:
    """What the person whom git names answers for; what concerns a unit; what a role answers for."""
    every = {duty["about"] for duty in _listed(here)["duties"]}
    eve = {"GIT_AUTHOR_EMAIL": "eve@example.org", "GIT_COMMITTER_EMAIL": "eve@example.org"}
    nobody = {"GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_EMAIL": "x@example.org"}
    call = ("due", *ON, "--json", "--mine")

    assert every == {office.AUDIT}
    mine = qmsctl(*call, at=here, env=eve)
    assert [duty["about"] for duty in json.loads(mine.out)["duties"]] == [office.AUDIT]
    assert json.loads(qmsctl(*call, at=here).out)["duties"] == []
    refused = qmsctl(*call, at=here, env=nobody)
    assert (refused.status, refused.out) == (2, "")
    assert "x@example.org" in refused.err
    assert len(_listed(here, "--unit", "organisational department")["duties"]) == 1
    assert len(_listed(here, "--owner", "Eve Example")["duties"]) == 1
    assert _listed(here, "--owner", "Mayor")["duties"] == []


@each_language
@pytest.mark.parametrize(
    "options",
    [
        ("--kind", "revew"),
        ("--unit", "XX"),
        ("--owner", "Nobody"),
        ("--format", "odt"),
        ("--json", "--format", "ics"),
        ("-o", "due.odt"),
        ("--on", "2026-02-30"),
    ],
)
def test_what_cannot_be_asked_for(here: Path, language: str, options: tuple[str, ...]) -> None:
    """A word that names nothing is refused, and the next step is said."""
    done = qmsctl("--lang", language, "due", *options, at=here)

    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2, done.err


@each_language
@pytest.mark.parametrize("columns", [40, 80])
def test_in_a_terminal(demonstration: Path, language: str, columns: int) -> None:
    """Every line fits; nothing is cut, and nothing is marked as in Markdown."""
    with Terminal("--lang", language, "due", *ON, at=demonstration, columns=columns) as terminal:
        shown = without_escapes(terminal.end().out)

    assert [] == [line for line in shown.splitlines() if len(line) > columns]
    assert [] == [line for line in shown.splitlines() if line.startswith("#") or " | " in line]
    together = " ".join(shown.split())
    for duty in _listed(demonstration)["duties"]:
        assert (duty["command"] or "") in together


# Documents of external origin, readings, suppliers and trainings

_EXTERNAL = """\
id: Z-01
type: external
title: Code of Administrative Procedure
revision: "2026"
owner: quality-officer
external: {source: Sejm, verified: DAY, verify_every: 12 months}
sections: {purpose: It is watched here.}
"""
_TO_READ = """\
id: PS-03
type: procedure
title: Complaints
revision: "1"
owner: quality-officer
readers: [OR, bob]
sections: {purpose: Every complaint is answered within a month.}
"""
_SETTINGS = """\
acknowledgements: {register: registers/read.csv, within: 20 days}
dated_registers:
  - {register: registers/suppliers.csv, about: supplier, subject: firm, day: last, every: 12 months, owner: keeper}
  - {register: registers/trainings.csv, about: training, subject: topic, day: term, done: held}
"""


@pytest.fixture
def registers(here: Path) -> tuple[Path, dt.date]:
    """The office with an act, a document to read, suppliers and trainings; and today."""
    today = dt.datetime.now(ZoneInfo("Europe/Warsaw")).date()
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write(_SETTINGS)
    (here / "registers").mkdir(exist_ok=True)
    (here / "registers/read.csv").write_text(
        f"document;revision;person;day\nPS-03;1;bob;{today}\n", encoding="utf-8"
    )
    (here / "registers/suppliers.csv").write_text(
        "firm;last;keeper\nD-04;2020-01-01;OR\nD-04;2026-03-02;OR\nD-07;14.09.2026;Quality officer\nD-09;;OR\n",
        encoding="utf-8",
    )
    soon = today + dt.timedelta(days=5)
    (here / "registers/trainings.csv").write_text(
        f"topic;term;held\nKPA;{soon};\nRODO;{soon};yes\nKPA;{today};\n", encoding="utf-8"
    )
    (here / "procedures/z-01.yaml").write_text(_EXTERNAL.replace("DAY", "2026-02-02"), encoding="utf-8")
    (here / "procedures/ps-03.yaml").write_text(_TO_READ, encoding="utf-8")
    office.commit(here, "Keep registers", f"{today}")
    done = qmsctl("approve", "PS-03", "--by", "bob", "--basis", "ordinance 7", at=here)
    assert done.status == 0, done.err
    return here, today


def test_duties_of_registers(registers: tuple[Path, dt.date]) -> None:
    """An act to verify, a revision to read, suppliers to assess and trainings to hold are due by their days."""
    here, today = registers
    done = qmsctl("due", "--json", "--within", "2y", at=here)
    said = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    kinds = ("external", "reading", "supplier", "training")
    told = {
        (one["kind"], one["subject"], one["due"], one["who"])
        for one in said["duties"]
        if one["kind"] in kinds
    }

    assert told == {
        ("external", "Z-01", "2027-02-02", "Quality officer"),
        ("reading", "PS-03", (today + dt.timedelta(days=20)).isoformat(), "Ann Example"),
        ("supplier", "D-04", "2027-03-02", "Organisational Department"),
        ("supplier", "D-07", "2027-09-14", "Quality officer"),
        ("training", "KPA", (today + dt.timedelta(days=5)).isoformat(), None),
        ("training", "KPA", today.isoformat(), None),
    }
    assert said["registers"] == ["registers/suppliers.csv:5: D-09 does not say by which day it is due: -"]
    steps = {(one["kind"], one["subject"], one["step"]) for one in said["duties"]}
    assert len(steps) == len(said["duties"])
    assert "D-09 does not say by which day" in qmsctl("due", at=here).out
    unit = json.loads(qmsctl("due", "--json", "--within", "2y", "--unit", "OR", at=here).out)
    assert "D-04" in {one["subject"] for one in unit["duties"]}


def test_readiness_and_status_know_them_too(registers: tuple[Path, dt.date]) -> None:
    """What registers demand by a day is to be done before a visit on it, and is what comes next when its day is near."""
    here, today = registers
    visit = f"{today.year + 2}-01-01"
    paper = json.loads(qmsctl("report", "readiness", "--visit", visit, "--format", "json", at=here).out)
    (tasks,) = (
        block for section in paper["sections"] for block in section["blocks"] if block.get("key") == "tasks"
    )
    to_do = [(row[3]["value"]["text"], row[6]["value"]["exact"]) for row in tasks["groups"][0]["rows"]]
    due = json.loads(qmsctl("due", "--json", "--within", "400d", at=here).out)["duties"]
    untold = [one for one in due if (one["subject"], one["due"]) not in to_do]
    assert [one for one in untold if one["kind"] in ("external", "reading", "supplier", "training")] == []
    assert "D-09 does not say by which day" in json.dumps(paper)

    state = json.loads(qmsctl("status", "--json", at=here).out)
    soon = json.loads(qmsctl("due", "--json", at=here).out)["duties"]
    assert state["duties"]["overdue"] + state["duties"]["soon"] == len(soon)
    assert state["unestablished"] == 1
    told = qmsctl("status", "--on", f"{today + dt.timedelta(days=6)}", at=here).out
    assert "KPA: hold it, and enter it in registers/trainings.csv" in told
    assert "  qmsctl due\n" in told


def test_the_management_review_is_given_suppliers_and_acts(registers: tuple[Path, dt.date]) -> None:
    """When each supplier was assessed and has to be again, and which acts are watched, is filled in."""
    here, _ = registers
    paper = json.loads(qmsctl("report", "review", "--format", "json", at=here).out)
    inputs = next(section for section in paper["sections"] if section["key"] == "inputs")
    tables = {
        block["key"]: [
            [cell["value"] and cell["value"]["text"] for cell in row] for row in block["groups"][0]["rows"]
        ]
        for part in inputs["blocks"]
        if part["kind"] == "part"
        for block in part["blocks"]
        if block["kind"] == "table"
    }

    assert [row[0] for row in tables["suppliers"]] == ["D-04", "D-07"]
    assert tables["suppliers"][0][1:3] == ["2 March 2026", "2 March 2027"]
    assert [row[0] for row in tables["acts"]] == ["Z-01"]
    assert tables["acts"][0][3:] == ["2 February 2026", "2 February 2027"]


def test_a_calendar_knows_them_again(registers: tuple[Path, dt.date]) -> None:
    """A row that moves, and a day that changes, leave the event the one it was."""
    here, _ = registers

    def events() -> dict[str, tuple[str, str]]:
        text = qmsctl("due", "--format", "ics", "--within", "2y", at=here).out
        calendar = read_calendar(text.encode())
        return {e.value("UID"): (e.value("SUMMARY"), e.value("DTSTART")) for e in calendar.all("VEVENT")}

    before = events()
    file = here / "registers/suppliers.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *reversed(rows), "D-07;2026-10-01;OR", ""]), encoding="utf-8")
    after = events()

    assert before.keys() == after.keys()
    changed = {uid for uid in before if before[uid] != after[uid]}
    assert [before[uid][0].partition(":")[0] for uid in changed] == ["D-07"]


def test_registers_that_cannot_be_read(registers: tuple[Path, dt.date]) -> None:
    """One that is gone, one without its column and one that is no table are told; nothing is passed over."""
    here, _ = registers
    (here / "registers/read.csv").unlink()
    (here / "registers/suppliers.csv").write_text("firm;first\nD-04;x\n", encoding="utf-8")
    (here / "registers/trainings.csv").write_bytes(b"\xff\xfe")
    said = json.loads(qmsctl("--lang", "en", "due", "--json", at=here).out)

    assert len(said["registers"]) == 3
    assert "registers/read.csv is not there" in said["registers"][0]
    assert said["registers"][1] == "registers/suppliers.csv has no column last"
    assert "registers/trainings.csv" in said["registers"][2]
    assert qmsctl("--lang", "pl", "due", at=here).out.count("Nie wszystko, czego wymaga rejestr") == 3


def test_every_field_is_explained() -> None:
    """`docs/due-json.md` names every field of the schema and every kind of duty."""
    page = (ROOT / "docs/due-json.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    parts, duty = SCHEMA["properties"], SCHEMA["$defs"]["duty"]["properties"]

    assert {*parts, *duty} <= named
    assert duty["kind"]["enum"] == [kind.value for kind in DutyKind]
    assert {kind.value for kind in DutyKind} <= named
