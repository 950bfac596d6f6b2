"""One truth: every format of a report tells the same headings, tables and figures, on every golden case."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from qmsctl.demo import Demonstration
from qmsctl.render.worded_blocks import WordedPaper
from tests.cli.program import git, qmsctl
from tests.papers.reading import (
    Told,
    bare,
    cells_of,
    every_text,
    from_console,
    from_html,
    from_json,
    from_markdown,
    from_plain,
    from_word,
    from_workbook,
    letters,
    on_a_page,
)
from tests.test_golden import CASES, DAY, Story

READERS: dict[str, Callable[[str], Told]] = {
    "html": from_html,
    "markdown": from_markdown,
    "plain": from_plain,
}
_PAGE: Final = "page"
"""What a page tells by the view: a wide column stands below its row."""
_ON_PAGES: Final = ("html", "docx")
FORMATS: Final = ("json", *READERS, "console", "docx", "xlsx")
AUDITED = [
    (path.name, language)
    for path in sorted(CASES.iterdir())
    if (path / "story.txt").is_file() and list(path.rglob("audit.yaml"))
    for language in ("en", "pl")
]
ENDED: Final = "2026-11-13"
"""The day on which the demonstration ends."""
AUTHOR: Final = ("-c", "user.name=Ann Example", "-c", "user.email=ann@example.org")


@pytest.fixture(scope="module", params=AUDITED, ids="-".join)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A golden case in a repository of its own, one of its audits, and a language."""
    name, language = request.param
    folder = tmp_path_factory.mktemp("truth") / name
    Story(CASES / name, folder).tell()
    plan = next(path for path in sorted(folder.glob("audits/*/audit.yaml")))
    audit = re.search(r"^id: (.*)$", plan.read_text(encoding="utf-8"), re.MULTILINE)
    assert audit
    return folder, audit[1], language


def written(folder: Path, words: Sequence[str], format: str, to: Path) -> bytes:
    """Return the report that *words* ask for in *format*; it is written into the folder *to*."""
    file = to / f"report-{format}"
    done = qmsctl("report", *words, "--format", format, "-o", file, at=folder)
    assert done.status == 0, done.err
    return file.read_bytes()


def agree(folder: Path, words: Sequence[str], to: Path) -> dict[str, Told]:
    """Hold every format of a report to the view of it, and return what each tells."""
    files = {format: written(folder, words, format, to) for format in FORMATS}
    view = json.loads(files["json"])
    truth = from_json(view)
    told = {
        "json": truth,
        _PAGE: replace(truth, tables=on_a_page(view)),
        "docx": from_word(files["docx"]),
        "xlsx": from_workbook(files["xlsx"], view["language"]),
    }
    told |= {format: read(files[format].decode()) for format, read in READERS.items()}
    for format in (*READERS, "docx"):
        _same(told[_PAGE] if format in _ON_PAGES else truth, told[format], format)
    _same_in_tables(truth, told["xlsx"])
    _all_in_workbook(view, files["xlsx"])
    _on_a_terminal(truth, from_console(files["console"].decode()))
    return told


def _on_a_terminal(truth: Told, shown: str) -> None:
    """However wide a terminal is, no cell of a table is cut or left out, but noughts and what is empty."""
    cells = [cell for rows in truth.tables.values() for row in rows for cell in row]
    assert [cell for cell in cells if cell not in ("", "0") and cell not in shown] == []
    assert [(mark, count) for mark, count in truth.figures if f"{mark}{count}" not in shown] == []


def _same(truth: Told, told: Told, format: str) -> None:
    lost = [heading for heading in truth.headings if not any(heading in other for other in told.headings)]
    assert lost == [], format
    assert told.figures == truth.figures, format
    for caption, rows in truth.tables.items():
        assert told.tables.get(caption) == rows, f"{format}: {caption}"


def _same_in_tables(truth: Told, told: Told) -> None:
    """A workbook has every table and every number; a tab has room for the beginning of a caption."""
    numbers = iter(told.figures)
    for mark, count in truth.figures:
        assert (bare(mark), count) in numbers, mark  # in their order
    for caption, rows in truth.tables.items():
        assert _in_workbook(told, caption, rows), caption


