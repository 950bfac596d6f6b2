"""A whole audit over three units, from its plan to its closing and the follow-up of its finding.

Whoever conducts it touches neither git nor a file: everything is done with commands, the questions
are answered in a terminal, with a break.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from qmsctl.demo import Demonstration
from tests.cli.program import Outcome, Terminal, git, qmsctl

AUDIT = "AUD-2026-03"
UNITS = ("OR", "SO", "GK")
LEAST = 40
"""Questions that the audit asks at the least."""


@dataclass(frozen=True)
class Words:
    """What the dialogue says, and what is typed, in one language."""

    result: str
    seen: str
    where: str
    sample: str
    reason: str
    unit: str
    more: str
    grade: str
    later: str
    stop: str
    conforms: str
    does_not_conform: str
    not_applicable: str
    not_audited: str


WORDS = {
    "en": Words(
        "? help)", "What was looked at", "another auditor find it", "(empty: no sample)", "Reason",
        "In which unit", "Enter saves, a letter adds: ", "Grade", ":s", "q", "c", "d", "n", "u",
    ),
    "pl": Words(
        "? pomoc)", "Co obejrzano", "inny auditor", "(puste: bez próby)", "Powód",
        "W której komórce", "Enter zapisuje, litera dodaje: ", "Rodzaj", ":p", "k", "z", "n", "d", "b",
    ),
}  # fmt: skip


def _as(name: str) -> dict[str, str]:
    """Return what makes git record as *name*."""
    email = f"{name[0].lower()}.{name.split()[1].lower()}@przykladowo.example".translate(
        str.maketrans("ąćęłńóśźż", "acelnoszz")
    )
    return {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", name), ("EMAIL", email))
    }


AUDITOR, OFFICER, OWNER, OTHER = map(
    _as, ("Sylwester Korcz", "Dorota Maciąg", "Halina Brzezicka", "Renata Jaskólska")
)


class Office:
    """A copy of the demonstration, and commands in one language in it."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.language = language

    def does(self, who: dict[str, str], *words: str, status: int = 0) -> Outcome:
        """Give a command as somebody, and expect how it ends."""
        done = qmsctl("--lang", self.language, *words, at=self.folder, env=who)
        assert (done.status, words[:3]) == (status, words[:3]), done.err
        return done

    def status(self) -> dict[str, Any]:
        """Return how far the audit has come."""
        said = self.does(AUDITOR, "audit", "status", AUDIT, "--format", "json").out
        (audit,) = json.loads(said)["audits"]
        return dict(audit)

    @property
    def open_questions(self) -> int:
        """How many questions wait for their answers."""
        questions = self.status()["questions"]
        return int(questions["asked"]) - int(questions["answered"])

    def answer(self, words: Words, results: list[str]) -> str:
        """Answer as many questions as there are *results* in a terminal, and stop; return what was shown."""
        left = self.open_questions - len(results)
        with Terminal(
            "--lang", self.language, "audit", "conduct", AUDIT, at=self.folder, env=AUDITOR
        ) as terminal:
            for number, result in enumerate(results, 1):
                terminal.answer(words.result, result)
                if result in (words.conforms, words.does_not_conform):
                    if result == words.does_not_conform:
                        terminal.answer(words.sample, "")
                    terminal.answer(words.seen, f"Próba {number}: 3 z 5 spraw OR.{number}")
                    terminal.answer(words.where, f"Teczka OR.{number}")
                else:
                    terminal.answer(words.reason, "Nie w tym zakresie")
                terminal.answer(words.unit, "" if number > 1 else UNITS[0])  # Enter takes the last one
                terminal.answer(words.more, "")
                if result == words.does_not_conform:
                    terminal.answer(words.grade, words.later)
            if left:
                terminal.answer(words.result, words.stop)
            done = terminal.end()
        assert done.status == 0
        return done.out


