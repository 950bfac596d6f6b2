"""Where the demonstration is built, and where it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsctl.demo import build
from qmsctl.demo.office import filled
from qmsctl.errors import RefusedError


def test_occupied_folder_is_refused(tmp_path: Path) -> None:
    """And what is in it stays as it is."""
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(RefusedError, match="not an empty folder") as refusal:
        build(tmp_path, "en")

    assert refusal.value.hint is not None
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_file_is_refused(tmp_path: Path) -> None:
    """A file of that name is no folder."""
    file = tmp_path / "demo"
    file.write_text("mine")

    with pytest.raises(RefusedError, match="not an empty folder"):
        build(file, "en")

    assert file.read_text() == "mine"


def test_broken_link_is_refused(tmp_path: Path) -> None:
    """Nothing is built where a link leads."""
    link = tmp_path / "demo"
    link.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(RefusedError):
        build(link, "en")

    assert not (tmp_path / "elsewhere").exists()


def test_unknown_language_is_refused(tmp_path: Path) -> None:
    """The message names those that there are."""
    with pytest.raises(RefusedError, match="language de") as refusal:
        build(tmp_path / "demo", "de")

    assert refusal.value.hint is not None
    assert "en, pl" in refusal.value.hint.into("en")
    assert not (tmp_path / "demo").exists()


def test_empty_folder_is_used(tmp_path: Path) -> None:
    """A folder somebody made for it serves."""
    demonstration = build(tmp_path, "en")

    assert demonstration.folder == tmp_path
    assert (tmp_path / "qms.yaml").is_file()
    assert (tmp_path / "README.md").is_file()
    assert "findings/** -text" in (tmp_path / ".gitattributes").read_text().splitlines()


def test_gap_without_filling_is_an_error() -> None:
    """A placeholder the office forgot cannot slip through."""
    with pytest.raises(KeyError, match="adres"):
        filled("Urząd: [uzupełnij: adres].".encode(), {})
