"""The pictures in the documentation show what the program shows now.

`python -m tests.handbook.test_pictures` makes them anew, out of real runs in the demonstration.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.pictures import of_table, of_terminal
from qmsctl.demo import Demonstration, build
from qmsctl.messages import LANGUAGES
from tests.catalogues import ROOT
from tests.cli.program import Terminal, qmsctl

FOLDER = ROOT / "docs/pictures"
COLUMNS = 100
ADDRESS = re.compile(r"https?://[^\"' )]+")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_current(
    language: str, demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """Each holds the text of a run of today, but for names of commits and the number of rules, which change often."""
    for name, picture in pictures(demonstrations(language), tmp_path):
        assert settled((FOLDER / name).read_text(encoding="utf-8")) == settled(picture), name


def test_pictures_ask_for_nothing() -> None:
    """They are small, and name no address but those of the languages they are written in."""
    files = sorted(FOLDER.iterdir())

    assert [file.name for file in files] == sorted(
        f"{name}.{language}.svg" for name in ("check", "coverage") for language in LANGUAGES
    )
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert {re.sub(r"/\d.*|/svg$", "", found) for found in ADDRESS.findall(text)} == {"http://www.w3.org"}
        assert len(text) < 50_000


def settled(picture: str) -> str:
    """Return *picture* without what every change of the demonstration and every new rule changes."""
    return re.sub(r"\b[0-9a-f]{10}\b|<text [^>]*>(?:Rules|Reguły): [^<]*", "…", picture)


def pictures(demonstration: Demonstration, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every picture in the language of *demonstration*; *folder* is for what is in between."""
    language, day = demonstration.language, demonstration.day.isoformat()
    words = ("check", "--on", day)
    with Terminal("--lang", language, *words, at=demonstration.folder, columns=COLUMNS) as terminal:
        shown = terminal.end().out
    yield f"check.{language}.svg", of_terminal(" ".join(("qmsctl", *words)), shown, COLUMNS)

    page = folder / f"coverage.{language}.html"
    clauses = ("--clause", "9", "--clause", "10")
    done = qmsctl("--lang", language, "coverage", "--on", day, *clauses, "-o", page, at=demonstration.folder)
    assert done.status == 0, done.err
    yield f"coverage.{language}.svg", of_table(page.read_text(encoding="utf-8"), "table-matrix-iso9001-2015")


def main() -> None:
    """Make the pictures anew."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            for name, picture in pictures(build(Path(folder) / "office", language), Path(folder)):
                (FOLDER / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
