"""`qmsctl people`: people, addresses and roles of `qms.yaml`, listed and changed without an editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.catalogues import ROOT
from tests.cli import office
from tests.cli.program import Outcome, Terminal, git, qmsctl, state_of

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/people-1.json").read_text(encoding="utf-8"))
ZOE = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Zoë Łąka-Nowa"), ("EMAIL", "zoe@example.org"))
}


def _people(here: Path, *arguments: str, env: dict[str, str] | None = None) -> Outcome:
    return qmsctl("people", *arguments, at=here, env=env or {})


def _difference(here: Path) -> list[str]:
    """Return the lines that the last commit changed, and nothing of any other file."""
    shown = git("show", "--format=", "--unified=0", at=here).splitlines()
    assert [line for line in shown if line.startswith("diff ")] == ["diff --git a/qms.yaml b/qms.yaml"]
    return [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_listed_with_roles_and_addresses(here: Path) -> None:
    """Everybody stands there, and a program gets it as its schema says."""
    plain = _people(here)
    read = json.loads(_people(here, "--format", "json").out)

    assert "ann | Ann Example | ann@example.org | Organisational Department | Quality officer" in plain.out
    jsonschema.validate(read, SCHEMA)
    assert [one["key"] for one in read["people"]] == ["ann", "bob", "eve"]
    assert read["people"][2]["roles"] == [
        {"role": "auditor", "title": "Auditor", "from": None, "until": None, "held": True}
    ]


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [(("--role", "Auditor"), ["eve"]), (("--unit", "OR"), ["ann"]), (("--role", "mayor"), ["bob"])],
)
def test_chosen_by_role_and_unit(here: Path, chosen: tuple[str, ...], keys: list[str]) -> None:
    """A role is asked for by its key or title, a unit too."""
    read = json.loads(_people(here, *chosen, "--format", "json").out)

    assert [one["key"] for one in read["people"]] == keys


def test_role_held_on_the_day(here: Path) -> None:
    """A list as of a day knows who held a role then."""
    _people(here, "edit", "eve", "--end-role", "auditor=2026-06-30")

    held = [
        json.loads(_people(here, "--role", "auditor", "--on", day, "--format", "json").out)["people"]
        for day in ("2026-06-30", "2026-07-01")
    ]

    assert [len(people) for people in held] == [1, 0]


def test_added_by_options(here: Path) -> None:
    """One line is added, it is committed alone, and said in words before."""
    (here / "unfinished.txt").write_text("mine", encoding="utf-8")
    git("add", "unfinished.txt", at=here)

    done = _people(
        here,
        *("add", "--name", "Zoë Łąka-Nowa", "--email", "zoe@example.org", "--unit", "organisational"),
        *("--role", "auditor=2026-01-01..2026-12-31"),
    )

    assert (done.status, done.out) == (0, "qms.yaml\n"), done.err
    assert "Zoë Łąka-Nowa (z-laka-nowa) was added to the people" in done.err
    assert "has the role Auditor (from 1 January 2026 until 31 December 2026)" in done.err
    assert _difference(here) == [
        "+  z-laka-nowa:",
        "+    name: Zoë Łąka-Nowa",
        "+    emails: [zoe@example.org]",
        "+    unit: OR",
        "+    roles:",
        "+      - {role: auditor, from: 2026-01-01, until: 2026-12-31}",
    ]
    assert git("log", "-1", "--format=%s", at=here).strip() == "Add Zoë Łąka-Nowa to the people"
    assert git("diff", "--cached", "--name-only", at=here).strip() == "unfinished.txt"


def test_changed_by_options(here: Path) -> None:
    """Another address, another role; a role ends, and the line of that person alone changes."""
    done = _people(
        here,
        *("edit", "Eve Example", "--email", "eve@other.example", "--end-role", "Auditor=2026-06-30"),
        *("--role", "mayor=1 July 2026", "--drop-email", "eve@example.org"),
    )

    assert done.status == 0, done.err
    assert _difference(here) == [
        "-  eve: {name: Eve Example, emails: [eve@example.org], roles: [{role: auditor}]}",
        (
            "+  eve: {name: Eve Example, emails: [eve@other.example],"
            " roles: [{role: auditor, until: 2026-06-30}, {role: mayor, from: 2026-07-01}]}"
        ),
    ]


def test_a_new_role_of_the_organisation(here: Path) -> None:
    """A role that did not exist is entered with its title, and held at once."""
    done = _people(here, "edit", "ann", "--new-role", "clerk=Clerk", "--role", "clerk=2026-02-01")

    assert done.status == 0, done.err
    assert "role Clerk (clerk) was added" in done.err
    assert "roles: {mayor: Mayor, quality-officer: Quality officer, auditor: Auditor, clerk: Clerk}" in (
        here / "qms.yaml"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "reason", "step"),
    [
        (("add",), "a person needs a name", "--name"),
        (("add", "--name", "Eve Example"), "Eve Example is there already, as eve", "qmsctl people edit eve"),
        (("add", "--name", "Zoe", "--email", "EVE@example.org"), "Eve Example has the address", "edit eve"),
        (("add", "--name", "Zoe", "--email", "zoe"), "zoe is no e-mail address", "write for example"),
        (("add", "--name", "Zoe", "--key", "Żoe"), "Żoe is no key", "zoe"),
        (("add", "--name", "Zoe", "--key", "mayor"), "mayor is taken already, by Mayor", "mayor-2"),
        (("add", "--name", "Zoe", "--unit", "XX"), "the organisation has no unit XX", "OR"),
        (("add", "--name", "Zoe", "--role", "auditr"), "qms.yaml knows no role auditr", "auditor"),
        (("add", "--name", "Zoe", "--role", "auditor=2026-02-30"), "2026-02-30 is not a day", "2026-11-22"),
        (("add", "--name", "Zoe", "--role", "auditor=2026-02-01..2026-01-01"), "a role cannot end on", ".."),
        (("edit", "zoe"), "qms.yaml knows no person zoe", ""),
        (("edit", "eve"), "nothing of this is new", "qmsctl people"),
        (("edit", "eve", "--email", "eve@example.org"), "nothing of this is new", "qmsctl people"),
        (("edit", "eve", "--drop-email", "x@example.org"), "Eve Example has no address", "eve@example.org"),
        (("edit", "eve", "--end-role", "mayor=2026-01-01"), "does not hold the role Mayor", "qmsctl people"),
        (("edit", "eve", "--end-role", "mayor"), "mayor is no value of --end-role", "equals"),
        (
            ("edit", "eve", "--role", "auditor=2026-01-01"),
            "holds the role Auditor at that time",
            "--end-role",
        ),
    ],
)
def test_refused(here: Path, arguments: tuple[str, ...], reason: str, step: str) -> None:
    """What would not hold is refused with the next step, and nothing is written."""
    before = state_of(here)

    refused = _people(here, *arguments)

    assert (refused.status, reason in refused.err, step in refused.err) == (2, True, True), refused.err
    assert state_of(here) == before


def test_dry_run_and_no_commit(here: Path) -> None:
    """One shows the lines and writes nothing; the other writes and commits nothing."""
    before = state_of(here)
    shown = _people(here, "add", "--name", "Zoe", "--dry-run")
    assert (shown.status, state_of(here)) == (0, before)
    assert "+  zoe:\n+    name: Zoe\n" in shown.out

    written = _people(here, "add", "--name", "Zoe", "--no-commit")

    assert written.status == 0, written.err
    assert git("diff", "--name-only", at=here).strip() == "qms.yaml"


def test_what_somebody_else_changed_is_not_committed(here: Path) -> None:
    """A qms.yaml that is not committed as it stands is left alone."""
    settings = here / "qms.yaml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}# mine\n", encoding="utf-8")

    refused = _people(here, "add", "--name", "Zoe")

    assert (refused.status, "qms.yaml is not committed as it stands" in refused.err) == (2, True)
    assert settings.read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.parametrize("command", [("finding", "list", "--mine"), ("approve", office.AUDIT, "--no-input")])
def test_unknown_recorder_is_told_the_command(here: Path, command: tuple[str, ...]) -> None:
    """Whom git knows by an address nobody has gets a command to paste, and is known after it."""
    refused = qmsctl(*command, at=here, env=ZOE)
    step = "qmsctl people add --name 'Zoë Łąka-Nowa' --email zoe@example.org"
    assert (refused.status, step in refused.err) == (2, True), refused.err

    assert _people(here, "add", "--name", "Zoë Łąka-Nowa", "--email", "zoe@example.org", env=ZOE).status == 0

    assert "no person of qms.yaml has this address" not in qmsctl(*command, at=here, env=ZOE).err


def test_unknown_address_of_somebody_known(here: Path) -> None:
    """Whose name stands there is told to add the address to themselves."""
    env = {name: "eve@home.example" if name.endswith("EMAIL") else "eve example" for name in ZOE}

    refused = qmsctl("finding", "list", "--mine", at=here, env=env)

    assert "qmsctl people edit eve --email eve@home.example" in refused.err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("First name", "E-mail address", "In which unit", "A role they get", "new role", "yes")),
        ("pl", ("Imię i nazwisko", "Adres e-mail", "W której komórce", "Rola, którą", "nową rolę", "tak")),
    ],
)
def test_added_in_a_dialogue(here: Path, language: str, words: tuple[str, ...]) -> None:
    """Name and address of git are proposed, a role that is new is entered if that is meant, and all is shown before."""
    name, email, unit, role, new, yes = words
    days = ("First day", "Last day", "Another role", "Short name", "Record this")
    if language == "pl":
        days = ("Pierwszy dzień", "Ostatni dzień", "Kolejna rola", "Krótka nazwa", "Zapisać to")
    first, last, another, short, record = days
    with Terminal("--lang", language, "people", "add", at=here, env=ZOE, columns=120) as terminal:
        terminal.answer(f"{name}", "")
        terminal.answer(f"{email}", "")
        terminal.answer(unit, "nowhere")
        terminal.answer(unit, "organisational")
        terminal.answer(role, "Clerk")
        terminal.answer(new, yes)
        terminal.answer(first, "2026-03-01")
        terminal.answer(last, "2026-02-01")
        terminal.answer(last, "")
        terminal.answer(another, "Auditor")
        terminal.answer(first, "")
        terminal.answer(last, "")
        terminal.answer(another, "")
        terminal.answer(short, "mayor")
        terminal.answer(short, "")
        terminal.answer(record, yes)
        done = terminal.end()

    assert done.status == 0, done.out
    assert "[Zoë Łąka-Nowa]" in done.out
    text = (here / "qms.yaml").read_text(encoding="utf-8")
    assert "clerk: Clerk}" in text
    assert (
        "    emails: [zoe@example.org]\n    unit: OR\n    roles:\n      - {role: clerk, from: 2026-03-01}\n"
        in text
    )


def test_changed_in_a_dialogue(here: Path) -> None:
    """Enter keeps what is there; nothing is shown as a key."""
    with Terminal("people", "edit", "ann", at=here, columns=120) as terminal:
        terminal.answer("First name and surname [Ann Example]", "")
        terminal.answer("Another address", "ann@home.example")
        terminal.answer("An address to take out", "ann@example.com")
        terminal.answer("An address to take out", "")
        terminal.answer("In which unit [Organisational Department]", "")
        terminal.answer("Last day in the role Quality officer", "2026-05-31")
        terminal.answer("A role they get", "")
        terminal.answer("Record this", "yes")
        done = terminal.end()

    assert done.status == 0, done.out
    assert _difference(here)[1] == (
        "+  ann: {name: Ann Example, emails: [ann@example.org, ann@home.example], unit: OR,"
        " roles: [{role: quality-officer, until: 2026-05-31}]}"
    )
