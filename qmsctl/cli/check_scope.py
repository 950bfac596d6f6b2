"""Which problems `qmsctl check` is asked for: `PATH…` and `--since REV`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from qmsctl.errors import ConfigurationError, NothingToCheckError, QmsctlError
from qmsctl.messages import list_of, marked, tr
from qmsctl.model.watched import BASELINE, CONFIGURATION
from qmsctl.settings import Revision

if TYPE_CHECKING:
    from qmsctl.cli.bar import Asked
    from qmsctl.cli.session import Session
    from qmsctl.inspection import Inspection
    from qmsctl.repo.repository import Repository

__all__ = ["Paths", "Since", "Wanted", "inspected"]

Paths: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=marked("PATH…"),
        help=marked(
            "Files and folders whose problems are shown; the whole system is looked at all the same."
            " By default all."
        ),
        show_default=False,
    ),
]
Since: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar=marked("REV"),
        help=marked(
            "Show only problems in files that changed since this branch, tag, commit or day,"
            " and what the change breaks elsewhere."
        ),
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command line says about which problems are shown."""

    paths: tuple[Path, ...] = ()
    """As they were typed."""
    since: str | None = None
    known: bool = True
    """Whether problems that the baseline knows do not count."""

    @property
    def question(self) -> tuple[object, ...]:
        """All on which the choice depends, beside the repository: where one stands, and what the paths are."""
        where = os.getcwd() if self.paths else None  # noqa: PTH109 - part of a key, no path
        return where, [(str(path), path.is_dir(), path.exists()) for path in self.paths], self.since


_WHOLE: Final = ""


def inspected(session: Session, asked: Asked, wanted: Wanted, trust: Path | None) -> Inspection:
    """Ask every rule about the whole system, and return the problems that are *wanted*.

    Args:
        session: what is checked.
        asked: what the command line says about the check.
        wanted: which problems are shown.
        trust: the file that says whose keys count.

    Raises:
        QmsctlError: a path is not there or lies elsewhere, or there is nothing to compare with.
        NothingToCheckError: none of the paths is a file of the system.
        ConfigurationError: `qms.yaml` or the command line sets what cannot be set.
    """
    from qmsctl.inspection.scope import within

    # What was asked for wrongly is said before everything is looked at.
    change = _change(session, wanted.since) if wanted.since is not None else None
    typed = [(path, _from_root(session.repository, path)) for path in wanted.paths]
    found = session.inspect(asked, known=wanted.known)
    if typed:
        found = within(found, *_sorted_out(session, found, typed))
    return found if change is None else _since(session, change, found, asked, trust, known=wanted.known)


def _sorted_out(
    session: Session, found: Inspection, typed: Sequence[tuple[Path, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which of the paths that were *typed* are places of the system, and which are there and are none.

    Raises:
        QmsctlError: there is nothing of this name.
        NothingToCheckError: none is a place of the system.
    """
    qms = session.system.qms
    # A record that was deleted has a problem, and is asked for by its path as well.
    known = {
        CONFIGURATION,
        BASELINE,
        *qms.paths,
        *qms.attachments,
        *(one.place.path for one in found.problems),
    }
    places: list[str] = []
    foreign: list[str] = []
    for path, place in typed:
        if not place or place in known or any(one.startswith(f"{place}/") for one in known):
            places.append(place)
        elif _is_there(session, place):
            foreign.append(place)
        else:
            raise QmsctlError(
                tr("there is no file and no folder {path}", path=str(path)),
                tr("check the name; qmsctl register lists the documents"),
            )
    if foreign and not places:
        raise NothingToCheckError(
            tr(
                "nothing to check: {paths} is no document, no record and no folder of them",
                paths=list_of(foreign),
            ),
            tr("name files of the folders that qms.yaml names; qmsctl register lists the documents"),
        )
    return tuple(dict.fromkeys(places)), tuple(dict.fromkeys(foreign))


def _from_root(repository: Repository, path: Path) -> str:
    """Return *path* from the folder of `qms.yaml`; the empty text is that folder, or one above it.

    Raises:
        QmsctlError: it lies elsewhere.
    """
    typed = Path(os.path.abspath(path))  # noqa: PTH100 - a link is looked at where it lies, not where it leads
    for full in (typed, typed.parent.resolve() / typed.name, typed.resolve()):
        if full.is_relative_to(repository.root):
            found = full.relative_to(repository.root).as_posix()
            return _WHOLE if found == "." else found
        if repository.root.is_relative_to(full) and full.is_relative_to(repository.top):
            return _WHOLE
    raise QmsctlError(
        tr(
            "{path} is not in the folder of this system, {folder}",
            path=str(path),
            folder=str(repository.root),
        ),
        tr("name a file or folder in it, or the folder of another system: qmsctl -C FOLDER check"),
    )


def _is_there(session: Session, place: str) -> bool:
    """Return whether there is a file or folder at *place*, on disk or in the commit that is looked at."""
    repository, head = session.repository, session.system.history.head
    if session.working_tree or head is None:
        return os.path.lexists(repository.root / place)
    return repository.git.ask("cat-file", "-e", f"{head}:{repository.prefix}{place}") is not None


@dataclass(frozen=True, slots=True)
class _Between:
    """Where a change begins, and what it touches."""

    revision: Revision
    touched: frozenset[str]


def _change(session: Session, since: str) -> _Between:
    """Return what lies between the commit that *since* names and what is checked.

    Raises:
        QmsctlError: there is no such commit, or none that both come from.
    """
    from qmsctl.cli.session import commit_of
    from qmsctl.repo.changed_files import changed_files
    from qmsctl.repo.refusal import unbroken

    repository, head = session.repository, session.system.history.head
    named = commit_of(repository, since)
    base = None if head is None else repository.parting(named, head)
    if base is None and repository.shallow:
        raise ConfigurationError(
            tr(
                "this clone is shallow, and where the change since {revision} begins is not in it",
                revision=since,
            ),
            tr("fetch the whole history: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    if base is None:
        raise ConfigurationError(
            tr("{revision} and what is checked have no commit in common", revision=since),
            tr("name the branch that this change is to be merged into: qmsctl check --since main"),
        )
    folders = session.system.organisation.roots
    commit = None if session.working_tree else head
    with unbroken():
        touched = changed_files(repository, base, commit, folders, (CONFIGURATION, BASELINE))
    return _Between(Revision(since, base), touched)


def _since(
    session: Session, between: _Between, found: Inspection, asked: Asked, trust: Path | None, *, known: bool
) -> Inspection:
    """Return of what was *found* what the change touches or brings."""
    from qmsctl.inspection.scope import Change, brought_by, counting_prints

    touched = between.touched
    change = Change(between.revision, len(touched), CONFIGURATION in touched)
    if change.everything:
        return brought_by(change, touched, found, None)
    if all(problem.place.path in touched for problem in found.problems):
        return brought_by(change, touched, found, frozenset())
    from qmsctl.cli.session import session_at

    before = session_at(
        session.repository,
        between.revision.commit,
        session.system.day,
        trust,
        session.cache,
        working_tree=False,
        own_trust=session.own_trust,
    )
    return brought_by(change, touched, found, counting_prints(before.inspect(asked, known=known)))
