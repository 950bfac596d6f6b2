"""A file beside its fields is read again only if something may have changed in it."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.model.sidecars import FileBeside, look_at
from qmsctl.repo.repository import open_repository
from qmsctl.repo.snapshot import CommitSnapshot, WorkingTree
from tests.cli.program import git

_LATER = 60.0
"""Seconds after which nobody looks at a clock that counts in two."""


class _Reads(WorkingTree):
    """A tree that counts how often a file is read."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.root = root
        self.times = 0

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        self.times += 1
        return super().read(path)


@pytest.fixture
def tree(tmp_path: Path) -> _Reads:
    """A folder with one file that is no text."""
    root = tmp_path / "tree"
    root.mkdir()
    (root / "a.docx").write_bytes(b"PK one")
    return _Reads(root)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a cache lies."""
    return tmp_path / "c.sqlite"


def looked(tree: _Reads, file: Path, opened: float) -> FileBeside:
    """Return what there is to know about the file, with the cache as one run after another opens it."""
    cache = Cache(file, opened)
    found = look_at(tree, "a.docx", cache)
    cache.save()
    return found


def test_an_unchanged_file_is_read_once(tree: _Reads, file: Path) -> None:
    """What the file system says of it is the same, and so is what is known of it."""
    later = time.time() + _LATER
    first = looked(tree, file, later)

    assert first.digest == hashlib.sha256(b"PK one").hexdigest()
    assert looked(tree, file, later) == first
    assert tree.times == 1
    assert look_at(tree, "a.docx", NO_CACHE) == first
    assert tree.times == 2


def test_a_file_that_changed_a_moment_ago_is_read_again(tree: _Reads, file: Path) -> None:
    """A second change could look like the first, so nothing is kept of either."""
    for _ in range(2):
        looked(tree, file, time.time())

    assert tree.times == 2


def test_a_change_that_gives_itself_the_old_time_is_seen(tree: _Reads, file: Path) -> None:
    """Size and time of writing can be made to agree; when the file was touched cannot."""
    later, path = time.time() + _LATER, tree.root / "a.docx"
    status = path.stat()
    looked(tree, file, later)
    while path.stat().st_ctime_ns == status.st_ctime_ns:  # however coarse the file system counts
        path.write_bytes(b"PK two")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert looked(tree, file, later).digest == hashlib.sha256(b"PK two").hexdigest()


def test_what_is_not_there_or_no_file_is_not_kept(tree: _Reads, file: Path) -> None:
    """There is nothing by which it could be known again."""
    path = tree.root / "a.docx"
    path.unlink()
    assert looked(tree, file, time.time() + _LATER) == FileBeside("a.docx")
    path.mkdir()
    assert not looked(tree, file, time.time() + _LATER).established
    assert Cache(file).read("files") == {}


def test_of_a_commit_the_name_of_the_content_tells(tree: _Reads, file: Path) -> None:
    """It never changes, so nobody asks when it did."""
    root = tree.root
    git("init", "--quiet", "--initial-branch=main", "--template=", at=root)
    git("add", ".", at=root)
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Begin", at=root)
    repository = open_repository(root)
    snapshot = CommitSnapshot(repository.git, repository.head or "", "")
    cache = Cache(file, time.time())
    found = look_at(snapshot, "a.docx", cache)
    cache.save()

    assert [*Cache(file).read("files")] == [git("rev-parse", "HEAD:a.docx", at=root).strip()]
    assert look_at(snapshot, "a.docx", Cache(file, time.time())) == found
