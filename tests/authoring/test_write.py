"""Files are written whole or not at all, never over another, and never outside."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from qmsctl.authoring.files import write
from qmsctl.errors import RefusedError
from tests.conftest import somebody


def tree(root: Path) -> dict[str, bytes | None]:
    """Return the content of every file below *root*; nothing stands for what is no file."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(root.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def refusal(root: Path, files: Mapping[str, bytes]) -> str:
    """Return why *files* are not written, and see that nothing was."""
    before = tree(root)
    with pytest.raises(RefusedError) as caught:
        write(root, files)
    assert tree(root) == before
    assert caught.value.hint is not None
    return str(caught.value.message)


def test_files_are_written_below_new_folders(tmp_path: Path) -> None:
    """Folders are made as needed, and anybody may read what is written."""
    files = {"approvals/ps-01/a.yaml": b"1", "b": b"", "żółć/한.yaml": bytes(range(256))}
    write(tmp_path, files)

    assert tree(tmp_path) == files
    assert {(tmp_path / path).stat().st_mode & 0o777 for path in files} == {0o644}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """If one of the files is there already with another content, none is written."""
    (tmp_path / "b").write_bytes(b"old")

    assert refusal(tmp_path, {"a": b"new", "b": b"new"}) == "b exists already, and nothing is written over it"


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "link to the same", "pipe"])
def test_what_is_in_the_way_stays(tmp_path: Path, kind: str) -> None:
    """Whatever bears the name, it is not replaced and not written through."""
    home, target = tmp_path / "home", tmp_path / "home/a"
    home.mkdir()
    (tmp_path / "other").write_bytes(b"old")
    (tmp_path / "same").write_bytes(b"new")
    make: dict[str, Callable[[], None]] = {
        "folder": target.mkdir,
        "link": lambda: target.symlink_to("../other"),
        "dangling link": lambda: target.symlink_to("../nowhere"),
        "link to the same": lambda: target.symlink_to("../same"),
        "pipe": lambda: os.mkfifo(target),
    }
    make[kind]()

    assert refusal(home, {"a": b"new"}) == "a exists already, and nothing is written over it"
    assert tree(tmp_path)["other"] == b"old"
    assert not (tmp_path / "nowhere").exists()


def test_what_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    """The same attachment may be cited twice; its file is not touched."""
    (tmp_path / "a").write_bytes(b"same")
    os.utime(tmp_path / "a", (1, 1))
    write(tmp_path, {"a": b"same", "b": b"new"})

    assert tree(tmp_path) == {"a": b"same", "b": b"new"}
    assert (tmp_path / "a").stat().st_mtime == 1


@pytest.mark.parametrize("path", ["../a", "x/../../a", "/tmp/qmsctl-a", "out/a", "out/deep/a"])  # noqa: S108 - it is not written
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    """Neither two dots nor an absolute path nor a link lead out."""
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "outside").mkdir()
    (home / "out").symlink_to(tmp_path / "outside")

    assert refusal(home, {"first": b"1", path: b"2"}).startswith(f"{path} leads out of the repository")
    assert tree(tmp_path / "outside") == {}


@pytest.mark.parametrize("path", ["link/a", "link/deep/a", "x/../a"])
def test_nothing_is_written_behind_a_link(tmp_path: Path, path: str) -> None:
    """A record behind a link would never be read, for links are not followed."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    assert refusal(tmp_path, {path: b"1"}) == f"{path} lies behind a link, and links are not followed"


def test_the_root_itself_may_lie_behind_a_link(tmp_path: Path) -> None:
    """Where somebody keeps the repository is their affair."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", {"x/a": b"1"})

    assert tree(tmp_path / "real") == {"x/a": b"1"}


@contextmanager
def little_room(limit: int) -> Iterator[None]:
    """Let no file grow beyond *limit* bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """If one file cannot be written none is there, no half of it, and nothing temporary."""
    (tmp_path / "kept").write_bytes(b"old")
    with little_room(1000):
        message = refusal(tmp_path, {"a": b"small", "x/b": b"1" * 5000, "c": b"small", "kept": b"old"})

    assert message == "x/b cannot be written: File too large"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a" * 300, "File name too long"),
        ("file/b", "File exists"),
        ("file/b/c", "Not a directory"),
        ("x/" * 3000 + "a", "File name too long"),
    ],
)
def test_what_the_file_system_does_not_want_is_refused(tmp_path: Path, path: str, reason: str) -> None:
    """The reason is the system's own, and what was written before is taken back."""
    (tmp_path / "file").write_bytes(b"old")

    assert refusal(tmp_path, {"first": b"1", path: b"2"}) == f"{path} cannot be written: {reason}"


def test_a_folder_that_may_not_be_written_is_refused(reachable: Path) -> None:
    """The right to write is what is missing, and the sentence says so."""
    home = reachable / "home"
    home.mkdir()
    home.chmod(0o777)
    (home / "closed").mkdir(mode=0o555)
    with somebody():
        message = refusal(home, {"a": b"1", "closed/b": b"2"})

    assert message == "closed/b cannot be written: Permission denied"


class Rival(dict[str, bytes]):
    """Files that somebody else writes too, once it was seen that they are not there."""

    def __init__(self, root: Path, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self._root = root
        self._asked = 0

    def items(self) -> Iterator[tuple[str, bytes]]:  # type: ignore[override]  # it is only gone through
        """Yield the files; the second time somebody else's come before each."""
        self._asked += 1
        for path, content in super().items():
            yield path, content
            if self._asked == 1:
                (self._root / path).write_bytes(b"rival's")


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """Two people may record at once: whose file was there first keeps it."""
    with pytest.raises(RefusedError, match="a exists already"):
        write(tmp_path, Rival(tmp_path, {"a": b"mine", "b": b"mine"}))

    assert tree(tmp_path) == {"a": b"rival's", "b": b"rival's"}


@with_settings(max_examples=60)
@given(st.dictionaries(st.text("ab./", min_size=1, max_size=6), st.binary(max_size=5), max_size=4))
def test_all_or_nothing(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    """Whatever the paths are, either all are there afterwards, or none and a refusal."""
    outer = tmp_path_factory.mktemp("any")
    root = outer / "root"
    root.mkdir()
    try:
        write(root, files)
    except RefusedError:
        assert tree(outer) == {}
    else:
        assert tree(outer) == {f"root/{Path(path).as_posix()}": content for path, content in files.items()}
