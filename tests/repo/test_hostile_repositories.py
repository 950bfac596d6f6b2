"""Repositories that somebody made to harm whoever reads them: nothing runs, nothing is written, nothing lies."""

from __future__ import annotations

import datetime as dt
import os
import re
import struct
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from qmsctl.repo.branches import common_ancestor, controlled_tips, name_at
from qmsctl.repo.bundle import bundle_of, unbundled
from qmsctl.repo.git import Git, GitFailedError
from qmsctl.repo.history import History
from qmsctl.repo.repository import UnknownRevisionError, UnusableRepositoryError, open_repository
from qmsctl.repo.signatures import Signer, Signers, verify
from tests.conftest import Repo

WARSAW = ZoneInfo("Europe/Warsaw")
FOLDERS = ("procedures", "audits")


def read_everything(folder: Path) -> History:
    """Read the repository in *folder* in every way there is, and return its history."""
    repository = open_repository(folder)
    history = repository.history(repository.head)
    repository.resolve("HEAD", WARSAW, "main")
    repository.resolve("2030-01-01", WARSAW, "main")
    controlled_tips(repository.git, ["main", "--output=x", "*"])
    common_ancestor(repository.git, [commit.id for commit in history.commits])
    for commit in history.commits:
        name_at(repository.git, commit.id, "qms.yaml")
    signers = Signers((Signer("bob", "ssh-ed25519 AAAA"),))
    verify(repository.git, history, {commit.id for commit in history.commits}, signers)
    for snapshot in (repository.working_tree(), *(repository.at(commit.id) for commit in history.commits)):
        for entry in snapshot.entries(FOLDERS):
            try:
                snapshot.read(entry.path)
                snapshot.digest(entry.path)
            except OSError:
                continue
    repository.git.blobs(change.after for _, change in history.of("procedures/a.yaml") if change.after)
    last = history.commits[-1].id
    # Where something is missing, there is no whole bundle.
    with suppress(GitFailedError), unbundled(bundle_of(repository.git, last, {"main": last})):
        pass
    return history


@dataclass(frozen=True)
class Trap:
    """A way to make git run a program of the repository's choice."""

    name: str
    lay: Callable[[Repo, Path], None]
    """Given the repository and the program."""
    springs: tuple[str, ...] | None
    """A call of plain git that is known to run it; `None`: it wants a terminal, or git as it is here is too new."""


def config(key: str, value: str = "{}") -> Callable[[Repo, Path], None]:
    """Return what sets *key* in the repository; `{}` stands for the program."""
    return lambda repo, program: repo.write(
        {".git/config": (repo.top / ".git/config").read_text() + _section(key, value.format(program))}
    )


def _section(key: str, value: str) -> str:
    section, _, name = key.rpartition(".")
    kind, _, which = section.partition(".")
    head = f'[{kind} "{which}"]' if which else f"[{kind}]"
    return f'{head}\n\t{name} = "{value}"\n'


def together(*steps: Callable[[Repo, Path], None]) -> Callable[[Repo, Path], None]:
    """Return what does all of *steps*."""

    def lay(repo: Repo, program: Path) -> None:
        for step in steps:
            step(repo, program)

    return lay


def hooks(repo: Repo, program: Path) -> None:
    """Put the program in the place of every hook."""
    folder = repo.top / ".git/hooks"
    folder.mkdir(exist_ok=True)
    for name in (
        "pre-commit",
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "fsmonitor-watchman",
    ):
        (folder / name).symlink_to(program)


def attributes(line: str) -> Callable[[Repo, Path], None]:
    """Return what gives every file the attribute *line*, in the tree and beside it."""

    def lay(repo: Repo, program: Path) -> None:
        repo.write({".gitattributes": f"* {line}\n", ".git/info/attributes": f"* {line}\n"})
        repo.write({"procedures/a.yaml": "id: x\n"})

    return lay


def signed(repo: Repo, program: Path) -> None:
    """Give the last commit a signature."""
    content = repo.git("cat-file", "commit", "HEAD") + b"\n"
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    repo.git("update-ref", "HEAD", repo.raw_commit(content.replace(b"\n\n", b"\n" + signature, 1)))


def incomplete(repo: Repo, program: Path) -> None:
    """Lose a content, so that git would fetch it."""
    name = repo.says("rev-parse", "HEAD:procedures/a.yaml")
    repo.git("config", "core.repositoryFormatVersion", "1")
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "remote.origin.url", "ssh://git@localhost:1/x")
    repo.git("config", "remote.origin.promisor", "true")
    (repo.top / ".git/objects" / name[:2] / name[2:]).unlink()


