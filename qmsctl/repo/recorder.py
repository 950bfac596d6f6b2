"""Commits exactly what was written, as the person git says it is."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qmsctl.errors import QmsctlError, RefusedError
from qmsctl.messages import tr
from qmsctl.repo.git import GitFailedError, GitMissingError

if TYPE_CHECKING:
    from git import Git as GitPython

__all__ = ["Identity", "NoIdentityError", "Recorder", "create_repository"]

_PATIENCE: Final = 10.0
"""Seconds to wait for somebody else's `index.lock`."""

# Nothing the repository configures may run, sign or rewrite while a record is committed.
_PINNED: Final = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "commit.gpgSign=false",
    "-c", "core.quotePath=false",
    "-c", "gc.auto=0",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and an e-mail address, as git knows them."""

    name: str
    email: str


class NoIdentityError(QmsctlError):
    """Git does not know who is working here."""

    def __init__(self) -> None:
        super().__init__(
            tr("git does not know your name and e-mail address, and a record needs both"),
            tr('tell it once: git config --global user.name "Your Name", and the same with user.email'),
        )


def _git(folder: Path) -> GitPython:
    """Return GitPython's command runner for *folder*; the import takes 90 ms, so it waits until here."""
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    from git import Git  # noqa: PLC0415

    return Git(folder)


def create_repository(folder: Path, branch: str) -> None:
    """Make *folder* a git repository whose first branch is *branch*.

    Raises:
        GitMissingError: there is no git.
        GitFailedError: git cannot make one there.
    """
    _run(_git(folder), "init", "--quiet", "--object-format=sha1", f"--initial-branch={branch}", "--template=")


def _run(
    git: GitPython, *arguments: str, sent: bytes | None = None, env: Mapping[str, str] | None = None
) -> str:
    from git.exc import GitCommandError, GitCommandNotFound  # noqa: PLC0415

    with tempfile.TemporaryFile() as stream:
        if sent is not None:
            stream.write(sent)
            stream.seek(0)
        try:
            answer = git.execute(["git", *_PINNED, *arguments], istream=stream, env=dict(env or {}))
        except GitCommandNotFound:
            raise GitMissingError from None
        except GitCommandError as failure:
            raise GitFailedError(arguments[0], str(failure.stderr)) from failure
    return str(answer).strip()


class Recorder:
    """Writes commits into one repository."""

    def __init__(self, top: Path) -> None:
        self._top: Final = top
        self._git: Final = _git(top)

    def identity(self) -> Identity:
        """Return who git says is working here.

        Raises:
            NoIdentityError: it does not know.
        """
        found = []
        for field in ("name", "email"):
            value = os.environ.get(f"GIT_AUTHOR_{field.upper()}")
            if not value:
                try:
                    value = _run(self._git, "config", "--get", f"user.{field}")
                except GitFailedError:
                    raise NoIdentityError from None
            found.append(value)
        return Identity(*found)

    def commit(
        self,
        paths: Iterable[str],
        message: str,
        *,
        who: Identity | None = None,
        when: dt.datetime | None = None,
    ) -> str:
        """Commit the files *paths* as they are on disk, and nothing else that may be staged.

        Args:
            paths: from the top of the repository; a file that is gone is recorded as gone.
            message: the commit's message.
            who: author and committer; by default the person git knows.
            when: the time of the commit; by default now.

        Returns:
            The id of the commit.

        Raises:
            NoIdentityError: git does not know who is working here.
            RefusedError: a merge is under way, or the branch moved meanwhile.
            GitFailedError: git cannot do it; the branch is as it was.
        """
        self._refuse_merge()
        who = who or self.identity()
        env = _commit_environment(who, when)
        old = self._head()
        entries = [self._entry(path) for path in sorted(set(paths))]
        with tempfile.TemporaryDirectory() as folder:
            own = {**env, "GIT_INDEX_FILE": str(Path(folder) / "index")}
            _run(self._git, "read-tree", *([old] if old else ["--empty"]), env=own)
            self._stage(entries, own)
            tree = _run(self._git, "write-tree", env=own)
        parents = ["-p", old] if old else []
        new = _run(self._git, "commit-tree", tree, *parents, sent=message.encode(), env=env)
        try:
            _run(self._git, "update-ref", "-m", "qmsctl", "HEAD", new, old or "0" * len(new), env=env)
        except GitFailedError as failure:
            raise RefusedError(
                tr("somebody else committed at the same moment, so nothing was committed"),
                tr("run the same command again; what it wrote is still there"),
            ) from failure
        self._stage_patiently(entries)
        return new

    def _refuse_merge(self) -> None:
        folder = Path(_run(self._git, "rev-parse", "--absolute-git-dir"))
        if any(
            (folder / name).exists()
            for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD")
        ):
            raise RefusedError(
                tr("a merge or rebase is under way here, so nothing can be recorded"),
                tr("finish it or abort it with git, then run the same command again"),
            )

    def _head(self) -> str | None:
        try:
            return _run(self._git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitFailedError:
            return None

    def _entry(self, path: str) -> str:
        """Return the index line for *path* as it is on disk; its bytes are stored unconverted."""
        file = self._top / path
        if not file.is_file():
            return f"0 {'0' * 40}\t{path}\0"
        blob = _run(self._git, "hash-object", "-w", "--no-filters", "--", str(file))
        return f"100644 {blob}\t{path}\0"

    def _stage(self, entries: list[str], env: Mapping[str, str]) -> None:
        _run(self._git, "update-index", "-z", "--index-info", sent="".join(entries).encode(), env=env)

    def _stage_patiently(self, entries: list[str]) -> None:
        """Tell the real index what was committed, waiting for whoever holds it."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._stage(entries, {})
            except GitFailedError as failure:
                if "index.lock" not in failure.complaint or time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return


def _commit_environment(who: Identity, when: dt.datetime | None) -> dict[str, str]:
    """Return what tells git the names and dates of a commit."""
    env = {
        "GIT_AUTHOR_NAME": who.name,
        "GIT_AUTHOR_EMAIL": who.email,
        "GIT_COMMITTER_NAME": who.name,
        "GIT_COMMITTER_EMAIL": who.email,
    }
    if when is not None:
        moment = f"{int(when.timestamp())} +0000"
        env |= {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    return env
