"""Hints name commands that work as they are printed, however the program was called."""

from __future__ import annotations

from pathlib import Path

from qmsctl.cli.app import _ENTRIES
from qmsctl.cli.typed_command import COMMANDS
from tests.cli import office
from tests.cli.program import Terminal, qmsctl, without_escapes

CALLED = {"QMSCTL_COMMAND": "../qmsctl-src/run"}


def test_every_command_is_known() -> None:
    """A command that is added is also one that hints can name."""
    assert sorted(COMMANDS) == sorted(_ENTRIES)


def test_a_hint_names_what_was_called(here: Path) -> None:
    """Whoever started `./run` of a clone gets commands that begin with it; prose about qmsctl stays as it is."""
    call = ("report", office.AUDIT, "--issue")
    called, usual = qmsctl(*call, at=here, env=CALLED), qmsctl(*call, at=here)

    assert called.status == 2
    assert "../qmsctl-src/run " in called.err
    assert called.err.replace("../qmsctl-src/run ", "qmsctl ") == usual.err
    assert called.out == usual.out


def test_a_terminal_shows_it_too(here: Path) -> None:
    """What a person reads on the screen can be typed; what goes into a pipe is the same for everybody."""
    with Terminal("audit", "status", office.AUDIT, at=here, env=CALLED) as terminal:
        done = terminal.end()
    piped = qmsctl("audit", "status", office.AUDIT, at=here, env=CALLED)

    assert "../qmsctl-src/run audit" in without_escapes(done.out)
    assert "../qmsctl-src/run" not in piped.out
