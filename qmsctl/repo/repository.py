"""A repository, found and opened: its files and its history at a moment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from qmsctl.cache import NO_CACHE, Cache, Shelf
from qmsctl.errors import QmsctlError
from qmsctl.messages import tr
from qmsctl.repo.commit import moment_of
from qmsctl.repo.git import Git, GitFailedError
from qmsctl.repo.history import NO_HISTORY, History, history_of, reading_commits
from qmsctl.repo.snapshot import CommitSnapshot, Snapshot, WorkingTree, committed_files, committed_submodules

__all__ = ["NotARepositoryError", "Repository", "UnknownRevisionError", "open_repository"]

ROOT_MARK: Final = "qms.yaml"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class NotARepositoryError(QmsctlError):
    """The folder lies in no git repository with a working tree."""


class UnknownRevisionError(QmsctlError):
    """No commit is called so."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            tr("there is no commit, tag or day {revision} here", revision=revision),
            tr("give a commit, a tag, or a day such as 2026-11-22; git log lists the commits"),
        )


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository and the quality management system in it."""

    top: Path
    """The top folder of the working tree."""
    root: Path
    """The folder of `qms.yaml`; the top if there is none."""
    git: Git
    shallow: bool

    def cache(self, environment: Mapping[str, str]) -> Cache:
        """Return what is known of it from earlier runs."""
        return Cache.of(self.root, environment)

    @property
    def prefix(self) -> str:
        """From the top to the root, with a `/` at its end; empty if they are the same."""
        relative = self.root.relative_to(self.top).as_posix()
        return "" if relative == "." else relative + "/"

    def commit_named(self, revision: str) -> str:
        """Return the id of the commit *revision* names.

        Raises:
            UnknownRevisionError: there is none.
        """
        answer = self.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if answer is None or not _ID.fullmatch(answer):  # git answers ^main with a ^ and main's commit
            raise UnknownRevisionError(revision)
        return answer

    def commit_on(self, day: dt.date, zone: ZoneInfo, branch: str | None) -> str:
        """Return the last commit of the main line that was there at the end of *day*.

        Committer dates are free text, so a commit counts as made no earlier
        than the commits before it on the main line.

        Raises:
            UnknownRevisionError: the first commit came later.
        """
        line = self.git.run(
            "log", "--first-parent", "--reverse", "--format=%H %ct", "--end-of-options",
            self._controlled(branch), "--",
        ).decode("ascii")  # fmt: skip
        found: str | None = None
        latest = moment_of("0")
        for entry in line.splitlines():
            commit, _, seconds = entry.partition(" ")
            latest = max(latest, moment_of(seconds))
            if latest.astimezone(zone).date() > day:
                break
            found = commit
        if found is None:
            raise UnknownRevisionError(day.isoformat())
        return found

    def _controlled(self, branch: str | None) -> str:
        """Return the controlled branch, or `HEAD` where it is not named or not there."""
        name = f"refs/heads/{branch}"
        # `main~1` leads to a commit, but it is no branch: git has no full name for it.
        question = ("rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options")
        return name if branch and self.git.ask(*question, name) == name else "HEAD"

    def resolve(self, revision: str, zone: ZoneInfo, branch: str | None) -> str:
        """Return the commit that a commit's id, a tag or a day names.

        Raises:
            UnknownRevisionError: there is none.
        """
        if _DAY.fullmatch(revision):
            try:
                return self.commit_on(dt.date.fromisoformat(revision), zone, branch)
            except (ValueError, GitFailedError):
                raise UnknownRevisionError(revision) from None
        return self.commit_named(revision)

    @property
    def head(self) -> str | None:
        """The commit the working tree stands on, or `None` before the first."""
        return self.git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}") or None

    @property
    def branch(self) -> str | None:
        """The branch the working tree is on, even before its first commit; `None` if it is on none."""
        folder = self.git.ask("rev-parse", "--absolute-git-dir")
        try:
            head = (Path(folder or self.top) / "HEAD").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        found = head.strip().removeprefix("ref: refs/heads/")
        return found if found != head.strip() else None

    def working_tree(self) -> Snapshot:
        """Return the files on disk."""
        return WorkingTree(self.root, self._submodules)

    def _submodules(self) -> frozenset[str]:
        head = self.head
        return committed_submodules(self.git, head, self.prefix) if head else frozenset()

    def at(self, commit: str) -> Snapshot:
        """Return the files of *commit*."""
        return CommitSnapshot(self.git, commit, self.prefix)

    def history(self, commit: str | None) -> History:
        """Return what led to *commit*."""
        with self.reading_history(commit, NO_CACHE) as history:
            return history()

    @contextmanager
    def reading_history(self, commit: str | None, cache: Cache) -> Iterator[Callable[[], History]]:
        """Read what led to *commit* beside the caller, and yield what waits for it and returns it.

        What *cache* knows of it is not read again.
        """
        if commit is None:
            yield lambda: NO_HISTORY
            return
        # Where a clone was cut off, its first commits seem to add everything: that is not worth knowing.
        known = Shelf() if self.shallow else cache.shelf("commits")
        with reading_commits(self.git, commit, self.prefix, known) as commits:
            files = committed_files(self.git, commit, self.prefix)
            yield lambda: history_of(commits(), files, complete=not self.shallow)


def open_repository(folder: Path) -> Repository:
    """Find the repository that *folder* lies in, and the nearest `qms.yaml` above it.

    Raises:
        NotARepositoryError: *folder* does not exist, or lies in no repository.
        GitMissingError: there is no git.
    """
    if not folder.is_dir():
        raise NotARepositoryError(
            tr("there is no folder {folder}", folder=str(folder)),
            tr("check the name after -C"),
        )
    git = Git(folder)
    try:
        answer = git.run("rev-parse", "--show-toplevel", "--is-shallow-repository").decode(
            "utf-8", "surrogateescape"
        )
    except GitFailedError as failure:
        raise _not_a_repository(folder, failure) from failure
    named, shallow = answer.rstrip("\n").rsplit("\n", 1)
    top = Path(named).resolve()
    if not folder.resolve().is_relative_to(top):
        raise NotARepositoryError(
            tr("the files of this repository are not here: its settings name {folder}", folder=str(top)),
            tr("take core.worktree out of its settings, or clone it and run qmsctl in the clone"),
        )
    return Repository(top, _root(folder.resolve(), top), Git(top), shallow == "true")


def _root(folder: Path, top: Path) -> Path:
    """Return the nearest folder from *folder* up to *top* that holds a `qms.yaml`."""
    for candidate in (folder, *folder.parents):
        if (candidate / ROOT_MARK).is_file():
            return candidate
        if candidate == top:
            break
    return top


def _not_a_repository(folder: Path, failure: GitFailedError) -> NotARepositoryError:
    if "dubious ownership" in failure.complaint:
        return NotARepositoryError(
            tr("{folder} belongs to somebody else, so git does not read it", folder=str(folder)),
            tr(
                "if you trust it: git config --global --add safe.directory {folder}",
                folder=str(folder.resolve()),
            ),
        )
    if "work tree" in failure.complaint or "bare repository" in failure.complaint:
        return NotARepositoryError(
            tr("{folder} is a repository without files (a bare one)", folder=str(folder)),
            tr("clone it, and run qmsctl in the clone"),
        )
    return NotARepositoryError(
        tr("{folder} is not in a git repository", folder=str(folder)),
        tr("run qmsctl init to start one, or name the folder of one: qmsctl -C FOLDER"),
    )
