"""Texts that may be long: typed on one line, or written in the editor that git would open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from qmsctl.authoring.edited_copy import EditedCopy
from qmsctl.cli.terminal import ask, say, say_refusal, tell
from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.repo.editor import edit, editor_of
from qmsctl.repo.git import Git

__all__ = ["IN_EDITOR", "ask_text", "say_editor"]

IN_EDITOR: Final = ":e"
"""What is answered to have the editor opened; the same in every language."""

_COMMENT: Final = "#"
"""Begins a line of the file that is no part of the text, as in the messages of git's commits."""


def say_editor() -> None:
    """Say how a long text can be written."""
    say(tr("A long text can be written in the editor: answer {command}.", command=IN_EDITOR))


def ask_text(
    question: Message,
    *,
    so_far: str | None = None,
    default: str | None = None,
    check: Callable[[str], str] = str,
) -> str:
    """Ask for a text: one line, or as many as somebody writes in the editor.

    Args:
        question: what it says.
        so_far: what the editor shows first.
        default: what an empty line stands for; the editor shows it first, too.
        check: returns the accepted text, or raises QmsctlError to say why not.

    Raises:
        InputEndedError: nobody answers any more.
    """
    written = so_far or default or ""

    def read_line(prompt: str) -> str:
        nonlocal written
        while True:
            tell(prompt)
            line = sys.stdin.readline()
            if line.strip().casefold() != IN_EDITOR:
                return line
            try:
                written = _written(question, written)
            except QmsctlError as refusal:
                say_refusal(refusal)
                continue
            if written:
                for part in written.splitlines():
                    say(Message("  {line}", (("line", part),)))
                return f"{written}\n"
            say(tr("The text is empty; nothing was taken from the editor."))

    return ask(question, default=default, check=check, read_line=read_line)


def _written(question: Message, before: str) -> str:
    """Return what somebody makes of *before* in the editor, without the lines that are no part of it.

    Raises:
        QmsctlError: the editor cannot be used, or what it left is not to be read.
    """
    hint = tr("Lines that begin with {sign} are left out. Save and close the editor to go on.", sign=_COMMENT)
    content = f"{before}\n\n{_COMMENT} {question}\n{_COMMENT} {hint}\n"
    editor = editor_of(Git(Path.cwd()), os.environ, terminal=sys.stdin.isatty() and sys.stdout.isatty())
    copy = EditedCopy("text.txt", content.encode())
    try:
        edit(editor, copy.file)
        raw = copy.read()
    finally:
        copy.remove()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QmsctlError(
            tr("what the editor saved is not UTF-8 text"), tr("let the editor save the text as UTF-8")
        ) from None
    lines = (line.rstrip() for line in text.splitlines() if not line.startswith(_COMMENT))
    return "\n".join(lines).strip()
