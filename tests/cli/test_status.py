"""`qmsctl status`, and `qmsctl` alone: one screen of where things stand, and commands that can be pasted."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.demo import Demonstration
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl, state_of, without_escapes

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/status-1.json").read_text(encoding="utf-8"))
ON = ("--on", "2026-11-22")
each_language = pytest.mark.parametrize("language", ["en", "pl"])


def _state(here: Path, *options: str) -> dict[str, Any]:
    """Return what `status` says as JSON, and see that it is what its schema describes."""
    done = qmsctl("status", "--json", *options, at=here)
    assert 0 == done.status, done.err
    said: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(said, SCHEMA, jsonschema.Draft202012Validator)
    return said


@pytest.fixture
def demonstration(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The demonstration in Polish; nobody may change it."""
    return demonstrations("pl").folder


def test_the_numbers_are_those_of_other_commands(demonstration: Path) -> None:
    """What is counted here is what the register, the findings, what is due and the check list one by one."""
    state = _state(demonstration, *ON)

    def asked(*call: str) -> Any:  # noqa: ANN401 - any JSON text
        return json.loads(qmsctl(*call, *ON, "--format", "json", at=demonstration).out)

    register = asked("register")["documents"]
    due = asked("due")["duties"]
    findings = asked("finding", "list", "--open")["findings"]
    (audit,) = state["audits"]
    assert state["documents"]["in_force"] == sum(
        bool(row["revision"]) for row in register if row["type"] != "audit"
    )
    assert state["duties"] == {
        "overdue": sum(one["standing"] == "overdue" for one in due),
        "soon": sum(one["standing"] != "overdue" for one in due),
    }
    assert state["findings"]["open"] == len(findings)
    assert state["findings"]["overdue"] == sum(one["overdue"] for one in findings)
    assert state["problems"] == len(asked("check")["problems"])
    assert (audit["id"], audit["asked"], audit["answered"]) == ("AUD-2026-02", 10, 5)
    assert state["certificate"]["last_day"] == "2028-06-03"


def test_next_steps_are_those_of_readiness(demonstration: Path) -> None:
    """They come in its order, each has a command, and each command is one that qmsctl knows."""
    steps = _state(demonstration, *ON)["next"]
    readiness = qmsctl("report", "readiness", *ON, "--format", "plain", at=demonstration).out

    assert 1 <= len(steps) <= 3
    places = [readiness.index(f"| {step['command']} |") for step in steps]
    assert places == sorted(places)
    for step in steps:
        program, *words = shlex.split(step["command"])
        assert program == "qmsctl"
        verb = words[:2] if words[0] in ("audit", "finding", "report") else words[:1]
        assert qmsctl(*verb, "-h", at=demonstration).status == 0


@each_language
@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("words", [("status", *ON), ()], ids=["status", "alone"])
def test_one_screen(demonstration: Path, language: str, columns: int, words: tuple[str, ...]) -> None:
    """It fits on 80 columns by 24 lines; on 40 every line is wrapped, and each command stays on one."""
    with Terminal("--lang", language, *words, at=demonstration, columns=columns) as terminal:
        shown = without_escapes(terminal.end().out).splitlines()
    commands = [line.strip() for line in shown if line.startswith("  qmsctl ")]

    assert 1 <= len(commands) <= 3
    assert [] == [line for line in shown if len(line) > columns and line.strip() not in commands]
    if columns == 80:
        assert len(shown) <= 24, "\n".join(shown)


@each_language
def test_a_pipe_gets_the_same(here: Path, language: str) -> None:
    """`qmsctl` alone is `qmsctl status`; in a pipe there are plain lines, and nothing is written."""
    before = state_of(here)
    alone, status = (qmsctl("--lang", language, *words, at=here) for words in ((), ("status",)))
    below = qmsctl("--lang", language, at=here / "procedures")

    assert alone == status == below
    assert (alone.status, alone.err) == (0, "")
    assert "\x1b" not in alone.out
    assert state_of(here) == before


def test_what_a_small_office_is_told(here: Path) -> None:
    """One procedure in force, a draft, an audit whose day has passed; no certificate, no finding."""
    said = qmsctl("--lang", "en", "status", *ON, at=here).out

    for line in (
        "Example Office: state on 22 November 2026",
        "Documents: 1 in force, 2 drafts",
        "Open findings: none",
        f"Audit: {office.AUDIT}, 20 November 2026, audit planned, 0 of 3 questions answered",
        "Certificate: none stated in qms.yaml",
        f"  qmsctl audit status {office.AUDIT}",
    ):
        assert line in said.splitlines(), said


def test_files_that_cannot_be_read_come_first(here: Path) -> None:
    """What cannot be established is counted, and what mends it is told before all else."""
    (here / "approvals").mkdir(exist_ok=True)
    (here / "procedures/ps-09.yaml").write_text("id: [\n")
    said = _state(here, *ON)

    assert said["unestablished"] >= 1


@each_language
def test_where_there_is_no_system(tmp_path: Path, language: str) -> None:
    """Alone it says how to begin; asked for the status it refuses, and says the next step."""
    alone = qmsctl("--lang", language, at=tmp_path)
    status = qmsctl("--lang", language, "status", at=tmp_path)
    git("init", "--quiet", at=tmp_path)
    empty = qmsctl("--lang", language, at=tmp_path)

    assert (alone.status, alone.err) == (0, "")
    assert "qmsctl init" in alone.out
    assert empty == alone
    assert (status.status, status.out) == (2, "")
    assert len(status.err.splitlines()) == 2


@each_language
def test_a_broken_qms_yaml_is_named(here: Path, language: str) -> None:
    """Then nothing can be said about the rest."""
    (here / "qms.yaml").write_text("qms: 1\norganisation: [\n")
    done = qmsctl("--lang", language, at=here)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("qms.yaml:")


@pytest.mark.parametrize("options", [("--json", "--format", "plain"), ("--format", "html"), ("-o", "x.pdf")])
def test_what_cannot_be_asked_for(here: Path, options: tuple[str, ...]) -> None:
    """Two formats, and one that there is not, are refused."""
    done = qmsctl("status", *options, at=here)

    assert (done.status, done.out) == (2, "")
    assert done.err


def test_as_a_file(here: Path, tmp_path: Path) -> None:
    """Its ending says the format; Markdown holds the same commands."""
    file = tmp_path / "state.md"
    done = qmsctl("status", *ON, "-o", str(file), at=here)

    assert (done.status, done.out) == (0, "")
    for step in _state(here, *ON)["next"]:
        assert step["command"] in file.read_text(encoding="utf-8")


def test_every_field_is_explained() -> None:
    """`docs/status-json.md` names every field of the schema."""
    named = set(re.findall(r"`(\w+)`", (ROOT / "docs/status-json.md").read_text(encoding="utf-8")))
    parts, definitions = SCHEMA["properties"], SCHEMA["$defs"]
    below = ("documents", "duties", "findings")

    assert {*parts, *definitions["audit"]["properties"], *definitions["task"]["properties"]} <= named
    assert {field for part in below for field in parts[part]["properties"]} <= named
    assert {*parts["findings"]["properties"]["grades"]["properties"]} <= named
    assert {*parts["certificate"]["anyOf"][0]["properties"]} <= named
