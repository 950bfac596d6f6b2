"""`check --watch`: checks again whenever a file of the system changes, and ends when it is stopped."""

from __future__ import annotations

from pathlib import Path

from qmsctl.cli.check_watch import settle
from tests.cli import office
from tests.cli.program import Terminal, git, qmsctl

WAITING = "Ctrl-C ends it."
CLEARED = "\x1b[H\x1b[2J"
DRAFT = "procedures/ps-02.md"


def _wait(terminal: Terminal, times: int) -> str:
    """Wait until the check has ended as often as that, and return what was shown."""
    while terminal.shown.count(WAITING) < times:
        assert terminal._more(), terminal.shown  # noqa: SLF001 - nobody types anything here
    return terminal.shown


def test_it_checks_again_after_each_change(here: Path) -> None:
    """A changed file, a qms.yaml that breaks and is mended, and a commit: each is checked at once, until Ctrl-C."""
    file, settings = here / DRAFT, here / "qms.yaml"
    text, stated = file.read_text(encoding="utf-8"), settings.read_text(encoding="utf-8")
    with Terminal("check", "--watch", at=here, env={"TERM": "xterm"}) as terminal:
        first = _wait(terminal, 1)
        file.write_text(text.replace("owner: quality-officer", "owner: nobody"), encoding="utf-8")
        second = _wait(terminal, 2)
        settings.write_text(f"{stated}people: [\n", encoding="utf-8")
        third = _wait(terminal, 3)
        settings.write_text(stated, encoding="utf-8")
        fourth = _wait(terminal, 4)
        before = git("rev-parse", "HEAD", at=here)[:10]
        after = office.commit(here, "Change", "2026-11-01")[:10]
        fifth = _wait(terminal, 5)
        terminal.press(WAITING, b"\x03")
        done = terminal.end()

    assert 130 == done.status
    assert "DOC010" not in first
    assert "DOC010" in second.removeprefix(first)
    assert "qms.yaml cannot be used as it is" in third.removeprefix(second)
    assert "DOC010" in fourth.removeprefix(third)
    assert before in fourth.removeprefix(third)
    assert after in fifth.removeprefix(fourth)
    assert 5 == fifth.count(CLEARED)


def test_a_change_is_waited_out() -> None:
    """While one look differs from the one before, nothing is checked: the change is not whole yet."""
    looks = iter([("locked",), ("moved",), ("moved",), ("later",)])
    settle(lambda: next(looks), ("files",))

    assert [("later",)] == list(looks)


def test_it_does_not_start_where_nothing_can_change(here: Path, tmp_path: Path) -> None:
    """A folder without a repository, a bare repository and a moment that has passed are refused at once."""
    git("clone", "-q", "--bare", str(here), str(tmp_path / "bare"), at=tmp_path)
    bare = qmsctl("check", "--watch", at=tmp_path / "bare")
    nowhere = qmsctl("check", "--watch", at=tmp_path)
    past = qmsctl("check", "--watch", "--rev", "HEAD", at=here)
    mending = qmsctl("check", "--watch", "--fix", at=here)

    assert [2, 2, 2, 2] == [bare.status, nowhere.status, past.status, mending.status]
    assert all("Next: " in one.err for one in (bare, nowhere, past, mending))
