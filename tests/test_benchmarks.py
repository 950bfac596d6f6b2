"""The repositories that are measured on are what they claim to be, and the measuring runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generate import generate
from benchmarks.table import table
from qmsctl.documents.digest import content_digest
from qmsctl.model.qms import load
from qmsctl.model.reading import read_document
from qmsctl.repo.git import Git
from qmsctl.repo.snapshot import WorkingTree
from tests.catalogues import ROOT
from tests.cli.program import git, qmsctl

DOCUMENTS, COMMITS = 100, 520
PLANTED = {
    "DUE001",
    "REV001",
    "REV002",
    "REV003",
    "HIS001",
    "HIS009",
    "CLS003",
    "AUD037",
    "FND022",
    "REF005",
    "CLS007",
}
"""What the office got wrong: the rules that may find something.  Not every form is named, nor all records audited."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small repository made like the large ones."""
    folder = tmp_path_factory.mktemp("generated") / "office"
    generate(folder, DOCUMENTS, COMMITS, seed=1)
    return folder


def test_generated_repository_is_whole(generated: Path) -> None:
    """It has as many documents and commits as were asked for, and git finds nothing wrong with it."""
    documents = [
        file
        for top in ("procedures", "checklists")
        for file in (generated / top).rglob("*.*")
        if file.is_file()
    ]

    assert DOCUMENTS == len(documents)
    assert str(COMMITS) == git("rev-list", "--count", "HEAD", at=generated).strip()
    assert "" == git("status", "--porcelain", at=generated)
    assert "" == git("fsck", "--strict", "--no-dangling", at=generated)
    assert all(3000 <= file.stat().st_size <= 6144 for file in documents)


def test_generated_history_is_like_a_real_one(generated: Path) -> None:
    """There are merges, renames, files in both formats, and commits of many people."""
    changes = git("log", "--format=", "--name-status", "--find-renames", at=generated)

    assert git("rev-list", "--merges", "HEAD", at=generated).split()
    assert re.search(r"^R\d+\t", changes, re.MULTILINE)
    assert re.search(r"^A\t.*\.md$", changes, re.MULTILINE)
    assert 20 < len(set(git("log", "--format=%ae", at=generated).split()))


def test_check_understands_the_generated_repository(generated: Path) -> None:
    """Nearly everything is in force; what the check finds was planted."""
    done = qmsctl("check", "--format", "json", "--on", "2026-11-21", at=generated)
    found = json.loads(done.out)

    assert {problem["rule"] for problem in found["problems"]} <= PLANTED
    assert {"REV001", "REV002", "HIS001"} <= {problem["rule"] for problem in found["problems"]}
    assert 0.9 * DOCUMENTS < found["counts"]["in_force"]
    assert found["counts"]["evidence"]


def test_digests_of_the_generated_approvals_are_right(generated: Path) -> None:
    """Every approval names bytes that are in the history, and the digest of what they say."""
    approvals = [filed.fact for filed in load(WorkingTree(generated, tuple)).approvals]
    blobs = Git(generated).blobs(approval.blob for approval in approvals)

    def digests(blob: str) -> set[str]:
        read = (read_document(f"any.{ending}", blobs[blob]) for ending in ("yaml", "md"))
        return {content_digest(document.source.content) for document in read if document}

    assert DOCUMENTS < len(approvals)
    assert [] == [approval for approval in approvals if approval.content not in digests(approval.blob)]


def test_same_seed_gives_the_same_commits(generated: Path, tmp_path: Path) -> None:
    """A repository can be made again elsewhere, commit for commit; another seed gives another."""
    generate(tmp_path / "again", DOCUMENTS, COMMITS, seed=1)
    generate(tmp_path / "other", DOCUMENTS, COMMITS, seed=2)

    heads = [git("rev-parse", "HEAD", at=at) for at in (generated, tmp_path / "again", tmp_path / "other")]

    assert heads[0] == heads[1] != heads[2]


def test_nothing_is_written_over(generated: Path) -> None:
    """The generator refuses a folder in which there is something."""
    with pytest.raises(FileExistsError):
        generate(generated, DOCUMENTS, COMMITS, seed=1)


def test_measuring_prints_its_tables(generated: Path, tmp_path: Path) -> None:
    """The figures come as Markdown, with the machine and without a path, and the repository stays as it was."""
    before = git("rev-parse", "HEAD", at=generated)
    command = (
        sys.executable,
        "-m",
        "benchmarks.measure",
        str(generated),
        "--runs",
        "1",
        "--command",
        "register",
    )
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert before == git("rev-parse", "HEAD", at=generated)
    assert f"### {DOCUMENTS} documents, {COMMITS} commits" in done.stdout
    assert ["no cache yet", "nothing new", "one commit later"] == re.findall(
        r"^\| `register` \| (.*?) +\|", done.stdout, re.MULTILINE
    )
    assert "the floor: their sum" in done.stdout
    assert not re.search(r"(?<![\w/])/(?:home|tmp|root|work|usr)\b", done.stdout)
    assert str(tmp_path.parent) not in done.stdout


def test_tables_align() -> None:
    """Figures stand to the right, words to the left."""
    assert [
        "| what |   s |",
        "|------|----:|",
        "| a    | 1.5 |",
    ] == list(table(("what", "s"), [("a", "1.5")]))
