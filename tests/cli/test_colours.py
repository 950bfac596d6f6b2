"""When output is coloured, and what is said while something takes long."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.program import ENVIRONMENT, Terminal, qmsctl, without_escapes

_ON = ("--on", "2026-11-22")
_CONSOLE = ("check", *_ON, "--format", "console")
_QUIET: Mapping[str, Mapping[str, str]] = {
    "NO_COLOR": {"NO_COLOR": "1"},
    "dumb": {"TERM": "dumb"},
    "both": {"NO_COLOR": "1", "FORCE_COLOR": "1"},
}


def _coloured(text: str) -> bool:
    return "\x1b[" in text


@pytest.mark.parametrize("variables", _QUIET.values(), ids=_QUIET)
def test_variables_take_colours_away(here: Path, variables: Mapping[str, str]) -> None:
    """`NO_COLOR` and a terminal without colours are believed, in a terminal too."""
    with Terminal("check", *_ON, at=here, env=variables) as terminal:
        shown = terminal.end().out

    assert "unapproved-revision" in shown
    assert not _coloured(shown)


def test_empty_no_color_says_nothing(here: Path) -> None:
    """An empty `NO_COLOR` is none, as its makers define it."""
    with Terminal("check", *_ON, at=here, env={"NO_COLOR": ""}) as terminal:
        assert _coloured(terminal.end().out)


@pytest.mark.parametrize("variables", [{}, *_QUIET.values()])
def test_option_counts_more_than_variables(here: Path, variables: Mapping[str, str]) -> None:
    """`--color always` colours in a pipe, whatever the variables say; the words are the same."""
    plain = qmsctl(*_CONSOLE, at=here)
    done = qmsctl(*_CONSOLE, "--color", "always", at=here, env=variables)

    assert _coloured(done.out)
    assert without_escapes(done.out) == plain.out
    assert not _coloured(plain.out)


def test_never(here: Path) -> None:
    """`--color never` takes colours away in a terminal, before the command or after it."""
    for words in (("--color", "never", "check", *_ON), ("check", *_ON, "--color=never")):
        with Terminal(*words, at=here, env={"FORCE_COLOR": "1"}) as terminal:
            assert not _coloured(terminal.end().out)


def test_force_color(here: Path) -> None:
    """`FORCE_COLOR` colours in a pipe what is for people, and never what is plain."""
    assert _coloured(qmsctl(*_CONSOLE, at=here, env={"FORCE_COLOR": "1"}).out)
    assert not _coloured(qmsctl("check", *_ON, at=here, env={"FORCE_COLOR": "1"}).out)


def test_color_that_does_not_exist(here: Path) -> None:
    """Another word is refused, and the three are named."""
    done = qmsctl("check", "--color", "sometimes", at=here)

    assert (done.status, done.out) == (2, "")
    assert "--color can be one of: auto, always, never" in done.err


# What takes long


def _slow_git(folder: Path) -> Mapping[str, str]:
    """Return variables under which reading the history waits until there is a file `go` in *folder*."""
    program = folder / "git"
    program.write_text(
        f'#!/bin/sh\nfor word in "$@"; do case "$word" in --raw) n=0; '
        f"while [ ! -e {folder}/go ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n+1)); done;; esac; done\n"
        f'exec {shutil.which("git")} "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    return {"PATH": f"{folder}:{ENVIRONMENT['PATH']}"}


def test_long_work_is_said_in_a_terminal(here: Path, tmp_path: Path) -> None:
    """Somebody who waits is told for what, in one line that is gone when it is done."""
    with Terminal("check", *_ON, "--no-cache", at=here, columns=40, env=_slow_git(tmp_path)) as terminal:
        terminal.press("Reading the files", b"")
        (tmp_path / "go").touch()
        shown = terminal.end().out
    said, _, rest = shown.partition("\r\x1b[K")

    assert said == "Reading the files and the history …"
    assert "Reading" not in rest
    assert "unapproved-revision" in rest


@pytest.mark.parametrize("variables", [{"CI": "true"}, {"TERM": "dumb"}])
def test_long_work_is_not_said_where_nobody_waits(
    here: Path, tmp_path: Path, variables: Mapping[str, str]
) -> None:
    """In CI, in a pipe, and where a line cannot be taken away, nothing is said of it."""
    env: dict[str, str | None] = {**_slow_git(tmp_path), **variables}
    script = (tmp_path / "git").read_text(encoding="utf-8").replace("-lt 300", "-lt 13")
    (tmp_path / "git").write_text(script, encoding="utf-8")
    with Terminal("check", *_ON, "--no-cache", at=here, env=env) as terminal:
        shown = terminal.end().out
    piped = qmsctl("check", *_ON, "--no-cache", at=here, env={**env, "CI": None, "TERM": "xterm"})

    assert "Reading" not in shown
    assert piped.err == ""
