"""The machine around a repository: its git, its variables, its rights, and git's other format."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office, states
from tests.cli.program import PROGRAM, git, qmsctl, unprivileged

_ON = ("--on", "2026-11-22")
_READING = {
    "check": ("check", *_ON),
    "register": ("register", *_ON),
    "history": ("history", "PS-01", *_ON),
    "show": ("show", "PS-01", *_ON),
    "report": ("report", office.CLOSED, *_ON),
    "coverage": ("coverage", *_ON),
    "gap": ("gap", "--from", "2015", "--to", "2026", *_ON),
}
every_reading_command = pytest.mark.parametrize("command", _READING.values(), ids=_READING)


def _with_git(folder: Path, script: str) -> Mapping[str, str]:
    """Return variables under which the program `git` is *script*; `$REAL` in it is the true one."""
    program = folder / "git"
    program.write_text(f"#!/bin/sh\nREAL={shutil.which('git')}\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


# The git of the machine

# What git 2.25 (Ubuntu 20.04) says; 2.31 came in March 2021.
_OLD = """\
case "$1" in version|--version) echo "git version 2.25.1"; exit 0;; esac
for word in "$@"; do
    case "$word" in --diff-merges=*) echo "fatal: unrecognized argument: $word" >&2; exit 128;; esac
done
exec $REAL "$@"
"""


@every_reading_command
def test_git_that_is_too_old(here: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """A git that cannot tell what merges change is refused, and the sentence says which one is needed."""
    done = qmsctl(*command, at=here, env=_with_git(tmp_path, _OLD))

    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "qmsctl: git 2.25.1 is too old: qmsctl needs git 2.31 or newer",
        "Next: install a newer git and try again",
    ]


def test_old_git_is_told_in_polish(here: Path, tmp_path: Path) -> None:
    """The officer knows what to ask the administrator for."""
    done = qmsctl("check", "--lang", "pl", at=here, env=_with_git(tmp_path, _OLD))

    assert done.err.splitlines() == [
        "qmsctl: git 2.25.1 jest za stary: qmsctl wymaga gita 2.31 lub nowszego",
        "Dalej: zainstaluj nowszego gita i spróbuj ponownie",
    ]


def test_git_that_may_not_be_run(here: Path, tmp_path: Path) -> None:
    """A git without the right to run is not an error of qmsctl's own."""
    _with_git(tmp_path, "")
    (tmp_path / "git").chmod(0o644)
    done = qmsctl("check", at=here, env={"PATH": str(tmp_path)})

    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == [
        "qmsctl: git cannot be started: Permission denied",
        "Next: install git (on Debian: apt install git) and try again",
    ]


# Rights


@pytest.fixture
def closed(here: Path) -> Path:
    """An office whose `.git` may not be opened."""
    (here / ".git").chmod(0)
    return here


@every_reading_command
def test_repository_that_may_not_be_read(closed: Path, command: tuple[str, ...]) -> None:
    """A closed `.git` is not taken for none: that would lead to a second repository in its place."""
    try:
        done = qmsctl(*command, at=closed, before=unprivileged())
        begun = qmsctl("init", "--no-input", at=closed, before=unprivileged())
    finally:
        (closed / ".git").chmod(0o755)

    for refused in (done, begun):
        assert (refused.status, refused.out) == (2, "")
        assert refused.err.splitlines() == [
            f"qmsctl: {closed}/.git is there, and git cannot read it as a repository",
            "Next: give yourself the right to read it; if it is damaged, clone the repository anew",
        ]


def test_objects_that_may_not_be_read(here: Path) -> None:
    """Where git may not read its objects, no part of the history is taken for the whole."""
    folder = states.object_file(here, "HEAD~1").parent
    folder.chmod(0)
    try:
        done = qmsctl("register", *_ON, at=here, before=unprivileged())
    finally:
        folder.chmod(0o755)

    assert (done.status, done.out) == (2, "")
    assert "the history cannot be read to its beginning" in done.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can give files away")
def test_repository_of_somebody_else_is_read_once_it_is_trusted(here: Path, tmp_path: Path) -> None:
    """The step that is named is the one that helps, also from a folder below."""
    honest = qmsctl("check", *_ON, at=here)
    states.somebody_elses(here, tmp_path)
    refused = qmsctl("check", *_ON, at=here / "procedures")
    step = refused.err.splitlines()[-1].removeprefix("Next: if you trust it: git ").split()
    settings = {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    (tmp_path / "gitconfig").touch()
    git(*step, at=tmp_path, env=settings)

    assert refused.status == 2
    assert qmsctl("check", *_ON, at=here, env=settings) == honest


# Variables and hooks


@pytest.fixture
def other(pattern: Path, tmp_path: Path) -> Path:
    """Another office, with a fault that the first does not have."""
    folder = office.copy(pattern, tmp_path / "other")
    (folder / "procedures/ps-09.yaml").write_text("- broken\n", encoding="utf-8")
    office.commit(folder, "Break", "2026-04-01")
    return folder


@every_reading_command
def test_variables_lead_to_no_other_repository(here: Path, other: Path, command: tuple[str, ...]) -> None:
    """What git is told by its environment does not decide which repository is read."""
    variables = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_NAMESPACE": "other",
        "GIT_SHALLOW_FILE": str(other / "qms.yaml"),
        "GIT_GRAFT_FILE": str(other / "qms.yaml"),
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.worktree",
        "GIT_CONFIG_VALUE_0": str(other),
        "GIT_PREFIX": "procedures/",
        "GIT_LITERAL_PATHSPECS": "0",
    }

    assert qmsctl(*command, at=here, env=variables) == qmsctl(*command, at=here)


