"""Files of which others hold the fields: Word, PDF, Excel, drawings, known by the digest of their bytes.

`X.docx.yaml` stands beside `X.docx`, and so may `X.yaml`.  What the fields say of the file is its digest, so
that they alone tell which content a revision has; whether the file that lies there is the one they name is
seen when the files are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from qmsctl.cache import NO_CACHE, Cache
from qmsctl.documents.lfs_pointer import pointed_to, pointer_to
from qmsctl.model.document import Document
from qmsctl.model.mapped_document import MappedDocument, MappedSource
from qmsctl.model.schema import Filed
from qmsctl.repo.git import blob_name
from qmsctl.repo.snapshot import BIGGEST, MissingContentError, Snapshot

__all__ = ["FileBeside", "as_it_lies_there", "file_beside", "look_at"]

_LENGTHS: Final = (40, 64)
"""Of git's names for contents."""


@dataclass(frozen=True, slots=True)
class FileBeside:
    """The file that the fields of a document stand beside."""

    path: str
    digest: str | None = None
    """SHA-256 of its bytes; `None` if it is not there."""
    size: int | None = None
    """In bytes; `None` where nobody counted them."""
    names: frozenset[str] = frozenset()
    """What git can call it: by its bytes, or by those of a pointer to it; empty where it is too large to tell."""
    is_pointer: bool = False
    """Whether its bytes are kept elsewhere, by Git LFS, and are not here."""
    established: bool = True
    """False if nobody here can tell what it holds."""


def file_beside(path: str, files: Collection[str]) -> str:
    """Return the file that the fields in the file *path* stand beside, be it there or not.

    Args:
        path: `X.docx.yaml`, or `X.yaml`.
        files: what lies there and may stand beside fields.
    """
    bare = path.rpartition(".")[0]
    if bare in files:
        return bare
    return min((one for one in files if one != path and one.rpartition(".")[0] == bare), default=bare)


def look_at(snapshot: Snapshot, path: str, cache: Cache = NO_CACHE) -> FileBeside:
    """Return what there is to know about the file *path* of *snapshot*; it is not read again if *cache* knows it."""
    known, mark = cache.shelf("files"), snapshot.mark(path)
    if mark is not None and (kept := known.get(mark.name)) is not None:
        digest, size, names, is_pointer = json.loads(kept)
        return FileBeside(path, digest, size, frozenset(names), is_pointer)
    file = _read(snapshot, path)
    # It was marked before it was read: what changed in between has another mark by now.
    if mark is not None and file.digest is not None and cache.is_settled(mark.changed):
        known.put(mark.name, json.dumps([file.digest, file.size, sorted(file.names), file.is_pointer]))
    return file


def _read(snapshot: Snapshot, path: str) -> FileBeside:
    try:
        raw = snapshot.read(path)
        if len(raw) >= BIGGEST:
            return FileBeside(path, snapshot.digest(path))
    except MissingContentError:
        return FileBeside(path, established=False)
    except FileNotFoundError:
        return FileBeside(path)
    except OSError:
        return FileBeside(path, established=False)
    if (pointer := pointed_to(raw)) is not None:
        return FileBeside(path, *pointer, _names(raw), is_pointer=True)
    digest = hashlib.sha256(raw).hexdigest()
    return FileBeside(path, digest, len(raw), _names(raw) | _names(pointer_to(digest, len(raw))))


def _names(raw: bytes) -> frozenset[str]:
    return frozenset(blob_name(raw, length) for length in _LENGTHS)


def as_it_lies_there(document: Filed[Document], file: FileBeside | None) -> Filed[Document]:
    """Return *document* with the content that it has beside *file*, if it names another."""
    fact, source = document.fact, document.source
    if file is None or not isinstance(fact, MappedDocument) or not isinstance(source, MappedSource):
        return document
    if fact.file_digest is None or not file.established or file.digest == fact.file_digest:
        return document
    return Filed(fact, source.beside(file.digest or ""))
