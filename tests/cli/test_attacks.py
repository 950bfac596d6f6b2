"""A repository made to harm whoever reads it: no command that reads runs or writes anything of its choice."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import git, qmsctl, state_of
from tests.conftest import Repo
from tests.repo.test_hostile_repositories import TRAPS, config

READING = (
    ("check",),
    ("check", "--rev", "2026-11-22"),
    ("register",),
    ("register", "--as-of", "2026-11-22"),
    ("history", "PS-01"),
    ("show", "PS-01"),
    ("show", "PS-01", "--revision", "1.0"),
    ("report", office.AUDIT),
    ("coverage",),
    ("gap", "--from", "2015", "--to", "2026"),
)
each_reading = pytest.mark.parametrize("words", READING, ids=" ".join)


@pytest.fixture(scope="session")
def trapped(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An office in which every trap is laid at once, and the file that is there once one has sprung."""
    folder = tmp_path_factory.mktemp("trapped")
    here, canary, program = office.copy(pattern, folder / "office"), folder / "canary", folder / "evil"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    (here / "procedures/a.yaml").write_text(
        (here / "procedures/ps-01.yaml").read_text().replace("PS-01", "PS-07")
    )
    office.commit(here, "Something to lose", "2026-03-03")
    draft = (here / "procedures/ps-01.yaml").read_text().replace('"1.0"', '"1.1"')
    (here / "procedures/ps-01.yaml").write_text(draft)
    office.commit(here, "A draft, so that the text in force is read from the history", "2026-03-04")
    again = {"hooksPath": "core.hooksPath", "upload-pack": "remote.origin.uploadpack"}
    for trap in TRAPS:
        # The rest of these two is laid by others.
        lay = config(again[trap.name]) if trap.name in again else trap.lay
        lay(Repo(here), program)
    (here / ".gitattributes").write_text("* filter=evil diff=evil\n")
    (here / ".git/info/attributes").write_text("* filter=evil diff=evil\n")
    assert not canary.exists()
    return here, canary


@each_reading
def test_nothing_of_the_repository_runs(trapped: tuple[Path, Path], words: tuple[str, ...]) -> None:
    """Hooks, filters, attributes, fsmonitor, signatures, an external diff, ssh: all are laid, and none springs."""
    here, canary = trapped
    before = state_of(here)
    done = qmsctl(*words, at=here)

    assert done.status in (0, 1), done.err
    assert done.out
    assert not canary.exists()
    assert state_of(here) == before


def test_the_traps_are_set(trapped: tuple[Path, Path], tmp_path: Path) -> None:
    """Plain git, in a copy, runs what the repository says."""
    here, canary = trapped
    copy = office.copy(here, tmp_path / "copy")
    subprocess.run(["git", "status"], cwd=copy, check=False, capture_output=True)

    assert canary.exists()
    canary.unlink()


@pytest.mark.parametrize("branch", ["--output=canary", "@"])
def test_a_branch_that_looks_like_an_option(here: Path, branch: str) -> None:
    """The controlled branch may be called like an option of git's, and is a branch."""
    git("update-ref", f"refs/heads/{branch}", "HEAD", at=here)
    git("update-ref", f"refs/tags/{branch}", "HEAD", at=here)
    settings = here / "qms.yaml"
    settings.write_text(settings.read_text().replace("branch: main", f'branch: "{branch}"'))
    office.commit(here, "Another branch", "2026-03-05")
    git("update-ref", f"refs/heads/{branch}", "HEAD", at=here)
    before = state_of(here)

    assert {words: qmsctl(*words, at=here).status for words in READING} == dict.fromkeys(READING, 0)
    assert state_of(here) == before


@pytest.mark.parametrize("revision", ["--output=canary", "-p", "--all", "--", "-n1", "HEAD --output=canary"])
def test_a_revision_that_looks_like_an_option(here: Path, revision: str) -> None:
    """What stands after `--rev` is never an option of git's."""
    before = state_of(here)
    done = qmsctl("check", f"--rev={revision}", at=here)

    assert done.status == 2
    assert state_of(here) == before


@pytest.mark.parametrize("name", ["--output=canary", "-", ":(top)x", "$(touch canary)"])
def test_a_path_that_looks_like_an_option(here: Path, name: str) -> None:
    """A document may lie in a file that is called like an option, a magic word or a command; it is read like any other."""
    text = (here / "procedures/ps-01.yaml").read_text()
    (here / f"procedures/{name}.yaml").write_text(text.replace("PS-01", "PS-08"))
    office.commit(here, "Strange", "2026-03-05")
    before = state_of(here)

    listed = json.loads(qmsctl("register", "--format", "json", at=here).out)["documents"]
    assert "PS-08" in [document["id"] for document in listed]
    assert "Strange" in qmsctl("history", "PS-08", at=here).out
    assert "Everybody works" in qmsctl("show", "PS-08", "--draft", at=here).out
    assert f"procedures/{name}.yaml" in qmsctl("check", at=here).out
    assert state_of(here) == before


@pytest.mark.parametrize("id", ["--output=canary", "-p"])
def test_an_id_that_looks_like_an_option(here: Path, id: str) -> None:
    """An id behind `--` is an id."""
    text = (here / "procedures/ps-01.yaml").read_text()
    (here / "procedures/strange.yaml").write_text(text.replace("id: PS-01", f'id: "{id}"'))
    office.commit(here, "Strange", "2026-03-05")
    before = state_of(here)

    assert "Strange" in qmsctl("history", "--", id, at=here).out
    assert "Everybody works" in qmsctl("show", "--draft", "--", id, at=here).out
    assert state_of(here) == before


def test_commands_that_are_suggested_run_nothing_else(here: Path) -> None:
    """Whoever copies a command out of a message runs that command, whatever a tag or a file is called."""
    git("tag", "-a", "-m", "x", "inner", at=here)
    git("update-ref", "refs/tags/$(touch${IFS}canary)", "refs/tags/inner", at=here)
    done = qmsctl("check", at=here)

    assert "git tag --delete -- '$(touch${IFS}canary)'" in done.out
