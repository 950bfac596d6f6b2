"""How the reader calls the program: hints name commands that work as they are printed."""

from __future__ import annotations

import os
import re
import shlex
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["COMMANDS", "as_typed", "enter", "from_start", "program"]

COMMANDS: Final = (
    "adopt", "approve", "audit", "changes", "check", "completion", "coverage", "deadlines", "demo", "diff", "due",
    "evidence", "explain", "export", "finding", "gap", "glossary", "history", "import", "init", "pack", "people",
    "register", "report", "review",
    "revise", "rules", "sample",
    "schema", "settings", "show", "stamp", "status", "verify", "waive", "waivers", "why", "withdraw",
)  # fmt: skip
"""The names of all commands: only before one of them is the program's name a call."""
_OF_GIT: Final = (
    "add", "branch", "checkout HEAD", "commit", "fetch", "fsck", "init", "log", "mv", "restore", "status", "switch",
    "tag",
)  # fmt: skip
"""What hints have git do in the repository at hand; git's own settings lie elsewhere."""
_entered: ContextVar[Path | None] = ContextVar("entered", default=None)


def enter(folder: Path) -> None:
    """Work in *folder* from now on, as `git -C` does: hints then name it to whoever is still outside.

    Raises:
        OSError: it cannot be entered.
    """
    os.chdir(folder)
    place = from_start(folder)
    _entered.set(None if place == Path() else place)


def from_start(path: Path) -> Path:
    """Return *path*, which counts from the current folder, as one that counts from where the program was started."""
    entered = _entered.get()
    return path if entered is None else entered / path


def program() -> str:
    """Return how the program was called."""
    return os.environ.get("QMSCTL_COMMAND") or "qmsctl"


@cache
def _call() -> re.Pattern[str]:
    """Return what finds a call of qmsctl or git; most runs never need it."""
    return re.compile(
        rf"(?<![\w./-])(?:(?P<own>qmsctl)(?=\s+(?:{'|'.join(COMMANDS)})\b)"
        rf"|(?P<elsewhere>qmsctl)(?=\s+-C\s)|git(?=\s+(?:{'|'.join(_OF_GIT)})\b))"
    )


@cache
def _quoted() -> re.Pattern[str]:
    """Return what finds a line that is quoted from a file: carets in the line below it, coloured or not, point into it."""
    return re.compile(r"^.*\n(?:[ \t]|\x1b\[[0-9;]*m)*\^[^\w\n]*(?:\x1b\[[0-9;]*m)?$", re.MULTILINE)


def as_typed(text: str) -> str:
    """Return *text* with each command in it as whoever started the program can type it.

    `./run` of a clone says how it was called; `-C` says where it works, and so do git's commands then.
    """
    command, entered = program(), _entered.get()
    if command == "qmsctl" and entered is None:
        return text
    # A name with a line break or an escape sequence in it is nothing to be printed, nor to be copied.
    there = f" -C {shlex.quote(str(entered))}" if entered is not None and str(entered).isprintable() else ""

    def typed(call: re.Match[str]) -> str:
        if call["elsewhere"]:
            return command
        return f"{command if call['own'] else 'git'}{there}"

    found, end = [], 0
    for quoted in _quoted().finditer(text):
        found += [_call().sub(typed, text[end : quoted.start()]), quoted[0]]
        end = quoted.end()
    return "".join((*found, _call().sub(typed, text[end:])))
