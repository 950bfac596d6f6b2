"""Asks for the name of a file, which the Tab key completes where the terminal can do that."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from glob import escape, iglob
from pathlib import Path

from qmsctl.cli.terminal import ask
from qmsctl.messages import Message

__all__ = ["ask_file"]


def ask_file(question: Message, check: Callable[[str], str]) -> str:
    """Ask for the name of a file until *check* accepts it.

    Raises:
        InputEndedError: nobody answers any more.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ask(question, check=check)
    try:
        import readline
    except ImportError:  # not every Python has it
        return ask(question, check=check)
    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(_completed)
    readline.set_completer_delims("")  # a blank is part of a name
    # Nothing may be sent to the terminal but letters: some read it aloud.
    readline.parse_and_bind("set enable-bracketed-paste off")
    readline.parse_and_bind("tab: complete")
    try:
        return ask(question, check=check, read_line=_read_line)
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])
        readline.clear_history()


def _read_line(prompt: str) -> str:
    try:
        return input(prompt) + "\n"
    except EOFError:
        return ""


def _completed(begun: str, state: int) -> str | None:
    """Return the name number *state* of those that *begun* may stand for."""
    found: list[str] = []
    with suppress(OSError, RuntimeError, ValueError):  # a completer has nobody to complain to
        pattern = escape(os.path.expanduser(begun)) + "*"  # noqa: PTH111 - a path would lose the slash at the end
        found = sorted(name + "/" if Path(name).is_dir() else name for name in iglob(pattern))  # noqa: PTH207 - as above
    return found[state] if state < len(found) else None
