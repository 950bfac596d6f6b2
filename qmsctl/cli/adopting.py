"""From a folder that is no system yet to what could be one: its files, its history, and both read as proposed."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from qmsctl.adoption.candidate import Looked, look
from qmsctl.adoption.proposal import Adoption, Answers, examine
from qmsctl.adoption.shapes import printable
from qmsctl.authoring.added_settings import added_settings
from qmsctl.authoring.adopted_settings import adopted_settings
from qmsctl.authoring.files import write
from qmsctl.cache import NO_CACHE, Cache
from qmsctl.cli.clock import today
from qmsctl.cli.options import caching, refuse_without
from qmsctl.cli.typed_command import from_start
from qmsctl.cli.waiting import waiting
from qmsctl.control.system import control
from qmsctl.errors import ConfigurationError, NothingToCheckError, QmsctlError
from qmsctl.messages import current_language, tr
from qmsctl.model.configuration import BASELINE, CONFIGURATION, load_organisation
from qmsctl.model.organisation import Organisation
from qmsctl.model.qms import load
from qmsctl.model.reader import reader_of
from qmsctl.render.adoption import Adopted
from qmsctl.repo.history import NO_HISTORY, History
from qmsctl.repo.overlaid import Overlaid
from qmsctl.repo.repository import (
    NotARepositoryError,
    Repository,
    UnusableRepositoryError,
    open_repository,
)
from qmsctl.repo.snapshot import MissingContentError, Snapshot, WorkingTree
from qmsctl.reports.adoption import Preview, preview, untold

__all__ = ["Place", "found_in", "kept_answers", "place_of", "shown_with", "write_settings"]

_REMOTE: Final = re.compile(r"(?:^[\w+.-]+://[^/]+/|^[^/:]+:)(?:.*/)?(?P<owner>[^/:]+)/[^/]+?/?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, its files at a moment, and its history."""

    root: Path
    given: Path
    """The folder as it was typed."""
    repository: Repository | None
    snapshot: Snapshot
    looked: Looked
    history: History
    settings: bytes | None
    """The `qms.yaml` that is there already."""
    cache: Cache

    @property
    def name(self) -> str:
        """What the organisation is probably called: as whoever owns the remote is, or the folder."""
        remote = self.repository.git.remote() if self.repository else None
        found = _REMOTE.search(remote) if remote else None
        return printable(found["owner"] if found else self.root.name.removesuffix(".git")) or "-"

    @property
    def organisation(self) -> Organisation | None:
        """What the `qms.yaml` that is there says; `None` if there is none, or it cannot be used."""
        try:
            return load_organisation(self.snapshot, self.cache)[0]
        except ConfigurationError:
            return None

    def refuse_unusable(self) -> None:
        """Refuse to say what could be added to a `qms.yaml` of which nobody knows what it says.

        Raises:
            ConfigurationError: there is one with faults.
        """
        if self.settings is not None and self.organisation is None:
            raise ConfigurationError(
                tr("qms.yaml is there already, and cannot be used as it is"),
                tr("see what is wrong with it: {command}", command=self.next_command),
            )

    @property
    def shown_path(self) -> Path:
        """Where `qms.yaml` lies, as it would be typed."""
        return self.given / CONFIGURATION

    @property
    def next_command(self) -> str:
        """The command that checks it."""
        if self.given == Path():
            return "qmsctl check"
        return f"qmsctl -C {shlex.quote(str(from_start(self.given)))} check"


def place_of(directory: Path, rev: str | None, *, dry_run: bool) -> Place:
    """Return the folder *directory*, looked at.

    Args:
        directory: as it was typed.
        rev: the commit whose files are looked at; by default those on disk.
        dry_run: whether nothing is to be written.

    Raises:
        QmsctlError: there is no such folder or commit, or nothing could be written where it lies.
    """
    root = directory.resolve()
    if not root.is_dir():
        raise QmsctlError(
            tr("there is no folder {folder}", folder=str(directory)),
            tr("name a folder that exists"),
        )
    if not dry_run:
        refuse_without("--dry-run", {"--rev": rev})
    repository = _repository(root)
    if repository is None:
        if rev is not None:
            open_repository(root)  # it says why there is no commit
        snapshot: Snapshot = WorkingTree(root)
        looked = look(snapshot, _known_in(snapshot))
        return Place(root, directory, None, snapshot, looked, NO_HISTORY, _settings(snapshot), NO_CACHE)
    commit = repository.head if rev is None else repository.commit_named(rev)
    if repository.bare and not dry_run:
        raise QmsctlError(
            tr("this is a bare repository: there is no folder in which qms.yaml could be written"),
            tr("add {needed}, or clone it and adopt the clone", needed="--dry-run"),
        )
    on_disk = rev is None and not repository.bare
    snapshot = repository.working_tree() if on_disk or commit is None else repository.at(commit)
    cache = repository.cache(os.environ) if caching() else NO_CACHE
    with (
        waiting(tr("Reading the files and the history …")),
        repository.reading_history(commit, cache) as history,
    ):
        looked = look(snapshot, _known_in(snapshot))
        read = history()
    cache.save()
    return Place(root, directory, repository, snapshot, looked, read, _settings(snapshot), cache)


