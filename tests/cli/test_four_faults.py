"""A pull request that breaks four things in four files shows four annotations at the right lines, on every forge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.check_formats import READERS, schema_of
from tests.cli.program import git, qmsctl

Place = tuple[str, str, int]
"""The rule, the file from the top of the repository, and the line."""

_FAULTS = {
    "REV002": ("procedures/ps-01.yaml", "Everybody works", "Nobody works", 'revision: "1.0"'),
    "DOC010": ("procedures/ps-02.md", "owner: quality-officer", "owner: nobody-known", "owner: nobody-known"),
    "CLS001": ("checklists/cl-01.yaml", "{id: Q3, clauses: [9.2.1]", "{id: Q3, clauses: [9.2.7]", "9.2.7"),
    "AUD008": ("audits/AUDIT/audit.yaml", "person: eve", "person: nobody", "person: nobody"),
}
"""What is broken: the file, the text before and after, and what stands in the line that is to be pointed at."""


@pytest.fixture(scope="module")
def change(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[Place]]:
    """The office on a branch that breaks four things, and where each of them is."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("change") / "office")
    git("checkout", "--quiet", "-b", "change", at=folder)
    (plan,) = folder.glob("audits/aud-2026-01-*")
    places = set()
    for rule, (path, old, new, pointed_at) in _FAULTS.items():
        file = folder / path.replace("AUDIT", plan.name)
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        places.add(
            (rule, file.relative_to(folder).as_posix(), 1 + text[: text.index(pointed_at)].count("\n"))
        )
    office.commit(folder, "Break four things", "2026-04-01")
    return folder, places


@pytest.mark.parametrize("format", ["github", "gitlab", "sarif"])
def test_four_annotations_at_the_right_lines(change: tuple[Path, set[Place]], format: str) -> None:
    """Each of the four is an error at its line, valid to the forge's own schema; there is no other error."""
    folder, places = change
    words = ("check", "--on", "2026-11-22", "--settings-from", "main")
    done = qmsctl(*words, "--format", format, at=folder, env={"GITHUB_ACTIONS": "true"})
    told = [(one.rule, one.path, one.line) for one in READERS[format](done.out) if one.severity == "error"]

    assert done.status == 1
    assert sorted(told) == sorted(places)
    if format != "github":
        schema_of(format).validate(json.loads(done.out))


def test_nothing_was_wrong_before(change: tuple[Path, set[Place]], pattern: Path) -> None:
    """The branch that is merged into has none of them."""
    del change
    done = qmsctl("check", "--on", "2026-11-22", "--format", "sarif", at=pattern)
    results: list[Mapping[str, str]] = json.loads(done.out)["runs"][0]["results"]

    assert done.status == 0
    assert [one["level"] for one in results if one["level"] == "error"] == []
