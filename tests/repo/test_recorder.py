"""Recording commits exactly what was written, as the person git says it is, and runs nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsctl.errors import RefusedError
from qmsctl.repo.git import GitFailedError
from qmsctl.repo.recorder import Identity, LockedError, NoIdentityError, Recorder, create_repository
from qmsctl.repo.repository import open_repository
from tests.conftest import Repo

NAMES = [
    "plain.yaml",
    "with blank.yaml",
    " \"quoted\" 'twice'",
    "line\nbreak.yaml",
    "tab\t.yaml",
    "żółć gęślą jaźń.yaml",
    "한국어.yaml",
    "-f",
    ":(top)x",
    "*",
    "\\",
    "\udcb3.yaml",
    "deep/er/ą.yaml",
]


def changed(repo: Repo, commit: str = "HEAD") -> list[str]:
    """Return the paths that *commit* changed."""
    listed = repo.git("show", "--format=", "--name-only", "-z", "--no-renames", commit)
    return sorted(os.fsdecode(path) for path in listed.split(b"\0") if path)


def status(repo: Repo) -> list[str]:
    """Return what git says of the working tree and the index."""
    listed = repo.git(
        "--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"
    )
    return [os.fsdecode(line) for line in listed.split(b"\0") if line]


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_named_file_is_committed(repo: Repo, name: str) -> None:
    """What else is staged, changed or new stays as it was, in the index as on disk."""
    repo.commit({"other.yaml": "1", "edited.yaml": "1", "gone.yaml": "1"})
    repo.write({"other.yaml": "2", "added.yaml": "1", "gone.yaml": None})
    repo.git("add", "--all")
    repo.write({"edited.yaml": "2", "untracked.yaml": "1", name: "record"})
    Recorder(repo.top).commit([name], "Record it\n")

    assert changed(repo) == [name]
    assert status(repo) == [
        "A  added.yaml",
        " M edited.yaml",
        "D  gone.yaml",
        "M  other.yaml",
        "?? untracked.yaml",
    ]
    assert repo.git("cat-file", "blob", b"HEAD:" + os.fsencode(name)) == b"record"


def test_many_files_are_one_commit(repo: Repo) -> None:
    """New, changed and removed files go together; a file that is named twice is there once."""
    repo.commit({"changed.yaml": "1", "gone.yaml": "1"})
    repo.write({**dict.fromkeys(NAMES, "record"), "changed.yaml": "2", "gone.yaml": None})
    commit = Recorder(repo.top).commit([*NAMES, "changed.yaml", "gone.yaml", *NAMES], "Record it all\n")

    assert repo.head == commit
    assert changed(repo) == sorted([*NAMES, "changed.yaml", "gone.yaml"])
    assert status(repo) == []
    assert repo.says("rev-list", "--count", "HEAD") == "2"


def test_bytes_are_stored_as_they_are(repo: Repo) -> None:
    """No setting and no attribute converts what is recorded."""
    repo.git("config", "core.autocrlf", "true")
    repo.git("config", "filter.x.clean", "false")
    repo.git("config", "filter.x.required", "true")
    repo.write({".gitattributes": "* text eol=lf filter=x ident\n", "a.yaml": "one\r\ntwo $Id: x$\n"})
    Recorder(repo.top).commit(["a.yaml"], "Record\n")

    assert repo.git("cat-file", "blob", "HEAD:a.yaml") + b"\n" == b"one\r\ntwo $Id: x$\n"


def test_what_is_stored_can_have_other_line_ends(repo: Repo) -> None:
    """Where a checkout has changed the line ends, the history gets the ones it had, and git sees no change."""
    repo.git("config", "core.autocrlf", "true")
    repo.commit({"a.yaml": "one\r\n", "b.yaml": "one\n"})
    repo.write({"a.yaml": "one\r\ntwo\r\n", "b.yaml": "two\n"})
    Recorder(repo.top).commit(["a.yaml", "b.yaml"], "Record\n", stored={"a.yaml": b"one\ntwo\n"})

    assert repo.git("cat-file", "blob", "HEAD:a.yaml") == b"one\ntwo"
    assert repo.git("cat-file", "blob", "HEAD:b.yaml") == b"two"
    assert (repo.top / "a.yaml").read_bytes() == b"one\r\ntwo\r\n"
    assert status(repo) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_program_stays_one(repo: Repo, name: str) -> None:
    """A file that may be run is recorded as one, and another file is not."""
    repo.write({name: "1", "other.yaml": "1"})
    (repo.top / name).chmod(0o755)
    repo.commit()
    repo.write({name: "2", "other.yaml": "2"})
    Recorder(repo.top).commit([name, "other.yaml"], "Record\n")

    listed = repo.git("ls-tree", "-r", "-z", "HEAD").removesuffix(b"\0").split(b"\0")
    modes = {os.fsdecode(path): facts[:6] for facts, _, path in (line.partition(b"\t") for line in listed)}
    assert modes == {name: b"100755", "other.yaml": b"100644"}
    assert status(repo) == []


def test_the_first_commit_can_be_a_record(repo: Repo) -> None:
    """On a branch without commits the record begins it, and what is staged waits."""
    repo.write({"a.yaml": "1", "b.yaml": "1"})
    repo.git("add", "b.yaml")
    commit = Recorder(repo.top).commit(["a.yaml"], "Begin\n")

    assert repo.says("rev-parse", "refs/heads/main") == commit
    assert repo.says("rev-list", "--count", "HEAD") == "1"
    assert changed(repo) == ["a.yaml"]
    assert status(repo) == ["A  b.yaml"]


def test_a_detached_head_goes_on_by_itself(repo: Repo) -> None:
    """Where HEAD is on no branch, no branch moves."""
    first = repo.commit({"a.yaml": "1"})
    repo.git("checkout", "-q", "--detach")
    repo.write({"b.yaml": "1"})
    commit = Recorder(repo.top).commit(["b.yaml"], "Record\n")

    assert repo.head == commit
    assert repo.says("rev-parse", "main") == first
    assert status(repo) == []


def test_a_linked_worktree_records_on_its_own_branch(repo: Repo, tmp_path: Path) -> None:
    """A second working tree has a HEAD and an index of its own."""
    first = repo.commit({"a.yaml": "1"})
    repo.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "second"))
    (tmp_path / "second/b.yaml").write_text("1")
    commit = Recorder(tmp_path / "second").commit(["b.yaml"], "Record\n")

    assert repo.says("rev-parse", "second") == commit
    assert repo.head == first
    assert status(repo) == []


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_both_kinds_of_repository_record(tmp_path: Path, algorithm: str) -> None:
    """Names of 64 digits are written like those of 40, also for a file that is gone."""
    repo = Repo(tmp_path / "office", f"--object-format={algorithm}")
    repo.write({"a.yaml": "1", "b.yaml": "1"})
    Recorder(repo.top).commit(["a.yaml", "b.yaml"], "Record\n")
    repo.write({"a.yaml": None})
    Recorder(repo.top).commit(["a.yaml"], "Dispose\n")

    assert repo.says("ls-tree", "--name-only", "HEAD") == "b.yaml"
    assert status(repo) == []


def test_a_relative_folder_is_one_of_the_current(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recorder works wherever it is called from, also once the current folder has changed."""
    monkeypatch.chdir(repo.top.parent)
    recorder = Recorder(Path(repo.top.name))
    monkeypatch.chdir("/")
    repo.write({"deep/a.yaml": "1"})
    recorder.commit(["deep/a.yaml"], "Record\n")

    assert changed(repo) == ["deep/a.yaml"]


