"""`qmsctl adopt --convert`: documents of other forms become qmsctl's own, in one commit, with their past."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Terminal, git, qmsctl
from tests.cli.works import build, commit, edit, put


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The works, with one document that a tag approves and one that a record does."""
    works = build(tmp_path_factory.mktemp("conversion") / "works")
    git("-c", "tag.gpgSign=false", "tag", "-a", "-m", "x", "SOP-001_1.0", at=works)
    assert qmsctl("approve", "T-1", at=works).status == 0
    return works


@pytest.fixture
def works(pattern: Path, tmp_path: Path) -> Path:
    """The works, which a test may spoil."""
    return Path(shutil.copytree(pattern, tmp_path / "works"))


def row(works: Path, id: str) -> str:
    """Return what the register says about *id*."""
    return next(line for line in qmsctl("register", at=works).out.splitlines() if line.startswith(f"{id} |"))


def test_one_commit_after_which_everything_is_in_qmsctl_s_form(works: Path) -> None:
    """The old files go, the new ones come, the kinds stay for the history, and nothing else changes."""
    done = qmsctl("adopt", "--convert", "--yes", at=works)
    assert done.status == 0, done.err
    assert git("status", "--porcelain", at=works) == ""
    assert git("log", "-1", "--format=%s", at=works) == "6 documents in qmsctl's form\n"
    changed = git("show", "--no-renames", "--name-status", "--format=", "HEAD", at=works).splitlines()
    assert sorted(changed) == [
        "A\tprocedures/p-1.md",
        "A\tprocedures/pr-01.md",
        "A\tprocedures/sop-001.md",
        "A\tprocedures/t-1.md",
        "A\tprocedures/t-2.md",
        "A\tprocedures/y-1.yaml",
        "D\tnamed/PR-01_v2.md",
        "D\tparts/p.md",
        "D\tsop/SOP-001.md",
        "D\ttab/T-1.md",
        "D\ttab/T-2.md",
        "D\tyam/y.yaml",
        "M\tqms.yaml",
    ]
    assert "plain/p.md | it says no id\n" in done.out
    assert (
        (works / "procedures/sop-001.md").read_text(encoding="utf-8")
        == """\
---
id: SOP-001
type: procedure
title: Purchasing
revision: "1.1"
owner: quality-manager
---

## Purpose

Everybody buys what is needed, and knows from whom it comes.

## Further fields

- owner: Quality Manager
- status: draft
- reviewed: TBD
- # as printed
"""
    )
    found = qmsctl("check", at=works).out
    for slug in (
        "idle-pattern",
        "mismatched-approval",
        "malformed-file",
        "changed-after-approval",
        "unread-folder",
    ):
        assert f"[{slug}]" not in found


def test_what_was_approved_before_counts_on(works: Path) -> None:
    """The text in force is the one that was approved, by tag or record; the new form awaits its approval."""
    assert qmsctl("adopt", "--convert", "--yes", at=works).status == 0
    for id, before, after in (("SOP-001", "1.0", "1.1"), ("T-1", "3", "4")):
        assert f"| {before} |" in row(works, id)
        assert f"| in force | the tree holds a later draft, revision {after}" in row(works, id)
        history = qmsctl("history", id, at=works).out
        assert f"Revision {before}: in force since" in history
        assert "moved from" in history
    assert "by the tag SOP-001_1.0" in row(works, "SOP-001")
    assert "Everybody buys what is needed" in qmsctl("show", "SOP-001", at=works).out
    assert qmsctl("approve", "T-1", at=works).status == 0
    assert "| 4 |" in row(works, "T-1")
    assert "fields changed: 0" in qmsctl("diff", "T-1", "3..4", at=works).out


def test_what_becomes_of_each_field_is_shown_first(works: Path) -> None:
    """A dry run shows the fields, the files and what stays, and writes nothing."""
    before = git("rev-parse", "HEAD", at=works)
    done = qmsctl("adopt", "--convert", "--dry-run", at=works)
    assert done.status == 0
    for line in (
        "sops | doc_id | id | 1",
        "sops | owner | owner, section Further fields | 1",
        "sops | status | section Further fields | 1",
        "records | meta.rev | revision | 1",
        "records | steps | sections.steps | 1",
        "SOP-001 | sop/SOP-001.md | procedures/sop-001.md | 1.0 → 1.1",
        "Y-1 | yam/y.yaml | procedures/y-1.yaml | R2",
    ):
        assert f"{line}\n" in done.out
    assert git("rev-parse", "HEAD", at=works) == before
    assert git("status", "--porcelain", at=works) == ""
    assert "nobody can be asked whether that is meant" in qmsctl("adopt", "--convert", at=works).err
    assert "sekcja Pozostałe pola" in qmsctl("--lang", "pl", "adopt", "--convert", "--dry-run", at=works).out


def test_somebody_is_asked(works: Path) -> None:
    """A no leaves everything as it is."""
    with Terminal("adopt", "--convert", at=works) as terminal:
        terminal.answer("take their old files away", "no")
        assert "Nothing was written." in terminal.end().says
    assert (works / "sop/SOP-001.md").exists()


def test_changes_that_are_not_committed_are_refused(works: Path) -> None:
    """The commit is to hold the conversion and nothing else."""
    edit(works, "tab/T-1.md", "Everybody", "Nobody")
    done = qmsctl("adopt", "--convert", "--yes", at=works)
    assert done.status == 2
    assert "not everything is committed" in done.err
    assert "tab/T-1.md" in done.err


def test_what_would_lose_something_stays(works: Path) -> None:
    """Fields given twice, ids borne twice, and a folder that a kind would read again."""
    put(
        works,
        {
            "sop/twice.md": "---\ndoc_id: SOP-002\ntitle: Twice\ntitle: Again\nversion: '1'\n---\n\nEverybody.\n",
            "sop/a.md": "---\ndoc_id: SOP-003\ntitle: One\nversion: '1'\n---\n\nEverybody.\n",
            "sop/b.md": "---\ndoc_id: SOP-003\ntitle: Other\nversion: '1'\n---\n\nEverybody.\n",
            "sop/broken.md": "---\ndoc_id: [SOP-004\n---\n\nEverybody.\n",
        },
    )
    commit(works, "More")
    done = qmsctl("adopt", "--convert", "--yes", at=works)
    assert done.status == 0, done.err
    assert "sop/twice.md | title is given twice" in done.out
    assert "sop/a.md | several documents have the id SOP-003" in done.out
    assert "sop/broken.md | " in done.out
    kinds = (works / "qms.yaml").read_text(encoding="utf-8")
    sops = kinds[kinds.index("sops:") : kinds.index("tables:")]
    assert "converted" not in sops
    again = qmsctl("adopt", "--convert", "--yes", at=works)
    assert "Nothing was written." in again.err


def test_nothing_to_convert(works: Path) -> None:
    """Where everything is in qmsctl's form already, that is said; what says how to read is no use here."""
    git("rm", "--quiet", "-r", "sop", "tab", "yam", "parts", "plain", "named", at=works)
    put(works, {"procedures/a.yaml": "id: A-1\ntype: procedure\ntitle: A\nrevision: '1'\n"})
    commit(works, "Own form")
    assert "there is no document in another form" in qmsctl("adopt", "--convert", at=works).err
    assert "takes no --edition" in qmsctl("adopt", "--convert", "--edition", "iso9001:2015", at=works).err
