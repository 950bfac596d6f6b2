"""`qmsctl coverage`: what claims each clause, who asks about it, what evidences it, in every format alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qmsctl.demo import Demonstration
from qmsctl.messages import LANGUAGES
from qmsctl.standards import edition
from tests.cli.office import commit
from tests.cli.program import Outcome, Terminal, qmsctl, state_of, without_escapes
from tests.papers.reading import MARKS, from_html, from_json, from_markdown, from_plain, letters
from tests.papers.worded_reading import cells, values

ON = ("--on", "2026-11-22")
MATRIX = "matrix-iso9001-2015"


@pytest.fixture(scope="module", params=LANGUAGES)
def demonstration(
    request: pytest.FixtureRequest, demonstrations: Callable[[str], Demonstration]
) -> Demonstration:
    """The demonstration in each language."""
    return demonstrations(request.param)


def coverage(demonstration: Demonstration, *words: str | Path) -> Outcome:
    """Ask for the coverage on the day of the demonstration, in its language."""
    options = ("--on", demonstration.day.isoformat(), "--lang", demonstration.language)
    return qmsctl("coverage", *words, *options, at=demonstration.folder)


def tables(folder: Path, *words: str) -> dict[str, list[list[str]]]:
    """Return the tables of the coverage of the small office, by key: the rows without heads of groups."""
    done = qmsctl("coverage", *ON, "--format", "json", *words, at=folder)
    assert done.status == 0, done.err
    return {
        one["key"]: [cells(row) for group in one["groups"] for row in group["rows"]]
        for one in values(json.loads(done.out)["sections"])
        if one["kind"] == "table"
    }


def test_every_format_tells_the_same(demonstration: Demonstration, tmp_path: Path) -> None:
    """Levels, counts and names, cell for cell; and the repository stays as it was."""
    before = state_of(demonstration.folder)
    truth = from_json(json.loads(coverage(demonstration, "--format", "json").out))
    read = {"html": from_html, "markdown": from_markdown, "plain": from_plain}

    assert len(truth.tables) == 4
    for format, reader in read.items():
        told = reader(coverage(demonstration, "--format", format).out)
        assert told.figures == truth.figures, format
        for caption, rows in truth.tables.items():
            assert told.tables[caption] == rows, (format, caption)
    for name in ("coverage.docx", "coverage.xlsx"):
        assert coverage(demonstration, "-o", tmp_path / name).status == 0
    book = openpyxl.load_workbook(tmp_path / "coverage.xlsx")
    written = {
        letters(str(cell)) for sheet in book for row in sheet.values for cell in row if cell is not None
    }
    words = {cell.lstrip(MARKS) for rows in truth.tables.values() for row in rows for cell in row}
    assert words - written == {""}  # a workbook has the words of a mark
    assert state_of(demonstration.folder) == before


def test_every_clause_of_the_edition_is_there_once(demonstration: Demonstration) -> None:
    """All that hold requirements, 8.2 before 8.10."""
    done = coverage(demonstration, "--format", "csv", "--table", MATRIX)
    rows = list(csv.reader(io.StringIO(done.out)))
    numbers = [row[0] for row in rows[1:]]
    leaves = [leaf.id for leaf in edition("iso9001:2015").leaves]

    assert [number for number in numbers if number in leaves] == leaves


def test_levels_are_those_of_the_readiness(demonstration: Demonstration) -> None:
    """One truth: the same clause has the same level in the other report."""
    day = ("--on", demonstration.day.isoformat(), "--lang", demonstration.language)
    other = json.loads(qmsctl("report", "readiness", *day, "--format", "json", at=demonstration.folder).out)
    own = json.loads(coverage(demonstration, "--format", "json").out)

    def levels(paper: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - whatever the JSON holds
        (table,) = [
            one
            for one in values(paper["sections"])
            if one["kind"] == "table" and one["key"] == "clauses-iso9001-2015"
        ]
        return [(row[0], row[2]) for group in table["groups"] for row in map(first, group["rows"])]

    def first(row: list[Any]) -> list[str]:
        return [cell["value"]["text"] if cell["value"] else "" for cell in row]

    assert levels(own) == levels(other)


def test_an_excluded_clause_says_why(demonstration: Demonstration) -> None:
    """The reason of qms.yaml stands with the clause."""
    shown = coverage(demonstration, "--level", "excluded").out

    assert "8.3.1" in shown
    assert "7.5.1" not in shown
    reason = {"en": "laid down by statutes", "pl": "8.3:"}[demonstration.language]
    assert reason in shown


def test_a_small_office(here: Path) -> None:
    """One document in force, one draft, questions, and evidence that lasts."""
    found = tables(here, "--level", "documented", "--level", "claimed", "--level", "evidenced")

    counts = {row[0]: row[2:8] for row in found[MATRIX]}
    assert counts == {
        "7.5.1": ["1", "1", "1", "0", "0", "documented"],
        "7.5.2": ["1", "1", "1", "0", "0", "documented"],
        "9.2.1": ["1", "0", "1", "0", "0", "claimed"],
    }
    named = {row[0]: row[3:5] for row in found["clauses-iso9001-2015"]}
    assert named["7.5.1"] == ["PS-01", "Q1"]
    assert named["9.2.1"] == [" (only claimed by: PS-02)", "Q3"]
    assert [row[0] for row in found["documents-iso9001-2015"]] == ["PS-01", "PS-02"]


def test_a_deleted_text_turns_its_clauses_red(here: Path) -> None:
    """Claimed is not documented: whoever empties a procedure sees it."""
    path = here / "procedures/ps-01.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "Everybody works from the revision that is in force.", "TODO"
        ),
        encoding="utf-8",
    )
    found = tables(here, "--clause", "7.5")

    assert {row[0]: row[7] for row in found[MATRIX] if row[0] in ("7.5.1", "7.5.2")} == {
        "7.5.1": "claimed",
        "7.5.2": "claimed",
    }


def test_what_held_before_is_told_too(here: Path) -> None:
    """`--rev` knows no approval yet, `--as-of` a day before it neither."""
    for words in (("--rev", "v1"), ("--as-of", "2026-01-20")):
        done = qmsctl("coverage", *words, "--clause", "7.5.1", "--format", "csv", "--table", MATRIX, at=here)
        (row,) = [row for row in csv.reader(io.StringIO(done.out)) if row[0] == "7.5.1"]
        assert row[2:4] == ["1", "0"], words
        assert row[7].endswith("claimed")


def test_a_clause_stands_for_those_below_it(here: Path) -> None:
    """The filter is said on the paper, and repeats itself in the command that makes it again."""
    done = qmsctl("coverage", *ON, "--clause", "7.5", "--level", "documented", at=here)

    assert "7.5.1" in done.out
    assert "9.2.1" not in done.out
    assert "Only these clauses, and those below: 7.5" in done.out
    assert "qmsctl coverage --level documented --clause 7.5 --rev" in done.out


def test_nothing_of_the_kind_is_said(here: Path) -> None:
    """An empty answer is no blank page."""
    done = qmsctl("coverage", *ON, "--level", "evidenced", "--clause", "9.2.1", at=here)

    assert done.status == 0
    assert "No clause is as it was asked for." in done.out


def test_two_editions_stand_side_by_side(here: Path) -> None:
    """During the transition each edition has its own tables, and either can be asked for alone."""
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("editions: [iso9001:2015]", "editions: [iso9001:2015, iso9001:2026]"))
    commit(here, "Work to both editions", "2026-03-04")

    assert {"matrix-iso9001-2015", "matrix-iso9001-2026"} <= set(tables(here))
    assert "matrix-iso9001-2015" not in tables(here, "--edition", "2026")


@pytest.mark.parametrize(
    ("words", "refused", "hint"),
    [
        (("--level", "evidences"), "there is no level evidences", "did you mean evidenced?"),
        (("--clause", "7.9"), "there is no clause 7.9", "did you mean 7."),
        (("--clause", "x"), "there is no clause x", "write the number of a clause"),
        (("--edition", "2026"), "the edition 2026 is not among those", "iso9001:2015"),
        (("--edition", "zz"), "no edition is called zz", "iso9001:2015"),
        (("--table", "zz", "--format", "csv"), "zz", "matrix-iso9001-2015"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(
    here: Path, words: tuple[str, ...], refused: str, hint: str
) -> None:
    """The hint names what is there."""
    done = qmsctl("coverage", *ON, *words, at=here)

    assert (done.status, done.out) == (2, "")
    assert refused in done.err
    assert hint in " ".join(done.err.split())


def test_forty_columns_are_enough(here: Path) -> None:
    """On a narrow terminal every line is wrapped, and in a pipe none is."""
    for words in (("coverage",), ("gap", "--from", "2015", "--to", "2026")):
        with Terminal(*words, *ON, at=here, columns=40) as terminal:
            lines = without_escapes(terminal.end().out).splitlines()
        assert len(lines) > 50
        assert [line for line in lines if len(line) > 40] == []