def test_a_folder_that_is_gone_is_no_other_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder cannot be entered nothing is committed anywhere, least of all in the current folder."""
    first = repo.commit({"a.yaml": "1"})
    monkeypatch.chdir(repo.top)
    recorder = Recorder(tmp_path / "gone")
    with pytest.raises(GitFailedError):
        recorder.commit(["a.yaml"], "Record\n", who=Identity("Ann", "ann@example.org"))

    assert repo.head == first


def test_the_environment_leads_to_no_other_repository(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a hook git names its repository and index in variables; they are not those of the recorder."""
    repo.commit({"a.yaml": "1"})
    other = Repo(tmp_path / "other")
    untouched = other.commit({"x": "1"})
    repo.write({"b.yaml": "1"})
    recorder = Recorder(repo.top)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_DIR", str(other.top / ".git"))
        patch.setenv("GIT_WORK_TREE", str(other.top))
        patch.setenv("GIT_INDEX_FILE", str(other.top / ".git/index"))
        patch.setenv("GIT_OBJECT_DIRECTORY", str(other.top / ".git/objects"))
        recorder.commit(["b.yaml"], "Record\n")
        assert os.environ["GIT_DIR"] == str(other.top / ".git")

    assert changed(repo) == ["b.yaml"]
    assert other.head == untouched
    assert status(repo) == status(other) == []


