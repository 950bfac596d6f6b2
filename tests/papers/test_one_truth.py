"""One truth: every format of a report tells the same headings, tables and figures, on every golden case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import qmsctl
from tests.papers.reading import Told, from_html, from_json, from_markdown, from_plain, letters
from tests.test_golden import CASES, DAY, Story

READERS: dict[str, Callable[[str], Told]] = {
    "html": from_html,
    "markdown": from_markdown,
    "plain": from_plain,
}
AUDITED = [
    (path.name, language)
    for path in sorted(CASES.iterdir())
    if (path / "story.txt").is_file() and list(path.rglob("audit.yaml"))
    for language in ("en", "pl")
]


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


def written(case: tuple[Path, str, str], format: str) -> str:
    """Return the report of the *case* in *format*."""
    folder, audit, language = case
    words = ("report", audit, "--on", DAY, "--report-lang", language, "--format", format, "-o", "-")
    done = qmsctl(*words, at=folder)
    assert done.status == 0, done.err
    return done.out


def test_every_format_tells_the_same(case: tuple[Path, str, str]) -> None:
    """Findings, counts and the states of clauses: cell for cell what the view has."""
    truth = from_json(json.loads(written(case, "json")))

    assert truth.figures
    assert len(truth.tables) > 5
    for format, read in READERS.items():
        told = read(written(case, format))

        lost = [heading for heading in truth.headings if not any(heading in other for other in told.headings)]
        assert lost == [], format
        assert told.figures == truth.figures, format
        for caption, rows in truth.tables.items():
            assert told.tables.get(caption) == rows, f"{format}: {caption}"


def test_a_terminal_tells_every_cell(case: tuple[Path, str, str]) -> None:
    """However wide a terminal is, no cell of a table is cut or left out, but noughts and what is empty."""
    folder, audit, language = case
    paper = json.loads(written(case, "json"))
    words = ("report", audit, "--on", DAY, "--report-lang", language, "--format", "console", "-o", "-")
    shown = letters(qmsctl(*words, at=folder).out)
    cells = [cell for rows in from_json(paper).tables.values() for row in rows for cell in row]

    assert [cell for cell in cells if cell not in ("", "0") and cell not in shown] == []