def _all_in_workbook(view: WordedPaper, content: bytes) -> None:
    """Whoever is sent the workbook alone misses nothing: every sentence, fact, heading and name of the page is in a cell."""
    cells = "\n".join(cells_of(content, view["language"]))
    # A workbook says how to make it again as a workbook.
    made_again = re.compile(r"(?<=again\.)html$|(?<=ponownie\.)html$")
    told = (made_again.sub("xlsx", text) for text in every_text(view))
    assert [text for text in told if letters(text) not in cells] == []


def _in_workbook(told: Told, caption: str, rows: list[list[str]]) -> bool:
    """Return whether a sheet that is called like *caption* holds *rows*; a number tells equal names apart."""
    cells = [[bare(cell) for cell in row] for row in rows]
    return any(
        cells == [[bare(cell) for cell in row] for row in held]
        for tab, held in told.tables.items()
        if caption.startswith((tab, re.sub(r"\d+$", "", tab)))
    )


def test_every_format_tells_the_same(case: tuple[Path, str, str], tmp_path: Path) -> None:
    """Findings, counts and the states of clauses: cell for cell what the view has."""
    folder, audit, language = case
    told = agree(folder, (audit, "--on", DAY, "--report-lang", language), tmp_path)

    assert told["json"].figures
    assert len(told["json"].tables) > 5


def _delete(folder: Path) -> None:
    (folder / "procedures/ps-09.yaml").unlink()


def _drift(folder: Path) -> None:
    file = folder / "procedures/ps-04.yaml"
    text = file.read_text(encoding="utf-8")
    assert "urz" in text
    file.write_text(text.replace("urz", "URZ", 1), encoding="utf-8")


def _alter(folder: Path) -> None:
    file = next(folder.glob("audits/aud-2026-01-*/attachments/*/proba-skargi.csv"))
    file.write_bytes(file.read_bytes() + b"x")


WRONGS: Final = {
    "a deleted procedure": (_delete, "PS09"),
    "a drifted document": (_drift, "PS04"),
    "an altered attachment": (_alter, "probaskargicsv"),
}


@pytest.fixture(scope="module", params=["AUD-2026-01", "readiness"])
def words(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """What is asked for: the report of an audit, or the readiness of the whole system."""
    return (request.param, "--on", ENDED, "--report-lang", "pl")


@pytest.fixture(scope="module")
def clean(
    demonstrations: Callable[[str], Demonstration],
    words: tuple[str, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Told]:
    """What every format tells of the demonstration as it is."""
    return agree(demonstrations("pl").folder, words, tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_went_wrong_shows_in_every_format(
    demonstrations: Callable[[str], Demonstration],
    clean: dict[str, Told],
    words: tuple[str, ...],
    wrong: str,
    tmp_path: Path,
) -> None:
    """It makes a difference against the clean case, which names it, and each format shows the same one."""
    folder = shutil.copytree(demonstrations("pl").folder, tmp_path / "office")
    act, name = WRONGS[wrong]
    act(folder)
    git("add", "-A", at=folder)
    git(*AUTHOR, "commit", "--quiet", "-m", wrong, at=folder)

    told = agree(folder, words, tmp_path)
    came, went = _difference(clean["json"], told["json"])
    assert any(name in cell for row in came + went for cell in row), came + went
    for format in told:
        seen = _difference(clean[format], told[format])
        page = _difference(clean[_PAGE], told[_PAGE])
        for rows, truth in zip(seen, page if format in (*_ON_PAGES, _PAGE) else (came, went), strict=True):
            assert [row for row in truth if row not in rows] == [], format


def _difference(before: Told, after: Told) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of tables that came, and those that went; without the symbols, which workbooks do not have."""

    def rows(told: Told, other: Told) -> list[list[str]]:
        known = [row for rows in other.tables.values() for row in rows]
        return [
            [bare(cell) for cell in row] for rows in told.tables.values() for row in rows if row not in known
        ]

    return rows(after, before), rows(before, after)
