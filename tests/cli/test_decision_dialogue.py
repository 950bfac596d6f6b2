"""Approving in a terminal: what is missing is asked for; who decided is named by a role as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl


def _approval(here: Path) -> str:
    """Return the record that was committed last."""
    (path,) = git("show", "--name-only", "--format=", at=here).split()
    return (here / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("role", ["Mayor", "mayor", " MAYOR "])
def test_a_role_names_who_held_it(here: Path, role: str) -> None:
    """The one who held the role on the day decided is recorded, in that role."""
    done = qmsctl("approve", office.AUDIT, "--by", role, "--basis", "Order 5", at=here)

    assert done.status == 0, done.err
    assert "person: bob\n  role: mayor\n" in _approval(here)


def test_part_of_a_name_is_not_enough(here: Path) -> None:
    """Who decided is not guessed."""
    refused = qmsctl("approve", office.AUDIT, "--by", "may", "--basis", "Order 5", at=here)

    assert (2, True) == (refused.status, "qms.yaml knows nobody called may" in refused.err)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Who decided", "Basis", "Record this (yes/no)", "yes")),
        ("pl", ("Kto podjął decyzję", "Podstawa", "Zapisać to (tak/nie)", "tak")),
    ],
)
def test_what_is_missing_is_asked(here: Path, language: str, words: tuple[str, ...]) -> None:
    """Git knows somebody whom qms.yaml does not: who decided and on what basis is asked, once each."""
    who, basis, record, yes = words
    env = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", "Zoe Example"), ("EMAIL", "zoe@example.org"))
    }
    with Terminal("--lang", language, "approve", office.AUDIT, at=here, env=env, columns=120) as terminal:
        terminal.answer(who, "nobody")
        terminal.answer(who, "mayor")
        terminal.answer(basis, "")
        terminal.answer(basis, "Order 5")
        terminal.answer(record, yes)
        done = terminal.end()

    assert done.status == 0, done.out
    assert "person: bob\n" in _approval(here)
    assert "basis: Order 5\n" in _approval(here)


def test_nothing_is_asked_that_is_known(here: Path) -> None:
    """Whoever decides and records alone is asked nothing; without a terminal a refusal names the option."""
    with Terminal("approve", office.AUDIT, at=here, columns=120) as terminal:
        done = terminal.end()
    refused = qmsctl("approve", office.AUDIT, "--by", "bob", at=here)

    assert done.status == 0, done.out
    assert (2, True) == (refused.status, "--basis" in refused.err)


def test_what_is_missing_is_asked_once_for_all(here: Path) -> None:
    """Who decided and on what basis holds for every document; each decision is shown before it is recorded."""
    env = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in (("NAME", "Zoe Example"), ("EMAIL", "zoe@example.org"))
    }
    head = git("rev-parse", "HEAD", at=here).strip()
    with Terminal("approve", office.AUDIT, "PS-02", at=here, env=env, columns=120) as terminal:
        terminal.answer("Who decided", "mayor")
        terminal.answer("Basis", "Order 5")
        terminal.answer("Record this (yes/no)", "yes")
        terminal.answer("Record this (yes/no)", "yes")
        done = terminal.end()

    assert done.status == 0, done.out
    assert len(git("rev-list", f"{head}..HEAD", at=here).split()) == 2
    assert "document: PS-02\n" in _approval(here)
    assert "basis: Order 5\n" in _approval(here)


def test_no_ends_it(here: Path) -> None:
    """Who looks at a decision and says no has recorded nothing, and is told of no outcome."""
    env = {"GIT_AUTHOR_EMAIL": "zoe@example.org", "GIT_COMMITTER_EMAIL": "zoe@example.org"}
    head = git("rev-parse", "HEAD", at=here)
    with Terminal("approve", office.AUDIT, "PS-02", at=here, env=env, columns=120) as terminal:
        terminal.answer("Who decided", "mayor")
        terminal.answer("Basis", "Order 5")
        terminal.answer("Record this (yes/no)", "no")
        done = terminal.end()

    assert git("rev-parse", "HEAD", at=here) == head
    assert "Nothing was written." in done.out
    assert "in force" not in done.out.partition("Nothing was written.")[2]
