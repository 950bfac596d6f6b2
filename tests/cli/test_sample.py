"""`qmsctl sample` and samples in evidence: drawn from what is committed, and drawn again by anybody."""

from __future__ import annotations

import csv
import hashlib
import json
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from qmsctl.documents.source import Source
from qmsctl.documents.yaml import read_yaml
from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, Terminal, git, qmsctl, state_of

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/sample-1.json").read_text(encoding="utf-8"))
REGISTER = "znak;wydział;wpłynęło\n" + "".join(
    f"SO.1510.{number}.2026;{'OR' if number % 3 else 'SO'};2026-{(number + 1) // 2:02}-10\n"
    for number in range(1, 25)
)
PATH = Path("registers/skargi.csv")
ANSWER = (
    *("evidence", "add", "--no-input", "--audit", office.AUDIT, "--question", "Q1", "--result", "conforms"),
    *("--seen", "Every case was answered in time.", "--where", "The files of the cases"),
)


@pytest.fixture(scope="module")
def registered(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a register; nobody may change it."""
    here = office.copy(pattern, tmp_path_factory.mktemp("registered") / "office")
    register(here, REGISTER)
    return here


@pytest.fixture
def mine(registered: Path, tmp_path: Path) -> Path:
    """A copy of the office with its register."""
    return office.copy(registered, tmp_path / "office")


def register(here: Path, content: str | bytes, path: Path = PATH) -> str:
    """Commit *content* as a register, and return the commit."""
    (here / path).parent.mkdir(exist_ok=True)
    (here / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return office.commit(here, "Enter complaints", "2026-11-01")


def drawn(done: Outcome) -> dict[str, Any]:
    """Return what was printed as JSON."""
    assert 0 == done.status, done.err
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(data, SCHEMA)
    return data


def sample_in(here: Path) -> dict[str, Any]:
    """Return the sample in the only record of the open audit."""
    (path,) = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    source = read_yaml(path.name, path.read_bytes())
    assert isinstance(source, Source)
    sample = source.value("sample")
    assert isinstance(sample, dict)
    return sample


def test_it_is_drawn_again(registered: Path) -> None:
    """The seed that was drawn is shown, and the command that is printed draws the same rows."""
    before = state_of(registered)
    first = drawn(qmsctl("sample", "skargi", "--size", "4", "--format", "json", at=registered))

    again = drawn(qmsctl(*shlex.split(first["command"])[1:], "--format", "json", at=registered))

    assert first == again
    sample = first["sample"]
    assert 24 == sample["population"]
    assert 4 == sample["size"] == len(sample["rows"]) == len(sample["items"])
    assert "registers/skargi.csv" == sample["register"]
    assert hashlib.sha256(REGISTER.encode()).hexdigest() == sample["digest"]
    assert git("rev-parse", "HEAD", at=registered).strip() == sample["commit"]
    assert sample["items"] == [row["cells"]["znak"] for row in first["rows"]]
    assert before == state_of(registered)


def test_formats_agree(registered: Path) -> None:
    """Every format shows the same rows with what is needed to draw them again."""
    words = ("sample", "registers/skargi.csv", "--rule", "sqrt", "--seed", "42", "--strata", "wydział")
    filtered = (*words, "--where", "wpłynęło>=2026-04-01")
    data = drawn(qmsctl(*filtered, "--format", "json", at=registered))
    items: list[str] = data["sample"]["items"]
    command = qmsctl(*filtered, "--format", "csv", at=registered)

    assert items == [row["znak"] for row in csv.DictReader(command.out.splitlines())]
    assert data["command"] in command.err
    for format in ("plain", "markdown", "html"):
        shown = qmsctl(*filtered, "--format", format, at=registered).out
        for fact in (*items, "42", data["sample"]["commit"], data["sample"]["digest"]):
            assert fact in shown
    assert data["command"] in qmsctl(*filtered, at=registered).out
    with Terminal(*filtered, "--lang", "pl", at=registered, columns=200) as terminal:
        shown = terminal.end().out
    assert "Wylosowane wiersze (5)" in shown
    assert "Ziarno: 42" in shown
    assert data["command"] in shown
    assert all(item in shown for item in items)


def test_only_what_is_committed(mine: Path) -> None:
    """Rows that were typed since the commit are not drawn, and the reader is told."""
    words = ("sample", "skargi", "--rule", "all", "--format", "json")
    with (mine / PATH).open("a", encoding="utf-8") as file:
        file.write("SO.1510.25.2026;OR;2026-12-10\n")

    done = qmsctl(*words, at=mine)

    assert 24 == drawn(done)["sample"]["population"]
    assert "registers/skargi.csv on disk is not what commit" in done.err
    (mine / PATH).write_bytes(REGISTER.replace("\n", "\r\n").encode())
    assert not qmsctl(*words, at=mine).err
    (mine / PATH).unlink()
    assert 24 == drawn(qmsctl(*words, at=mine))["sample"]["population"]
    (mine / "registers/nowe.csv").write_text("nr\n1\n", encoding="utf-8")
    refused = qmsctl("sample", "nowe", "--rule", "all", at=mine)
    assert 2 == refused.status
    assert "registers/nowe.csv is not in the commit" in refused.err


def test_an_earlier_commit(mine: Path) -> None:
    """`--rev` draws from the register as it was."""
    earlier = git("rev-parse", "HEAD", at=mine).strip()
    register(mine, REGISTER + "SO.1510.25.2026;OR;2026-12-10\n")

    for rev, population in ((earlier, 24), ("2026-11-01", 25), ("HEAD", 25)):
        done = qmsctl("sample", "skargi", "--rule", "all", "--rev", rev, "--format", "json", at=mine)
        assert population == drawn(done)["sample"]["population"]


def test_a_hostile_register(mine: Path, tmp_path: Path) -> None:
    """No cell starts a formula or moves the cursor, and no path or link leads out of the folder."""
    register(mine, 'nr;tekst\n=1+1;"\x1b[2Jx"\n+2;@SUM(A1)\n')
    outside = tmp_path / "outside.csv"
    outside.write_text("nr\n1\n", encoding="utf-8")
    (mine / "registers/link.csv").symlink_to(outside)
    office.commit(mine, "Add a link", "2026-11-02")

    for format in ("csv", "csv-excel", "plain", "markdown"):
        shown = qmsctl("sample", "skargi", "--rule", "all", "--format", format, at=mine).out
        assert "\x1b" not in shown
        if format.startswith("csv"):
            cells = list(csv.reader(shown.lstrip("\ufeff").splitlines(), delimiter=",;"[format != "csv"]))
            assert [["1", "'=1+1", r"\x1b[2Jx"], ["2", "'+2", "'@SUM(A1)"]] == cells[1:]
    for name in ("link", "../outside.csv", str(outside), "../qms.yaml"):
        refused = qmsctl("sample", name, "--rule", "all", at=mine)
        assert 2 == refused.status
        assert "no register" in refused.err or "no regular file" in refused.err


def test_bad_registers_and_calls(mine: Path) -> None:
    """Each fault is one sentence with a next step, and status 2."""
    register(mine, "nr;imię\n1;żółć\n".encode("cp1250"))
    register(mine, "nr\n1\n", Path("registers/a.csv"))
    (mine / "registers/inne").mkdir()
    register(mine, "nr\n1\n", Path("registers/inne/a.csv"))

    for words, said in (
        (("skargi", "--rule", "all"), "line 1 of registers/skargi.csv is not UTF-8"),
        (("skarga", "--rule", "all"), "did you mean skargi?"),
        (("a", "--rule", "all"), "more than one register is called a"),
        (("registers/a.csv", "--size", "5"), "5 cannot be drawn from 1"),
        (("registers/a.csv", "--size", "x"), "--size"),
        (("registers/a.csv",), "how many rows"),
    ):
        refused = qmsctl("sample", *words, at=mine)
        assert (2, "") == (refused.status, refused.out)
        assert said in refused.err
        assert refused.err.count("\n") <= 2


def test_evidence_draws_and_records(mine: Path) -> None:
    """`--register` draws in the same go, and what is recorded is enough to draw it again."""
    office.hold_now(mine)
    options = ("--register", "skargi", "--sample-size", "3", "--seed", "42", "--filter", "wydział=OR")

    done = qmsctl(*ANSWER, *options, "--auditor", "eve", at=mine)

    assert 0 == done.status, done.err
    words = ("sample", "skargi", "--size", "3", "--seed", "42", "--where", "wydział=OR", "--rev", "HEAD~1")
    expected = drawn(qmsctl(*words, "--format", "json", at=mine))["sample"]
    recorded = sample_in(mine)
    assert {name: str(value) for name, value in expected.items() if not isinstance(value, list)} == {
        name: value for name, value in recorded.items() if not isinstance(value, list)
    }
    assert [str(row) for row in expected["rows"]] == recorded["rows"]
    assert expected["items"] == recorded["items"]
    assert ["wydział=OR"] == recorded["filter"]
    assert "EVD" not in qmsctl("check", at=mine).out


def test_evidence_takes_what_was_printed(mine: Path) -> None:
    """`--sample FILE` records the sample that was looked at, once the register gives it again."""
    git("switch", "--quiet", "--detach", at=mine)
    (mine / PATH).write_text(REGISTER + "SO.1510.25.2026;OR;2026-12-10\n", encoding="utf-8")
    aside = office.commit(mine, "Aside", "2026-11-03")
    made = qmsctl("sample", "skargi", "--size", "1", "--rev", aside, "-o", "../aside.json", at=mine)
    git("switch", "--quiet", "main", at=mine)
    refused = qmsctl(*ANSWER, "--sample", "../aside.json", at=mine)
    assert (0, 2) == (made.status, refused.status)
    assert "is not in the history" in refused.err
    made = qmsctl("sample", "skargi", "--rule", "0.6sqrt", "-o", "sample.json", at=mine)
    assert 0 == made.status, made.err
    sample = json.loads((mine / "sample.json").read_text(encoding="utf-8"))["sample"]
    spoilt = json.loads((mine / "sample.json").read_text(encoding="utf-8"))
    spoilt["sample"]["rows"][0] += 1
    (mine / "spoilt.json").write_text(json.dumps(spoilt), encoding="utf-8")
    (mine / "other.json").write_text(
        '{"schema": "qmsctl.sample/1", "sample": {"size": "x"}}', encoding="utf-8"
    )

    for file, said in (
        ("spoilt.json", "spoilt.json does not hold what registers/skargi.csv gives"),
        ("other.json", "other.json is not what qmsctl sample"),
        ("gone.json", "gone.json is no value of --sample"),
        (".", "there is no file ."),
    ):
        refused = qmsctl(*ANSWER, "--sample", file, at=mine)
        assert 2 == refused.status
        assert said in refused.err
    done = qmsctl(*ANSWER, "--sample", "sample.json", at=mine)

    assert 0 == done.status, done.err
    assert sample["seed"] == sample_in(mine)["seed"]
    assert [str(row) for row in sample["rows"]] == sample_in(mine)["rows"]


def test_evidence_refuses_half_a_sample(mine: Path) -> None:
    """What contradicts the register, or makes sense only with one, is refused, and nothing is written."""
    before = state_of(mine)

    for options, said in (
        (("--seed", "42"), "--seed says how to draw from a register"),
        (("--register", "skargi"), "how many rows"),
        (("--register", "skargi", "--sample-size", "3", "--population", "24"), "--population"),
        (("--register", "skargi", "--sample-size", "25"), "25 cannot be drawn from 24"),
        (("--register", "skargi", "--sample-size", "-3"), "-3 is no value of --sample-size"),
        (("--register", "skargi", "--sample", "3", "--sampling", "every fourth"), "every fourth"),
        (("--register", "zażalenia", "--sample", "3"), "there is no register zażalenia"),
    ):
        refused = qmsctl(*ANSWER, *options, at=mine)
        assert 2 == refused.status
        assert said in refused.err
    assert before == state_of(mine)
    (mine / PATH).write_text("nr\n1\n", encoding="utf-8")
    refused = qmsctl(*ANSWER, "--register", "skargi", "--sample", "1", at=mine)
    assert 2 == refused.status
    assert "on disk is not what commit" in refused.err
