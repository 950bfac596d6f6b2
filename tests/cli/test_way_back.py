"""In every dialogue: back by a question, one answer corrected before it is recorded, and an end without saving."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsctl.model.document import AuditPlan
from qmsctl.model.reading import read_document
from tests.cli import office
from tests.cli.program import Terminal, git

_WORDS = {
    "en": ("Days of the audit", "Id of the audit", "Title", "Who ordered the audit", "Objectives", "Record this (yes/no)",
           "correct", "Which answer is to be corrected", "yes", ":b"),
    "pl": ("Dni auditu", "Identyfikator auditu", "Tytuł", "Kto zlecił audit", "Cel", "Zapisać to (tak/nie)",
           "popraw", "Którą odpowiedź poprawić", "tak", ":w"),
}  # fmt: skip
_REST = (
    "--day", "2026-12-10", "--lead", "eve", "--auditor", "bob", "--edition", "2015", "--clause", "7.5", "--unit", "OR",
    "--scope", "Documents", "--from", "2026-01-01", "--until", "2026-11-30", "--auditee", "quality-officer=OR",
    "--place", "Here", "--mode", "remote", "--methods", "Interviews", "--row", "2026-12-10 9:00; unit=OR; auditor=eve",
    "--distribution", "mayor",
)  # fmt: skip


def _plan(here: Path) -> AuditPlan:
    (path,) = here.glob("audits/aud-2026-02-*/audit.yaml")
    read = read_document("audit.yaml", path.read_bytes())
    assert read is not None
    assert isinstance(read.fact, AuditPlan)
    return read.fact


@pytest.mark.parametrize("language", ["en", "pl"])
def test_one_answer_is_corrected_before_it_is_recorded(here: Path, language: str) -> None:
    """Who sees a mistake at the end names the answer by its number; no other question is asked again."""
    _, id, title, client, objectives, record, correct, which, yes, _ = _WORDS[language]
    with Terminal("--lang", language, "audit", "plan", *_REST, at=here, columns=100) as terminal:
        terminal.answer(id, "")
        terminal.answer(title, "Documants")
        terminal.answer(client, "mayor")
        terminal.answer(objectives, "Find out.")
        terminal.answer(record, correct)
        terminal.answer(which, "9")
        terminal.answer(which, "2")
        terminal.answer(f"{title} [Documants]", "Documents")
        terminal.answer(record, yes)
        done = terminal.end()

    assert done.status == 0, done.out
    assert f"  2  {title}: Documants" in done.out
    assert done.out.count(f"{id} [") == 1
    assert ("Documents", "mayor", "Find out.") == (
        _plan(here).title,
        _plan(here).client,
        _plan(here).objectives,
    )


@pytest.mark.parametrize("language", ["en", "pl"])
def test_back_by_a_question(here: Path, language: str) -> None:
    """A colon and the letter of "back" asks the question before again, with its answer proposed."""
    _, id, title, client, objectives, record, _, _, yes, back = _WORDS[language]
    with Terminal("--lang", language, "audit", "plan", *_REST, at=here, columns=100) as terminal:
        terminal.answer(id, back)  # there is nothing before it
        terminal.answer(id, "")
        terminal.answer(title, "Documants")
        terminal.answer(client, back)
        terminal.answer(f"{title} [Documants]", "Documents")
        terminal.answer(client, "")
        terminal.answer(objectives, "Find out.")
        terminal.answer(record, back)
        terminal.answer(f"{objectives}", ":x")
        terminal.answer(objectives, ": q is not an answer")
        terminal.answer(objectives, "")
        terminal.answer(record, yes)
        done = terminal.end()

    assert done.status == 0, done.out
    assert ("Documents", "Find out.") == (_plan(here).title, _plan(here).objectives)


def test_nothing_that_looks_like_a_command_is_recorded(here: Path) -> None:
    """A colon and a letter is obeyed or refused with what is possible; a colon and a question mark shows it."""
    said = ":b goes back to the question before, :q stops without saving"
    with Terminal("evidence", "add", "--audit", office.AUDIT, "--question", "Q1", at=here) as terminal:
        terminal.answer("Result", ":?")
        terminal.answer("Result", "2")
        terminal.answer("How many are there", "")
        terminal.answer("What was looked at", ":z")
        terminal.answer("What was looked at", ":help")
        terminal.answer("What was looked at", ":q")
        terminal.answer("Stop without saving", "no")
        terminal.answer("What was looked at", ":stop")
        terminal.answer("Stop without saving", "yes")
        done = terminal.end()
    shown = " ".join(done.out.split())

    assert done.status == 0, done.out
    assert shown.count(said) == 3
    assert ":z is no answer" in shown
    assert "Nothing was written." in shown
    assert git("status", "--porcelain", at=here) == ""


def test_a_refused_plan_keeps_its_answers(here: Path) -> None:
    """What is refused in the end can be mended by one answer; whoever corrects nothing hears the refusal."""
    words = [word for word in _REST if word not in ("--day", "2026-12-10")]
    row = words.index("--row")
    del words[row : row + 2]
    with Terminal("audit", "plan", *words, "--question", "Q9", at=here, columns=100) as terminal:
        terminal.answer("Days of the audit", "2026-12-10")
        terminal.answer("Id of the audit", "")
        terminal.answer("Title", "Documents")
        terminal.answer("Who ordered", "")
        terminal.answer("Objectives", "Find out.")
        terminal.answer("Day and time for", "")
        terminal.answer("Which answer is to be corrected", "")
        done = terminal.end()

    assert done.status == 2, done.out
    assert "  3  Title: Documents" in done.out
    assert git("status", "--porcelain", at=here) == ""
