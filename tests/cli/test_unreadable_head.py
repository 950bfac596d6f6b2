"""A document whose head cannot be read stands in the register by its path, in a state of its own: it is no draft."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.adoption.repositories import FENCED, begin, commit
from tests.catalogues import ROOT
from tests.cli.program import git, qmsctl

BROKEN = "docs/sops/SOP-009.md"
TEXT = "---\ndoc_id: SOP-009\ntitle: [Broken\nversion: 1\n---\n# Head that breaks\n\ntext\n"


@pytest.fixture
def adopted(tmp_path: Path) -> Path:
    """Two documents in force, a draft, and one whose head breaks."""
    at = begin(tmp_path / "office", FENCED)
    done = qmsctl("adopt", "--yes", "--organisation", "Office", "--dates", "day-first", at=at)
    assert done.status == 0, done.err
    return commit(at, {BROKEN: TEXT})


def test_it_stands_in_the_register_in_a_state_of_its_own(adopted: Path) -> None:
    """Its state cannot be established, which the register says in both languages, and `--state` chooses it."""
    for language, state in (("en", "state cannot be established"), ("pl", "nie można ustalić stanu")):
        rows = qmsctl("register", "--lang", language, at=adopted).out.splitlines()
        (row,) = (one for one in rows if one.startswith(BROKEN))
        assert f" | {state} | " in row
    chosen = qmsctl("register", "--state", "unreadable", "--lang", "en", at=adopted).out
    assert BROKEN in chosen
    assert "SOP-002" not in chosen
    drafts = qmsctl("register", "--state", "draft", "--lang", "en", at=adopted).out
    assert "SOP-002" in drafts
    assert BROKEN not in drafts


def test_it_is_counted_apart_from_drafts(adopted: Path) -> None:
    """The status, its JSON and readiness count one draft and one head that cannot be read; nobody is to approve it."""
    said = qmsctl("status", "--lang", "en", at=adopted).out
    assert "Documents: 2 in force, 1 draft, 1 with a head that cannot be read" in said
    polish = qmsctl("status", "--lang", "pl", at=adopted).out
    assert "2 obowiązujące, 1 projekt, 1 z nieczytelnym nagłówkiem" in polish
    data = json.loads(qmsctl("status", "--json", at=adopted).out)
    jsonschema.validate(data, json.loads((ROOT / "docs/schema/status-1.json").read_text(encoding="utf-8")))
    assert data["documents"] == {"in_force": 2, "drafts": 1, "departing": 0, "unreadable": 1}

    report = qmsctl("report", "readiness", "--format", "plain", "--lang", "en", at=adopted).out
    assert "○ draft, never approved: 1\n" in report
    assert "? state cannot be established: 1\n" in report
    assert "Documents with a head that cannot be read: 1\n" in report
    assert f"qmsctl approve {BROKEN}" not in report


def test_what_can_be_read_is_not_said_to_be_unreadable(adopted: Path) -> None:
    """Nothing speaks of unreadable heads where there is none."""
    (adopted / BROKEN).write_text(TEXT.replace("[Broken", "Mended"), encoding="utf-8")
    git("commit", "-qam", "Mend", at=adopted)
    said = qmsctl("status", "--lang", "en", at=adopted).out
    assert "Documents: 2 in force, 2 drafts\n" in said
    report = qmsctl("report", "readiness", "--format", "plain", "--lang", "en", at=adopted).out
    assert "state cannot be established" not in report
    assert "head that cannot be read" not in report


def test_why_says_what_is_wrong_and_how_to_mend_it(adopted: Path) -> None:
    """Nothing is said to be missing that nobody could read; the check has the place."""
    said = qmsctl("why", BROKEN, "--lang", "en", at=adopted).out
    assert f"{BROKEN}  Head that breaks (en)" in said
    assert "state cannot be established\nWhy: the fields at its head cannot be read, so nothing tells" in said
    assert "Missing:" not in said
    assert f"see what is wrong with the file, and mend it\n    qmsctl check {BROKEN}\n" in said
    data = json.loads(qmsctl("why", BROKEN, "--json", at=adopted).out)
    jsonschema.validate(data, json.loads((ROOT / "docs/schema/why-1.json").read_text(encoding="utf-8")))
    assert data["state"] == "unreadable"
    told = json.loads(qmsctl("changes", "--since", "2020-01-01", "--json", at=adopted).out)
    jsonschema.validate(told, json.loads((ROOT / "docs/schema/changes-1.json").read_text(encoding="utf-8")))
    checked = qmsctl("check", "--lang", "en", at=adopted).out
    assert f"{BROKEN}:3:8: error DOC001 [malformed-file]" in checked
    assert "REV001 [unapproved-revision] docs/sops/SOP-009" not in checked


def test_what_is_in_force_stays_so_when_the_head_of_its_file_breaks(adopted: Path) -> None:
    """The file is not said to be gone: it is there, and cannot be read."""
    file = adopted / "docs/sops/SOP-001-purchasing.md"
    file.write_text(file.read_text(encoding="utf-8").replace("title: P", "title: [P"), encoding="utf-8")
    git("tag", "SOP-001_1.0", at=adopted)
    settings = adopted / "qms.yaml"
    tagged = '    approvals: [tags, fields]\n    tags: "{id}_{revision}"'
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("    approvals: [fields]", tagged), encoding="utf-8"
    )
    git("commit", "-qam", "Break it", at=adopted)

    rows = qmsctl("register", "--lang", "en", at=adopted).out.splitlines()
    (row,) = (one for one in rows if one.startswith("SOP-001 "))
    assert " | in force | " in row
    assert "the file cannot be read; qmsctl check shows where" in row
    assert "gone from the tree" not in qmsctl("why", "SOP-001", "--lang", "en", at=adopted).out
    checked = qmsctl("check", "--lang", "en", at=adopted).out
    assert "REV004" not in checked