TRAPS = [
    Trap("fsmonitor", config("core.fsmonitor"), ("status",)),
    Trap("hooks", hooks, ("commit", "--allow-empty", "-m", "x")),
    Trap("hooksPath", together(hooks, config("core.hooksPath", ".git/hooks")), ("commit", "--allow-empty", "-m", "x")),
    Trap("clean", together(config("filter.evil.clean"), attributes("filter=evil")), ("add", "procedures/a.yaml")),
    Trap("process", together(config("filter.evil.process"), attributes("filter=evil")), ("add", "procedures/a.yaml")),
    Trap("smudge", together(config("filter.evil.smudge"), attributes("filter=evil")), ("checkout", "HEAD~1", "--", ".")),
    Trap("textconv", together(config("diff.evil.textconv"), attributes("diff=evil")), ("log", "-p")),
    Trap("external diff", config("diff.external"), ("log", "-p", "--ext-diff")),
    Trap("diff command", together(config("diff.evil.command"), attributes("diff=evil")), ("log", "-p", "--ext-diff")),
    Trap("gpg", together(config("log.showSignature", "true"), config("gpg.program"), signed), ("log",)),
    Trap("ssh", together(config("core.sshCommand"), incomplete), ("cat-file", "blob", "HEAD:procedures/a.yaml")),
    Trap("upload-pack", together(config("remote.origin.uploadpack"), incomplete), None),
    Trap("pager", together(config("core.pager"), config("pager.log"), config("pager.rev-parse", "true")), None),
    Trap("alias", together(*(config(f"alias.{name}", "!{}") for name in ("log", "ls-tree", "cat-file", "for-each-ref", "x"))), ("x",)),
    Trap("editor", together(config("core.editor"), config("sequence.editor")), ("commit", "--allow-empty")),
    Trap("trailer", config("trailer.x.command"), ("interpret-trailers", "--trailer", "x=1", "qms.yaml")),
    Trap("alternates", config("core.alternateRefsCommand"), None),
    Trap("askpass", together(config("core.askPass"), config("credential.helper", "!{}")), None),
]  # fmt: skip


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that is there once a program of the repository ran."""
    return tmp_path / "canary"


@pytest.fixture
def program(tmp_path: Path, canary: Path) -> Path:
    """What the repository would run."""
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    script.chmod(0o755)
    return script


def tame(repo: Repo) -> Repo:
    """Give *repo* a history and tags, one of them on what the history does not hold."""
    repo.commit({"qms.yaml": "qms: 1\n", "procedures/a.yaml": "id: a\n", "procedures/b.yaml": "id: b\n"})
    repo.commit({"procedures/a.yaml": "id: A\n"}, "Change\n\nx: 1\n")
    repo.git("tag", "-a", "-m", "x", "v1", "HEAD~1")
    repo.git("tag", "aside", repo.says("commit-tree", "-m", "x", "HEAD^{tree}"))
    return repo


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_nothing_of_the_repository_runs(repo: Repo, trap: Trap, program: Path, canary: Path) -> None:
    """Plain git runs the program; reading runs nothing, and still reads."""
    trap.lay(tame(repo), program)
    before = state_of(repo.top)
    history = read_everything(repo.top)

    assert not canary.exists()
    assert len(history.commits) == 2
    assert state_of(repo.top) == before
    if trap.springs:
        subprocess.run(
            ["git", *trap.springs], cwd=repo.top, check=False, capture_output=True, stdin=subprocess.DEVNULL
        )
        assert canary.exists()


def state_of(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Return mode, length, time of change and content of everything below *folder*, that of git included."""
    found = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, content)
    return found


def test_reading_changes_nothing(repo: Repo) -> None:
    """Not the index, not one time of change, not what `git status` says, also where git would refresh them."""
    tame(repo)
    repo.write({"procedures/a.yaml": "id: staged\n", "procedures/new.yaml": "id: new\n"})
    repo.git("add", "procedures/a.yaml")
    repo.write({"procedures/a.yaml": "id: changed\n"})
    os.utime(repo.top / "procedures/b.yaml", (1, 1))
    status = repo.says("--no-optional-locks", "status", "--porcelain")
    before = state_of(repo.top)
    read_everything(repo.top)

    assert state_of(repo.top) == before
    assert repo.says("--no-optional-locks", "status", "--porcelain") == status


