"""Repositories in every state: a command gives the right answer, or says what cannot be established."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office, states
from tests.cli.program import git, qmsctl, state_of
from tests.cli.states import Build
from tests.cli.test_cache import SETTLED

_ON = ("--on", "2026-11-22")
_READING = {
    "check": ("check", *_ON),
    "register": ("register", *_ON),
    "history": ("history", "PS-01", *_ON),
    "show": ("show", "PS-01", *_ON),
    "why": ("why", "PS-01", *_ON),
    "diff": ("diff", "PS-01", *_ON),
    "report": ("report", office.CLOSED, *_ON),
}
_ASKING = {**_READING, "changes": ("changes", "--since", "2026-01-31", "--until", "HEAD")}
_APPROVE = ("approve", "PS-02", "--by", "bob", "--basis", "ordinance 7")
_REVISE = ("revise", "PS-02", "--from", "procedures/ps-02.md", "--next", "0.2", "--reason", "said better")
_RECORDING = {"approve": _APPROVE, "revise": _REVISE}
_COMMANDS = {**_READING, "changes": ("changes", "--since", "2026-01-31"), **_RECORDING}

every_command = pytest.mark.parametrize("command", _COMMANDS.values(), ids=_COMMANDS)
every_reading_command = pytest.mark.parametrize("command", _ASKING.values(), ids=_ASKING)
at_a_revision = pytest.mark.parametrize("command", _READING.values(), ids=_READING)


@pytest.fixture(scope="session")
def drafted_pattern(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office, in which PS-01 has a later draft; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("drafted") / "office")
    states.drafted(folder)
    return folder


@pytest.fixture
def here(drafted_pattern: Path, tmp_path: Path) -> Path:
    """A copy of the office with a draft that a test may do with as it likes."""
    return office.copy(drafted_pattern, tmp_path / "office")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """An empty folder for other repositories."""
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


@every_command
@pytest.mark.parametrize("state", states.REFUSED, ids=lambda state: state.__name__)
def test_what_cannot_be_read_is_refused(
    here: Path, room: Path, state: Build, command: tuple[str, ...]
) -> None:
    """One sentence says what is the matter and one how to mend it; no partial answer is given."""
    folder = state(here, room)
    sentence, step = (
        text.replace("FOLDER", str(folder)).replace("PARENT", str(folder.parent)).replace("ROOM", str(room))
        for text in states.REFUSED[state]
    )

    done = qmsctl(*command, at=folder)

    said, next = done.err.splitlines()
    assert (2, "") == (done.status, done.out)
    assert said.startswith(sentence)
    assert next == step


_POLISH: Mapping[Build, tuple[str, str]] = {
    states.without_commit: (
        "qmsctl: historii nie można odczytać do początku, więc niczego nie można o niej ustalić; git podaje: fatal: ",
        "Dalej: sklonuj repozytorium na nowo; git fsck wypisze, czego tu brakuje i co jest uszkodzone",
    ),
    states.treeless: (
        "qmsctl: historii nie można odczytać do początku, więc niczego nie można o niej ustalić; git podaje: fatal: ",
        "Dalej: sklonuj repozytorium na nowo, tym razem bez --filter",
    ),
    states.cut_off_branch: (
        "qmsctl: gałąź main prowadzi do commitu, którego tu nie ma, więc jej historii nie można odczytać",
        "Dalej: sklonuj repozytorium na nowo; git fsck wypisze, czego tu brakuje i co jest uszkodzone",
    ),
    states.bare: (
        "qmsctl: FOLDER to repozytorium bez plików (bare)",
        "Dalej: podaj commit, który ma być odczytany, na przykład --rev HEAD, albo sklonuj je i uruchom qmsctl w klonie",
    ),
    states.spoiled_repository: (
        "qmsctl: FOLDER/.git istnieje, ale git nie może go odczytać jako repozytorium",
        "Dalej: nadaj sobie prawo odczytu; jeśli jest uszkodzony, sklonuj repozytorium na nowo",
    ),
    states.submodule_for_system: (
        "qmsctl: FOLDER to miejsce innego repozytorium, które nie zostało pobrane",
        "Dalej: pobierz je: git submodule update --init FOLDER",
    ),
}


@pytest.mark.parametrize("state", _POLISH, ids=lambda state: state.__name__)
def test_refusals_speak_polish(here: Path, room: Path, state: Build) -> None:
    """The quality officer is told the same in Polish."""
    folder = state(here, room)
    sentence, step = (text.replace("FOLDER", str(folder)) for text in _POLISH[state])

    said, next = qmsctl("check", "--lang", "pl", at=folder).err.splitlines()

    assert said.startswith(sentence)
    assert next == step


# A history without its beginning

_SHALLOW = [
    "This clone is shallow: the beginning of the history is missing, so what depends on it cannot be established.",
    "Next: fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0",
]
both_shallow = pytest.mark.parametrize(
    "state", [states.shallow, states.forged_shallow], ids=lambda state: state.__name__
)


@every_reading_command
@both_shallow
def test_shallow_clone_says_so_and_how_to_mend_it(
    here: Path, room: Path, state: Build, command: tuple[str, ...]
) -> None:
    """Every command says that the beginning is missing, and shows nothing as established that hangs on it."""
    done = qmsctl(*command, at=state(here, room))

    assert (done.status, done.err.splitlines()) == (command[0] == "check", _SHALLOW)
    assert "cannot be established" in done.out
    assert "recorded by the decider" not in done.out
    assert "commit not recorded" not in done.out


@both_shallow
def test_shallow_clone_does_not_pass(here: Path, room: Path, state: Build) -> None:
    """The rules that need the beginning say that they cannot tell, for every subject."""
    data = json.loads(qmsctl("check", "--format", "json", *_ON, at=state(here, room)).out)
    rules = {rule["rule"]: rule for rule in data["rules"]}
    unknown = {problem["rule"] for problem in data["problems"] if not problem["established"]}
    all_of_it = {"HIS001", "HIS006", "HIS009", "HIS010", "HIS011", "REV006", "REV010"}

    assert unknown >= {*all_of_it, "HIS003", "HIS007"}
    assert {rules[rule]["conforming"] for rule in all_of_it} == {0}
    assert {rules[rule]["cannot_be_established"] for rule in ("HIS003", "HIS007")} == {1}


def test_shallow_register_says_it_in_every_format(here: Path, room: Path) -> None:
    """Whatever the register is handed on as, it says what is missing."""
    folder = states.shallow(here, room)
    sentence = "The beginning of the history is missing, so who recorded the approvals cannot be established."
    for format in ("console", "plain", "markdown", "html"):
        done = qmsctl("register", "--format", format, *_ON, at=folder)
        assert sentence in " ".join(done.out.split())
    data = json.loads(qmsctl("register", "--format", "json", *_ON, at=folder).out)
    trust = {row["id"]: row["trust"] for row in data["documents"]}

    assert data["history_complete"] is False
    assert trust["PS-01"] == "who recorded it cannot be established"
    assert (
        "who recorded it cannot be established" in qmsctl("register", "--format", "csv", *_ON, at=folder).out
    )


def test_shallow_history_accuses_nobody(here: Path, room: Path) -> None:
    """Where a clone begins, its first commit seems to have written everything."""
    folder = states.shallow(here, room)
    first = git("rev-list", "--max-parents=0", "HEAD", at=folder)[:10]
    done = qmsctl("history", "PS-01", *_ON, at=folder)

    assert "The beginning of the history is missing: this clone is shallow." in done.out
    assert (
        f"stood so in the first commit that is here, {first}; who wrote it, and when, cannot be established"
        in done.out
    )
    assert "Eve Example" not in done.out
    (folder / "procedures/ps-01.yaml").write_text(
        git("show", "HEAD~1:procedures/ps-01.yaml", at=folder).replace("works", "must work"), encoding="utf-8"
    )
    git("commit", "--quiet", "--all", "--amend", "--no-edit", at=folder)
    git("fetch", "--quiet", "--depth=1", str(folder), "HEAD", at=folder)
    checked = qmsctl("check", *_ON, at=folder)

    assert (
        "who changed it cannot be established, because the beginning of the history is missing" in checked.out
    )


def test_shallow_clone_tells_in_polish(here: Path, room: Path) -> None:
    """The officer reads in Polish that something is missing, and what to do."""
    done = qmsctl("register", "--lang", "pl", *_ON, at=states.shallow(here, room))

    assert done.err.splitlines() == [
        "Ten klon jest płytki (shallow): brakuje początku historii, więc tego, co od niego zależy, nie można ustalić.",
        "Dalej: pobierz całą historię: git fetch --unshallow; w CI ustaw fetch-depth: 0",
    ]
    assert "Brakuje początku historii, więc nie można ustalić, kto zapisał zatwierdzenia." in done.out
    assert "nie można ustalić, kto to zapisał" in done.out


@every_reading_command
def test_fetching_the_rest_mends_a_shallow_clone(here: Path, room: Path, command: tuple[str, ...]) -> None:
    """After the step that is named, the answer is the one of the whole repository."""
    folder = states.shallow(here, room)
    git("fetch", "--quiet", "--unshallow", at=folder)

    assert qmsctl(*command, at=folder) == qmsctl(*command, at=here)


@pytest.mark.parametrize(
    "command",
    [("check", "--rev", "2026-01-31"), ("check", "--rev", "v1"), ("changes", "--since", "v1")],
    ids=["day", "tag", "changes"],
)
def test_shallow_clone_does_not_deny_what_it_cannot_know(
    here: Path, room: Path, command: tuple[str, ...]
) -> None:
    """A tag or day that is not here may well exist."""
    done = qmsctl(*command, at=states.shallow(here, room))

    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[-2:] == [
        f"qmsctl: the history here is cut off, so which commit {command[-1]} stands for cannot be established",
        "Next: fetch the whole history: git fetch --unshallow --tags; in CI set fetch-depth: 0",
    ]


# Contents that are not here

_LACKING = [
    "1 content of the history is not in this repository, so what it said cannot be established.",
    "Next: clone the repository anew, without --filter; git fsck lists what is missing or damaged here",
]
without_a_text = pytest.mark.parametrize(
    "state",
    [states.without_text, states.spoiled_text, states.other_text, states.partial],
    ids=lambda state: state.__name__,
)


@without_a_text
def test_text_in_force_that_is_not_here(here: Path, room: Path, state: Build) -> None:
    """Each command says that the text is missing, and none says that there is none."""
    folder = state(here, room)
    done = {name: qmsctl(*command, at=folder) for name, command in _READING.items()}

    assert {name: one.status for name, one in done.items()} == {
        "check": 1, "register": 0, "history": 0, "show": 2, "why": 0, "diff": 2, "report": 0,
    }  # fmt: skip
    assert {tuple(one.err.splitlines()[:2]) for one in done.values()} == {tuple(_LACKING)}
    assert (
        "cannot be established CLS004 [undocumented-clause] whether PS-01 documents 7.5.1, 7.5.2"
        " of ISO 9001:2015 cannot be established: its text in force is not in this repository"
    ) in done["check"].out
    assert "the text in force is not in this repository" in done["register"].out
    assert _LACKING[0] in done["history"].out
    for name in ("show", "diff"):
        assert done[name].err.splitlines()[2:] == [
            "qmsctl: the repository does not hold the text of PS-01 that was approved as revision 1.0",
            (
                "Next: clone all of the repository, without --depth and --filter;"
                " qmsctl check says more about the approval"
            ),
        ]
    for name in ("why", "report"):
        assert "the text in force is not in this repository" in done[name].out


def test_lacking_contents_are_told_in_polish(here: Path, room: Path) -> None:
    """The number decides the form of the words."""
    states.lose(here, "v1:procedures/ps-01.yaml")
    states.lose(here, "v1:checklists/cl-01.yaml")
    done = qmsctl("history", "PS-01", "--lang", "pl", *_ON, at=here)

    assert done.err.splitlines() == [
        "W tym repozytorium brakuje 2 treści z historii, więc nie można ustalić, co w nich było.",
        "Dalej: sklonuj repozytorium na nowo, bez --filter; git fsck wypisze, czego tu brakuje i co jest uszkodzone",
    ]


def test_partial_clone_touches_no_network(here: Path, room: Path) -> None:
    """What a clone left with its remote stays there: no program of the remote is started."""
    folder = states.partial(here, room)
    git("config", "remote.origin.uploadpack", f"touch {room}/canary; git-upload-pack", at=folder)
    for command in _READING.values():
        qmsctl(*command, at=folder)
    qmsctl("check", "--rev", "HEAD~3", *_ON, at=folder)

    assert not (room / "canary").exists()
    git("cat-file", "-e", "HEAD~3:procedures/ps-01.yaml", at=folder)
    assert (room / "canary").exists()


@pytest.mark.parametrize("state", [states.without_text, states.partial], ids=lambda state: state.__name__)
def test_commit_whose_files_are_not_all_here(here: Path, room: Path, state: Build) -> None:
    """At such a commit a document cannot be established, and everything else is checked."""
    first = git("rev-parse", "v1", at=here).strip()
    done = qmsctl("check", "--rev", first, *_ON, at=state(here, room))

    assert done.status == 1
    assert (
        "procedures/ps-01.yaml:1:1: cannot be established DOC001 [malformed-file] the content of this file"
        " is not in the repository, so what it says cannot be established"
    ) in done.out
    assert "CL-01" in done.out


@pytest.mark.parametrize(
    ("state", "rev", "sentence"),
    [
        (states.without_last_commit, "HEAD", "the branch main leads to a commit that is not here"),
        (states.cut_off_branch, "HEAD", "the branch main leads to a commit that is not here"),
        (states.without_first_commit, "v1", "v1 stands for a commit that is not here, so it cannot be read"),
    ],
    ids=["lost branch", "cut off branch", "lost tag"],
)
def test_revision_that_was_lost_is_not_denied(
    here: Path, room: Path, state: Build, rev: str, sentence: str
) -> None:
    """A name whose commit was lost is not taken for one that nobody gave."""
    done = qmsctl("check", "--rev", rev, at=state(here, room))

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"qmsctl: {sentence}")
    assert done.err.splitlines()[1] == (
        "Next: clone the repository anew; git fsck lists what is missing or damaged here"
    )


def test_commit_whose_configuration_is_not_here(here: Path) -> None:
    """A lost `qms.yaml` is not taken for a missing one."""
    done = qmsctl("check", "--rev", "HEAD", *_ON, at=states.lose(here, "HEAD:qms.yaml"))

    assert done.status == 2
    assert (
        "qms.yaml:1:1: the content of this file is not in the repository, so what it says cannot be established"
    ) in done.err
    assert "qmsctl init to start one" not in done.err


def test_git_that_is_killed_tells_no_part_of_a_history(here: Path, room: Path) -> None:
    """A history that was cut off with git itself is not taken for the whole one."""
    real = shutil.which("git")
    (room / "git").write_text(
        '#!/bin/sh\ncase "$*" in *" log "*"--raw"*) '
        f'{real} "$@" | head -c 700; kill -9 $$;; esac\nexec {real} "$@"\n'
    )
    (room / "git").chmod(0o755)
    done = qmsctl("register", *_ON, at=here, env={"PATH": f"{room}:{os.environ['PATH']}"})

    assert (done.status, done.out) == (2, "")
    assert "the history cannot be read to its beginning" in done.err


@pytest.mark.parametrize("forged", ["v1:procedures/ps-01.yaml", "HEAD~2", "HEAD~2^{tree}"])
def test_clone_refuses_what_is_forged(here: Path, room: Path, forged: str) -> None:
    """The step that the documentation names for a repository handed over by somebody does find it."""
    git("clone", "--quiet", "--no-local", str(here), "whole", at=room)
    other = states.object_file(here, forged.replace("v1", "HEAD").replace("HEAD~2", "HEAD~1"))
    file = states.object_file(here, forged)
    file.unlink()
    shutil.copy(other, file)

    with pytest.raises(subprocess.CalledProcessError):
        git("clone", "--quiet", "--no-local", str(here), "forged", at=room)


# What git would show instead


@every_reading_command
@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            states.replaced,
            [
                "Here git shows other objects in place of 2 (git replace); qmsctl reads the originals.",
                "Next: see who wants that and why: git replace --list names them",
            ],
        ),
        (
            states.grafted,
            [
                "Here a file gives commits other parents (grafts); qmsctl reads those they were made with.",
                "Next: see who wants that and why: the file is info/grafts in the .git folder",
            ],
        ),
    ],
    ids=["replaced", "grafted"],
)
def test_what_hides_the_history_is_passed_over_and_told(
    here: Path, room: Path, state: Build, said: list[str], command: tuple[str, ...]
) -> None:
    """The answer is the one without it, and standard error says that there is something."""
    honest = qmsctl(*command, at=here)
    done = qmsctl(*command, "--no-cache", at=state(here, room))

    assert (honest.status, honest.out, "") == (done.status, done.out, honest.err)
    assert done.err.splitlines() == said


# Other places for the same commit


@every_reading_command
@pytest.mark.parametrize(
    "state", [states.detached, states.worktree, states.worktree_of_bare], ids=lambda state: state.__name__
)
def test_the_same_commit_has_the_same_answer(
    here: Path, room: Path, state: Build, command: tuple[str, ...]
) -> None:
    """It does not matter on which branch and in which working tree a commit is checked out."""
    honest = qmsctl(*command, at=here)

    assert qmsctl(*command, at=state(here, room)) == honest


@at_a_revision
def test_bare_repository_is_read_at_a_commit(here: Path, room: Path, command: tuple[str, ...]) -> None:
    """A server without files can check what was pushed to it: by branch, commit, tag or day."""
    folder = states.bare(here, room)

    for rev in ("main", "HEAD", "2026-04-01"):
        assert qmsctl(*command, "--rev", rev, at=folder) == qmsctl(*command, "--rev", rev, at=here)
    assert qmsctl("check", "--rev", "v1", at=folder) == qmsctl("check", "--rev", "v1", at=here)
    assert qmsctl(*_ASKING["changes"], at=folder) == qmsctl(*_ASKING["changes"], at=here)


def test_bare_repository_is_left_as_it_was(here: Path, room: Path) -> None:
    """Reading writes nothing into it, and nothing can be recorded in it."""
    folder = states.bare(here, room)
    before = state_of(folder)
    for words in (
        ("check", "--rev", "main"),
        ("init", "--no-input"),
        ("approve", "PS-02"),
        ("evidence", "add"),
    ):
        qmsctl(*words, at=folder)

    assert before == state_of(folder)


def test_bare_repository_without_a_system(room: Path) -> None:
    """A repository whose commits hold no `qms.yaml` is no quality management system."""
    git("init", "--quiet", "--bare", "--initial-branch=main", at=room)

    assert "there is no commit, tag or day HEAD here" in qmsctl("check", "--rev", "HEAD", at=room).err


def test_nothing_is_recorded_on_no_branch(here: Path, room: Path) -> None:
    """A commit that no branch holds would be lost; the files alone can be written."""
    folder = states.detached(here, room)
    before = state_of(folder)
    for command in _RECORDING.values():
        done = qmsctl(*command, at=folder)
        assert (done.status, done.out) == (2, "")
        assert done.err.splitlines() == [
            "qmsctl: no branch is checked out here (detached HEAD), so what is recorded would be lost",
            "Next: go to the branch first: git switch main",
        ]
    assert before == state_of(folder)
    assert qmsctl(*_APPROVE, "--no-commit", at=folder).status == 0


def test_day_is_looked_up_where_the_branch_is_not_here(here: Path) -> None:
    """CI checks out a commit and no branch; the answer says on which history it rests."""
    git("checkout", "--quiet", "--detach", "HEAD~1", at=here)
    git("branch", "--quiet", "--delete", "--force", "main", at=here)
    done = qmsctl("check", "--rev", "2026-12-31", *_ON, at=here)

    assert f"commit {git('rev-parse', 'HEAD', at=here)[:10]}." in done.out
    assert done.err.splitlines() == [
        "There is no branch main here, so 31 December 2026 is looked up in the history of what is checked out.",
        "Next: fetch the branch that qms.yaml names: git fetch origin main:main",
    ]


# Before the first commit


def test_before_the_first_commit(here: Path, room: Path) -> None:
    """Nothing is recorded yet: that is the answer of every command, and no failure."""
    folder = states.unborn(here, room)
    done = {name: qmsctl(*command, at=folder) for name, command in _COMMANDS.items()}

    assert {name: one.status for name, one in done.items()} == {
        "check": 0, "register": 0, "history": 0, "show": 2, "why": 0, "diff": 2, "report": 0,
        "changes": 2, "approve": 2, "revise": 0,
    }  # fmt: skip
    assert "the working tree, before the first commit" in done["check"].out
    assert "HIS004 [unrecorded-record]" in done["check"].out
    assert "documents on 22 November 2026, commit -" in done["register"].out
    assert "Nothing of it is in the history yet." in done["history"].out
    assert "no revision of PS-01 is in force on 22 November 2026" in done["show"].err
    assert "nothing is in a history yet" in done["report"].out
    assert "procedures/ps-02.md is not committed as it stands" in done["approve"].err


def test_another_branch_can_be_asked_before_the_first_commit(here: Path) -> None:
    """A branch without commits does not hide those of the others."""
    honest = qmsctl("check", "--rev", "main", *_ON, at=here)
    git("checkout", "--quiet", "--orphan", "new", at=here)

    assert qmsctl("check", "--rev", "main", *_ON, at=here) == honest


# Other repositories inside


def test_submodule_that_was_not_fetched(here: Path, room: Path) -> None:
    """What it holds cannot be established, and that is said where it belongs."""
    done = qmsctl("check", *_ON, at=states.submodule(here, room))

    assert done.status == 1
    assert (
        "procedures/other:1:1: cannot be established DOC001 [malformed-file]"
        " another repository belongs here, so what it holds cannot be established"
    ) in done.out
    assert (
        "check it by itself: git submodule update --init, then qmsctl -C procedures/other check" in done.out
    )


def test_submodule_for_a_whole_folder(here: Path, room: Path) -> None:
    """Procedures that were not fetched are not taken for procedures that do not exist."""
    done = qmsctl("check", *_ON, at=states.submodule_for_folder(here, room))

    assert done.status == 1
    assert (
        "procedures:1:1: cannot be established DOC001 [malformed-file]"
        " another repository belongs here, so what it holds cannot be established"
    ) in done.out


def test_submodule_with_a_system_of_its_own(here: Path, room: Path) -> None:
    """Once it is fetched, a system in a submodule is checked like any other."""
    folder = states.submodule_for_system(here, room)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", at=folder.parent)

    assert qmsctl("check", *_ON, at=folder) == qmsctl("check", *_ON, at=here)


# What was answered before


@pytest.fixture
def remembering(tmp_path: Path) -> Mapping[str, str]:
    """Variables under which answers are kept."""
    (tmp_path / "cache").mkdir()
    return {"XDG_CACHE_HOME": str(tmp_path / "cache")}


@pytest.mark.parametrize("command", [_READING["check"], _READING["register"]], ids=["check", "register"])
def test_answers_are_not_remembered_without_what_they_lack(
    here: Path, room: Path, remembering: Mapping[str, str], command: tuple[str, ...]
) -> None:
    """Asked again, a command says again what is missing; once it is there, the answer is another."""
    folder = states.shallow(here, room)
    time.sleep(SETTLED)
    first = qmsctl(*command, at=folder, env=remembering)

    assert qmsctl(*command, at=folder, env=remembering) == first
    assert first.err.splitlines() == _SHALLOW
    git("fetch", "--quiet", "--unshallow", at=folder)
    assert qmsctl(*command, at=folder, env=remembering) == qmsctl(*command, at=here)


def test_lacking_contents_are_told_every_time(here: Path, remembering: Mapping[str, str]) -> None:
    """An answer for which something was missing is found anew each time."""
    states.lose(here, "v1:procedures/ps-01.yaml")
    time.sleep(SETTLED)
    first = qmsctl("register", *_ON, at=here, env=remembering)

    assert first.err.splitlines() == _LACKING
    assert qmsctl("register", *_ON, at=here, env=remembering) == first
