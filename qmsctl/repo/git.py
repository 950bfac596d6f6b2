"""The one way in which qmsctl reads from git.

The repository may have been made by somebody who wishes us harm, so every call
pins what its configuration could turn into a program or a lie, and only commands
that were seen to run nothing are allowed.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.repo.batch import BATCH, answers, questions
from qmsctl.repo.object_names import blob_name, is_blob, object_name

__all__ = [
    "ENVIRONMENT",
    "PASSED",
    "Git",
    "GitFailedError",
    "GitMissingError",
    "GitTooOldError",
    "blob_name",
    "is_blob",
    "object_name",
]

OLDEST: Final = (2, 31)
"""The first git with `log --diff-merges=first-parent`, without which merges would hide what they change."""
_PIECE: Final = 1 << 20
"""Bytes of an output that are read at once."""
_GLANCE: Final = 0.02
"""Seconds to wait for more of it."""
_VERSION: Final = re.compile(r"(\d+)\.(\d+)[.\w]*")

ALLOWED: Final = frozenset(
    {
        "rev-parse", "rev-list", "log", "ls-tree", "cat-file", "merge-base", "for-each-ref",
        "pack-objects", "index-pack",
    }
)  # fmt: skip
"""What was seen to run nothing; `index-pack` is the one that writes, and only `repo.bundle` calls it, in a
repository of its own.
"""

_OF_THE_USER: Final = ("system", "global")
"""The scopes of configuration that no repository can write to."""

_BOUNDS: Final = {"GIT_ALLOC_LIMIT": "512m"}
"""The most that a bounded git takes for one thing: a small file can stand for a very large content."""
_PATIENCE: Final = 300
"""Seconds after which a bounded git is given up."""

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
    "-c", "diff.ignoreSubmodules=none",
    "-c", f"diff.orderFile={os.devnull}",
    "-c", "core.commitGraph=false",
    "-c", "core.bigFileThreshold=512m",
    "-c", "core.deltaBaseCacheLimit=48m",  # half of git's own: 50 MB less in each of two processes, and no slower
    "-c", "i18n.logOutputEncoding=UTF-8",
    "-c", "protocol.allow=never",
    "-c", "advice.graftFileDeprecated=false",
)  # fmt: skip

ENVIRONMENT: Final = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}


class GitMissingError(QmsctlError):
    """There is no git on this machine, or it cannot be started."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            tr("git cannot be started: {reason}", reason=reason) if reason else tr("git is not installed"),
            tr("install git (on Debian: apt install git) and try again"),
        )


