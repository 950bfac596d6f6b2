"""What a dialogue shows: words in place of keys and files, and what is recorded before it is saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/import-1.json").read_text(encoding="utf-8"))
ZOE = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Zoe Example"), ("EMAIL", "zoe@example.org"))
}
EVE = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Eve Example"), ("EMAIL", "eve@example.org"))
}


@pytest.mark.parametrize(
    ("language", "questions", "lines"),
    [
        (
            "en",
            ("Who decided", "Basis", "Record this", "no"),
            (
                "To be recorded:",
                "Decision: approved",
                "Document: AUD-2026-01, Documents of the office",
                "Decided by: Bob Example",
                "In the role: Mayor",
                "Basis: Order 5",
            ),
        ),
        (
            "pl",
            ("Kto podjął decyzję", "Podstawa", "Zapisać to", "nie"),
            (
                "Do zapisania:",
                "Decyzja: zatwierdzono",
                "Zdecydował(a): Bob Example",
                "W roli: Mayor",
                "Podstawa: Order 5",
            ),
        ),
    ],
)
def test_an_approval_is_shown_in_words(
    here: Path, language: str, questions: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    """Label and value, each on a line, and nothing in the form of a file; no is no."""
    who, basis, record, no = questions
    with Terminal("--lang", language, "approve", office.AUDIT, at=here, env=ZOE, columns=120) as terminal:
        terminal.answer(who, "mayor")
        terminal.answer(basis, "Order 5")
        terminal.answer(record, no)
        done = terminal.end()

    for line in lines:
        assert f"{line}\n" in done.out
    assert "sha256" not in done.out
    assert "person:" not in done.out
    assert git("status", "--porcelain", at=here) == ""


def test_minutes_are_shown_in_words(here: Path) -> None:
    """Roles stand by their titles."""
    with Terminal("audit", "minutes", office.AUDIT, "opening", at=here, env=EVE, columns=120) as terminal:
        terminal.answer("Who was there", "mayor, Auditor")
        terminal.answer("Who was there", "")
        terminal.answer("What was agreed", "The plan stands.")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert done.status == 0, done.out
    shown = done.out.partition("To be recorded:\n")[2]
    assert "Opening meeting, AUD-2026-01\n" in shown
    assert "  Present:\n    Mayor\n    Auditor\n  What was agreed: The plan stands.\n" in shown
    assert "  mayor" not in done.out


def test_dry_run_shows_files(here: Path) -> None:
    """Whoever asks for the files gets them."""
    shown = qmsctl("approve", office.AUDIT, "--by", "bob", "--basis", "Order 5", "--dry-run", at=here)

    assert "decider:\n  person: bob\n" in shown.out


def test_what_cannot_be_decided_is_said_before_anything_is_asked(here: Path) -> None:
    """Nobody types who decided and why in vain."""
    settings = here / "qms.yaml"
    text = settings.read_text(encoding="utf-8").replace(
        "types:\n", "types:\n  audit: {needs: [prepared, approved]}\n"
    )
    settings.write_text(text, encoding="utf-8")
    office.commit(here, "Demand a preparation", "2026-03-04")

    with Terminal("approve", office.AUDIT, at=here, env=EVE, columns=120) as terminal:
        done = terminal.end()

    assert done.status == 2
    assert "Who decided" not in done.out
    assert "qmsctl approve AUD-2026-01 --as prepared" in done.out


def _two_units(here: Path) -> None:
    """Let the plan audit two units."""
    settings, plan = here / "qms.yaml", next(here.glob("audits/aud-2026-01-*/audit.yaml"))
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("Organisational Department}", "Organisational Department, SO: Citizens}")
    )
    text = plan.read_text(encoding="utf-8")
    assert "units: [OR]" in text
    plan.write_text(text.replace("units: [OR]", "units: [OR, SO]"), encoding="utf-8")
    office.commit(here, "Audit two units", "2026-03-05")


def test_each_answer_says_its_unit_where_there_are_several(here: Path) -> None:
    """The last one is proposed by its name; Enter takes it."""
    _two_units(here)
    with Terminal("audit", "conduct", office.AUDIT, at=here, env=EVE, columns=120) as terminal:
        terminal.answer("Begin all the same", "yes")
        terminal.answer("? help)", "u")
        terminal.answer("Reason", "No time")
        terminal.answer("In which unit (its symbol or name; may be empty)", "nowhere")
        terminal.answer("In which unit", "citizens")
        terminal.answer("Enter saves, a letter adds", "")
        terminal.answer("? help)", "u")
        terminal.answer("Reason", "No time")
        terminal.answer("In which unit (a minus sign: none) [Citizens]", "")
        terminal.answer("Enter saves, a letter adds", "")
        terminal.answer("? help)", "q")
        done = terminal.end()

    assert done.status == 0, done.out
    records = [path.read_text(encoding="utf-8") for path in here.glob("audits/aud-2026-01-*/evidence/*.yaml")]
    assert ["unit: SO\n" in text for text in records] == [True, True]


def test_one_unit_is_not_asked_for(here: Path) -> None:
    """Where the plan audits one, every answer is of that."""
    with Terminal("audit", "conduct", office.AUDIT, at=here, env=EVE, columns=120) as terminal:
        terminal.answer("Begin all the same", "yes")
        terminal.answer("? help)", "u")
        terminal.answer("Reason", "No time")
        terminal.answer("Enter saves, a letter adds", "")
        terminal.answer("? help)", "q")
        done = terminal.end()

    assert "In which unit" not in done.out
    (record,) = here.glob("audits/aud-2026-01-*/evidence/*.yaml")
    assert "unit: OR\n" in record.read_text(encoding="utf-8")


def test_an_import_is_shown_whole_for_programs(here: Path) -> None:
    """On the console a long text is shortened, in JSON it is whole; neither writes anything."""
    seen = "Every procedure has an approval. " * 20
    (here / "answers.csv").write_text(
        f"question,result,seen,where,unit,asked\nQ1,conforms,{seen},Folder procedures/,OR,inspector\n",
        encoding="utf-8",
    )
    command = ("audit", "import", office.AUDIT, "answers.csv", "--dry-run")

    told = qmsctl(*command, at=here)
    read = qmsctl(*command, "--format", "json", at=here)
    refused = qmsctl(*command[:-1], "--yes", "--format", "json", at=here)

    for line in ("Line 2: Q1 conforms", "  Question: Q1: Which documents does the office need?"):
        assert f"{line}\n" in told.err
    for line in ("Where it is found again: Folder procedures/", "Unit: Organisational Department"):
        assert f"  {line}\n" in told.err
    assert "  Who was asked: inspector\n" in told.err
    assert seen.strip() not in told.err
    assert "…\n" in told.err
    data = json.loads(read.out)
    jsonschema.validate(data, SCHEMA)
    assert data["answers"][0]["record"]["seen"] == seen.strip()
    assert (refused.status, "add --dry-run" in refused.err) == (2, True)
    assert not [*here.glob("audits/aud-2026-01-*/evidence/*")]


def test_no_option_is_named_where_questions_are_asked(here: Path) -> None:
    """A refusal within a dialogue says what is wrong, not which option to give."""
    with Terminal("approve", office.AUDIT, "--decided", "2026-03-05", "--effective", "2026-03-01", at=here,
                  env=ZOE, columns=120) as terminal:  # fmt: skip
        terminal.answer("Who decided", "mayor")
        terminal.answer("Basis", "Order 5")
        terminal.press("Which answer is to be corrected", b"")
        asked = terminal.shown
        terminal.answer("", "")
        done = terminal.end()

    assert "it cannot take effect on 1 March 2026" in asked
    assert "--effective" not in asked.partition("Basis")[2]
    assert done.status == 2
