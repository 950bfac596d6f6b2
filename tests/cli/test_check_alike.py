"""On a terminal, problems that say the same of many things at one place are told once; every other format keeps each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.adoption.repositories import begin
from tests.cli.program import Terminal, qmsctl, without_escapes

SETTINGS = """\
qms: '1'
organisation: {name: Office}
editions: ['iso9001:2015']
kinds:
  sops:
    files: docs/*.md
    fields: {id: doc_id, revision: version, owner: owner, clauses: clauses}
"""
HEAD = "---\ndoc_id: SOP-1\nversion: '1'\nowner: quality\nclauses: '8.4.1, 8.9.9, 8.9.8, 8.9.7'\n---\n# Purchasing\n"


@pytest.fixture
def beginning(tmp_path: Path) -> Path:
    """A system that has one document and no checklist."""
    return begin(tmp_path / "r", {"qms.yaml": SETTINGS, "docs/a.md": HEAD})


@pytest.mark.parametrize(
    ("language", "word", "clause"),
    [("en", "warning", "no document claims clause 4.1, 4.2, 4.3,"), ("pl", "ostrzeżenie", "4.1, 4.2, 4.3,")],
)
def test_many_alike_are_one_block_with_their_number(
    beginning: Path, language: str, word: str, clause: str
) -> None:
    """Place, line and next step stand once, every clause is named, and the numbers add up to the count of the check."""
    problems = json.loads(qmsctl("check", "--format", "json", at=beginning).out)["problems"]
    with Terminal("check", "--lang", language, at=beginning, columns=2000) as terminal:
        shown = without_escapes(terminal.end().out).replace("\r", "")

    blocks = re.findall(rf"^{word}(?: \((\d+)\))?: (.*)\n  (\S+)  (\S+) (\S+)$", shown, re.MULTILINE)
    unclaimed = [one for one in problems if one["rule"] == "CLS002"]
    assert len(unclaimed) > 50
    (block,) = (one for one in blocks if one[3] == "CLS002")
    assert int(block[0]) == len(unclaimed)
    assert clause in block[1]
    assert all(f" {number}" in block[1] for number in ("4.1", "9.3.3", "10.3"))
    assert len([one for one in blocks if one[3] == "CLS003"]) == 1
    warnings = [one for one in problems if one["severity"] == "warning"]
    assert sum(int(one[0] or 1) for one in blocks) == len(warnings)


def test_other_formats_keep_each(beginning: Path) -> None:
    """In plain lines each clause has its own, so that whoever counts lines counts problems."""
    plain = qmsctl("check", "--lang", "en", at=beginning).out
    problems = json.loads(qmsctl("check", "--format", "json", at=beginning).out)["problems"]
    assert plain.count("[unclaimed-clause]") == sum(one["rule"] == "CLS002" for one in problems)
    assert "no document claims clause 4.1 of ISO 9001:2015" in plain


def test_a_few_are_told_one_by_one(beginning: Path) -> None:
    """Three that are alike, and what stands at different places, are read as ever."""
    shown = qmsctl("check", "docs", "--format", "console", "--lang", "en", at=beginning).out
    assert shown.count("CLS001 unknown-clause") == 3
    assert " (3)" not in shown
