"""`qmsctl audit plan --edit`: a plan is changed where it stands, with its next revision, by options or by questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Terminal, git, qmsctl

_PLAN = (
    "audit", "plan", "--no-input", "--day", "2026-12-10", "--lead", "eve", "--unit", "OR", "--clause", "7.5",
    "--title", "Documents", "--objectives", "Find out.", "--row", "2026-12-10 9:00; unit=OR; auditor=eve",
)  # fmt: skip
_EDIT = ("audit", "plan", "--edit", "AUD-2026-02")


@pytest.fixture
def planned(here: Path) -> Path:
    """An office with an approved plan, in which somebody has left a comment."""
    assert qmsctl(*_PLAN, at=here).status == 0
    file = _file(here)
    file.write_text(file.read_text(encoding="utf-8").replace("days:", "# as agreed\ndays:"), encoding="utf-8")
    git("commit", "--all", "--quiet", "--message=Comment", at=here)
    assert qmsctl("approve", "AUD-2026-02", "--by", "Mayor", "--basis", "Order 5", at=here).status == 0
    return here


def _file(here: Path) -> Path:
    (path,) = here.glob("audits/aud-2026-02-*/audit.yaml")
    return path


def test_options_change_their_fields_alone(planned: Path) -> None:
    """Only the lines of what changed and of the revision differ; letters of the team stay with their people."""
    before = _file(planned).read_text(encoding="utf-8")
    tried = qmsctl(*_EDIT, "--no-input", "--day", "11 grudnia 2026", "--dry-run", at=planned)
    assert before == _file(planned).read_text(encoding="utf-8")

    done = qmsctl(
        *_EDIT, "--no-input", "--day", "11 grudnia 2026", "--lead", "ann", "--auditor", "eve", at=planned
    )

    assert (0, 0) == (tried.status, done.status), done.err
    expected = (
        before.replace('days: ["2026-12-10"]', 'days: ["2026-12-11"]')
        .replace('revision: "1"', 'revision: "2"')
        .replace(
            "  - {person: eve, role: lead_auditor, letter: A}\n",
            "  - {person: ann, role: lead_auditor, letter: B}\n  - {person: eve, role: auditor, letter: A}\n",
        )
    )
    assert expected == _file(planned).read_text(encoding="utf-8")
    assert "# as agreed\n" in expected
    assert git("status", "--porcelain", at=planned) == ""


def test_questions_propose_what_the_plan_says(planned: Path) -> None:
    """Enter keeps every answer; one changed answer is one changed field, and the reason is in the history."""
    before = _file(planned).read_text(encoding="utf-8")
    with Terminal(*_EDIT, at=planned, columns=120) as terminal:
        for question, answer in (
            ("Days of the audit", ""), ("Title [Documents]", "Control of documents"), ("Who ordered", ""),
            ("Clauses", ""), ("Units", ""), ("Place", ""), ("Who gets", ""), ("Scope in words", ""),
            ("First day", ""), ("Last day", ""), ("Objectives", ""), ("Lead auditor", ""), ("Other auditors", ""),
            ("How is it carried out", "1"), ("Methods", ""), ("Why does it change", "The title was vague."),
            ("Record this (yes/no)", "yes"),
        ):  # fmt: skip
            terminal.answer(question, answer)
        done = terminal.end()
    after = _file(planned).read_text(encoding="utf-8")

    assert done.status == 0, done.out
    assert "title: Control of documents\n" in after
    assert 'revision: "2"' in after
    assert {"title", "revision", "mode"} == {
        line.partition(":")[0] for line in set(after.splitlines()) - set(before.splitlines())
    }
    assert "The title was vague." in git("log", "-1", "--format=%b", at=planned)


def test_what_cannot_be_changed(planned: Path) -> None:
    """Another document, a plan laid out otherwise, and no change at all are said, and nothing is written."""
    other = qmsctl(*_EDIT[:3], "PS-01", "--no-input", "--title", "X", at=planned)
    same = qmsctl(*_EDIT, "--no-input", "--title", "Documents", at=planned)

    assert (2, True) == (other.status, "PS-01 is no audit plan" in other.err)
    assert (0, True) == (same.status, "Nothing was changed" in same.err)
    assert git("status", "--porcelain", at=planned) == ""