def test_reading_waits_for_nobody(repo: Repo) -> None:
    """Somebody else's lock on the index or a branch does not matter to who only reads."""
    tame(repo)
    for lock in ("index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "config.lock"):
        (repo.top / ".git" / lock).touch()

    assert len(read_everything(repo.top).commits) == 2


def test_a_repository_inside_the_files_is_not_opened_by_accident(
    repo: Repo, program: Path, canary: Path
) -> None:
    """A bare repository may lie among the files: in its folder no files are read, whatever it names as its own."""
    tame(repo)
    inner = repo.top / "procedures/inner"
    repo.git("init", "-q", "--bare", str(inner))
    with (inner / "config").open("a") as file:
        file.write(_section("core.fsmonitor", str(program)) + _section("core.worktree", str(repo.top)))
    with pytest.raises(UnusableRepositoryError, match="bare"):
        open_repository(inner).working_tree()

    assert not canary.exists()


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_nothing_of_a_bare_repository_runs(
    repo: Repo, trap: Trap, program: Path, canary: Path, tmp_path: Path
) -> None:
    """A repository without files is read like any other, and just as carefully."""
    trap.lay(tame(repo), program)
    (repo.top / ".git").rename(tmp_path / "bare")
    with (tmp_path / "bare/config").open("a") as file:
        file.write(_section("core.bare", "true"))
    repository = open_repository(tmp_path / "bare")
    before = state_of(tmp_path / "bare")
    history = repository.history(repository.head)
    for commit in history.commits:
        for entry in repository.at(commit.id).entries(FOLDERS):
            with suppress(OSError):
                repository.at(commit.id).read(entry.path)

    assert repository.bare
    assert len(history.commits) == 2
    assert not canary.exists()
    assert state_of(tmp_path / "bare") == before


@pytest.mark.parametrize("branch", ["--output=canary", "-n1", "--all", "-c", "@"])
def test_a_branch_that_looks_like_an_option_is_a_branch(repo: Repo, branch: str, tmp_path: Path) -> None:
    """Names of branches come from the repository and from `qms.yaml`, and are never options."""
    first = tame(repo).says("rev-parse", "HEAD~1")
    repo.git("update-ref", f"refs/heads/{branch}", first)
    repository = open_repository(repo.top)

    assert repository.commit_on(dt.date(2030, 1, 1), WARSAW, branch) == first
    assert [path.name for path in repo.top.iterdir() if "canary" in path.name] == []


def test_paths_that_look_like_options_are_paths(tmp_path: Path) -> None:
    """A folder may be called like an option or a magic word of git's, and so may the system's own."""
    for name in ("--output=canary", "-p", ":(top)x", ":!x", "*"):
        repo = Repo(tmp_path / "offices")
        repo.commit({f"{name}/qms.yaml": "qms: 1", f"{name}/procedures/{name}.yaml": name, "x/y": "1"})
        repository = open_repository(repo.top / name)
        snapshot = repository.at(repo.head)

        assert [entry.path for entry in snapshot.entries(FOLDERS)] == [f"procedures/{name}.yaml"]
        assert snapshot.read(f"procedures/{name}.yaml") == name.encode()
        assert sorted(repository.history(repo.head).touches) == [f"procedures/{name}.yaml", "qms.yaml"]
        assert not list(repo.top.rglob("canary"))


def test_replaced_objects_are_not_shown(repo: Repo) -> None:
    """A replacement can hide commits and change contents in all that git shows; here it does not."""
    tame(repo)
    head, old = repo.head, repo.says("rev-parse", "HEAD:procedures/a.yaml")
    forged = repo.git("hash-object", "-w", "--stdin", sent=b"id: forged\n").decode()
    honest = read_everything(repo.top)
    repo.git("replace", old, forged)
    repo.git("replace", "--graft", head)

    assert repo.says("rev-list", "--count", "HEAD") == "1"
    assert repo.says("show", "HEAD:procedures/a.yaml") == "id: forged"
    assert read_everything(repo.top) == honest
    assert open_repository(repo.top).at(head).read("procedures/a.yaml") == b"id: A\n"
    assert open_repository(repo.top).git.blobs([old]) == {old: b"id: A\n"}


def test_grafts_hide_nothing(repo: Repo) -> None:
    """The old way to hide commits does not work either."""
    honest = read_everything(tame(repo).top)
    repo.write({".git/info/grafts": repo.head + "\n"})

    assert repo.says("-c", "advice.graftFileDeprecated=false", "rev-list", "--count", "HEAD") == "1"
    assert read_everything(repo.top) == honest


def test_a_forged_commit_graph_hides_nothing(repo: Repo) -> None:
    """Git believes its own cache of parents; a cache that somebody else made is not asked."""
    honest = read_everything(tame(repo).top)
    repo.git("commit-graph", "write", "--reachable")
    graph = repo.top / ".git/objects/info/commit-graph"
    graph.chmod(0o644)
    raw = bytearray(graph.read_bytes())
    at = struct.unpack(">Q", raw[raw.index(b"CDAT") + 4 :][:8])[0]
    for entry in (at, at + 36):
        raw[entry + 20 : entry + 24] = struct.pack(">I", 0x70000000)  # no parent
    graph.write_bytes(raw)

    assert repo.says("rev-list", "--count", "HEAD") == "1"
    assert read_everything(repo.top) == honest


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("log.showRoot", "false"), ("diff.renames", "copies"), ("diff.relative", "true"), ("log.follow", "true"),
        ("i18n.logOutputEncoding", "ISO-8859-2"), ("core.quotePath", "true"), ("diff.noprefix", "true"),
        ("diff.orderFile", "/nonexistent"), ("color.ui", "always"), ("color.diff", "always"), ("core.abbrev", "4"),
        ("log.diffMerges", "off"), ("log.decorate", "full"), ("format.pretty", "oneline"), ("diff.ignoreSubmodules", "all"),
        ("log.date", "relative"), ("core.useReplaceRefs", "true"), ("diff.submodule", "log"), ("log.initialDecorationSet", "all"),
        ("status.showUntrackedFiles", "no"), ("core.ignoreCase", "true"), ("trailer.separators", "="), ("notes.displayRef", "*"),
    ],
)  # fmt: skip
def test_no_setting_changes_what_is_read(repo: Repo, key: str, value: str) -> None:
    """What the repository's settings say about output and comparison does not matter."""
    tame(repo)
    repo.commit({"procedures/żółć.yaml": "id: A\n", "procedures/a.yaml": None, "audits/x": "1"}, "Zażółć")
    repo.git("notes", "add", "-m", "a note", "HEAD")
    honest = read_everything(repo.top)
    config(key, value)(repo, Path())

    assert read_everything(repo.top) == honest


