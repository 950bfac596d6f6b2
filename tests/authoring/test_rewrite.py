"""A file is written over only by who has read it, whole or not at all, and stays usable by whoever used it."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsctl.authoring.edited_copy import EditedCopy, keep_beside, with_line_ends_of
from qmsctl.authoring.files import ChangedMeanwhileError, rewrite
from qmsctl.errors import RefusedError
from tests.conftest import somebody


def entries(folder: Path) -> list[str]:
    """Return the names of what lies in *folder*, hidden files included."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_new_content_old_rights(tmp_path: Path, mode: int) -> None:
    """The file holds the new bytes, and whoever might read, write or run it may do so again."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    file.chmod(mode)
    rewrite(tmp_path, "a.yaml", b"old", b"new\r\n\x00")

    assert file.read_bytes() == b"new\r\n\x00"
    assert file.stat().st_mode & 0o7777 == mode
    assert entries(tmp_path) == ["a.yaml"]


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(file: Path) -> None:
    file.rename(file.with_name("other"))
    file.symlink_to("other")


CHANGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda file: file.write_bytes(b"theirs"),
    "gone": Path.unlink,
    "folder": _folder,
    "link": _link,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_others_wrote_stays(tmp_path: Path, change: str) -> None:
    """If the file is not what was read, it stays as it is, and no temporary file is left."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"old")
    CHANGES[change](file)
    before = entries(tmp_path)
    with pytest.raises(ChangedMeanwhileError) as caught:
        rewrite(tmp_path, "a.yaml", b"old", b"new")

    assert "was changed by somebody else" in str(caught.value.message)
    assert caught.value.hint is not None
    assert entries(tmp_path) == before
    assert not file.is_file() or file.read_bytes() in (b"theirs", b"old")


@pytest.mark.parametrize(
    ("path", "reason"), [("link/a.yaml", "lies behind a link"), ("out/a.yaml", "leads out of the repository")]
)
def test_links_are_not_followed(tmp_path: Path, path: str, reason: str) -> None:
    """Nothing is written behind a link, inside or outside."""
    home, outside = tmp_path / "home", tmp_path / "outside"
    for folder in (home / "real", outside):
        folder.mkdir(parents=True)
        (folder / "a.yaml").write_bytes(b"old")
    (home / "link").symlink_to("real")
    (home / "out").symlink_to(outside)
    with pytest.raises(RefusedError, match=reason):
        rewrite(home, path, b"old", b"new")

    assert {(folder / "a.yaml").read_bytes() for folder in (home / "real", outside)} == {b"old"}


def test_full_disk_leaves_the_old_content(tmp_path: Path) -> None:
    """Where there is no room for the new content the old one stays, and nothing beside it."""
    (tmp_path / "a.yaml").write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(RefusedError, match=r"a\.yaml cannot be written: File too large"):
            rewrite(tmp_path, "a.yaml", b"old", b"1" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (tmp_path / "a.yaml").read_bytes() == b"old"
    assert entries(tmp_path) == ["a.yaml"]


def test_protected_file_is_not_replaced(reachable: Path) -> None:
    """A file that may not be written to is not replaced either, though its folder would allow it."""
    folder = reachable / "open"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "a.yaml").write_bytes(b"old")
    (folder / "a.yaml").chmod(0o444)
    with somebody(), pytest.raises(RefusedError, match="Permission denied"):
        rewrite(folder, "a.yaml", b"old", b"new")

    assert (folder / "a.yaml").read_bytes() == b"old"


# Line ends


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (b"a\r\nb\r\n", b"a\nc\n", b"a\r\nc\r\n"),
        (b"a\r\nb\r\n", b"a\r\nc\n", b"a\r\nc\r\n"),
        (b"a\nb\n", b"a\r\nc\r\n", b"a\nc\n"),
        (b"a\r\nb\n", b"a\r\nc\n", b"a\r\nc\n"),
        (b"a\nb", b"a\nb\n", b"a\nb\n"),
        (b"\xef\xbb\xbfa\n", b"a\n", b"\xef\xbb\xbfa\n"),
        (b"a\n", b"\xef\xbb\xbfa\n", b"a\n"),
        (b"", b"a\n", b"a\n"),
    ],
)
def test_editors_do_not_change_line_ends(before: bytes, after: bytes, kept: bytes) -> None:
    """A file keeps its line ends and its byte order mark, whatever the editor prefers."""
    assert with_line_ends_of(before, after) == kept


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\xef\xbb\xbf"]), max_size=8).map(b"".join))
def test_what_was_not_edited_is_not_changed(content: bytes) -> None:
    """A text that nobody touched keeps every byte."""
    assert with_line_ends_of(content, content) == content


# The copy


def test_copy_has_the_name_and_a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is called like the document, so that the editor knows what it is; nobody else can enter its folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    copy = EditedCopy("procedures/ps-01.md", b"text")

    assert copy.file.name == "ps-01.md"
    assert copy.file.parent.stat().st_mode & 0o777 == 0o700
    assert (copy.is_edited, copy.read()) == (False, b"text")
    copy.file.write_bytes(b"other")
    assert (copy.is_edited, copy.read()) == (True, b"other")
    copy.remove()
    assert entries(tmp_path) == []


def test_editor_that_deletes_the_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that leaves no file is a refusal with a next step."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    copy = EditedCopy("a.yaml", b"text")
    copy.file.unlink()
    with pytest.raises(RefusedError, match="has left no file to read"):
        copy.read()


def test_kept_texts_do_not_replace_each_other(tmp_path: Path) -> None:
    """What is kept lies beside the document, under a new name each time."""
    names = [keep_beside(tmp_path, "procedures/a.yaml", content) for content in (b"1", b"2", b"3")]

    assert names == ["procedures/a.yaml.kept", "procedures/a.yaml.kept-2", "procedures/a.yaml.kept-3"]
    assert [(tmp_path / name).read_bytes() for name in names] == [b"1", b"2", b"3"]
