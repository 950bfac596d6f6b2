"""`qmsctl check --watch`: checks again whenever a file of the system changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, TypeAlias

import typer

from qmsctl.cli.terminal import out, say
from qmsctl.errors import ConfigurationError, NothingToCheckError, QmsctlError
from qmsctl.messages import marked, tr

if TYPE_CHECKING:
    from qmsctl.repo.repository import Repository

__all__ = ["Watch", "settle", "watching"]

Watch: TypeAlias = Annotated[
    bool,
    typer.Option("--watch", help=marked("Check again whenever a file changes, until Ctrl-C.")),
]

_EVERY: Final = 1.0
"""Seconds between two looks: at what the file system says, not at what the files hold."""
_QUIET: Final = 0.1
"""Seconds in which nothing may change before it is checked again."""
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"


def watching(check_once: Callable[[], int]) -> NoReturn:
    """Check, and check again whenever something changes, until somebody stops it.

    What stops a check, such as a `qms.yaml` that is just being written, is said, and the next
    change is waited for.

    Raises:
        QmsctlError: there is nothing that could change into a system that can be checked.
    """
    from qmsctl.cli.failures import tell_failure
    from qmsctl.model.organisation import Folders
    from qmsctl.repo.repository import open_repository

    repository = open_repository(Path())
    repository.working_tree()  # a bare repository has no files that could change
    own = repository.git.ask("rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir")
    branches = tuple(map(Path, dict.fromkeys((own or "").splitlines())))
    folders: Sequence[str] = Folders().all
    while True:
        folders = _folders(repository, folders)
        look = partial(_state, repository.root, folders, branches)
        seen = look()  # before the check: what changes meanwhile is checked next
        if sys.stdout.isatty():
            out(_CLEAR)
        try:
            check_once()
        except (ConfigurationError, NothingToCheckError) as fault:
            tell_failure(fault)
        say(tr("Waiting for a file to change; Ctrl-C ends it."))
        while (changed := look()) == seen:
            time.sleep(_EVERY)
        settle(look, changed)


def settle(look: Callable[[], tuple[str, ...]], changed: tuple[str, ...]) -> None:
    """Wait until nothing changes any more: a commit locks its branch first, and a merge writes many files."""
    time.sleep(_QUIET)
    while (now := look()) != changed:
        changed = now
        time.sleep(_QUIET)


def _folders(repository: Repository, known: Sequence[str]) -> Sequence[str]:
    """Return the folders that `qms.yaml` names, or those it named before if it cannot be read now."""
    from qmsctl.model.configuration import load_organisation

    try:
        organisation, _ = load_organisation(repository.working_tree())
    except QmsctlError:
        return known
    return organisation.watched


def _state(root: Path, folders: Sequence[str], branches: Sequence[Path]) -> tuple[str, ...]:
    """Return what tells one state of the system from another: its files, and where its branches point."""
    from qmsctl.model.configuration import BASELINE, CONFIGURATION
    from qmsctl.repo.fingerprint import tree_fingerprint

    states = [tree_fingerprint(root, folders, (CONFIGURATION, BASELINE))]
    states += [tree_fingerprint(place, ("refs",), ("HEAD", "packed-refs")) for place in branches]
    return tuple(state for state, _ in states)