def test_the_environment_leads_nowhere_else(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Path
) -> None:
    """Variables by which git finds another repository, index or program are not passed on."""
    honest = read_everything(tame(repo).top)
    other = Repo(tmp_path / "other")
    other.commit({"x": "1"})
    for name, value in {
        "GIT_DIR": str(other.top / ".git"),
        "GIT_WORK_TREE": str(other.top),
        "GIT_INDEX_FILE": str(other.top / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.top / ".git/objects"),
        "GIT_NAMESPACE": "x",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "diff.external",
        "GIT_CONFIG_VALUE_0": f"touch {canary}",
        "GIT_EXTERNAL_DIFF": f"touch {canary}",
        "GIT_TRACE": str(canary),
        "GIT_LITERAL_PATHSPECS": "0",
        "LANGUAGE": "pl",
    }.items():
        monkeypatch.setenv(name, value)

    assert read_everything(repo.top) == honest
    assert not canary.exists()


def test_much_complaining_does_not_stop_git(repo: Repo) -> None:
    """However much git complains while it prints, its output is read to the end."""
    honest = read_everything(tame(repo).top)
    repo.write(
        {".git/objects/info/alternates": "".join(f"/nowhere/{number:060}\n" for number in range(2000))}
    )

    assert read_everything(repo.top) == honest


@pytest.mark.parametrize(
    "command", ["status", "diff", "archive", "check-attr", "ls-files", "fetch", "-c", "", "LOG"]
)
def test_only_commands_that_run_nothing_are_allowed(repo: Repo, command: str) -> None:
    """Whoever wants another command has to show first that it is harmless."""
    with pytest.raises(ValueError, match=re.escape(f"git {command} is not among the commands")):
        Git(repo.top).run(command)


def test_an_unknown_revision_is_no_option(repo: Repo) -> None:
    """What a person types after `--rev` is never taken for an option."""
    tame(repo)
    with pytest.raises(UnknownRevisionError):
        open_repository(repo.top).commit_named("--output=canary")

    assert not list(repo.top.rglob("canary*"))
