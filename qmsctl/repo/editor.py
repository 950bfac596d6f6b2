"""The editor git would open, and the only program besides git that qmsctl starts: the user's own choice."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.repo.git import Git

__all__ = ["EditorError", "edit", "editor_of"]

_NOT_FOUND: Final = (126, 127)
"""Statuses by which a shell says that it cannot run a program."""


class EditorError(QmsctlError):
    """The editor could not be started, or ended with an error."""


def editor_of(git: Git, environment: Mapping[str, str], *, terminal: bool) -> str:
    """Return the command of the editor as git chooses it: `GIT_EDITOR`, `core.editor`, `VISUAL`, `EDITOR`, its own.

    Of git's configuration only the user's and the machine's are asked: what a repository
    says there would be run.

    Args:
        git: of the repository whose file is to be edited.
        environment: the process's variables.
        terminal: whether somebody sits at one, so that git's own can be shown at all.

    Raises:
        EditorError: none is named, and there is no terminal.
    """
    dumb = environment.get("TERM", "dumb") == "dumb"
    chosen = (
        environment.get("GIT_EDITOR")
        or git.user_setting("core.editor")
        or (None if dumb else environment.get("VISUAL"))
        or environment.get("EDITOR")
    )
    if chosen:
        return chosen
    if dumb or not terminal:
        raise EditorError(
            tr("no editor is named, and there is no terminal in which one could be shown"),
            tr("name one: git config --global core.editor nano; or give the new text with --from"),
        )
    return git.own_editor()


def edit(editor: str, file: Path) -> None:
    """Open *file* in *editor* and wait until it is closed.

    The command is one of the shell's, as it is for git: it may have options and quotes.

    Raises:
        EditorError: it cannot be started, or ends with an error.
    """
    # The words of the editor are the user's; the file's name reaches the shell as a word of its own.
    # The shell heeds no Ctrl-C either, and what it starts can: a trap is not inherited.
    command = ["sh", "-c", f'trap : INT QUIT\n{editor} "$@"', editor, str(file)]
    with _deaf(signal.SIGINT, signal.SIGQUIT):
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - see above
    if status in _NOT_FOUND:
        raise EditorError(
            tr("the editor {editor} cannot be started", editor=editor),
            tr("name one that is installed: git config --global core.editor nano"),
        )
    if status:
        raise EditorError(
            tr("the editor {editor} ended with an error (status {status})", editor=editor, status=status),
            tr("run the same command again; if the editor itself fails, name another one in GIT_EDITOR"),
        )


@contextmanager
def _deaf(*signals: signal.Signals) -> Iterator[None]:
    """Leave *signals* to the editor: Ctrl-C means something there.

    They are heard and not heeded, for a program that is started inherits what is ignored.
    """
    before = {one: signal.getsignal(one) for one in signals}
    for one, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(one, lambda *_: None)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