# Who, when, and with what message.


def test_a_commit_is_made_by_who_is_named(repo: Repo) -> None:
    """Author and committer are the person given, the dates the moment given."""
    repo.write({"a.yaml": "1"})
    who = Identity("Żaneta Ćma", "z.cma@example.org")
    Recorder(repo.top).commit(
        ["a.yaml"], "Record\n", who=who, when=dt.datetime(1999, 12, 31, 23, 0, 1, tzinfo=dt.UTC)
    )
    commit = open_repository(repo.top).history(repo.head).commits[0]

    assert (
        (commit.author, commit.author_email)
        == (commit.committer, commit.committer_email)
        == (who.name, who.email)
    )
    assert commit.authored == commit.committed == dt.datetime(1999, 12, 31, 23, 0, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "message", ["Subject\n", "Subject\n\nBody: ąę 😀\n# no comment\n", "Subject\n\n" + "x" * 100_000 + "\n"]
)
def test_the_message_is_kept(repo: Repo, message: str) -> None:
    """Nothing of a message is taken for a comment, and its encoding is UTF-8 whatever the settings say."""
    repo.git("config", "i18n.commitEncoding", "ISO-8859-2")
    repo.write({"a.yaml": "1"})
    Recorder(repo.top).commit(["a.yaml"], message)

    assert open_repository(repo.top).history(repo.head).commits[0].message == message.strip("\n")
    assert b"encoding" not in repo.git("cat-file", "commit", "HEAD").partition(b"\n\n")[0]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty file of git settings that a test may fill."""
    file = tmp_path / "gitconfig"
    file.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    return file


def test_the_identity_is_the_one_git_would_use(
    repo: Repo, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment comes before the settings, the author's own before the user's, the repository's before all."""
    recorder = Recorder(repo.top)
    settings.write_text("[user]\n name = Ann\n email = ann@example.org\n")
    found = [recorder.identity()]
    repo.git("config", "user.name", "Ann of the office")
    found.append(recorder.identity())
    repo.git("config", "author.name", "Ann the author")
    found.append(recorder.identity())
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ann <of> the shell")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "shell@example.org")
    monkeypatch.setenv("GIT_AUTHOR_DATE", "no date at all")
    found.append(recorder.identity())

    assert found == [
        Identity("Ann", "ann@example.org"),
        Identity("Ann of the office", "ann@example.org"),
        Identity("Ann the author", "ann@example.org"),
        Identity("Ann of the shell", "shell@example.org"),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[user]\n name = Ann\n", "[user]\n email = ann@example.org\n", "[user]\n name =\n email = ann@example.org\n",
     "[user]\n name = Ann\n email =\n", "[user]\n name = <>\n email = a@b\n"],
)  # fmt: skip
def test_nobody_in_particular_records_nothing(repo: Repo, settings: Path, text: str) -> None:
    """Without a name and an address git would make some up, so nothing is committed."""
    repo.write({"a.yaml": "1"})
    settings.write_text(text)
    with pytest.raises(NoIdentityError):
        Recorder(repo.top).identity()
    with pytest.raises(NoIdentityError):
        Recorder(repo.top).commit(["a.yaml"], "Record\n")

    assert open_repository(repo.top).head is None
    assert status(repo) == ["?? a.yaml"]