@pytest.mark.parametrize("name", ["other", "linked"])
def test_hook_checks_the_folder_it_asks_for(here: Path, other: Path, tmp_path: Path, name: str) -> None:
    """In a hook git points everywhere to the repository that is committed to; `-C` names another."""
    working = tmp_path / name
    if working != other:
        git("worktree", "add", "--quiet", "-b", "linked", str(working), at=other)
    hook = other / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    program = " ".join(PROGRAM)
    hook.write_text(
        f"#!/bin/sh\nenv | grep ^GIT_ > {tmp_path}/variables\n"
        f"{program} -C {here} check --on 2026-11-22 > {tmp_path}/there\n"
        f"{program} check --on 2026-11-22 > {tmp_path}/around\nexit 0\n",
        encoding="utf-8",
    )
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    around = qmsctl("check", *_ON, at=working)
    git(
        "commit",
        "--quiet",
        "--allow-empty",
        "--message=Hooked",
        at=working,
        env={"PYTHONPATH": str(Path.cwd())},
    )

    assert "GIT_INDEX_FILE=" in (tmp_path / "variables").read_text(encoding="utf-8")
    assert (tmp_path / "there").read_text(encoding="utf-8") == qmsctl("check", *_ON, at=here).out
    assert (tmp_path / "around").read_text(encoding="utf-8") == around.out
    assert "DOC001" in around.out


# Git's other format


@pytest.fixture
def longer(pattern: Path, tmp_path: Path) -> Path:
    """The office in a repository whose names have 64 digits, recorded with the commands alone."""
    folder = office.copy(pattern, tmp_path / "longer")
    for name in (".git", "approvals"):
        shutil.rmtree(folder / name)
    git("init", "--quiet", "--initial-branch=main", "--object-format=sha256", at=folder)
    office.commit(folder, "Begin", "2026-01-05")
    assert qmsctl("approve", "PS-01", at=folder, env=states.BOB).status == 0
    states.drafted(folder)
    return folder


def test_sha256_repository(longer: Path) -> None:
    """Recorded, followed, read from the history: names of 64 digits do not matter to any command."""
    (record,) = (longer / "approvals").rglob("*.yaml")
    blob = git("rev-parse", "HEAD~1:procedures/ps-01.yaml", at=longer).strip()
    done = {name: qmsctl(name, *command[1:-2], at=longer) for name, command in _READING.items()}
    (row,) = [
        row
        for row in json.loads(qmsctl("register", "--format", "json", at=longer).out)["documents"]
        if row["id"] == "PS-01"
    ]

    assert len(blob) == 64
    assert f"blob: {blob}" in record.read_text(encoding="utf-8")
    pointed = "To ask about the transition in an audit: qmsctl audit checklist transition-2026\n"
    expected = dict.fromkeys(_READING, (0, "")) | {"gap": (0, pointed)}
    assert {name: (one.status, one.err) for name, one in done.items()} == expected
    assert (row["revision"], row["trust"]) == ("1.0", "recorded by the decider")
    assert row["remarks"] == "the tree holds a later draft, revision 1.1"
    assert "Everybody works from the revision that is in force." in done["show"].out
    assert "Read from: the commit" in done["report"].out
    assert qmsctl("check", "--rev", "HEAD", at=longer).status == 0


def test_sha256_repository_takes_evidence_and_decisions(longer: Path) -> None:
    """Every recording command works there, and what it recorded counts."""
    answer = (
        "--audit",
        office.AUDIT,
        "--question",
        "Q1",
        "--result",
        "conforms",
        "--seen",
        "x",
        "--where",
        "y",
    )
    done = [
        qmsctl("approve", "PS-01", "--effective", "2099-01-01", at=longer, env=states.BOB),
        qmsctl(
            "withdraw", "PS-01", "--reason", "merged", "--effective", "2099-06-01", at=longer, env=states.BOB
        ),
        qmsctl("evidence", "add", *answer, at=longer),
    ]
    checked = qmsctl("check", at=longer)

    assert [one.status for one in done] == [0, 0, 0], [one.err for one in done]
    assert "error HIS" not in checked.out
    assert "records 6" in checked.out


def test_sha256_repository_misses_nothing_that_changed(longer: Path) -> None:
    """A changed record and a drifted text are found by their longer names."""
    (record,) = (longer / "approvals").rglob("*.yaml")
    record.write_text(record.read_text(encoding="utf-8").replace("bob", "eve"), encoding="utf-8")
    office.commit(longer, "Forge", "2026-12-01")
    done = qmsctl("check", at=longer)

    assert done.status == 1
    assert "HIS001 [changed-record]" in done.out


# The folder somebody stands in


@pytest.mark.parametrize(
    "command", ["status", "check", "init --no-input", "demo", "audit plan", "revise PS-01"]
)
def test_current_folder_that_is_gone(tmp_path: Path, command: str) -> None:
    """Who stands in a folder that somebody else deleted is told so, whatever they ask for; with -C all works."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "$PWD" && exec "$@" {command}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *PROGRAM], cwd=gone, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "qmsctl: the current folder does not exist any more",
        "Next: go to a folder that exists, or name one: qmsctl -C FOLDER",
    ]


def test_named_folder_instead_of_the_one_that_is_gone(here: Path, tmp_path: Path) -> None:
    """Nothing depends on the current folder where another one is named."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'rmdir "$PWD" && exec "$@"'
    call = ["sh", "-c", script, "sh", *PROGRAM, "-C", str(here), "register", *_ON]
    done = subprocess.run(call, cwd=gone, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "PS-01" in done.stdout
