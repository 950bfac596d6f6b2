"""The lives of a document: when the main line held a file of it.

An id that was deleted and added again has two lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from qmsctl.cache import NO_CACHE
from qmsctl.control.documents import BlobReader
from qmsctl.control.versions import Version
from qmsctl.model.document import Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import Reader, reader_of
from qmsctl.repo.arrival import first_parents
from qmsctl.repo.history import Change, Commit, History

__all__ = ["Life", "lives_of"]


@dataclass(frozen=True, slots=True)
class Life:
    """A time without a gap in which the main line held a file of the document."""

    began: Commit
    ended: Commit | None
    """The commit that took the last file away; `None`: it is still there."""


class _Is(Enum):
    """What a content is to a document."""

    ITS_OWN = "its own"
    ANOTHERS = "another's"
    UNREADABLE = "unreadable"


def lives_of(
    versions: Sequence[Version], organisation: Organisation, history: History, read_blobs: BlobReader
) -> tuple[Life, ...]:
    """Return the lives of the document whose readable contents are *versions*, oldest first.

    Args:
        versions: of one document in one language.
        organisation: says in which language a file is that names none.
        history: every commit.
        read_blobs: reads contents; it is called once.
    """
    if not versions:
        return ()
    paths = {version.path for version in versions}
    blobs = {
        (path, change.after) for path in paths for _, change in history.of(path) if change.after is not None
    }
    known = {version.blob for version in versions}
    contents = read_blobs({blob for _, blob in blobs if blob not in known})
    reader = reader_of(organisation)
    held = {
        (path, blob): _Is.ITS_OWN
        if blob in known
        else _judged(reader, path, contents.get(blob), versions[0], organisation.language)
        for path, blob in blobs
    }
    return tuple(_lives(history, paths, held))


def _judged(reader: Reader, path: str, raw: bytes | None, version: Version, default: str) -> _Is:
    """Return what the content *raw* at *path* is to the document of which *version* is one."""
    if raw is None:
        return _Is.UNREADABLE
    stated = version.document.fact
    read = reader.file(path, raw, NO_CACHE.shelf("facts"))
    if read.malformed is not None:
        return _Is.UNREADABLE if read.malformed.id in (None, stated.id) else _Is.ANOTHERS
    if read.filed is None:
        return _Is.UNREADABLE
    fact = read.filed.fact
    own = (
        isinstance(fact, Document)
        and fact.id == stated.id
        and (fact.language or default) == (stated.language or default)
    )
    return _Is.ITS_OWN if own else _Is.ANOTHERS


def _lives(history: History, paths: set[str], held: Mapping[tuple[str, str], _Is]) -> Iterator[Life]:
    """Yield the lives: what first parents change is all that the main line ever held."""
    holding: set[str] = set()
    began: Commit | None = None
    for commit in first_parents(history):
        for change in commit.changes:
            if change.path in paths:
                _follow(change, holding, held)
        if holding and began is None:
            began = commit
        elif not holding and began is not None:
            yield Life(began, commit)
            began = None
    if began is not None:
        yield Life(began, None)


def _follow(change: Change, holding: set[str], held: Mapping[tuple[str, str], _Is]) -> None:
    """Note in *holding* whether the path of *change* holds the document after it."""
    kind = _Is.ANOTHERS if change.after is None else held[change.path, change.after]
    if kind is _Is.ITS_OWN:
        holding.add(change.path)
    elif kind is _Is.ANOTHERS:
        holding.discard(change.path)
    # What cannot be read where the document stands is still the document; elsewhere nobody knows whose it is.
