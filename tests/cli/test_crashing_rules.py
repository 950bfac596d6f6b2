"""A rule that crashes, or that cannot be evaluated, is told as that in every format; the others still report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.check_formats import DAY, FORMATS, READERS, Seen
from tests.cli.forges import ROOT
from tests.cli.program import ENVIRONMENT, qmsctl

_OWN = ("DOC009", "DUE001")
_CHECK = ("check", "--on", DAY)


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program with one rule that crashes and one that cannot be evaluated."""
    return subprocess.run(
        [sys.executable, "-m", "tests.cli.crashing", *words],
        cwd=folder,
        env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder.parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def ran(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str, int]:
    """What is told in each format, on standard error, and the status."""
    folder = tmp_path_factory.mktemp("told")
    outputs = [word for format in FORMATS for word in ("-o", f"{format}={folder / format}")]
    done = _run(pattern, "--lang", "en", *_CHECK, *outputs)
    return (
        {format: (folder / format).read_text(encoding="utf-8") for format in FORMATS},
        done.stderr,
        done.returncode,
    )


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_tells_both(ran: tuple[dict[str, str], str, int], pattern: Path, format: str) -> None:
    """The crash is an internal error with the id of the rule, the doubt is one; all other problems are there."""
    told = READERS[format](ran[0][format])
    own = {one.rule: one for one in told if one.rule in _OWN}
    others = [one for one in told if one.rule not in _OWN]
    usual = READERS[format](qmsctl("--lang", "en", *_CHECK, "--format", format, at=pattern).out)
    usual = [one for one in usual if one.rule not in _OWN]

    assert set(own) == {"DOC009", "DUE001"}
    assert {(one.path, one.severity) for one in own.values()} == {("qms.yaml", "error")}
    assert "internal error of qmsctl in missing-owner (ZeroDivisionError)" in own["DOC009"].message
    assert "cannot be established" in own["DUE001"].message
    assert sorted(others, key=repr) == sorted(usual, key=repr) != []


def test_status_and_log(ran: tuple[dict[str, str], str, int]) -> None:
    """The process ends with 70; standard error names the rule, and the file that holds the traceback."""
    _, said, status = ran
    log = re.search(r"Next: please send (\S+) to the makers", said)

    assert status == 70
    assert "an error of its own stopped these rules: DOC009 (missing-owner)" in said
    assert "Traceback" not in said
    assert log is not None
    assert "ZeroDivisionError" in Path(log[1]).read_text(encoding="utf-8")


def test_both_are_counted(ran: tuple[dict[str, str], str, int]) -> None:
    """What cannot be established is counted for the rule; nothing of it counts as conforming."""
    rules = {one["rule"]: one for one in json.loads(ran[0]["json"])["rules"]}

    assert rules["DOC009"]["cannot_be_established"] == rules["DUE001"]["cannot_be_established"] == 1
    assert rules["DOC009"]["nonconforming"] == 0


def test_answer_is_not_remembered(here: Path) -> None:
    """The next check crashes again: an answer that lacks a rule is none to keep."""
    assert [_run(here, *_CHECK).returncode for _ in range(2)] == [70, 70]


def test_other_commands_do_not_pass_either(here: Path) -> None:
    """Whatever asks the rules ends with 70, and says why, in Polish too."""
    done = _run(here, "--lang", "pl", "status", "--on", DAY)

    assert done.returncode == 70
    assert "z powodu jego własnego błędu nie sprawdzono reguł: DOC009 (missing-owner)" in done.stderr


def test_settings_do_not_hide_a_crash(here: Path) -> None:
    """No severity and no level lowers it."""
    done = _run(here, *_CHECK, "--rule", "DOC009.severity=note")
    found: list[Seen] = [one for one in READERS["plain"](done.stdout) if one.rule == "DOC009"]

    assert done.returncode == 70
    assert [one.severity for one in found] == ["error"]
