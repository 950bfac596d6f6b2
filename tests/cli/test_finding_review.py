"""`qmsctl finding review`: a response is accepted or rejected, and a rejected one waits for another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import office
from tests.cli.program import Outcome, Terminal, qmsctl
from tests.cli.test_findings import BAD, EVE, NUMBER, RAISE

RESPONSE = (
    *("respond", NUMBER, "--correction", "PS-02 was withdrawn from use.", "--extent", "No other."),
    *("--cause", "Nobody looks at the approval."),
)
ACTION = ("respond", NUMBER, "--action", "The list shows the approval.", "--due", "2099-12-31")
CRITERION = ("--criterion", "No procedure without approval in 3 months.")
WHY = "It is not said who looks at the list."


@pytest.fixture(scope="module")
def answered(pattern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in whose audit a nonconformity was raised and answered, with a plan of action; nobody may change it."""
    folder = office.copy(pattern, tmp_path_factory.mktemp("answered") / "office")
    for call, by in (
        *((BAD, EVE), (RAISE, EVE)),
        *((("finding", *RESPONSE), None), (("finding", *ACTION, *CRITERION), None)),
    ):
        done = qmsctl(*call, at=folder, env=by)
        assert done.status == 0, done.err
    return folder


@pytest.fixture
def at(answered: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may do with as it likes."""
    return office.copy(answered, tmp_path / "office")


def _step(here: Path, *call: str, by: dict[str, str] | None = None) -> Outcome:
    return qmsctl("finding", *call, at=here, env=by)


def _reject(here: Path, *options: str) -> Outcome:
    return _step(here, "review", NUMBER, "--accepted", "no", "--reason", WHY, *options, by=EVE)


def _standing(here: Path) -> dict[str, Any]:
    done = _step(here, "list", "--format", "json")
    assert done.status == 0, done.err
    (finding,) = json.loads(done.out)["findings"]
    assert isinstance(finding, dict)
    return finding


def test_a_rejected_response_waits_for_a_new_one(at: Path) -> None:
    """Lists and the card say so and why; nothing is carried out, and what is carried out afterwards is in order."""
    rejected = _reject(at, "--due", "2099-10-01")
    assert rejected.status == 0, rejected.err
    standing = _standing(at)
    assert (standing["status"], standing["open"], standing["due"]) == ("rejected", True, "2099-10-01")
    assert "response rejected, a new one is awaited" in _step(at, "list").out
    polish = _step(at, "show", NUMBER, "--lang", "pl").out
    for said in ("odpowiedź odrzucona, oczekiwana nowa", "Odpowiedź odrzucona", WHY, "Eve Example"):
        assert said in polish

    early = _step(at, "respond", NUMBER, "--done", "In the list.")
    assert (early.status, "the response was rejected, and no new one was given" in early.err) == (2, True)
    again = _reject(at)
    assert "a response was reviewed that nobody had given" in again.err

    new = _step(
        at, *ACTION[:3], "The list shows the approval, and the clerk looks at it.", *ACTION[4:], *CRITERION
    )
    assert new.status == 0, new.err
    standing = _standing(at)
    assert (standing["status"], standing["due"]) == ("planned", "2099-12-31")
    for call, by in (
        (("review", NUMBER, "--accepted", "yes"), EVE),
        (("respond", NUMBER, "--done", "In the list."), None),
        (("verify", NUMBER, "--effective", "yes", "--seen", "2 of 2 are approved."), EVE),
        (("close", NUMBER), EVE),
    ):
        done = _step(at, *call, by=by)
        assert done.status == 0, done.err
    finding = _standing(at)
    assert finding["status"] == "closed"
    assert [step["said"]["accepted"] for step in finding["steps"] if step["step"] == "reviewed"] == [
        False,
        True,
    ]
    assert "FND0" not in qmsctl("check", at=at).out


def test_its_day_follows_from_the_settings(at: Path) -> None:
    """A new response is due as many days after the rejection as a first one after the finding; after that it is late."""
    assert _reject(at, "--occurred", _standing(at)["raised"]).status == 0

    standing = _standing(at)
    late = qmsctl("finding", "list", "--overdue", "--on", "2098-01-01", at=at)

    assert standing["raised"] < standing["due"] < "2099-01-01"
    assert NUMBER in late.out


@pytest.mark.parametrize(
    ("call", "by", "reason"),
    [
        (("--accepted", "no"), EVE, "--reason is needed"),
        ((), EVE, "--accepted is needed"),
        (("--accepted", "perhaps"), EVE, "no value of --accepted"),
        (("--accepted", "yes"), None, "somebody else judges the response"),
        (("--accepted", "yes", "--by", "Nobody"), EVE, "knows no role and nobody called Nobody"),
        (("--accepted", "yes", "--due", "2099-01-01"), EVE, "asks for no new one"),
        (("--accepted", "no", "--reason", WHY, "--due", "2020-01-01"), EVE, "cannot be due on"),
        (("--accepted", "yes", "--occurred", "2099-01-01"), EVE, "has not come yet"),
    ],
)
def test_refusals(answered: Path, call: tuple[str, ...], by: dict[str, str] | None, reason: str) -> None:
    """Nothing is written, and the reason comes with what to do."""
    done = _step(answered, "review", NUMBER, *call, by=by)

    assert (done.status, reason in done.err) == (2, True), done.err
    assert "Next: " in done.err
    assert [step["step"] for step in _standing(answered)["steps"]][-1] == "action"


def test_what_is_not_there_is_not_accepted(pattern: Path, tmp_path: Path) -> None:
    """No response is reviewed before there is one, none accepted before it is whole; a part can be rejected."""
    here = office.copy(pattern, tmp_path / "office")
    assert [qmsctl(*call, at=here, env=EVE).status for call in (BAD, RAISE)] == [0, 0]

    none = _step(here, "review", NUMBER, "--accepted", "yes", by=EVE)
    assert _step(here, *RESPONSE).status == 0
    unplanned = _step(here, "review", NUMBER, "--accepted", "yes", by=EVE)
    rejected = _reject(here)

    assert "a response was reviewed that nobody had given" in none.err
    assert "is not complete: no corrective action is recorded" in unplanned.err
    assert rejected.status == 0, rejected.err
    assert _standing(here)["status"] == "rejected"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_in_a_dialogue(at: Path, language: str) -> None:
    """Who reviews is asked for the reason; who answers is shown it, and may mend any part of the response."""
    words = {
        "en": ("Is the response sufficient", "What does a new response have to mend", f"The response was rejected: {WHY}",
               "Which step", "cause", "Why could it happen", "How was the cause found", "enough", "Record this", "yes"),
        "pl": ("Czy odpowiedź jest wystarczająca", "Co trzeba poprawić w nowej odpowiedzi", f"Odpowiedź odrzucono: {WHY}",
               "Który krok", "cause", "Dlaczego mogło do tego dojść", "Jak ustalono przyczynę", "enough",
               "Zapisać", "tak"),
    }[language]  # fmt: skip
    with Terminal("--lang", language, "finding", "review", NUMBER, at=at, env=EVE, columns=200) as terminal:
        terminal.answer(words[0], "2")
        terminal.answer(words[1], WHY)
        terminal.answer(words[8], words[9])
        done = terminal.end()
    assert done.status == 0, done.says

    with Terminal("--lang", language, "finding", "respond", NUMBER, at=at, columns=200) as terminal:
        for question, answer in (
            *((words[3], words[4]), (words[5], "The clerk is on her own."), (words[6], "")),
            *((words[3], words[7]), (words[8], words[9])),
        ):
            terminal.answer(question, answer)
        done = terminal.end()

    assert (done.status, words[2] in done.says) == (0, True), done.says
    assert _standing(at)["status"] == "planned"
