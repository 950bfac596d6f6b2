"""The pictures in the documentation show what the program shows now.

`python -m tests.handbook.test_pictures` makes them anew, out of real runs in the demonstration.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.pictures import of_list, of_table, of_terminal
from qmsctl.demo import Demonstration, build
from qmsctl.messages import LANGUAGES
from tests.catalogues import ROOT
from tests.cli.program import Terminal, qmsctl

FOLDER = ROOT / "docs/pictures"
COLUMNS = 100
ADDRESS = re.compile(r"https?://[^\"' )]+")
NAMES = ("check", "conduct", "coverage", "edition", "readiness", "status")
MONDAY = "2026-11-16"
"""The day of the walkthroughs."""
AUDITOR = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Sylwester Korcz"), ("EMAIL", "s.korcz@przykladowo.example"))
}


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
        f"{name}.{language}.svg" for name in NAMES for language in LANGUAGES
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
    office, language, day = demonstration.folder, demonstration.language, demonstration.day.isoformat()
    for name, words in (("check", ("check", "--on", day)), ("status", ("status", "--on", MONDAY))):
        yield f"{name}.{language}.svg", in_a_terminal(office, language, *words)
    asked = ("audit", "conduct", demonstration.under_way, "--occurred", "2026-11-17")
    yield f"conduct.{language}.svg", in_a_terminal(copy(office, folder / "conducted"), language, *asked)

    clauses = ("--clause", "9", "--clause", "10")
    page = page_of(office, language, folder, "coverage", "--on", day, *clauses)
    yield f"coverage.{language}.svg", of_table(page, "table-matrix-iso9001-2015")
    page = page_of(office, language, folder, "report", "readiness", "--visit", "2026-11-23", "--on", MONDAY)
    yield f"readiness.{language}.svg", of_list(page, "table-tasks", (52, 140, 500, 168))
    moved = moving(copy(office, folder / "moving"), language)
    page = page_of(moved, language, folder, "coverage", "--edition", "2026", "--clause", "4", "--clause", "6")
    yield f"edition.{language}.svg", of_table(page, "table-matrix-iso9001-2026")


def in_a_terminal(office: Path, language: str, *words: str) -> str:
    """Return the picture of a command that is given in a terminal; the first question is answered with the end."""
    with Terminal("--lang", language, *words, at=office, env=AUDITOR, columns=COLUMNS) as terminal:
        if "conduct" in words:
            terminal.answer({"en": "? help)", "pl": "? pomoc)"}[language], {"en": "q", "pl": "k"}[language])
        shown = terminal.end().out
    return of_terminal(" ".join(("qmsctl", *words)), shown, COLUMNS)


def page_of(office: Path, language: str, folder: Path, *words: str) -> str:
    """Return the page that a command writes."""
    page = folder / f"{words[0]}.{language}.html"
    done = qmsctl("--lang", language, *words, "-o", page, at=office)
    assert done.status == 0, done.err
    return page.read_text(encoding="utf-8")


def moving(office: Path, language: str) -> Path:
    """Let the *office* move to the edition of 2026 as far as its walkthrough does, and return it."""
    settings = office / "qms.yaml"
    both = settings.read_text(encoding="utf-8").replace("[iso9001:2015]", "[iso9001:2015, iso9001:2026]", 1)
    gap = ("gap", "--from", "2015", "--to", "2026", "--apply", "--reason", "2026")
    prepared = ("approve", "KJ-01", "--as", "prepared")
    checked = ("approve", "KJ-01", "--as", "checked", "--by", "h-brzezicka", "--basis", "OR.0143.24.2026")
    approved = ("approve", "KJ-01", "--by", "t-okonski", "--basis", "120.61.2026")
    officer = {
        name: value.replace("Sylwester Korcz", "Dorota Maciąg").replace("s.korcz", "d.maciag")
        for name, value in AUDITOR.items()
    }
    for words in (gap, prepared, checked, approved):
        done = qmsctl("--lang", language, *words, at=office, env=officer)
        assert done.status == 0, done.err
    settings.write_text(both, encoding="utf-8")
    return office


def copy(office: Path, folder: Path) -> Path:
    """Return a copy of the *office* that may be changed."""
    return Path(shutil.copytree(office, folder))


def main() -> None:
    """Make the pictures anew."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            for name, picture in pictures(build(Path(folder) / "office", language), Path(folder)):
                (FOLDER / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
