"""A repository, found and opened: its files and its history at a moment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from qmsctl.cache import NO_CACHE, Cache, Shelf
from qmsctl.errors import FolderGoneError
from qmsctl.messages import tr
from qmsctl.repo.commit import moment_of
from qmsctl.repo.dates import settled
from qmsctl.repo.first_answers import first_answers
from qmsctl.repo.git import Git, GitFailedError
from qmsctl.repo.object_names import NAME
from qmsctl.repo.refusal import (
    NotARepositoryError,
    UnknownRevisionError,
    UnusableRepositoryError,
    broken_head,
    files_elsewhere,
    lost_revision,
    not_checked_out,
    refusal,
    unbroken,
    without_files,
)
from qmsctl.repo.snapshot import CommitSnapshot, Snapshot, WorkingTree, committed_submodules, listing_files

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from qmsctl.repo.history import History

__all__ = [
    "NotARepositoryError",
    "Repository",
    "UnknownRevisionError",
    "UnusableRepositoryError",
    "open_repository",
]

ROOT_MARK: Final = "qms.yaml"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository and the quality management system in it."""

    top: Path
    """The top folder of the working tree; of a bare repository, the repository itself."""
    root: Path
    """The folder of `qms.yaml`; the top if there is none."""
    git: Git
    shallow: bool
    bare: bool = False
    """Whether it has no files but those of its commits."""
    replaced: int = 0
    """For how many objects it has others that git would show instead; here they are not looked at."""
    grafted: bool = False
    """Whether a file in it gives commits other parents; here it is not looked at."""

    def cache(self, environment: Mapping[str, str], opened: float = 0.0) -> Cache:
        """Return what is known of it from earlier runs, *opened* at this moment."""
        return Cache.of(self.root, environment, opened)

    @property
    def prefix(self) -> str:
        """From the top to the root, with a `/` at its end; empty if they are the same."""
        relative = self.root.relative_to(self.top).as_posix()
        return "" if relative == "." else relative + "/"

    def commit_named(self, revision: str) -> str:
        """Return the id of the commit *revision* names.

        Raises:
            UnknownRevisionError: there is none.
            DamagedRepositoryError: it was there once, and is lost.
        """
        answer = self.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if answer is None or not NAME.fullmatch(answer):  # git answers ^main with a ^ and main's commit
            self._refuse_lost(revision)
            raise UnknownRevisionError(revision, shallow=self.shallow)
        return answer

    def _refuse_lost(self, revision: str) -> None:
        """Refuse a name that leads to an object which is not here.

        Raises:
            DamagedRepositoryError: *revision* is such a name, or HEAD is.
        """
        if self.head is None:
            return
        name = self.git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        is_name = name is not None and name != revision and NAME.fullmatch(name) is not None
        if is_name and self.git.ask("cat-file", "-e", str(name)) is None:
            raise lost_revision(revision)

    def parting(self, revision: str, commit: str) -> str | None:
        """Return the commit where the history of *commit* parted from that of the commit *revision*.

        `None`: they have none in common, or it is not here.
        """
        answer = self.git.ask("merge-base", "--end-of-options", revision, commit)
        return answer if answer and NAME.fullmatch(answer) else None

    def commit_on(
        self, day: dt.date, zone: ZoneInfo, branch: str | None, now: dt.datetime | None = None
    ) -> str:
        """Return the last commit of the main line that was there at the end of *day*.

        Args:
            day: of the calendar of *zone*.
            zone: the organisation's time zone.
            branch: the controlled branch.
            now: the present moment; no commit counts as made after it.

        Raises:
            UnknownRevisionError: the first commit came later.
            DamagedRepositoryError: git cannot read the main line to its beginning.
        """
        found: str | None = None
        for commit, moment in self.main_line(branch, now):
            if moment.astimezone(zone).date() > day:
                break
            found = commit
        if found is None:
            raise UnknownRevisionError(day.isoformat(), shallow=self.shallow)
        return found

    def main_line(self, branch: str | None, now: dt.datetime | None = None) -> list[tuple[str, dt.datetime]]:
        """Return the commits of the controlled branch's main line, oldest first, each with when it got there.

        The main line is the chain of first parents.  Committer dates are free
        text: `settled` says how far they are believed.

        Raises:
            DamagedRepositoryError: git cannot read it to its beginning.
        """
        end = self.controlled(branch)
        if end == "HEAD" and self.head is None:
            return []
        with unbroken():
            line = self.git.run(
                "log", "--first-parent", "--reverse", "--format=%H %ct", "--end-of-options", end, "--"
            ).decode("ascii")
        entries = [entry.partition(" ") for entry in line.splitlines()]
        moments = settled([moment_of(seconds) for _, _, seconds in entries], now)
        return [(commit, moment) for (commit, _, _), moment in zip(entries, moments, strict=True)]

    def controlled(self, branch: str | None) -> str:
        """Return git's full name of the controlled *branch*, or `HEAD` where it is not named or not there."""
        name = f"refs/heads/{branch}"
        # `main~1` leads to a commit, but it is no branch: git has no full name for it.
        question = ("rev-parse", "--verify", "--quiet", "--symbolic-full-name", "--end-of-options")
        return name if branch and self.git.ask(*question, name) == name else "HEAD"

    def resolve(
        self, revision: str, zone: ZoneInfo, branch: str | None, now: dt.datetime | None = None
    ) -> str:
        """Return the commit that a commit's id, a tag or a day names.

        Raises:
            UnknownRevisionError: there is none.
            DamagedRepositoryError: git cannot read the main line to its beginning.
        """
        if _DAY.fullmatch(revision):
            try:
                day = dt.date.fromisoformat(revision)
            except ValueError:
                raise UnknownRevisionError(revision) from None
            return self.commit_on(day, zone, branch, now)
        return self.commit_named(revision)

    @property
    def head(self) -> str | None:
        """The commit the working tree stands on, or `None` before the first.

        Raises:
            DamagedRepositoryError: it stands on one that is not there.
        """
        found = self.git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if not found and self._has_been_born:
            raise broken_head(self.branch)
        return found or None

    @property
    def _has_been_born(self) -> bool:
        """Whether HEAD leads to something, be it missing or illegible."""
        if self.git.ask("rev-parse", "--verify", "--quiet", "HEAD"):
            return True
        target = self._symbolic_head()
        # A branch that was cut off while it was written is an empty file, which git passes over.
        file = self.git.ask("rev-parse", "--git-path", target) if target else None
        return file is not None and (self.git.folder / file).is_file()

    @property
    def branch(self) -> str | None:
        """The branch the working tree is on, even before its first commit; `None` if it is on none."""
        target = self._symbolic_head()
        return target.removeprefix("refs/heads/") if target and target.startswith("refs/heads/") else None

    def _symbolic_head(self) -> str | None:
        """Return what HEAD refers to, be it there or not; `None` if it names a commit itself."""
        folder = self.git.ask("rev-parse", "--absolute-git-dir")
        try:
            head = (Path(folder or self.top) / "HEAD").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return head.removeprefix("ref: ") if head.startswith("ref: ") else None

    def working_tree(self) -> Snapshot:
        """Return the files on disk.

        Raises:
            UnusableRepositoryError: it is a bare repository, and has none.
        """
        if self.bare:
            raise without_files(self.top)
        return WorkingTree(self.root, self._submodules)

    def _submodules(self) -> frozenset[str]:
        head = self.head
        return committed_submodules(self.git, head, self.prefix) if head else frozenset()

    def at(self, commit: str, at_hand: Mapping[str, bytes] = MappingProxyType({})) -> Snapshot:
        """Return the files of *commit*.

        Args:
            commit: its id.
            at_hand: contents by git's name, which need not be read.

        Raises:
            DamagedRepositoryError: git cannot list them.
        """
        with unbroken():
            return CommitSnapshot(self.git, commit, self.prefix, at_hand)

    def history(self, commit: str | None) -> History:
        """Return what led to *commit*.

        Raises:
            DamagedRepositoryError: git cannot read it to its beginning.
        """
        with self.reading_history(commit, NO_CACHE) as history:
            return history()

    @contextmanager
    def reading_history(self, commit: str | None, cache: Cache) -> Iterator[Callable[[], History]]:
        """Read what led to *commit* beside the caller, and yield what waits for it and returns it.

        What *cache* knows of it is not read again.

        Raises:
            DamagedRepositoryError: git cannot read it to its beginning.
        """
        # An answer that is known already needs no history.
        from qmsctl.repo.history import NO_HISTORY, history_of, reading_commits  # noqa: PLC0415
        from qmsctl.repo.tags import read_tags  # noqa: PLC0415

        if commit is None:
            yield lambda: NO_HISTORY
            return
        # Where a clone was cut off, its first commits seem to add everything: that is not worth knowing.
        known = Shelf() if self.shallow else cache.shelf("commits")
        with (
            unbroken(),
            reading_commits(self.git, commit, self.prefix, known) as commits,
            listing_files(self.git, commit, self.prefix) as files,
        ):

            def history() -> History:
                found = commits()
                tags = read_tags(self.git, (one.id for one in found))
                return history_of(found, files(), complete=not self.shallow, tags=tags)

            yield history


