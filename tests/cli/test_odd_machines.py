"""Where CI runs: containers, shallow clones, no home directory, checkouts that may not be written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office, states
from tests.cli.program import Outcome, git, qmsctl, state_of, unprivileged

_ON = ("--on", "2026-11-22")
_CHECK = ("check", *_ON)
_READING = {
    "check": _CHECK,
    "status": ("status", *_ON),
    "register": ("register", *_ON),
    "coverage": ("coverage", *_ON),
    "due": ("due", *_ON),
    "report": ("report", "readiness", *_ON),
}
every_reading_command = pytest.mark.parametrize("command", _READING.values(), ids=_READING)
_HOMELESS: Mapping[str, Mapping[str, str | None]] = {
    "unset": {"HOME": None, "XDG_CACHE_HOME": None, "GIT_CONFIG_GLOBAL": None},
    "missing": {"HOME": "/nonexistent", "XDG_CACHE_HOME": None, "GIT_CONFIG_GLOBAL": None},
    "empty": {"HOME": "", "XDG_CACHE_HOME": None, "GIT_CONFIG_GLOBAL": None},
    "a file": {"HOME": "/dev/null", "XDG_CACHE_HOME": None, "GIT_CONFIG_GLOBAL": None},
}


@pytest.fixture(scope="module")
def usual(pattern: Path) -> Mapping[str, Outcome]:
    """What each command says on an ordinary machine."""
    return {name: qmsctl(*command, at=pattern) for name, command in _READING.items()}


@pytest.mark.parametrize("home", _HOMELESS.values(), ids=_HOMELESS)
@every_reading_command
def test_no_home_directory(
    pattern: Path, usual: Mapping[str, Outcome], home: Mapping[str, str | None], command: tuple[str, ...]
) -> None:
    """Without a home directory every answer is the same, and nothing is said about it."""
    assert qmsctl(*command, at=pattern, env=home) == usual[command[0]]


def test_recording_without_a_home_directory(here: Path) -> None:
    """What is recorded is committed as whom the variables name."""
    done = qmsctl(
        "approve", "PS-02", "--by", "bob", "--basis", "ordinance 7", at=here, env=_HOMELESS["unset"]
    )

    assert done.status == 0, done.err
    assert git("log", "-1", "--format=%an", at=here) == "Ann Example\n"


# Rights


@pytest.fixture
def locked(here: Path) -> Path:
    """A checkout in which nothing may be written, its `.git` included."""
    for path in (here, *here.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return here


def _unlock(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o200)


@every_reading_command
def test_checkout_that_may_not_be_written(
    locked: Path, usual: Mapping[str, Outcome], command: tuple[str, ...]
) -> None:
    """Nothing has to be written where the files are: the answer is the same."""
    before = state_of(locked)
    try:
        done = qmsctl(*command, at=locked, before=unprivileged())
        assert state_of(locked) == before
    finally:
        _unlock(locked)

    assert done == usual[command[0]]


@pytest.mark.parametrize(
    "command",
    [
        ("approve", "PS-02", "--by", "bob", "--basis", "ordinance 7"),
        ("init", "--ci", "github"),
        ("evidence", "add", "--audit", office.AUDIT, "--question", "Q3", "--result", "not_audited", "--reason", "x"),
        (*_CHECK, "-o", "sarif=qms.sarif"),
    ],
    ids=lambda command: command[0],
)  # fmt: skip
def test_what_has_to_write_says_that_it_cannot(locked: Path, command: tuple[str, ...]) -> None:
    """Whatever has to write there says so in one sentence with the next step, and leaves nothing."""
    before = state_of(locked)
    try:
        done = qmsctl(*command, at=locked, before=unprivileged())
        after = state_of(locked)
    finally:
        _unlock(locked)
    sentence, step = done.err.splitlines()[-2:]

    assert done.status == 2, done.says
    assert sentence.startswith("qmsctl: ")
    assert "Permission denied" in sentence
    assert step.startswith("Next: ")
    assert after == before


def test_folder_for_temporary_files_that_may_not_be_written(
    locked: Path, usual: Mapping[str, Outcome]
) -> None:
    """A read-only container has no room for temporary files either: the check needs none."""
    nowhere = {"TMPDIR": str(locked), "HOME": str(locked), "XDG_CACHE_HOME": None}
    try:
        done = qmsctl(*_CHECK, at=locked, before=unprivileged(), env=nowhere)
    finally:
        _unlock(locked)

    assert done == usual["check"]


# Owners


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give files away")
@every_reading_command
def test_container_with_a_foreign_owner(here: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Files that belong to somebody else are not read, and the one step that helps is named, with the folder."""
    states.somebody_elses(here, tmp_path)
    done = qmsctl(*command, at=here)

    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        f"qmsctl: {here} belongs to somebody else, so git does not read it",
        f"Next: if you trust it: git config --global --add safe.directory {here}",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give files away")
def test_step_for_a_foreign_owner_can_be_pasted(here: Path, tmp_path: Path) -> None:
    """A folder whose name has blanks is quoted in the step, as a shell needs it."""
    odd = here.rename(here.parent / "zarząd jakości; rm -rf")
    states.somebody_elses(odd, tmp_path)
    done = qmsctl(*_CHECK, at=odd)

    assert f"safe.directory '{odd}'" in done.err


# History


@every_reading_command
def test_shallow_clone(here: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A clone without its beginning gives no answer that needs it; how to mend that is said."""
    git("clone", "--quiet", "--depth=1", here.as_uri(), "shallow", at=tmp_path)
    done = qmsctl(*command, at=tmp_path / "shallow")

    assert "git fetch --unshallow" in done.says
    assert command[0] != "check" or done.status == 1


def test_shallow_clone_that_is_mended(here: Path, tmp_path: Path) -> None:
    """After the step that is named the answer is that of the whole."""
    git("clone", "--quiet", "--depth=1", here.as_uri(), "shallow", at=tmp_path)
    git("fetch", "--quiet", "--unshallow", "--tags", at=tmp_path / "shallow")
    told = [
        json.loads(qmsctl(*_CHECK, "--format", "json", at=folder).out)
        for folder in (here, tmp_path / "shallow")
    ]

    assert told[0] == told[1]


def test_settings_of_a_base_that_was_not_fetched(here: Path, tmp_path: Path) -> None:
    """A base that a shallow clone lacks is refused: the change under check must not set its own bar then."""
    base = git("rev-parse", "HEAD~1", at=here).strip()
    git("clone", "--quiet", "--depth=1", here.as_uri(), "shallow", at=tmp_path)
    done = qmsctl(*_CHECK, "--settings-from", base, at=tmp_path / "shallow")

    assert (done.status, done.out) == (2, "")
    assert "git fetch --unshallow" in done.err


def test_detached_head_of_a_pull_request(here: Path, tmp_path: Path) -> None:
    """A checkout on no branch, as forges make it of a pull request, is read like any other."""
    git("clone", "--quiet", here.as_uri(), "job", at=tmp_path)
    job = tmp_path / "job"
    git("checkout", "--quiet", "--detach", "origin/main", at=job)
    git("branch", "--quiet", "--delete", "--force", "main", at=job)
    done = qmsctl(*_CHECK, at=job)

    assert done.status == 0, done.says
    shutil.rmtree(job)
