"""What a commit's name, a tag or a day stands for, and where a repository is found."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.repo.repository import (
    NotARepositoryError,
    Repository,
    UnknownRevisionError,
    open_repository,
)
from tests.conftest import Repo

WARSAW = ZoneInfo("Europe/Warsaw")
FULL_WIDTH = "２０２６-０１-０１"  # noqa: RUF001 - digits, but not those of a day
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")


def opened(repo: Repo) -> Repository:
    """Open *repo* with qmsctl."""
    return open_repository(repo.top)


def day(text: str) -> dt.date:
    """Return the day that is written *text*."""
    return dt.date.fromisoformat(text)


def test_a_day_is_the_last_commit_of_that_day(repo: Repo) -> None:
    """A day means what was there at its end."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    second = repo.commit({"a": "2"}, when="2026-03-02T10:00:00+0100")
    third = repo.commit({"a": "3"}, when="2026-03-02T11:00:00+0100")
    repository = opened(repo)

    assert repository.commit_on(day("2026-03-01"), WARSAW, None) == first
    assert repository.commit_on(day("2026-03-02"), WARSAW, None) == third
    assert repository.commit_on(day("2030-01-01"), WARSAW, None) == third
    assert second != third
    with pytest.raises(UnknownRevisionError):
        repository.commit_on(day("2026-02-28"), WARSAW, None)


def test_a_day_is_one_of_the_calendar_of_the_organisation(repo: Repo) -> None:
    """Midnight comes earlier in the east; in which zone the committer worked does not matter."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00-0800")
    late = repo.commit({"a": "2"}, when="2026-03-01T15:30:00-0800")
    repository = opened(repo)

    assert repository.commit_on(day("2026-03-01"), ZoneInfo("UTC"), None) == late
    assert repository.commit_on(day("2026-03-01"), WARSAW, None) == first
    assert repository.commit_on(day("2026-03-02"), WARSAW, None) == late
    with pytest.raises(UnknownRevisionError):
        repository.commit_on(day("2026-03-01"), KIRITIMATI, None)


def test_a_day_is_reckoned_by_the_committer(repo: Repo) -> None:
    """An author's date says when something was written, not when it was there."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    repo.commit({"a": "2"}, when="2026-03-09T10:00:00+0100", authored="2020-01-01T10:00:00+0100")

    assert opened(repo).commit_on(day("2026-03-05"), WARSAW, None) == first


def test_a_commit_dated_back_was_not_there_before_its_parents(repo: Repo) -> None:
    """A date is free text: whoever dates a commit back does not change what was there on that day."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    second = repo.commit({"a": "2"}, when="2026-03-05T10:00:00+0100")
    back = repo.commit({"a": "3"}, when="2026-02-01T10:00:00+0100")
    repository = opened(repo)

    assert repository.commit_on(day("2026-03-01"), WARSAW, None) == first
    assert repository.commit_on(day("2026-03-04"), WARSAW, None) == first
    assert repository.commit_on(day("2026-03-05"), WARSAW, None) == back
    assert second != back


def test_a_day_follows_the_main_line(repo: Repo) -> None:
    """What was made on a side branch was there once it was merged."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"b": "1"}, when="2026-03-02T10:00:00+0100")
    repo.git("checkout", "-q", "main")
    date = "2026-03-09T10:00:00+0100"
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side", GIT_COMMITTER_DATE=date, GIT_AUTHOR_DATE=date)
    repository = opened(repo)

    assert repository.commit_on(day("2026-03-05"), WARSAW, None) == first
    assert repository.commit_on(day("2026-03-09"), WARSAW, None) == repo.head