class GitTooOldError(QmsctlError):
    """The git of this machine lacks what a true answer needs."""

    def __init__(self, version: str) -> None:
        super().__init__(
            tr(
                "git {version} is too old: qmsctl needs git {needed} or newer",
                version=version,
                needed=".".join(map(str, OLDEST)),
            ),
            tr("install a newer git and try again"),
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

    def __init__(self, folder: Path, *, bare: bool = False, bounded: bool = False) -> None:
        """Take *folder*, in a working tree.

        Args:
            folder: where git is started.
            bare: it is a repository without files.  Unasked none is opened: one may lie among the
                files of another repository, put there by somebody else.
            bounded: git gets no more memory at once, and no more time, than an honest history needs.
        """
        self.folder: Final = folder
        self._bounded: Final = bounded
        self.lacking: Final[set[str]] = set()
        """The contents that were asked for and are not here, or not what their names say."""
        self._safe: Final = ("-c", f"safe.bareRepository={'all' if bare else 'explicit'}")

    def _command(self, arguments: Sequence[str]) -> list[str]:
        if arguments[0] not in ALLOWED:
            reason = f"git {arguments[0]} is not among the commands that are known to run nothing"
            raise ValueError(reason)
        if any("\0" in argument for argument in arguments):
            raise GitFailedError(arguments[0], "no name has a NUL in it")
        return ["git", *_PREFIX, *self._safe, *arguments]

    def run(self, *arguments: str, sent: bytes = b"") -> bytes:
        """Run git with *arguments*, send it *sent*, and return what it printed.

        Raises:
            GitMissingError: there is no git.
            GitTooOldError: git failed, and it is one that would.
            GitFailedError: git ended with another status than 0.
        """
        return self._finish(self._command(arguments), arguments[0], sent)

    def user_setting(self, name: str) -> str | None:
        """Return what the configuration of the user and of the machine says of *name*.

        What the repository says is left out: whoever made it would have it run.
        """
        own = [value for scope, value in self._settings(name) if scope in _OF_THE_USER]
        return own[-1] if own else None

    def remote(self) -> str | None:
        """Return where the repository was cloned from, as its settings say; it is good for a guess at a name."""
        said = self._settings("remote.origin.url")
        return said[-1][1] if said else None

    def is_set_by_repository(self, name: str) -> bool:
        """Return whether the configuration of the repository itself says anything of *name*."""
        return any(scope not in _OF_THE_USER for scope, _ in self._settings(name))

    def _settings(self, name: str) -> list[tuple[str, str]]:
        """Return what is said of *name*, each with where it is said."""
        # `config` can write, so it is not on the list; these words only ask.
        question = ["git", *_PREFIX, "config", "--show-scope", "-z", "--get-all", name]
        try:
            answer = self._finish(question, "config")
        except GitFailedError:  # nobody says anything
            return []
        words = answer.decode("utf-8", "surrogateescape").split("\0")
        return list(zip(words[::2], words[1::2], strict=False))

    def own_editor(self) -> str:
        """Return the editor git was built to open where nobody names one: `vi`, or `editor` on Debian."""
        nowhere = {"GIT_DIR": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        kept = {name: value for name, value in _environment().items() if name not in ("VISUAL", "EDITOR")}
        command = ["git", "var", "GIT_EDITOR"]
        env = {**kept, **nowhere, "TERM": "xterm"}
        done = subprocess.run(command, env=env, capture_output=True, check=False)  # noqa: S603 - no repository is read
        return done.stdout.decode("utf-8", "surrogateescape").strip() or "vi"

    def _finish(self, command: Sequence[str], name: str, sent: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - the command is on the list above, or asks for a setting
                command,
                cwd=self.folder,
                env=_environment() | (_BOUNDS if self._bounded else {}),
                input=sent,
                capture_output=True,
                check=False,
                timeout=_PATIENCE if self._bounded else None,
            )
        except OSError as fault:
            raise _not_started(fault) from fault
        except subprocess.TimeoutExpired as fault:
            raise GitFailedError(name, f"no end after {_PATIENCE} s") from fault
        if done.returncode:
            raise _failure(name, done.stderr)
        return done.stdout

    def ask(self, *arguments: str) -> str | None:
        """Return what git answers on its first line, or `None` if it says no."""
        try:
            return self.run(*arguments).decode("utf-8", "replace").rstrip("\n")
        except GitFailedError:
            return None

    @contextmanager
    def stream(self, *arguments: str, sent: bytes = b"") -> Iterator[IO[bytes]]:
        """Run git, send it *sent*, and yield its output while it comes.

        Raises:
            GitMissingError: there is no git.
            GitTooOldError: git failed, and it is one that would.
            GitFailedError: git ended with another status than 0.
        """
        with self._started(arguments, sent, subprocess.PIPE) as (process, complaints):
            if process.stdout is None:  # it was asked for above
                raise GitFailedError(arguments[0], "no output")
            yield process.stdout
            _ended(process, arguments[0], complaints)

    @contextmanager
    def beside(self, *arguments: str, sent: bytes = b"") -> Iterator[Callable[[], Iterator[bytes]]]:
        """Run git beside what the caller does, send it *sent*, and yield what reads its output from the beginning.

        What git has written by then is there at once, and the rest while it comes; a failure of git
        is raised at the end, as GitFailedError.

        Raises:
            GitMissingError: there is no git.
        """
        with (
            tempfile.TemporaryFile() as output,
            self._started(arguments, sent, output) as (process, complaints),
        ):

            def pieces() -> Iterator[bytes]:
                position, has_ended = 0, False
                while not has_ended:
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(_GLANCE)
                        has_ended = True
                    # Git writes into the same file, and a position of its own keeps out of its way.
                    while piece := os.pread(output.fileno(), _PIECE, position):
                        position += len(piece)
                        yield piece
                _ended(process, arguments[0], complaints)

            yield pieces

    @contextmanager
    def _started(
        self, arguments: Sequence[str], sent: bytes, output: IO[bytes] | int
    ) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """Start git, and yield its process and the file of its complaints; nothing is left running."""
        with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as questions:
            questions.write(sent)
            questions.seek(0)
            try:
                process = subprocess.Popen(  # noqa: S603 - the command is on the list above
                    self._command(arguments),
                    cwd=self.folder,
                    env=_environment(),
                    stdin=questions,
                    stdout=output,
                    stderr=complaints,
                )
            except OSError as fault:
                raise _not_started(fault) from fault
            with process:
                try:
                    yield process, complaints
                except BaseException:
                    process.kill()  # nobody waits for its answer any more
                    raise

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """Read the blobs *names* in one process; what is missing is missing from the answer."""
        return dict(self.each_blob(names))

    def each_blob(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Read the blobs *names* in one process, and yield each with its name while they come.

        What is missing is not yielded.
        """
        return ((name, content) for name, kind, content in self.each_object(names) if kind == "blob")

    def each_object(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
        """Read objects of any kind in one process, and yield name, kind and content of each while they come.

        What is missing is not yielded, and remembered as lacking.  Git believes its
        object files, so what is not what its name says counts as missing.
        """
        wanted = sorted(set(names))
        found: set[str] = set()
        try:
            for name, kind, content in self._batch(wanted):
                found.add(name)
                yield name, kind, content
        except GitFailedError:
            # At the first content that a partial clone left with its remote, git gives up.
            left = self._objects() - found
            for name, kind, content in self._batch([name for name in wanted if name in left]):
                found.add(name)
                yield name, kind, content
        self.lacking.update(name for name in wanted if name not in found)

    def _batch(self, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        """Yield those of the objects *names* that are here and what their names say."""
        if names:
            with self.stream(*BATCH, sent=questions(names)) as stream:
                yield from answers(stream, names)

    def _objects(self) -> frozenset[str]:
        """Return the names of all objects that are here."""
        listed = self.run(
            "cat-file", "--batch-check=%(objectname)", "--batch-all-objects", "--unordered", "--buffer"
        )
        return frozenset(listed.decode("ascii").split())


def _not_started(fault: OSError) -> QmsctlError:
    """Return why git did not start: it is not there, it may not be run, or its folder cannot be entered."""
    if fault.filename != "git":
        folder, reason = str(fault.filename), fault.strerror or ""
        return QmsctlError(
            tr("{folder} cannot be entered: {reason}", folder=folder, reason=reason),
            tr("give yourself the right to read it, or name another folder"),
        )
    return GitMissingError("" if isinstance(fault, FileNotFoundError) else fault.strerror or "")


def _ended(process: subprocess.Popen[bytes], command: str, complaints: IO[bytes]) -> None:
    """Wait until *process* has ended.

    Raises:
        GitTooOldError: it failed, and it is one that would.
        GitFailedError: it ended with another status than 0.
    """
    if process.wait():
        complaints.seek(0)
        raise _failure(command, complaints.read())


def _failure(command: str, complaint: bytes) -> QmsctlError:
    """Return why *command* failed; what an old git cannot do is no fault of the repository."""
    answer = subprocess.run(
        ["git", "version"],  # noqa: S607 - the git that has just been started
        env=_environment(),
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    ).stdout.decode("utf-8", "replace")
    if (version := _VERSION.search(answer)) and (int(version[1]), int(version[2])) < OLDEST:
        return GitTooOldError(version[0])
    return GitFailedError(command, complaint.decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    """Return the caller's environment without what would make git look elsewhere."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in PASSED
    }
    return {**kept, **ENVIRONMENT}


# A user may name the configuration of their own; everything else of GIT_* points somewhere else.
PASSED: Final = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"}
)
