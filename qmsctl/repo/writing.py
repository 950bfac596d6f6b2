"""Runs the commands of git that write, with nothing of what a repository configures."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import tr
from qmsctl.repo.git import ENVIRONMENT, PASSED, GitFailedError, GitMissingError

if TYPE_CHECKING:
    from git import Git as GitPython

__all__ = ["LockedError", "NoRoomError", "run_writing", "writing_in"]

# Nothing the repository configures may run, sign or rewrite while a record is committed.
_PINNED: Final = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "commit.gpgSign=false",
    "-c", "core.quotePath=false",
    "-c", "gc.auto=0",
    "-c", "i18n.commitEncoding=UTF-8",
    "-c", "protocol.allow=never",
    "--literal-pathspecs",
)  # fmt: skip

_NO_ROOM: Final = ("No space left on device", "Out of diskspace", "Disk quota exceeded", "File too large")
"""What git says, in the one language it is asked to speak."""
_LOCKED: Final = re.compile(r"'(?P<file>[^'\n]+\.lock)': File exists")


class NoRoomError(RefusedError):
    """The disk is full; the branch is as it was."""

    def __init__(self) -> None:
        super().__init__(
            tr("there is no room on the disk, so nothing was recorded"),
            tr("make room on the disk, then run the same command again"),
        )


class LockedError(RefusedError):
    """Somebody else's git holds a file, or one that was killed has left its lock; the branch is as it was."""

    def __init__(self, lock: str) -> None:
        super().__init__(
            tr(
                "another git is at work here, or one that was killed has left {file}, so nothing was recorded",
                file=lock,
            ),
            tr(
                "let the other program finish and try again; if none is running, delete the lock: rm {file}",
                file=shlex.quote(lock),
            ),
        )


def writing_in(folder: Path) -> GitPython:
    """Return GitPython's command runner for *folder*; the import takes 90 ms, so it waits until here."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git import Git  # noqa: PLC0415

    return Git(folder)


def run_writing(
    git: GitPython, *arguments: str, sent: bytes | None = None, env: Mapping[str, str] | None = None
) -> str:
    """Run a command of git that writes, with nothing of what the repository configures, and return what it says.

    Raises:
        GitMissingError: there is no git.
        NoRoomError: the disk is full.
        LockedError: another git holds a file.
        GitFailedError: git cannot do it.
    """
    from git.exc import GitCommandNotFound  # noqa: PLC0415

    # Where its folder cannot be entered, GitPython would run git in the current one.
    command = ["git", "-C", str(git.working_dir), *_PINNED, *arguments]
    with tempfile.TemporaryFile() as stream, _nowhere_else():
        if sent is not None:
            stream.write(sent)
            stream.seek(0)
        try:
            status, answer, complaint = git.execute(
                command,
                istream=stream,
                env={**ENVIRONMENT, **(env or {})},
                with_extended_output=True,
                with_exceptions=False,
            )
        except GitCommandNotFound:
            raise GitMissingError from None
    if status:
        raise _failure(arguments[0], str(complaint))
    return str(answer).strip()


def _failure(command: str, complaint: str) -> QmsctlError:
    """Return why git could not do it, with what to do about it as far as that can be told."""
    if any(sign in complaint for sign in _NO_ROOM):
        return NoRoomError()
    locked = _LOCKED.search(complaint)
    return LockedError(locked["file"]) if locked else GitFailedError(command, complaint)


@contextmanager
def _nowhere_else() -> Iterator[None]:
    """Hide the variables that would lead git to another repository: GitPython passes all it finds."""
    hidden = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith("GIT_")
        and not name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))
        and name not in PASSED
    }
    try:
        yield
    finally:
        os.environ.update(hidden)