def test_a_day_is_one_of_the_controlled_branch(repo: Repo) -> None:
    """The branch that `qms.yaml` names counts, wherever HEAD is; HEAD counts if there is no such branch."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    repo.git("checkout", "-q", "-b", "draft")
    draft = repo.commit({"a": "2"}, when="2026-03-02T10:00:00+0100")
    repository = opened(repo)

    assert repository.commit_on(day("2026-03-09"), WARSAW, "main") == first
    for branch in (None, "draft", "nowhere", "", "-x", "a..b", "a\0b", "main~0", "main^{tree}"):
        assert repository.commit_on(day("2026-03-09"), WARSAW, branch) == draft


@pytest.mark.parametrize("date", ["99999999999999999999", "253402300800", "abc", "", "-5"])
def test_a_senseless_date_on_the_main_line_stops_nothing(repo: Repo, date: str) -> None:
    """A commit whose date cannot be read counts as made when its parent was."""
    first = repo.commit({"a": "1"}, when="2026-03-01T10:00:00+0100")
    tree = repo.says("rev-parse", "HEAD^{tree}")
    who = f"Ann <ann@example.org> {date} +0000"
    forged = repo.raw_commit(
        f"tree {tree}\nparent {first}\nauthor {who}\ncommitter {who}\n\nForged\n".encode()
    )
    repo.git("update-ref", "HEAD", forged)

    assert opened(repo).commit_on(day("2026-03-01"), WARSAW, None) == forged


def test_files_that_bear_the_name_of_a_revision_do_no_harm(repo: Repo) -> None:
    """A file called HEAD, or like a branch or a commit, is a file."""
    first = repo.commit({"HEAD": "1", "refs/heads/main": "1", "main": "1"})
    repo.write({first: "1"})
    repository = opened(repo)

    assert repository.commit_on(day("2030-01-01"), WARSAW, None) == first
    assert repository.commit_on(day("2030-01-01"), WARSAW, "main") == first
    assert [commit.id for commit in repository.history(first).commits] == [first]
    assert [entry.path for entry in repository.at(first).entries(["refs"])] == ["refs/heads/main"]


def test_commits_have_many_names(repo: Repo) -> None:
    """An id, the beginning of one, a branch, a tag, and what git reckons from them."""
    first = repo.commit({"a": "1"})
    second = repo.commit({"a": "2"})
    repo.git("tag", "-a", "-m", "Audit", "audit-2026", first)
    repo.git("update-ref", "refs/heads/--output=x", first)
    repo.git("update-ref", "refs/heads/2026-01-01", first)
    repository = opened(repo)

    for name in (second, second[:10], "main", "HEAD", "@", "audit-2026~0^0^{commit}", "--output=x"):
        expected = first if name.startswith(("audit", "--")) else second
        assert repository.resolve(name, WARSAW, None) == expected
    assert repository.resolve("HEAD~1", WARSAW, None) == first
    with pytest.raises(UnknownRevisionError):
        repository.resolve("2025-12-31", WARSAW, None)
    assert not (repo.top / "x").exists()


@pytest.mark.parametrize(
    "name",
    ["", " ", "nowhere", "^main", "main..", "main...main", "HEAD^@", "HEAD^!", "--all", "--output=canary", "-n1", "main:a",
     "2026-13-01", "2026-02-30", FULL_WIDTH, "a\0b", "a\nb", "main\n", "\udcff", "HEAD^{tree}", "f" * 40, ":a"],
)  # fmt: skip
def test_what_names_no_commit_is_said_to_name_none(repo: Repo, name: str) -> None:
    """Neither an option nor a range nor a file is taken for a commit."""
    repo.commit({"a": "1"})

    with pytest.raises(UnknownRevisionError):
        opened(repo).resolve(name, WARSAW, None)
    assert sorted(path.name for path in repo.top.iterdir()) == [".git", "a"]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a few commits."""
    repo = Repo(tmp_path_factory.mktemp("everything"))
    repo.commit({"a": "1"})
    repo.commit({"a": "2"})
    return open_repository(repo.top)


@with_settings(max_examples=40)
@given(name=st.text(max_size=8) | st.text("HEAD~^@{}-:/.0a\n\0", max_size=8))
def test_any_name_is_a_commit_or_unknown(everything: Repository, name: str) -> None:
    """Whatever one asks for, the answer is a commit or that there is none."""
    commits = [commit.id for commit in everything.history(everything.head).commits]
    try:
        found = everything.resolve(name, WARSAW, None)
    except UnknownRevisionError:
        return

    assert found in commits


def test_before_the_first_commit_no_day_has_one(repo: Repo) -> None:
    """An unborn branch has no days."""
    with pytest.raises(UnknownRevisionError):
        opened(repo).resolve("2026-01-01", WARSAW, "main")


def test_the_system_is_found_from_below(repo: Repo) -> None:
    """The nearest `qms.yaml` above the folder marks the root; without one it is the top."""
    repo.commit(
        {"qms.yaml": "", "offices/town/qms.yaml": "", "offices/town/procedures/a.yaml": "", "other/x": ""}
    )

    assert open_repository(repo.top / "offices/town/procedures").prefix == "offices/town/"
    assert open_repository(repo.top / "offices/town").prefix == "offices/town/"
    assert open_repository(repo.top / "offices").prefix == ""
    assert open_repository(repo.top / "other").root == repo.top.resolve()


def test_a_folder_above_the_repository_is_not_looked_at(repo: Repo) -> None:
    """A `qms.yaml` outside the repository is none of its own."""
    (repo.top.parent / "qms.yaml").write_text("")
    repo.commit({"a/b": "1"})

    assert open_repository(repo.top / "a").root == repo.top.resolve()


@pytest.mark.parametrize("name", ["with blank ", "line\nbreak", "żółć", "-C", "\udcb3\udcff"])
def test_a_repository_may_lie_anywhere(tmp_path: Path, name: str) -> None:
    """Its folder may be called as the file system allows."""
    repo = Repo(tmp_path / name)
    repo.commit({"procedures/a": "1"})
    repository = open_repository(repo.top / "procedures")

    assert repository.top == repo.top
    assert repository.at(repo.head).read("procedures/a") == b"1"


def message(folder: Path) -> str:
    """Return why *folder* is no repository with files."""
    with pytest.raises(NotARepositoryError) as caught:
        open_repository(folder).working_tree()
    return str(caught.value.message).replace(str(folder), "FOLDER")


def test_what_is_no_repository_says_so(repo: Repo, tmp_path: Path) -> None:
    """A missing folder, a plain one, a bare repository and one whose files are elsewhere: each has its sentence."""
    repo.commit({"a": "1"})
    repo.git("init", "-q", "--bare", str(tmp_path / "bare"))
    repo.git("config", "core.worktree", "/usr")

    assert message(tmp_path / "nowhere") == "there is no folder FOLDER"
    assert message(repo.top / "a") == "there is no folder FOLDER"
    assert message(tmp_path) == "FOLDER is not in a git repository"
    assert message(tmp_path / "bare") == "FOLDER is a repository without files (a bare one)"
    assert message(repo.top) == "the files of this repository are not here: its settings name /usr"


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give files to somebody else")
def test_a_repository_of_somebody_else_is_not_read(repo: Repo) -> None:
    """Git reads what belongs to somebody else only if the user said so, and the sentence says how."""
    repo.commit({"a": "1"})
    for path in (repo.top, repo.top / ".git"):
        shutil.chown(path, 12345)

    assert message(repo.top) == "FOLDER belongs to somebody else, so git does not read it"
