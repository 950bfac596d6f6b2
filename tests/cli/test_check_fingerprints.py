"""A problem is known again in the next check: by its fingerprint, in the formats whose consumers keep count."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from qmsctl.checks import RULES
from qmsctl.documents.place import Place, Span
from qmsctl.inspection import Reported
from qmsctl.inspection.fingerprint import fingerprints
from qmsctl.messages import Message, tr
from qmsctl.settings import Severity
from tests.cli.check_formats import result_of, texts_of


def _prints(at: Path) -> dict[str, tuple[str, str]]:
    """Return rule and path of each problem by its fingerprint, the same in both formats that have one."""
    texts = texts_of(at)
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    found = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert found == [entry["fingerprint"] for entry in json.loads(texts["gitlab"])]
    assert len(set(found)) == len(found)
    return {
        one: (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for one, result in zip(found, results, strict=True)
    }


def _with_faults(here: Path) -> Path:
    """Give the office a procedure with faults of a rule at several places, and return its file."""
    file = here / "procedures/ps-02.md"
    text = file.read_text(encoding="utf-8")
    text = text.replace("owner: quality-officer", "owner: nobody")
    file.write_text(text.replace("## Purpose", "See PS-77 and PS-78.\n\n## Purpose"), encoding="utf-8")
    return file


def test_fingerprints_survive_moved_lines(here: Path) -> None:
    """A problem is known again when its line moves, a comment comes, and the file gets another name."""
    file = _with_faults(here)
    before = _prints(here)
    text = file.read_text(encoding="utf-8")
    moved = text.replace("---\nid:", "---\n# one\n\n# two\nid:").replace(
        "owner: nobody", "owner:   nobody  # who?"
    )
    (here / "procedures/moved.md").write_text(moved, encoding="utf-8")
    file.unlink()
    after = _prints(here)
    own = {one for one, (_, path) in before.items() if path == "procedures/ps-02.md"}

    assert len(own) >= 2
    assert own <= set(after)


def test_fingerprints_of_other_problems_stay(here: Path) -> None:
    """What is mended goes, and nothing else becomes another problem."""
    file = _with_faults(here)
    before = _prints(here)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("owner: nobody", "owner: quality-officer"), encoding="utf-8")
    gone = set(before) - set(_prints(here))

    assert len(gone) == 1
    assert {before[one][1] for one in gone} == {"procedures/ps-02.md"}


def test_fingerprints_leave_out_what_changes_by_itself() -> None:
    """Lines, counts and days are no part of a fingerprint; what a message names is."""
    place = Place("procedures/ps-01.yaml", Span(0, 1, 1, 1), "review: yearly")
    first = tr(
        "{document} is {count} days late since {day}", document="PS-01", count=3, day=dt.date(2026, 1, 1)
    )
    later = tr(
        "{document} is {count} days late since {day}", document="PS-01", count=9, day=dt.date(2026, 2, 2)
    )
    other = tr(
        "{document} is {count} days late since {day}", document="PS-02", count=3, day=dt.date(2026, 1, 1)
    )
    moved = replace(place, span=Span(40, 41, 5, 1))
    rule = RULES[0]

    def found(where: Place, *messages: Message) -> tuple[str, ...]:
        problems = [
            Reported(rule.id, rule.slug, Severity.ERROR, where, message, tr("mend it"))
            for message in messages
        ]
        return fingerprints(replace(result_of(Counter()), problems=tuple(problems)))

    assert found(place, first) == found(moved, later)
    assert found(place, first) != found(place, other)
    assert len(set(found(place, first, later, first))) == 3
