"""What was read of a history before is not read again, and nothing about the answer changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsctl.cache import Cache
from qmsctl.repo import history as history_module
from qmsctl.repo.history import History
from qmsctl.repo.repository import open_repository
from tests.conftest import Repo
from tests.repo.test_history import BUILDERS


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository."""
    return Repo(tmp_path / "office")


def with_cache(repo: Repo, file: Path, commit: str | None = None) -> History:
    """Return the history as a run with a cache in *file* reads it."""
    repository, cache = open_repository(repo.top), Cache(file)
    with repository.reading_history(commit or repo.head, cache) as history:
        found = history()
    cache.save()
    return found


def without_cache(repo: Repo, commit: str | None = None) -> History:
    """Return the history read as a whole."""
    return open_repository(repo.top).history(commit or repo.head)


@pytest.mark.parametrize("build", BUILDERS, ids=lambda build: build.__name__)
def test_step_by_step_is_the_same_as_at_once(
    repo: Repo, tmp_path: Path, build: Callable[[Repo], None]
) -> None:
    """Read at every commit in turn, in any order of the branches, each history is what git tells."""
    build(repo)
    commits = repo.says("rev-list", "--topo-order", "--reverse", "HEAD").split()
    order = sorted(commits)  # their ids have no order: any will do

    for name in (*commits, *order):
        assert with_cache(repo, tmp_path / "c.sqlite", name) == without_cache(repo, name)


def test_only_what_is_new_is_read(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git is asked for the commits since the last run, and for none if there are none."""
    asked: list[tuple[str, ...]] = []
    original = history_module._log  # noqa: SLF001 - what git is asked is what this test is about

    def noted(commit: str, without: tuple[str, ...]) -> tuple[str, ...]:
        asked.append((commit, *without))
        return original(commit, without)

    monkeypatch.setattr(history_module, "_log", noted)
    first = repo.commit({"a": "1"})
    with_cache(repo, tmp_path / "c.sqlite")
    with_cache(repo, tmp_path / "c.sqlite")
    second = repo.commit({"a": "2"})
    with_cache(repo, tmp_path / "c.sqlite")
    with_cache(repo, tmp_path / "c.sqlite", first)

    assert asked == [(first,), (second, first)]


def test_a_rewritten_history_is_read_anew(repo: Repo, tmp_path: Path) -> None:
    """Commits that are gone, even from the object store, belong to no history any more."""
    repo.commit({"a": "1"})
    gone = repo.commit({"a": "2"})
    with_cache(repo, tmp_path / "c.sqlite")
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit({"b": "1"}, "Another")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")

    found = with_cache(repo, tmp_path / "c.sqlite")

    assert found == without_cache(repo)
    assert gone not in {commit.id for commit in found.commits}


def test_a_cut_history_is_not_kept(repo: Repo, tmp_path: Path) -> None:
    """What a shallow clone seems to say is forgotten when the rest is fetched."""
    for number in range(3):
        repo.commit({"a": str(number)})
    clone = Repo(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=1", repo.top.as_uri(), "HEAD")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")
    assert len(with_cache(clone, tmp_path / "c.sqlite").commits) == 1

    clone.git("fetch", "-q", "--unshallow", repo.top.as_uri(), "HEAD")

    assert with_cache(clone, tmp_path / "c.sqlite") == without_cache(repo)


def test_a_cache_from_which_a_part_is_missing_is_not_believed(repo: Repo, tmp_path: Path) -> None:
    """Commits without those that led to them are read again."""
    repo.commit({"a": "1"})
    head = repo.commit({"a": "2"})
    with_cache(repo, tmp_path / "c.sqlite")
    cache = Cache(tmp_path / "c.sqlite")
    kept = [key for key in cache.read("commits") if key != "ends"]
    cache.write("commits", {}, kept)

    assert with_cache(repo, tmp_path / "c.sqlite", head) == without_cache(repo)


def test_bytes_that_are_no_text_come_back(repo: Repo, tmp_path: Path) -> None:
    """Names and paths that are not UTF-8 are kept as they are."""
    repo.commit({os.fsdecode(b"p/\xff.yaml"): "1"}, b"\xfe\xff", who=(b"\xe9", b"e@x"))
    first = with_cache(repo, tmp_path / "c.sqlite")

    assert with_cache(repo, tmp_path / "c.sqlite") == first == without_cache(repo)
