"""Files with names and line ends that nobody expects: they are read, followed and told like all others."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from tests.cli import office, states
from tests.cli.program import qmsctl

_ON = ("--on", "2026-11-22")
_NAMES = {
    "PS-11": b"ps-\xff.yaml",
    "PS-12": b"new\nline.yaml",
    "PS-13": b"tab\tand \x1b[31mcolour.yaml",
    "PS-14": unicodedata.normalize("NFC", "żółć.yaml").encode(),
    "PS-15": unicodedata.normalize("NFD", "żółć.yaml").encode(),
    "PS-16": b"PS-01.yaml",
    "PS-17": b"PS-17.YAML",
    "PS-18": b"ps-18.Md",
    "PS-19": b"--output=x.yml",
    "PS-20": b":(top)x.yaml",
    "PS-21": "\u202eoverturned.yaml".encode(),
}


@pytest.fixture
def here(here: Path) -> Path:
    """The office with a procedure under each of the names, all of them committed."""
    yaml = (here / "procedures/ps-01.yaml").read_text(encoding="utf-8")
    markdown = (here / "procedures/ps-02.md").read_text(encoding="utf-8")
    for id, name in _NAMES.items():
        text = markdown.replace("PS-02", id) if name.endswith(b".Md") else yaml.replace("PS-01", id)
        (here / "procedures" / os.fsdecode(name)).write_text(text, encoding="utf-8")
    office.commit(here, "Add procedures", "2026-04-01")
    return here


def _ids(text: str) -> list[str]:
    return [row["id"] for row in json.loads(text)["documents"]]


def test_every_name_is_read(here: Path) -> None:
    """No file is passed over because of its name, neither on disk nor in a commit."""
    listed = qmsctl("register", "--format", "json", *_ON, at=here)
    committed = qmsctl("register", "--format", "json", "--rev", "HEAD", *_ON, at=here)

    assert set(_NAMES) <= set(_ids(listed.out))
    assert _ids(listed.out) == _ids(committed.out)


@pytest.mark.parametrize("id", _NAMES)
def test_every_name_is_followed(here: Path, id: str) -> None:
    """The history of a document and its text do not depend on what its file is called."""
    history = qmsctl("history", id, *_ON, at=here)
    shown = qmsctl("show", id, "--draft", *_ON, at=here)
    approved = qmsctl("approve", id, "--by", "bob", "--basis", "ordinance 7", at=here)

    assert (history.status, shown.status, approved.status) == (0, 0, 0)
    assert "Add procedures" in history.out
    assert id in shown.out
    assert "\x1b" not in history.out + shown.out


def test_names_are_shown_harmless(here: Path) -> None:
    """A name reaches the terminal as what it is, not as what it does; programs get it as JSON."""
    plain = qmsctl("check", *_ON, at=here)
    data = json.loads(qmsctl("check", "--format", "json", *_ON, at=here).out)
    paths = {problem["path"] for problem in data["problems"]}

    assert "procedures/ps-\\udcff.yaml:4:11: " in plain.out
    assert "procedures/new\\x0aline.yaml:4:11: " in plain.out
    assert "\x1b" not in plain.out
    assert {"procedures/new\nline.yaml", "procedures/PS-17.YAML"} <= paths


def test_endings_count_in_either_case_when_they_are_gone(here: Path) -> None:
    """A document in capitals that is missing from the disk is told like any other."""
    (here / "procedures/PS-17.YAML").unlink()
    report = qmsctl("report", office.CLOSED, *_ON, at=here)

    assert "procedures/PS-17.YAML" in report.out


def test_record_in_capitals_is_missed_when_it_is_deleted(here: Path) -> None:
    """What could be read as a record is a record, however its ending is written."""
    (folder,) = (here / "approvals").iterdir()
    (record,) = folder.iterdir()
    record.rename(record.with_suffix(".YAML"))
    office.commit(here, "Rename", "2026-04-02")
    record.with_suffix(".YAML").unlink()
    office.commit(here, "Delete", "2026-04-03")
    done = qmsctl("check", *_ON, at=here)

    assert done.status == 1
    assert f"approvals/{folder.name}/{record.stem}.YAML:1:1: error HIS003 [deleted-record]" in done.out


def test_converted_line_ends_change_nothing(here: Path, tmp_path: Path) -> None:
    """A checkout with other line ends has the same problems as its commit, and can be decided on."""
    folder = states.converted(here, tmp_path)
    on_disk = qmsctl("check", *_ON, at=folder)
    committed = qmsctl("check", "--rev", "HEAD", *_ON, at=folder)
    done = qmsctl("approve", "PS-02", at=folder, env=states.BOB)
    (row,) = [
        row
        for row in json.loads(qmsctl("register", "--format", "json", at=folder).out)["documents"]
        if row["id"] == "PS-02"
    ]

    assert on_disk.out.replace("; the working tree on commit", "; commit") == committed.out
    assert "Read from: the commit" in qmsctl("report", office.CLOSED, *_ON, at=folder).out
    assert (done.status, row["revision"], row["trust"]) == (0, "0.1", "recorded by the decider")
    assert "REV002" not in qmsctl("check", at=folder).out


def test_tampering_is_not_taken_for_converted_line_ends(here: Path, tmp_path: Path) -> None:
    """Other line ends excuse nothing else."""
    folder = states.converted(here, tmp_path)
    (record,) = (folder / "audits").glob("*/evidence/*.yaml")
    record.write_bytes(record.read_bytes().replace(b"names one", b"names two"))
    done = qmsctl("check", *_ON, at=folder)

    assert "AUD005 [broken-seal]" in done.out
    assert "HIS001 [changed-record]" in done.out
