"""The library whose documents nobody has adopted yet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qmsctl.demo.library import build_library
from qmsctl.errors import RefusedError
from qmsctl.messages import LANGUAGES
from tests.cli.program import git, qmsctl


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_every_time(language: str, tmp_path: Path) -> None:
    """Its commits and tags are, and its files are what the last commit holds; there is no system in it."""
    one, two = (build_library(tmp_path / name, language) for name in ("one", "two"))

    assert (one.commits, one.tags) == (6, 6)
    for call in (("rev-parse", "HEAD"), ("for-each-ref", "--format=%(objectname) %(refname)")):
        assert git(*call, at=one.folder) == git(*call, at=two.folder)
    assert git("status", "--short", at=one.folder) == ""
    assert not (one.folder / "qms.yaml").exists()


def test_it_is_built_only_where_nothing_is(tmp_path: Path) -> None:
    """A folder that holds something is left alone."""
    (tmp_path / "mine").write_text("mine")

    with pytest.raises(RefusedError):
        build_library(tmp_path, "en")


def test_the_command_says_what_to_try(tmp_path: Path) -> None:
    """It names the library and the command that adopts it."""
    told = qmsctl("--lang", "en", "demo", "--story", "library", "works", at=tmp_path)

    assert told.status == 0
    assert "Example City Library, a fictional library, is in works" in told.out
    assert "-C works adopt" in told.out


@pytest.mark.parametrize(
    ("language", "pattern"), [("en", "{id}_rev{revision}"), ("pl", "{id}_wyd{revision}")]
)
def test_adopt_finds_how_its_tags_are_named(language: str, pattern: str, tmp_path: Path) -> None:
    """And whoever made them is one of its people."""
    library = build_library(tmp_path / "library", language)

    told = qmsctl("--lang", "en", "adopt", "--dry-run", at=library.folder)

    assert f'tags: "{pattern}"' in told.out
    assert "Piotr Sosna, emails: [p.sosna@biblioteka.example]" in told.out


def test_a_paper_says_where_an_approval_is_stated(tmp_path: Path) -> None:
    """The sheet of a document and its change card name the tag, and the table of fields is no text of it."""
    library = build_library(tmp_path / "library", "en")
    assert qmsctl("--lang", "en", "adopt", "--yes", at=library.folder).status == 0

    for format in ("plain", "markdown", "html", "json"):
        sheet = qmsctl("--lang", "en", "show", "PB-01", "--format", format, at=library.folder).out
        said = '"origin": "tag"' if format == "json" else "by the tag PB-01\\_rev2"
        shown = sheet.replace("<i>", "").replace("</i>", "")
        assert said in shown or said.replace("\\", "") in shown, format
        assert ["Purpose", "Scope", "Steps"] == re.findall(r"\b(?:Text|Purpose|Scope|Steps)\b", sheet)[:3]
        assert "| | |" not in sheet
    card = qmsctl("--lang", "en", "history", "PB-01", "--format", "html", at=library.folder).out
    assert card.replace("<i>", "").replace("</i>", "").count("by the tag PB-01_rev") == 2