def test_a_name_that_is_not_utf8_is_kept(repo: Repo, settings: Path) -> None:
    """Old settings may hold other encodings; git takes them for Latin, and so it records them."""
    settings.write_bytes(b"[user]\n name = \xa3ukasz\n email = l@example.org\n")
    repo.write({"a.yaml": "1"})
    Recorder(repo.top).commit(["a.yaml"], "Record\n")

    assert "author £ukasz <l@example.org>".encode() in repo.git("cat-file", "commit", "HEAD")


# What is refused, and what is left behind then.


def conflict(repo: Repo, command: str) -> None:
    """Leave *repo* in the middle of *command*."""
    repo.commit({"a.yaml": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"a.yaml": "2"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.yaml": "3"})
    if command == "revert":
        repo.commit({"a.yaml": "4"})
    arguments = {"merge": ["side"], "rebase": ["side"], "cherry-pick": ["side"], "revert": ["HEAD~1"]}[
        command
    ]
    with pytest.raises(AssertionError):
        repo.git(command, *arguments)


@pytest.mark.parametrize("command", ["merge", "rebase", "cherry-pick", "revert"])
def test_nothing_is_recorded_in_the_middle_of_something(repo: Repo, command: str) -> None:
    """A merge, a rebase, a cherry-pick or a revert has to be finished first."""
    conflict(repo, command)
    repo.write({"b.yaml": "1"})
    head, before = repo.head, status(repo)
    with pytest.raises(RefusedError, match="under way"):
        Recorder(repo.top).commit(["b.yaml"], "Record\n")

    assert repo.head == head
    assert status(repo) == before


def test_a_link_is_not_recorded(repo: Repo) -> None:
    """What a link leads to is not the repository's to keep."""
    repo.commit({"a.yaml": "1"})
    (repo.top / "b.yaml").symlink_to("/etc/hostname")
    head = repo.head
    with pytest.raises(RefusedError, match=r"b\.yaml is a link"):
        Recorder(repo.top).commit(["b.yaml"], "Record\n")

    assert repo.head == head
    assert status(repo) == ["?? b.yaml"]


def test_a_branch_that_moved_meanwhile_is_left_alone(repo: Repo) -> None:
    """If somebody commits between the reading of HEAD and its moving, theirs stays, and the index is as it was."""
    repo.commit({"a.yaml": "1", "b.yaml": "1"})
    repo.write({"a.yaml": "staged", "b.yaml": "record", "c.yaml": "record"})
    repo.git("add", "a.yaml")

    def meanwhile() -> Iterator[str]:
        """Name the files, and commit something else when asked for them: HEAD was read before."""
        repo.write({"rival.yaml": "1"})
        repo.git("add", "rival.yaml")
        repo.git("commit", "-q", "-m", "Rival", "rival.yaml")
        yield from ("b.yaml", "c.yaml")

    with pytest.raises(RefusedError, match="somebody else committed"):
        Recorder(repo.top).commit(meanwhile(), "Record\n")

    assert repo.says("log", "--format=%s") == "Rival\nChange"
    assert status(repo) == ["M  a.yaml", " M b.yaml", "?? c.yaml"]


def test_a_lock_of_somebody_else_is_waited_for(repo: Repo) -> None:
    """An index that is being written is free again in a moment."""
    repo.commit({"a.yaml": "1"})
    repo.write({"b.yaml": "1", ".git/index.lock": ""})
    timer = threading.Timer(0.4, (repo.top / ".git/index.lock").unlink)
    timer.start()
    Recorder(repo.top).commit(["b.yaml"], "Record\n")
    timer.join()

    assert changed(repo) == ["b.yaml"]
    assert status(repo) == []


def test_a_lock_that_stays_leaves_everything_as_it_was(repo: Repo) -> None:
    """No branch moves without its index: the next commit would take the record out again."""
    head = repo.commit({"a.yaml": "1"})
    repo.write({"b.yaml": "1", ".git/index.lock": ""})
    with pytest.raises(LockedError, match=r"index\.lock, so nothing was recorded"):
        Recorder(repo.top, patience=0.2).commit(["b.yaml"], "Record\n")
    (repo.top / ".git/index.lock").unlink()

    assert repo.head == head
    assert status(repo) == ["?? b.yaml"]


def test_a_full_disk_leaves_everything_as_it_was(repo: Repo) -> None:
    """Where git cannot store the record, neither the branch nor the index has moved."""
    head = repo.commit({"a.yaml": "1"})
    repo.write({"b.yaml": "1"})
    shutil.move(repo.top / ".git/objects", repo.top / "objects")
    (repo.top / ".git/objects").write_text("no folder")
    with pytest.raises(GitFailedError):
        Recorder(repo.top).commit(["b.yaml"], "Record\n", who=Identity("Ann", "a@example.org"))
    (repo.top / ".git/objects").unlink()
    shutil.move(repo.top / "objects", repo.top / ".git/objects")

    assert repo.head == head
    assert status(repo) == ["?? b.yaml"]


# What could run.


@pytest.mark.parametrize("kind", ["clean", "process"])
def test_no_hook_and_no_program_of_the_settings_runs(repo: Repo, tmp_path: Path, kind: str) -> None:
    """Neither the hooks of a commit nor those of a branch nor what signs, filters, watches or edits."""
    canary, program = tmp_path / "canary", tmp_path / "evil"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    repo.commit({"a.yaml": "1", ".gitattributes": "*.yaml filter=evil\n"})
    # A file that looks younger than the index is compared once more when the index is written.
    os.utime(repo.top / "a.yaml", (2_000_000_000, 2_000_000_000))
    repo.git("update-index", "--refresh")
    hooks = repo.top / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in (
        "pre-commit",
        "commit-msg",
        "prepare-commit-msg",
        "post-commit",
        "reference-transaction",
        "post-index-change",
    ):
        (hooks / name).symlink_to(program)
    repo.write({
        "b.yaml": "1",
        ".git/config": (repo.top / ".git/config").read_text()
        + f'[core]\n fsmonitor = {program}\n editor = {program}\n pager = {program}\n hooksPath = {hooks}\n'
        f'[filter "evil"]\n {kind} = {program}\n smudge = {program}\n required = true\n'
        f"[commit]\n gpgSign = true\n[gpg]\n program = {program}\n[log]\n showSignature = true\n",
    })  # fmt: skip
    Recorder(repo.top).commit(["b.yaml"], "Record\n")

    assert not canary.exists()
    assert len(open_repository(repo.top).history(repo.head).commits) == 2


def test_replaced_objects_are_not_recorded(repo: Repo) -> None:
    """A commit goes on from what its parent is, not from what a replacement says."""
    repo.commit({"a.yaml": "honest"})
    forged = Repo(repo.top.parent / "forged")
    forged.commit({"a.yaml": "forged"})
    repo.git("fetch", "-q", str(forged.top), "main")
    repo.git("replace", repo.says("rev-parse", "HEAD^{tree}"), repo.says("rev-parse", "FETCH_HEAD^{tree}"))
    repo.write({"b.yaml": "1"})
    Recorder(repo.top).commit(["b.yaml"], "Record\n")
    repo.git("replace", "-d", repo.says("rev-parse", "HEAD~1^{tree}"))

    assert repo.says("show", "HEAD:a.yaml") == "honest"


@pytest.mark.parametrize("branch", ["main", "kontrolowana/żółć"])
def test_a_new_repository_has_the_branch_that_was_asked_for(tmp_path: Path, branch: str) -> None:
    """A repository is made without anybody's templates, whatever the environment says."""
    create_repository(tmp_path, branch)
    (tmp_path / "a.yaml").write_text("1")
    Recorder(tmp_path).commit(["a.yaml"], "Begin\n")

    assert (tmp_path / ".git/HEAD").read_text() == f"ref: refs/heads/{branch}\n"
    assert not (tmp_path / ".git/hooks").exists()
    assert open_repository(tmp_path).head


def test_a_repository_is_made_in_its_folder_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that names another repository does not lead there."""
    with monkeypatch.context() as patch:
        patch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
        (tmp_path / "here").mkdir()
        create_repository(tmp_path / "here", "main")

    assert (tmp_path / "here/.git").is_dir()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("branch", ["", "a b", "..", "a..b"])
def test_a_branch_that_git_does_not_want_is_refused(tmp_path: Path, branch: str) -> None:
    """What is no name of a branch fails with git's own words."""
    with pytest.raises(GitFailedError):
        create_repository(tmp_path, branch)
