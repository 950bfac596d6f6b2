"""The one way in which qmsctl reads from git.

The repository may have been made by somebody who wishes us harm, so every call
pins what its configuration could turn into a program or a lie, and only commands
that were seen to run nothing are allowed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr

__all__ = ["Git", "GitFailedError", "GitMissingError"]

ALLOWED: Final = frozenset({"rev-parse", "rev-list", "log", "ls-tree", "cat-file", "merge-base"})

_PREFIX: Final = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-optional-locks",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.attributesFile=/dev/null",
    "-c", "core.quotePath=false",
    "-c", "log.showSignature=false",
    "-c", "log.showRoot=true",
    "-c", "log.mailmap=false",
    "-c", "diff.relative=false",
    "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "protocol.allow=never",
    "-c", "safe.bareRepository=explicit",
    "-c", "advice.graftFileDeprecated=false",
)  # fmt: skip

_ENVIRONMENT: Final = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


class GitMissingError(QmsctlError):
    """There is no git on this machine."""

    def __init__(self) -> None:
        super().__init__(
            tr("git is not installed"),
            tr("install git (on Debian: apt install git) and try again"),
        )


class GitFailedError(QmsctlError):
    """Git refused a call that should have worked."""

    def __init__(self, command: str, complaint: str) -> None:
        super().__init__(
            tr("git {command} failed: {complaint}", command=command, complaint=complaint.strip() or "-"),
            tr("try the same with git itself, mend what it names, and run qmsctl again"),
        )
        self.complaint: Final = complaint


class Git:
    """Runs the allowed commands of git in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder

    def _command(self, arguments: Sequence[str]) -> list[str]:
        if arguments[0] not in ALLOWED:
            reason = f"git {arguments[0]} is not among the commands that are known to run nothing"
            raise ValueError(reason)
        return ["git", *_PREFIX, *arguments]

    def run(self, *arguments: str, sent: bytes = b"") -> bytes:
        """Run git with *arguments*, send it *sent*, and return what it printed.

        Raises:
            GitMissingError: there is no git.
            GitFailedError: git ended with another status than 0.
        """
        try:
            done = subprocess.run(  # noqa: S603 - the command is on the list above
                self._command(arguments),
                cwd=self.folder,
                env=_environment(),
                input=sent,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise GitMissingError from None
        if done.returncode:
            raise GitFailedError(arguments[0], done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """Return what git answers on its first line, or `None` if it says no."""
        try:
            return self.run(*arguments).decode("utf-8", "replace").rstrip("\n")
        except GitFailedError:
            return None

    @contextmanager
    def stream(self, *arguments: str) -> Iterator[IO[bytes]]:
        """Run git and yield its output while it comes.

        Raises:
            GitMissingError: there is no git.
            GitFailedError: git ended with another status than 0.
        """
        try:
            process = subprocess.Popen(  # noqa: S603 - the command is on the list above
                self._command(arguments),
                cwd=self.folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError:
            raise GitMissingError from None
        with process:
            if process.stdout is None or process.stderr is None:  # both were asked for above
                raise GitFailedError(arguments[0], "no output")
            yield process.stdout
            complaint = process.stderr.read()
        if process.returncode:
            raise GitFailedError(arguments[0], complaint.decode("utf-8", "replace"))

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """Read the objects *names* in one process; what is missing is missing from the answer."""
        wanted = sorted(set(names))
        if not wanted:
            return {}
        answer = self.run("cat-file", "--batch", "--buffer", sent="".join(f"{n}\n" for n in wanted).encode())
        found: dict[str, bytes] = {}
        at = 0
        for name in wanted:
            end = answer.index(b"\n", at)
            header = answer[at:end].split()
            at = end + 1
            if header[-1] in (b"missing", b"ambiguous"):
                continue
            size = int(header[2])
            found[name] = answer[at : at + size]
            at += size + 1
        return found


def _environment() -> dict[str, str]:
    """Return the caller's environment without what would make git look elsewhere."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _PASSED
    }
    return {**kept, **_ENVIRONMENT}


# A user may name the configuration of their own; everything else of GIT_* points somewhere else.
_PASSED: Final = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"}
)