def _repository(root: Path) -> Repository | None:
    """Return the repository around *root*, as if `qms.yaml` lay there; `None` if there is none.

    Raises:
        UnusableRepositoryError: there is one, and it cannot be used.
    """
    try:
        found = open_repository(root)
    except UnusableRepositoryError:
        raise
    except NotARepositoryError:
        return None
    return found if found.bare else replace(found, root=root)


def _known_in(snapshot: Snapshot) -> Callable[[str], bool]:
    """Return what tells whether qmsctl reads a path in its own form by the `qms.yaml` that is there."""
    try:
        organisation, _ = load_organisation(snapshot)
    except ConfigurationError:
        return lambda path: path == BASELINE
    reader = reader_of(organisation)
    tops = tuple(folder.rstrip("/") + "/" for folder in organisation.folders.all)
    return lambda path: path == BASELINE or (path.startswith(tops) and reader.kind_of(path) is None)


def _settings(snapshot: Snapshot) -> bytes | None:
    try:
        return snapshot.read(CONFIGURATION)
    except MissingContentError:
        return b""
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # it is there, and no file that can be read


def kept_answers(place: Place, given: Answers) -> Answers:
    """Return *given* with what the `qms.yaml` that is there says: whoever wrote it need not be asked again."""
    there = place.organisation
    if there is None:
        return given
    told = {key: name for kind in there.kinds.values() for name, keys in kind.fields.items() for key in keys}
    return replace(
        given,
        name=given.name or there.organisation.name,
        language=given.language or there.language,
        edition=given.edition or next(iter(there.editions), None),
        fields={**told, **given.fields},
    )


def found_in(place: Place, answers: Answers) -> Adoption:
    """Return what *place* shows, with what somebody said about days and fields."""
    branch = place.repository.branch if place.repository and place.history.commits else None
    return examine(place.looked, place.history, place.name, branch, answers)


def shown_with(place: Place, adoption: Adoption, answers: Answers) -> Adopted:
    """Return what is shown of *adoption*, with the register as it would be."""
    text = adopted_settings(adoption, answers, current_language())
    there = place.organisation
    kind_of = _no_kind if there is None else reader_of(there).kind_of
    spoken = current_language()
    differing = (
        None if place.settings is None else added_settings(place.settings, adoption, answers, kind_of, spoken)
    )
    return Adopted(
        adoption,
        answers,
        text.decode(),
        _preview(place, text if there is None else None) if adoption.kinds else None,
        untold(adoption),
        place.repository is not None,
        differing,
    )


def _no_kind(path: str) -> str | None:
    """Return that no kind reads *path*."""
    del path
    return None


def _preview(place: Place, text: bytes | None) -> Preview | None:
    """Return what the register would hold, by really reading all of it with the settings *text*, or those there."""
    snapshot = place.snapshot if text is None else Overlaid(place.snapshot, {CONFIGURATION: text})
    organisation, source = load_organisation(snapshot)
    day = today(organisation, source)
    try:
        qms = load(snapshot, place.cache, (organisation, source))
    except NothingToCheckError:
        return None
    blobs = place.repository.git.blobs if place.repository else _no_blobs
    system = control(qms, place.history, day, blobs, place.cache)
    place.cache.save()
    return preview(system)


def _no_blobs(names: Iterable[str]) -> Mapping[str, bytes]:
    """Return nothing: where there is no repository, there are no contents but those of the files."""
    del names
    return {}


def write_settings(place: Place, shown: Adopted) -> None:
    """Write `qms.yaml`, and nothing else.

    Raises:
        RefusedError: there is one by now, or it cannot be written.
    """
    write(place.root, {CONFIGURATION: shown.settings.encode()})