@pytest.mark.parametrize("language", ["en", "pl"])
def test_an_audit_from_plan_to_follow_up(
    language: str, demonstrations: Callable[[str], Demonstration], tmp_path: Path
) -> None:
    """Planned, approved, opened, conducted with a break, concluded, closed, answered for, verified, closed."""
    office = Office(Path(shutil.copytree(demonstrations(language).folder, tmp_path / "office")), language)
    words, today = WORDS[language], dt.datetime.now(ZoneInfo("Europe/Warsaw")).date().isoformat()
    units = [word for unit in UNITS for word in ("--unit", unit)]
    clauses = [word for clause in ("5", "6", "7", "8.2") for word in ("--clause", clause)]

    office.does(
        AUDITOR, "audit", "plan", "--no-input", "--id", AUDIT, "--day", today, "--title", "Trzy komórki",
        "--objectives", "Ustalić, czy sprawy są załatwiane tak, jak opisano", "--edition", "2015",
        "--lead", "s-korcz", *units, *clauses,
    )  # fmt: skip
    office.does(AUDITOR, "approve", AUDIT, "--as", "prepared")
    office.does(OFFICER, "approve", AUDIT, "--by", "t-okonski", "--basis", "OR.1710.3.2026")
    office.does(AUDITOR, "audit", "minutes", AUDIT, "opening", "--no-input", "--present", "head-or")
    asked = office.open_questions
    assert asked >= LEAST

    first = [words.conforms] * 20
    first[3], first[5], first[7] = words.does_not_conform, words.not_applicable, words.not_audited
    shown = office.answer(words, first)
    lapse = re.search(r": (Q-\S+) (?:does not conform|niezgodne)", shown)
    assert lapse is not None
    assert asked - len(first) == office.open_questions
    assert office.does(AUDITOR, "audit", "close", AUDIT, status=2).out  # what stands in the way

    office.answer(words, [words.conforms] * (asked - len(first)))
    assert 0 == office.open_questions
    office.does(
        AUDITOR, "finding", "raise", "--no-input", "--audit", AUDIT, "--evidence", lapse[1], "--grade", "minor",
        "--title", "Terminy", "--requirement", "PS-09, krok 4: termin zapisuje się w rejestrze",
        "--found", "2 z 5 spraw: OR.4.1 i OR.4.2 nie mają terminu",
        "--statement", "Zapisywanie terminów nie jest zapewnione.", "--owner", "head-or", "--unit", "OR", "--document", "PS-09",
    )  # fmt: skip
    office.does(AUDITOR, "audit", "minutes", AUDIT, "closing", "--no-input", "--present", "head-or")
    office.does(
        AUDITOR, "audit", "minutes", AUDIT, "conclusions", "--no-input", "--text", "Terminy wymagają działań."
    )
    missing = office.does(AUDITOR, "audit", "close", AUDIT, status=2).err
    assert f"qmsctl report {AUDIT} --issue" in missing
    office.does(AUDITOR, "report", AUDIT, "--issue", "--incomplete")
    office.does(AUDITOR, "audit", "close", AUDIT)
    office.does(AUDITOR, "evidence", "verify", AUDIT)

    number, criterion = "NC-2026-03-A1", ("--criterion", "20 spraw z terminem")
    office.does(OWNER, "finding", "close", number, "--no-input", status=2)  # nothing was done yet
    for step in (
        ("--acknowledge",),
        ("--correction", "Terminy wpisano w obu sprawach."),
        ("--extent", "Sprawdzono 40 spraw OR; podobnych nie ma."),
        ("--cause", "Rejestr nie wymaga terminu.", "--method", "dlaczego, pięć razy"),
        ("--action", "Pole terminu jest wymagane.", "--owner", "it-officer", "--due", today, *criterion),
        ("--done", "Zrzut ekranu rejestru, wersja 12"),
    ):
        office.does(OWNER, "finding", "respond", number, "--no-input", *step)
    office.does(
        OTHER, "finding", "verify", number, "--no-input", "--effective", "yes", "--seen", "20 z 20 spraw OR.5"
    )
    office.does(OTHER, "finding", "close", number, "--no-input")

    assert "closed" == office.status()["state"]
    assert git("status", "--porcelain", at=office.folder) == ""
    problems = json.loads(office.does(AUDITOR, "check", "--format", "json", status=1).out)["problems"]
    grave = [p for p in problems if p["severity"] == "error" and AUDIT.lower() in p["path"].lower()]
    assert grave == []
