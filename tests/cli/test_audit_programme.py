"""`qmsctl audit programme`: the programme and its coverage in every format, and the beginning of a new one."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes
from tests.test_docs import DOCS, named, text_of

SCHEMA: dict[str, Any] = json.loads(text_of(DOCS / "schema" / "programme-1.json"))

_PROGRAMME = """\
id: AP-2026
type: programme
title: Audits of 2026
revision: "1"
owner: quality-officer
from: 2026-01-01
until: 2026-12-31
objectives: Find out whether the office does what it says.
risks: [{text: Two auditors leave., action: Train a third.}]
criteria: [{edition: "iso9001:2015"}]
entries:
  - {id: "1", units: [OR], clauses: [7.5], month: 2026-02, lead: eve, audit: AUD-2025-01}
  - {id: "2", units: [OR], month: 2026-03, moved_to: 2026-12, reason: "=Elections", lead: eve, team: [bob], mode: remote}
  - {id: "3", units: [OR], month: 2026-04}
  - {id: "4", clauses: [9.2.1], month: 2026-05, state: cancelled, reason: Merged.}
  - {id: "5", title: Everything, month: 2026-12, duration: 2 days}
"""

_CERTIFICATE = """\
certificate: {edition: "iso9001:2015", number: "12", decided: 2026-10-10, valid_until: 2029-10-09}
processes: {P-1: {name: Control of documents, owner: quality-officer}}
"""

_AT = ("--on", "2026-11-22")


@pytest.fixture(scope="module")
def busy(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office with a programme that is in force; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("busy") / "office")
    (here / "programmes").mkdir()
    (here / "programmes" / "ap-2026.yaml").write_text(_PROGRAMME, encoding="utf-8")
    with (here / "qms.yaml").open("a", encoding="utf-8") as file:
        file.write(_CERTIFICATE)
    office.commit(here, "Plan the audits of the year", "2026-01-06")
    words = ("--by", "bob", "--decided", "2026-01-07", "--basis", "Order 1")
    done = qmsctl("approve", "AP-2026", *words, at=here)
    assert 0 == done.status, done.err
    return here


def _shown(here: Path, format: str, *words: str, language: str = "en") -> str:
    done = qmsctl("--lang", language, "audit", "programme", "2026", *_AT, "--format", format, *words, at=here)
    assert 0 == done.status, done.err
    return done.out


def test_plain(busy: Path) -> None:
    """Each entry stands with its state and reason, each unit and clause with its last audit."""
    lines = _shown(busy, "plain").splitlines()

    assert "Example Office: Audit programme AP-2026: Audits of 2026" == lines[0]
    assert "Audits: ✓ done: 1; → moved: 1; ○ planned: 1; ▲ late: 1; ✗ cancelled: 1" not in lines
    assert "Audits: ✓ done: 1; ○ planned: 1; → moved: 1; ▲ late: 1; ✗ cancelled: 1" in lines
    for line in (
        "1 | OR | 7.5 | February 2026 | ✓ done | 21 November 2025 | AUD-2025-01 | - | Eve Example | - | - | -",
        "2 | OR | - | March 2026, moved to December 2026 | → moved | - | - | =Elections | Eve Example | Bob Example | remote | -",
        "3 | OR | - | April 2026 | ▲ late | - | - | - | - | - | - | -",
        "4 | internal audit | 9.2.1 | May 2026 | ✗ cancelled | - | - | Merged. | - | - | - | -",
        "5 | Everything | all | December 2026 | ○ planned | - | - | - | - | - | - | 2 days",
        "OR | Organisational Department | 21 November 2025 | AUD-2025-01 | December 2026 | ✓ audited in time",
        "P-1 | Control of documents | - | - | - | ✗ never audited",
        "End of the edition: 30 September 2029 (not verified against the original source)",
        "Last valid day: 30 September 2029",
        "Two auditors leave. | Train a third.",
    ):
        assert line in lines
    months = next(line for line in lines if line.startswith("OR | Organisational Department | - | -"))
    assert ["→ moved", "▲ late"] == months.split(" | ")[4:6]


def test_json_keeps_to_its_schema(busy: Path) -> None:
    """What is printed as JSON is what the schema describes."""
    told = json.loads(_shown(busy, "json"))

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(told, SCHEMA, jsonschema.Draft202012Validator)
    assert ["done", "moved", "late", "cancelled", "planned"] == [one["state"] for one in told["audits"]]
    assert "Kontekst organizacji" not in json.dumps(told)
    assert named(SCHEMA) <= set(re.findall(r"\w+", text_of(DOCS / "programme-json.md")))


def test_csv(busy: Path) -> None:
    """Entries and coverage are rows of one table; no cell can start a formula."""
    rows = list(csv.DictReader(io.StringIO(_shown(busy, "csv"))))

    assert ["1", "2", "3", "4", "5"] == [row["Number"] for row in rows[:5]]
    assert "'=Elections" == rows[1]["Reason"]
    assert {"internal audit", "process", "unit", "clause"} == {row["Kind"] for row in rows}
    assert _shown(busy, "csv-excel").startswith("\ufeffKind;")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_page(busy: Path, language: str) -> None:
    """The page draws what its tables say: each picture has a title, says its rows in words, and a mark for each cell."""
    page = _shown(busy, "html", language=language)
    pictures = [ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]  # noqa: S314 - our own page
    space = "{http://www.w3.org/2000/svg}"

    titles = [one.findtext(f"{space}title") for one in pictures]
    assert 4 == len(set(titles))
    assert titles == sorted(
        titles, key=titles.index
    )  # one of many rows is drawn in parts, one after the other
    for picture in pictures:
        assert "img" == picture.get("role")
        texts = {
            one.get("id"): one.text or "" for one in picture if one.tag in (f"{space}title", f"{space}desc")
        }
        assert all(texts[name] for name in (picture.get("aria-labelledby") or "").split())
    words = "".join(pictures[0].itertext())
    assert ("IV 2026 late" if language == "en" else "IV 2026 po terminie") in words
    assert "http-equiv" in page
    assert "<script" not in page


def test_word(busy: Path, tmp_path: Path) -> None:
    """A Word file has the picture of what was audited when, as a table of marks before the one with the days."""
    file = tmp_path / "programme.docx"
    done = qmsctl("--lang", "en", "audit", "programme", "2026", *_AT, "-o", file, at=busy)
    assert 0 == done.status, done.err
    told = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(file)).tables
    ]
    drawn = [rows for rows in told if any(row[0].startswith("OR ") for row in rows)]

    assert 1 == len(drawn)
    (unit,) = [row for row in drawn[0] if row[0].startswith("OR ")]
    assert "●" in "".join(unit)
    assert "OR" in [row[0] for rows in told for row in rows]


def test_markdown_and_console(busy: Path) -> None:
    """Markdown has the same tables; a terminal gets one block for each row, and nothing wider than it is."""
    assert "| 3 | OR | - | April 2026 | ▲ late |" in _shown(busy, "markdown").replace("\\", "")
    with Terminal("audit", "programme", "2026", *_AT, at=busy, columns=60) as terminal:
        shown = without_escapes(terminal.end().out)
    assert "  OR  Organisational Department\n" in shown
    assert "      IV: ▲ late\n" in shown
    assert all(len(line) <= 60 for line in shown.splitlines())


def test_document_commands_know_it(busy: Path) -> None:
    """A programme is a controlled document: it is in the register, and has a history and a sheet."""
    assert "AP-2026 | Audits of 2026 | audit programme" in qmsctl("register", at=busy).out
    assert "Bob Example" in qmsctl("history", "AP-2026", at=busy).out
    shown = qmsctl("show", "AP-2026", at=busy).out
    assert "- 4: May 2026; cancelled; 9.2.1; Merged.\n- 5: December 2026; Everything; 2 days\n" in shown


def test_a_revision_of_it_is_shown(busy: Path, tmp_path: Path) -> None:
    """A programme is revised like any document; what is in force is shown until the revision is approved."""
    here = office.copy(busy, tmp_path / "office")
    (tmp_path / "new.yaml").write_text(
        _PROGRAMME.replace(
            '{id: "3", units: [OR], month: 2026-04}', '{id: "3", units: [OR], month: 2026-12}'
        ),
        encoding="utf-8",
    )
    words = ("--from", str(tmp_path / "new.yaml"), "--reason", "Elections", "--no-input")

    assert 0 == qmsctl("revise", "AP-2026", *words, at=here).status
    assert "2026-04" in qmsctl("diff", "AP-2026", "1..2", at=here).out
    assert "3 | OR | - | April 2026 | ▲ late" in _shown(here, "plain")
    assert "3 | OR | - | December 2026 | ○ planned" in _shown(here, "plain", "--draft")
    assert "State: ○ draft, not in force" in _shown(here, "plain", "--draft")


def test_without_a_programme(pattern: Path) -> None:
    """Where there is none, what was audited is shown all the same, and how to begin one; nothing is written."""
    before = state_of(pattern)

    done = qmsctl("audit", "programme", "2031", at=pattern)

    assert 0 == done.status
    assert "there is no audit programme for 2031; qmsctl audit programme --new 2031 begins one" in done.out
    assert "OR | Organisational Department | 21 November 2025 | AUD-2025-01" in done.out
    assert before == state_of(pattern)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_new(here: Path, language: str) -> None:
    """A new programme covers every clause that applies, is committed as a draft, and can be planned from."""
    done = qmsctl("--lang", language, "audit", "programme", "--new", "2027", at=here)
    (path,) = here.glob("programmes/*.yaml")

    assert 0 == done.status, done.err
    assert "ap-2027.yaml" == path.name
    assert "programmes/ap-2027.yaml" == git("show", "--name-only", "--format=", at=here).strip()
    checked = json.loads(qmsctl("check", "--format", "json", at=here).out)
    assert {"DOC011", "REV001"} == {
        one["rule"] for one in checked["problems"] if one["path"] == "programmes/ap-2027.yaml"
    }
    assert "AP-2027 is not in force" in qmsctl("audit", "programme", "2027", at=here).out
    shown = qmsctl("audit", "programme", "2027", "--draft", at=here).out
    assert "1 | OR | - | February 2027 | ○ planned" in shown

    planned = ("audit", "plan", "--no-input", "--from-programme", "1", "--day", "2027-02-10")
    assert 0 == qmsctl(*planned, at=here).status
    (plan,) = here.glob("audits/aud-2027-01-*/audit.yaml")
    text = plan.read_text(encoding="utf-8")
    assert 'programme: {id: AP-2027, entry: "1"}' in text
    assert "{person: eve, role: lead_auditor, letter: A}" in text
    assert "AUD-2027-01" in qmsctl("audit", "programme", "2027", "--draft", at=here).out
    again = qmsctl(*planned, at=here)
    assert "the entry 1 is planned already, as AUD-2027-01" in again.err


_LARGER = """\
units: {OR: Organisational Department, SO: Civic Affairs, GK: Municipal Services}
unit_heads: {SO: bob}
processes:
  P-1: {name: Decisions, owner: mayor}
  P-2: {name: Documents, owner: quality-officer}
  P-3: {name: Nobody's}
"""


def test_new_plans_units_too(here: Path) -> None:
    """Every process stands beside the units that answer for it, every other unit alone; nobody leads their own."""
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8").replace("units: {OR: Organisational Department}\n", _LARGER)
    settings.write_text(text, encoding="utf-8")
    office.commit(here, "Grow", "2026-03-04")

    done = qmsctl("audit", "programme", "--new", "2027", "--dry-run", at=here)

    for entry in (
        '{id: "1", processes: [P-1], units: [SO], month: 2027-02, mode: on_site, lead: eve}',
        '{id: "2", processes: [P-2], units: [OR], month: 2027-03, mode: on_site, lead: eve}',
        '{id: "3", processes: [P-3], month: 2027-05, mode: on_site, lead: eve}',
        '{id: "4", units: [GK], month: 2027-06, mode: on_site, lead: eve}',
    ):
        assert entry in done.out
    assert "lead auditor" not in done.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Eve Example", "unit: OR, name: Eve Example", "No auditor is without a stake in these audits"),
        (
            "roles: [{role: auditor}]",
            "roles: [{role: mayor}]",
            "Nobody in qms.yaml has the role of an auditor",
        ),
    ],
    ids=["stake", "none"],
)
def test_new_without_a_lead(here: Path, old: str, new: str, said: str) -> None:
    """Where nobody can lead an audit without a stake in it, that is said, and nobody is named."""
    settings = here / "qms.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    office.commit(here, "Change the auditors", "2026-03-04")

    done = qmsctl("audit", "programme", "--new", "2027", "--dry-run", at=here)

    assert 0 == done.status
    assert said in done.err
    assert '{id: "1", units: [OR], month: 2027-02, mode: on_site}' in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--new", "next"), "next is no year"),
        (("--new", "2029-2027"), "2029 to 2027 is no period of years"),
        (("soon",), "soon is no year"),
        (("--id", "AP-2030"), "there is no audit programme AP-2030 in force"),
    ],
    ids=str,
)
def test_refusal(pattern: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be shown or begun is refused, and nothing is written."""
    before = state_of(pattern)
    done = qmsctl("audit", "programme", *words, at=pattern)
    assert (2, "") == (done.status, done.out)
    assert said in done.err
    assert before == state_of(pattern)


def test_second_programme_of_a_year(here: Path) -> None:
    """A year that has a programme gets no second one of the same id."""
    assert 0 == qmsctl("audit", "programme", "--new", "2027", at=here).status
    done = qmsctl("audit", "programme", "--new", "2027", at=here)
    assert "there is a document AP-2027 already" in done.err


def test_hostile_programme(here: Path) -> None:
    """What a stranger wrote into a programme reaches neither the terminal nor the page as anything but text."""
    nasty = _PROGRAMME.replace("title: Everything", 'title: "<script>x</script>\\e[2J"').replace(
        "AP-2026", '"AP-2026"'
    )
    (here / "programmes").mkdir()
    (here / "programmes" / "ap-2026.yaml").write_text(nasty, encoding="utf-8")
    (here / "programmes" / "broken.yaml").write_text("id: AP-X\nentries: [", encoding="utf-8")
    office.commit(here, "Add a programme", "2026-01-06")

    page, plain = (_shown(here, format, "--draft") for format in ("html", "plain"))

    assert "<script>x" not in page
    assert "\x1b" not in page + plain
    assert "the file programmes/broken.yaml cannot be read" in plain


def test_plan_from_the_programme_in_a_terminal(busy: Path, tmp_path: Path) -> None:
    """Whoever plans is offered the open entries; what the programme says is not asked again."""
    here = office.copy(busy, tmp_path / "office")
    with Terminal("audit", "plan", at=here) as terminal:
        terminal.answer("Which entry of the programme", "1")
        terminal.answer("Days of the audit", "2027-01-12")
        terminal.answer("Id of the audit", "AUD-2026-07")
        terminal.answer("Title", "Late audit")
        terminal.answer("Who ordered the audit", "")
        terminal.answer("Processes that are audited", "")
        terminal.answer("Scope in words", "")
        terminal.answer("First day of the work", "")
        terminal.answer("Last day of the work", "")
        terminal.answer("Objectives", "Find out.")
        terminal.answer("Who answers for it", "-")
        terminal.answer("Place", "")
        terminal.answer("Methods", "")
        terminal.answer("Day and time for Organisational Department", "")
        terminal.answer("Who gets the report", "-")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert 0 == done.status, done.out
    assert "AP-2026, December 2026, entry 2: Organisational Department" in done.out
    assert "Title [Internal audit: Organisational Department]" in without_escapes(done.out)
    assert (
        "AUD-2026-07 takes place on 12 January 2027; its programme plans it for December 2026"
        in without_escapes(done.out).replace("\n", " ")
    )
    (plan,) = here.glob("audits/aud-2026-07-*/audit.yaml")
    text = plan.read_text(encoding="utf-8")
    assert 'programme: {id: AP-2026, entry: "2"}' in text
    assert "mode: remote" in text
    assert "{person: bob, role: auditor, letter: B}" in text