def open_repository(folder: Path) -> Repository:
    """Find the repository that *folder* lies in, and the nearest `qms.yaml` above it.

    A bare repository has to be named itself.

    Raises:
        NotARepositoryError: *folder* does not exist, or lies in no repository that can be read.
        FolderGoneError: *folder* is named from the current folder, which is gone.
        GitMissingError: there is no git.
    """
    try:
        here = folder.resolve()
    except OSError:
        raise FolderGoneError from None
    if not here.is_absolute() or not here.is_dir():
        raise NotARepositoryError(
            tr("there is no folder {folder}", folder=str(folder)), tr("check the name after -C")
        )
    git = Git(folder)
    try:
        answers = first_answers(git, "--show-toplevel")
    except GitFailedError as failure:
        return _bare(here, failure)
    top = answers.folder.resolve()
    if not here.is_relative_to(top):
        raise files_elsewhere(top)
    repository = Repository(
        top,
        _root(here, top),
        Git(top),
        answers.shallow,
        replaced=answers.replaced,
        grafted=answers.grafted,
    )
    if not (repository.root / ROOT_MARK).is_file():
        _refuse_submodule(repository, here)
    return repository


def _refuse_submodule(repository: Repository, folder: Path) -> None:
    """Refuse a folder where another repository belongs: the system may well be in that one.

    Raises:
        UnusableRepositoryError: *folder* is where the last commit has a submodule, which is not checked out.
    """
    head = repository.head if folder != repository.top else None
    path = folder.relative_to(repository.top).as_posix()
    if head and path in committed_submodules(repository.git, head, ""):
        raise not_checked_out(folder)


def _bare(folder: Path, failure: GitFailedError) -> Repository:
    """Return the bare repository in *folder*, where git found no working tree.

    Raises:
        NotARepositoryError: there is none, or it may not be read.
    """
    git = Git(folder, bare=True)
    try:
        bare = git.run("rev-parse", "--is-bare-repository")
    except GitFailedError as reason:
        # Only when it looks for a bare repository too does git come to ask whose it is.
        owned = "dubious ownership" in reason.complaint
        raise refusal(folder, reason if owned else failure) from reason
    if bare != b"true\n":
        raise refusal(folder, failure) from failure
    answers = first_answers(git, "--absolute-git-dir")
    top = answers.folder.resolve()
    return Repository(
        top,
        top,
        Git(top, bare=True),
        answers.shallow,
        bare=True,
        replaced=answers.replaced,
        grafted=answers.grafted,
    )


def _root(folder: Path, top: Path) -> Path:
    """Return the nearest folder from *folder* up to *top* that holds a `qms.yaml`."""
    for candidate in (folder, *folder.parents):
        if (candidate / ROOT_MARK).is_file():
            return candidate
        if candidate == top:
            break
    return top
