"""What about a repository its reader has to know before believing an answer: said on standard error."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qmsctl.cli.terminal import say
from qmsctl.messages import Message, tr, tr_n
from qmsctl.repo.repository import Repository

if TYPE_CHECKING:
    from qmsctl.cli.session import Session

__all__ = [
    "UNSHALLOW",
    "Since",
    "is_all_told",
    "tell_caveats",
    "tell_lacking",
    "tell_later_settings",
    "tell_missing_branch",
    "watch",
]

UNSHALLOW: Final = tr("fetch the whole history: git fetch --unshallow --tags; in CI set fetch-depth: 0")
_told: Final[set[str]] = set()
"""The repositories whose caveats were told."""
_sessions: Final[list[Session]] = []
"""What this command has read from so far."""
_missing_branches: Final[set[str]] = set()
"""The branches that were asked for and are not here."""
_later: Final[set[str]] = set()
"""The commits that were read by settings they did not have."""


def is_all_told() -> bool:
    """Return whether nothing came up while an answer was found that has to be said with it."""
    return not _missing_branches and not _later and not any(session.lacking for session in _sessions)


def tell_caveats(repository: Repository) -> None:
    """Say once what of the history is not here, and what is here and was not believed."""
    if str(repository.top) in _told:
        return
    _told.add(str(repository.top))
    if repository.shallow:
        _say(
            tr(
                "This clone is shallow: the beginning of the history is missing,"
                " so what depends on it cannot be established."
            ),
            tr("fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    if repository.replaced:
        _say(
            tr_n(
                "Here git shows another object in place of {count} (git replace); qmsctl reads the original.",
                "Here git shows other objects in place of {count} (git replace); qmsctl reads the originals.",
                repository.replaced,
            ),
            tr("see who wants that and why: git replace --list names them"),
        )
    if repository.grafted:
        _say(
            tr("Here a file gives commits other parents (grafts); qmsctl reads those they were made with."),
            tr("see who wants that and why: the file is info/grafts in the .git folder"),
        )


def tell_missing_branch(repository: Repository, branch: str | None, day: dt.date) -> None:
    """Say that *day* was not looked up on the controlled branch, if that is not here."""
    if branch and repository.controlled(branch) == "HEAD":
        _missing_branches.add(branch)
        _say(
            tr(
                "There is no branch {branch} here, so {day} is looked up in the history of what is checked out.",
                branch=branch,
                day=day,
            ),
            tr("fetch the branch that qms.yaml names: git fetch origin {branch}:{branch}", branch=branch),
        )


@dataclass(frozen=True, slots=True)
class Since:
    """What brought the first settings."""

    commit: str
    """Its name, shortened."""
    day: dt.date


def tell_later_settings(commit: str, since: Since | None) -> None:
    """Say once that *commit* had no settings of its own, and *since* when there are some; `None`: nobody can tell."""
    if commit in _later:
        return
    _later.add(commit)
    if since is None:
        _say(
            tr(
                "Commit {commit} has no qms.yaml; since when the repository has one cannot be established,"
                " because the beginning of the history is missing."
                " What it holds is read by the settings of now.",
                commit=commit[:10],
            ),
            UNSHALLOW,
        )
        return
    _say(
        tr(
            "Commit {commit} has no qms.yaml: the repository has one since commit {since}, {begins}."
            " What it holds is read by the settings of now.",
            commit=commit[:10],
            since=since.commit,
            begins=since.day,
        ),
        tr("to see with the files of now what held on an earlier day, give --on DAY"),
    )


def watch(session: Session) -> None:
    """Remember *session*, so that `tell_lacking` knows what it asked for in vain."""
    _sessions.append(session)


def tell_lacking() -> None:
    """Say how many contents were asked for in vain: answers that needed them are incomplete."""
    lacking = {name for session in _sessions for name in session.lacking}
    _sessions.clear()
    if lacking:
        _say(
            tr_n(
                "{count} content of the history is not in this repository, so what it said cannot be established.",
                "{count} contents of the history are not in this repository, so what they said cannot be established.",
                len(lacking),
            ),
            tr("clone the repository anew, without --filter; git fsck lists what is missing or damaged here"),
        )


def _say(message: Message, fix: Message) -> None:
    say(message)
    say(tr("Next: {fix}", fix=fix))
