"""Why a repository, or what is asked of it, cannot be read: each reason with its next step."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qmsctl.errors import QmsctlError
from qmsctl.messages import Message, tr
from qmsctl.repo.git import GitFailedError

__all__ = [
    "DamagedRepositoryError",
    "NotARepositoryError",
    "UnknownRevisionError",
    "UnusableRepositoryError",
    "broken_head",
    "files_elsewhere",
    "lost_revision",
    "not_checked_out",
    "refusal",
    "unbroken",
    "without_files",
]

_OWNED: Final = re.compile(r"repository at '(?P<folder>[^\n]*)'")


class NotARepositoryError(QmsctlError):
    """The folder lies in no git repository."""


class UnusableRepositoryError(NotARepositoryError):
    """There is a repository, and something keeps its files from being read."""


class DamagedRepositoryError(QmsctlError):
    """Git cannot read something that the history leads to."""


class UnknownRevisionError(QmsctlError):
    """No commit is called so."""

    def __init__(self, revision: str, *, shallow: bool = False) -> None:
        if shallow:
            super().__init__(
                tr(
                    "the history here is cut off, so which commit {revision} stands for cannot be established",
                    revision=revision,
                ),
                tr("fetch the whole history: git fetch --unshallow --tags; in CI set fetch-depth: 0"),
            )
            return
        super().__init__(
            tr("there is no commit, tag or day {revision} here", revision=revision),
            tr("give a commit, a tag, or a day such as 2026-11-22; git log lists the commits"),
        )


@contextmanager
def unbroken() -> Iterator[None]:
    """Turn git's failure to read a history into a sentence: no part of one is taken for the whole.

    Raises:
        DamagedRepositoryError: git could not read it to the end.
    """
    try:
        yield
    except GitFailedError as failure:
        # What git says last is why it gave up.
        complaint = (failure.complaint.strip().splitlines() or ["-"])[-1]
        partial = "promisor" in failure.complaint
        raise DamagedRepositoryError(
            tr(
                "the history cannot be read to its beginning, so nothing about it can be established: git says {complaint}",
                complaint=complaint,
            ),
            tr("clone the repository anew, this time without --filter")
            if partial
            else tr("clone the repository anew; git fsck lists what is missing or damaged here"),
        ) from failure


def broken_head(branch: str | None) -> DamagedRepositoryError:
    """Return why a HEAD that leads to nothing is no new repository."""
    message: Message = (
        tr(
            "the branch {branch} leads to a commit that is not here, so its history cannot be read",
            branch=branch,
        )
        if branch
        else tr("what is checked out is a commit that is not here, so its history cannot be read")
    )
    return DamagedRepositoryError(
        message, tr("clone the repository anew; git fsck lists what is missing or damaged here")
    )


def lost_revision(revision: str) -> DamagedRepositoryError:
    """Return why the commit that *revision* names cannot be read."""
    return DamagedRepositoryError(
        tr("{revision} stands for a commit that is not here, so it cannot be read", revision=revision),
        tr("clone the repository anew; git fsck lists what is missing or damaged here"),
    )


def without_files(folder: Path) -> UnusableRepositoryError:
    """Return why the files of the bare repository in *folder* cannot be read."""
    return UnusableRepositoryError(
        tr("{folder} is a repository without files (a bare one)", folder=str(folder)),
        tr(
            "name the commit that is to be read, such as --rev HEAD; or clone it, and run qmsctl in the clone"
        ),
    )


def files_elsewhere(top: Path) -> UnusableRepositoryError:
    """Return why the files of a repository cannot be read that its settings have in *top*."""
    return UnusableRepositoryError(
        tr("the files of this repository are not here: its settings name {folder}", folder=str(top)),
        tr("take core.worktree out of its settings, or clone it and run qmsctl in the clone"),
    )


def not_checked_out(folder: Path) -> UnusableRepositoryError:
    """Return why *folder*, where a submodule belongs, is not looked at: the system may well be in that one."""
    return UnusableRepositoryError(
        tr("{folder} is the place of another repository, which is not checked out", folder=str(folder)),
        tr("fetch it: git submodule update --init {folder}", folder=str(folder)),
    )


def refusal(folder: Path, failure: GitFailedError) -> NotARepositoryError:
    """Return why git did not find a repository around *folder*, which is absolute."""
    complaint = failure.complaint
    if "dubious ownership" in complaint:
        named = _OWNED.search(complaint)
        top = named["folder"] if named else str(folder)
        return UnusableRepositoryError(
            tr("{folder} belongs to somebody else, so git does not read it", folder=top),
            tr("if you trust it: git config --global --add safe.directory {folder}", folder=shlex.quote(top)),
        )
    own = next((part for part in (folder, *folder.parents) if part.name == ".git"), None)
    if own is not None:
        return UnusableRepositoryError(
            tr("{folder} belongs to git itself, and the files are not in it", folder=str(folder)),
            tr("name the folder of the files: qmsctl -C {folder}", folder=shlex.quote(str(own.parent))),
        )
    if "work tree" in complaint or "bare repository" in complaint:
        return without_files(folder)
    broken = next((part for part in (folder, *folder.parents) if os.path.lexists(part / ".git")), None)
    if broken is not None:
        return UnusableRepositoryError(
            tr("{folder} is there, and git cannot read it as a repository", folder=str(broken / ".git")),
            tr("give yourself the right to read it; if it is damaged, clone the repository anew"),
        )
    return NotARepositoryError(
        tr("{folder} is not in a git repository", folder=str(folder)),
        tr("run qmsctl init to start one, or name the folder of one: qmsctl -C FOLDER"),
    )
