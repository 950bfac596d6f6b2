"""What `qmsctl diff` says about the documents of the demonstration, in both languages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.program import qmsctl
from tests.demo.conftest import Opened


def compared(demo: Opened, *words: str) -> dict[str, Any]:
    """Return the comparison on the day of the demonstration."""
    day = demo.demonstration.day.isoformat()
    done = qmsctl("diff", *words, "--on", day, "--format", "json", at=demo.demonstration.folder)
    assert (done.status, done.err) == (0, "")
    result: dict[str, Any] = json.loads(done.out)
    return result


@pytest.mark.parametrize(
    ("words", "revisions", "standings"),
    [
        (("PS-01",), ("1", "2"), ("superseded", "in_force")),
        (("KJ-01", "2025-01-01..2025-12-01"), ("1", "2"), ("superseded", "in_force")),
        (("PS-09",), ("1", "2"), ("in_force", "draft")),
        (("IN-01",), ("1", "1"), ("in_force", "draft")),
    ],
    ids=lambda value: value[0],
)
def test_changes_of_the_demonstration(
    demo: Opened, words: tuple[str, ...], revisions: tuple[str, str], standings: tuple[str, str]
) -> None:
    """A revision in force, one that awaits approval, and a file that drifted: each against what was before."""
    result = compared(demo, *words)
    sides = result["before"], result["after"]

    assert tuple(side["revision"] for side in sides) == revisions
    assert tuple(side["standing"] for side in sides) == standings
    assert result["changed"]
    assert result["size"]["added"] > 0
    assert len(result["written"]) == 1
    assert {"steps", "context", "scope"} & {s["name"] for s in result["sections"] if s["status"] == "changed"}


def test_what_the_restore_test_became(demo: Opened) -> None:
    """PS-01 tests five files instead of three: one step of many changed, and its clauses are named."""
    result = compared(demo, "PS-01", "1..2")
    (steps,) = [section for section in result["sections"] if section["status"] != "unchanged"]
    (step,) = [item for item in steps["items"] if item["status"] != "unchanged"]
    words = {piece["kind"]: piece["text"].strip() for part in step["parts"] for piece in part["pieces"]}

    assert (steps["name"], step["old"], step["new"]) == ("steps", step["new"], step["old"])
    assert words["removed"] in ("three", "trzech")
    assert {clause["touch"] for clause in result["clauses"]} == {"text"}
    assert [c["clause"] for c in result["clauses"]] == ["7.5.1", "7.5.2", "7.5.3.1", "7.5.3.2"]
    assert all(clause["title"] for clause in result["clauses"])


def test_first_revision_has_nothing_before_it(demo: Opened) -> None:
    """A document with one revision, unchanged in the tree, has nothing to be compared with."""
    done = qmsctl("--lang", "pl", "diff", "PJ-01", at=demo.demonstration.folder)

    assert done.status == 2
    assert "1 to pierwsza rewizja dokumentu PJ-01" in done.err
