"""Copies of issued reports: how the system stood is told as of the issue, what became of it since as of the day of the copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsctl.demo import Demonstration
from tests.cli.program import git, qmsctl

AUDIT = "AUD-2026-01"
LATER = ("--on", "2026-11-13")


@pytest.fixture(scope="module")
def demonstration(demonstrations: Callable[[str], Demonstration]) -> Path:
    """The demonstration in English; nobody may change it."""
    return demonstrations("en").folder


def paper(folder: Path, *words: str, audit: str = AUDIT) -> Any:  # noqa: ANN401 - any JSON text
    """Return the report of *audit* as the view of it."""
    done = qmsctl("report", audit, *words, "--report-lang", "en", "--format", "json", at=folder)
    assert done.status == 0, done.err
    return json.loads(done.out)


def blocks(said: Any) -> Iterator[Any]:  # noqa: ANN401 - any JSON text
    """Yield every block of a paper."""
    for one in said["sections"] if "sections" in said else said["blocks"]:
        if "kind" in one:
            yield one
        if "blocks" in one:
            yield from blocks(one)


def tables(said: Any) -> dict[str, list[list[str]]]:  # noqa: ANN401 - any JSON text
    """Return the words of every table, by its key."""
    return {
        block["key"]: [
            [
                (cell["value"] or {"text": ""})["text"] + (cell["below"] or {"text": ""})["text"]
                for cell in row
            ]
            for group in block["groups"]
            for row in group["rows"]
        ]
        for block in blocks(said)
        if block["kind"] == "table"
    }


def texts(said: Any) -> str:  # noqa: ANN401 - any JSON text
    """Return everything that a paper says, as its view has it."""
    return json.dumps(said, ensure_ascii=False)


def test_how_the_system_stood_is_told_as_it_was_issued(demonstration: Path) -> None:
    """Register, changes and levels of clauses of a later copy are, word for word, those of the report as issued."""
    issued, copy = tables(paper(demonstration, "--as-issued")), tables(paper(demonstration, *LATER))
    standing = (
        "documents",
        "changed-documents",
        "changed-findings",
        "clauses-iso9001-2015",
        "checklist",
        "units",
    )

    assert {key: copy[key] for key in standing} == {key: issued[key] for key in standing}
    assert copy["nonconformities"] != issued["nonconformities"]  # its follow-up went on


def test_what_became_of_the_documents_is_told_apart(demonstration: Path) -> None:
    """A copy lists the documents that stand otherwise by now; as issued, there is nothing of the kind."""
    copy = tables(paper(demonstration, *LATER))
    since = {row[0]: row for row in copy["documents-since"]}

    assert {"IN-01", "IN-02", "PA-2026", "PS-11"} <= set(since)
    assert "KJ-01" not in since
    assert since["PS-11"][2] == "21 October 2026"
    assert "documents-since" not in tables(paper(demonstration, "--as-issued"))


def test_every_part_says_its_day(demonstration: Path) -> None:
    """The first page says what stands on which day; changes have an end, and levels, statuses and the register a day."""
    said = texts(paper(demonstration, *LATER))

    assert "This is a copy of the report that was issued on 29 May 2026." in said
    assert "29 May 2026, issue of the report" in said
    assert "qmsctl changes --since AUD-2025-01 --until 2026-05-29" in said
    assert "Every document but the plans of audits, as it stood on 29 May 2026: 19." in said
    assert "Level on 29 May 2026" in said
    assert "It is told as of 13 November 2026, the day of this copy." in said
    as_issued = texts(paper(demonstration, "--as-issued"))
    assert "copy" not in as_issued
    assert "29 May 2026, issue of the report" not in as_issued
    assert "as it stood on 29 May 2026" in as_issued


def test_a_draft_is_no_copy(demonstration: Path) -> None:
    """It stands on its own day altogether: changes until then, the register and the earlier findings of then."""
    said = texts(paper(demonstration, *LATER, audit="AUD-2026-02"))

    assert "copy" not in said
    assert '"label": "Until", "value": {"kind": "text", "text": "13 November 2026"' in said
    assert "as it stood on 13 November 2026" in said
    assert "Status on 13 November 2026" in said


def test_a_document_of_which_nothing_is_left_is_named(demonstration: Path, tmp_path: Path) -> None:
    """What the register had at the issue and has no more is said after it."""
    folder = tmp_path / "office"
    git("clone", "--quiet", str(demonstration), str(folder), at=tmp_path)
    git("rm", "-rq", "procedures/ps-08.yaml", "approvals", at=folder)
    git(
        *("-c", "user.name=Ann Example", "-c", "user.email=ann@example.org"),
        *("commit", "-qm", "Lose PS-08"),
        at=folder,
    )
    said = paper(folder, "--on", "2026-12-01")

    assert "PS-08" in {row[0] for row in tables(said)["documents"]}
    assert "No longer in the register" in texts(said)


def test_a_copy_in_a_shallow_clone_guesses_nothing(demonstration: Path, tmp_path: Path) -> None:
    """Without the commit of the issue the copy tells its own day, and says so where it matters."""
    folder = tmp_path / "shallow"
    git("clone", "--quiet", "--depth", "3", f"file://{demonstration}", str(folder), at=tmp_path)
    said = texts(paper(folder, *LATER))

    assert "from which the report was issued on 29 May 2026, cannot be read here" in said
    assert "as it stood on 13 November 2026" in said
    assert "Level on 13 November 2026" in said
    assert "told as of 13 November 2026." in said
