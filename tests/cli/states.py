"""Offices in every state a repository can be in: each builder returns the folder to work in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.cli import office
from tests.cli.program import git

__all__ = ["BOB", "REFUSED", "Build", "drafted", "lose", "object_file"]

Build = Callable[[Path, Path], Path]
"""Brings an office into a state, given the office and an empty folder, and returns where to work."""

BOB: Final[Mapping[str, str]] = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Bob Example"), ("EMAIL", "bob@example.org"))
}


def drafted(folder: Path) -> None:
    """Write a draft of PS-01, so that its text in force is in the history alone."""
    file = folder / "procedures/ps-01.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"1.0"', '"1.1"').replace("Everybody", "Everyone"), encoding="utf-8")
    office.commit(folder, "Draft 1.1", "2026-04-01")


def object_file(folder: Path, name: str) -> Path:
    """Return the file in which git keeps the object that *name* leads to."""
    id = git("rev-parse", name, at=folder).strip()
    return folder / ".git/objects" / id[:2] / id[2:]


def lose(folder: Path, name: str) -> Path:
    """Lose the object that *name* leads to."""
    object_file(folder, name).unlink()
    return folder


# Not whole


def shallow(here: Path, room: Path) -> Path:
    """A clone without its beginning, as CI makes it."""
    git("clone", "--quiet", "--depth=2", here.as_uri(), "shallow", at=room)
    return room / "shallow"


def forged_shallow(here: Path, room: Path) -> Path:
    """A file that says the history begins later than it does."""
    (here / ".git/shallow").write_text(git("rev-parse", "HEAD~1", at=here))
    return here


def without_text(here: Path, room: Path) -> Path:
    """The text that is in force was lost."""
    return lose(here, "v1:procedures/ps-01.yaml")


def spoiled_text(here: Path, room: Path) -> Path:
    """The text that is in force cannot be unpacked."""
    file = object_file(here, "v1:procedures/ps-01.yaml")
    file.chmod(0o644)
    file.write_bytes(b"spoiled" + file.read_bytes()[7:])
    return here


def other_text(here: Path, room: Path) -> Path:
    """Under the name of the text in force lies another one."""
    file = object_file(here, "v1:procedures/ps-01.yaml")
    file.unlink()
    shutil.copy(object_file(here, "HEAD:procedures/ps-01.yaml"), file)
    return here


def partial(here: Path, room: Path) -> Path:
    """A clone that left old contents with its remote."""
    git("config", "uploadpack.allowFilter", "true", at=here)
    git("clone", "--quiet", "--filter=blob:none", here.as_uri(), "partial", at=room)
    return room / "partial"


def treeless(here: Path, room: Path) -> Path:
    """A clone that left the lists of old files with its remote."""
    git("config", "uploadpack.allowFilter", "true", at=here)
    git("clone", "--quiet", "--filter=tree:0", here.as_uri(), "treeless", at=room)
    return room / "treeless"


def without_tree(here: Path, room: Path) -> Path:
    """The list of files of an old commit was lost."""
    return lose(here, "v1^{tree}")


def without_commit(here: Path, room: Path) -> Path:
    """A commit in the middle was lost."""
    return lose(here, "HEAD~2")


def spoiled_commit(here: Path, room: Path) -> Path:
    """A commit in the middle cannot be unpacked."""
    file = object_file(here, "HEAD~2")
    file.chmod(0o644)
    file.write_bytes(b"spoiled" + file.read_bytes()[7:])
    return here


def without_last_tree(here: Path, room: Path) -> Path:
    """The list of files of the last commit was lost."""
    return lose(here, "HEAD^{tree}")


def without_last_commit(here: Path, room: Path) -> Path:
    """The branch leads to a commit that was lost."""
    return lose(here, "HEAD")


def cut_off_branch(here: Path, room: Path) -> Path:
    """The power failed while the branch was written."""
    (here / ".git/refs/heads/main").write_bytes(b"")
    return here


def without_first_commit(here: Path, room: Path) -> Path:
    """A tag leads to a commit that was lost."""
    return lose(here, "v1")


def detached_from_nothing(here: Path, room: Path) -> Path:
    """No branch, and the commit that was checked out was lost."""
    git("checkout", "--quiet", "--detach", at=here)
    return lose(here, "HEAD")


# Not as git shows it


def replaced(here: Path, room: Path) -> Path:
    """A replacement hides the history from git, and another forges the text in force."""
    git("replace", "--graft", "HEAD", at=here)
    git("replace", "v1:procedures/ps-01.yaml", "HEAD:procedures/ps-01.yaml", at=here)
    return here


def grafted(here: Path, room: Path) -> Path:
    """A file of grafts hides the history from git."""
    (here / ".git/info").mkdir(exist_ok=True)
    (here / ".git/info/grafts").write_text(git("rev-parse", "HEAD", at=here))
    return here


# Not as usual


def unborn(here: Path, room: Path) -> Path:
    """No commit yet."""
    shutil.rmtree(here / ".git")
    git("init", "--quiet", "--initial-branch=main", at=here)
    return here


def detached(here: Path, room: Path) -> Path:
    """The last commit, on no branch."""
    git("checkout", "--quiet", "--detach", at=here)
    return here


def worktree(here: Path, room: Path) -> Path:
    """A second working tree, on a branch of its own."""
    git("worktree", "add", "--quiet", "-b", "second", str(room / "second"), at=here)
    return room / "second"


def bare(here: Path, room: Path) -> Path:
    """A repository without files, as a server has it."""
    git("clone", "--quiet", "--bare", here.as_uri(), "bare.git", at=room)
    return room / "bare.git"


def worktree_of_bare(here: Path, room: Path) -> Path:
    """A working tree of a repository that has none of its own."""
    git("worktree", "add", "--quiet", str(room / "tree"), "main", at=bare(here, room))
    return room / "tree"


def git_folder(here: Path, room: Path) -> Path:
    """The folder in which git keeps what it knows."""
    return here / ".git"


def elsewhere(here: Path, room: Path) -> Path:
    """Settings that name other files."""
    git("config", "core.worktree", str(room), at=here)
    return here


def spoiled_repository(here: Path, room: Path) -> Path:
    """A folder that git no longer takes for a repository."""
    (here / ".git/HEAD").write_bytes(b"")
    return here


def lost_worktree(here: Path, room: Path) -> Path:
    """A working tree whose repository is gone."""
    second = worktree(here, room)
    shutil.rmtree(here)
    return second


def submodule(here: Path, room: Path) -> Path:
    """A clone in which another repository belongs into the procedures, and was not fetched."""
    _submodule(here, room, "procedures/other")
    git("clone", "--quiet", str(here), "clone", at=room)
    return room / "clone"


def submodule_for_folder(here: Path, room: Path) -> Path:
    """A clone in which the procedures themselves are another repository that was not fetched."""
    shutil.rmtree(here / "procedures")
    office.commit(here, "Move the procedures away", "2026-04-02")
    _submodule(here, room, "procedures")
    git("clone", "--quiet", str(here), "clone", at=room)
    return room / "clone"


def submodule_for_system(here: Path, room: Path) -> Path:
    """A clone in which the whole system is another repository that was not fetched; the folder for it."""
    larger = room / "larger"
    larger.mkdir()
    git("init", "--quiet", "--initial-branch=main", at=larger)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", here.as_uri(), "qms", at=larger)
    office.commit(larger, "Add the system", "2026-04-02")
    git("clone", "--quiet", str(larger), "clone", at=room)
    return room / "clone/qms"


def _submodule(here: Path, room: Path, path: str) -> None:
    other = room / "other"
    other.mkdir()
    git("init", "--quiet", "--initial-branch=main", at=other)
    (other / "ps-05.yaml").write_text("id: PS-05\n", encoding="utf-8")
    office.commit(other, "Begin", "2026-01-05")
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.as_uri(), path, at=here)
    office.commit(here, "Add another repository", "2026-04-03")


def somebody_elses(here: Path, room: Path) -> Path:
    """A repository that belongs to somebody else; only the superuser can give files away."""
    for path in (here, *here.rglob("*")):
        shutil.chown(path, 12345)
    return here


def bare_somebody_elses(here: Path, room: Path) -> Path:
    """A repository without files that belongs to somebody else."""
    return somebody_elses(bare(here, room), room)


def converted(here: Path, room: Path) -> Path:
    """A checkout in which git has changed the line ends of every file."""
    (here / ".gitattributes").write_text("* text eol=crlf\n", encoding="utf-8")
    office.commit(here, "Convert line ends", "2026-04-02")
    for path in here.rglob("*.*"):
        if path.is_file() and ".git" not in path.parts and path.name != ".gitattributes":
            path.unlink()
    git("checkout", "--quiet", "--", ".", at=here)
    assert b"\r\n" in (here / "procedures/ps-01.yaml").read_bytes()
    return here


_MISSING: Final = "Next: clone the repository anew; git fsck lists what is missing or damaged here"
_UNREAD: Final = (
    "qmsctl: the history cannot be read to its beginning, so nothing about it can be established: git says "
)
_OWNED: Final = (
    "qmsctl: FOLDER belongs to somebody else, so git does not read it",
    "Next: if you trust it: git config --global --add safe.directory FOLDER",
)

REFUSED: Final[Mapping[Build, tuple[str, str]]] = {
    without_tree: (_UNREAD + "fatal: ", _MISSING),
    without_commit: (_UNREAD + "fatal: ", _MISSING),
    spoiled_commit: (_UNREAD + "fatal: ", _MISSING),
    without_last_tree: (_UNREAD + "fatal: ", _MISSING),
    treeless: (
        _UNREAD + "fatal: could not fetch ",
        "Next: clone the repository anew, this time without --filter",
    ),
    without_last_commit: (
        "qmsctl: the branch main leads to a commit that is not here, so its history cannot be read",
        _MISSING,
    ),
    cut_off_branch: (
        "qmsctl: the branch main leads to a commit that is not here, so its history cannot be read",
        _MISSING,
    ),
    detached_from_nothing: (
        "qmsctl: what is checked out is a commit that is not here, so its history cannot be read",
        _MISSING,
    ),
    bare: (
        "qmsctl: FOLDER is a repository without files (a bare one)",
        "Next: name the commit that is to be read, such as --rev HEAD; or clone it, and run qmsctl in the clone",
    ),
    git_folder: (
        "qmsctl: FOLDER belongs to git itself, and the files are not in it",
        "Next: name the folder of the files: qmsctl -C PARENT",
    ),
    elsewhere: (
        "qmsctl: the files of this repository are not here: its settings name ROOM",
        "Next: take core.worktree out of its settings, or clone it and run qmsctl in the clone",
    ),
    spoiled_repository: (
        "qmsctl: FOLDER/.git is there, and git cannot read it as a repository",
        "Next: give yourself the right to read it; if it is damaged, clone the repository anew",
    ),
    lost_worktree: (
        "qmsctl: FOLDER/.git is there, and git cannot read it as a repository",
        "Next: give yourself the right to read it; if it is damaged, clone the repository anew",
    ),
    submodule_for_system: (
        "qmsctl: FOLDER is the place of another repository, which is not checked out",
        "Next: fetch it: git submodule update --init FOLDER",
    ),
    **(dict.fromkeys((somebody_elses, bare_somebody_elses), _OWNED) if os.geteuid() == 0 else {}),
}
"""The states in which nothing can be said, with the sentence and the step of every command."""
