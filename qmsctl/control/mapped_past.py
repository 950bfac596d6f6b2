"""What documents of other forms said on the main line, commit by commit.

Documents in qmsctl's form are approved by records, which name what they approve.  Where an approval
is a tag, a trailer, a merge or a field, only the history tells which content it was about.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qmsctl.cache import Shelf
from qmsctl.control.renames import BlobReader, Renames
from qmsctl.control.repeated_heads import RepeatedHeads
from qmsctl.model.mapped_document import Declared
from qmsctl.model.plain import from_plain
from qmsctl.model.reader import Reader
from qmsctl.repo.arrival import first_parents
from qmsctl.repo.dates import settled
from qmsctl.repo.history import Commit, History

__all__ = ["Arrived", "MainLine", "Stated", "main_line"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What one content says of itself."""

    kind: str
    id: str
    language: str
    revision: str
    content: str
    """Its digest."""
    declared: Declared


@dataclass(frozen=True, slots=True)
class Arrived:
    """A content that a commit brought to the main line."""

    commit: Commit
    path: str
    """Where it lay then."""
    read_as: str
    """Where its file lies now: what is named by its file is read by that."""
    blob: str
    stated: Stated


@dataclass(frozen=True)
class MainLine:
    """The documents of other forms on the first parents of the last commit."""

    commits: Sequence[Commit]
    arrived: Sequence[Arrived]
    """In the order of the commits."""
    gone: Sequence[tuple[Commit, str]]
    """Which commit took away which path."""

    @cached_property
    def reached(self) -> Mapping[str, dt.datetime]:
        """When each commit of the main line counts as made, by its id: a date is free text."""
        moments = settled([commit.committed for commit in self.commits])
        return {commit.id: moment for commit, moment in zip(self.commits, moments, strict=True)}

    def replay(self) -> Iterator[tuple[Commit, Mapping[str, Arrived]]]:
        """Yield after each commit of the main line what it held, by path; the mapping is the same and changes."""
        held: dict[str, Arrived] = {}
        arrived: dict[str, list[Arrived]] = {}
        for one in self.arrived:
            arrived.setdefault(one.commit.id, []).append(one)
        gone: dict[str, list[str]] = {}
        for commit, path in self.gone:
            gone.setdefault(commit.id, []).append(path)
        for commit in self.commits:
            for path in gone.get(commit.id, ()):
                held.pop(path, None)
            for one in arrived.get(commit.id, ()):
                held[one.path] = one
            yield commit, held


def main_line(
    history: History, reader: Reader, language: str, read_blobs: BlobReader, known: Shelf
) -> MainLine:
    """Return the documents of the kinds that *reader* knows, as the main line held them.

    Args:
        history: every commit.
        reader: reads their files.
        language: of a document that names none.
        read_blobs: reads contents; it is called once for what is not *known*, and once for renames.
        known: what contents said that were read before.
    """
    commits = first_parents(history)
    touched = [
        (commit, change)
        for commit in commits
        for change in commit.changes
        if reader.kind_of(change.path) is not None
    ]
    renames = Renames.of(commits, touched, reader, read_blobs)
    brought = [
        _Brought(commit, change.path, read_as, change.after, reader.key(change.after, read_as))
        for commit, change in touched
        if change.after is not None and (read_as := renames.now(change.path, commit.id))
    ]
    statements = _statements(brought, reader, language, read_blobs, known)
    arrived = [
        Arrived(one.commit, one.path, one.read_as, one.blob, stated)
        for one in brought
        if (stated := statements.get(one.key)) is not None
    ]
    gone = [(commit, change.path) for commit, change in touched if change.after is None]
    return MainLine(commits, arrived, gone)


class _Brought(NamedTuple):
    """A content that a commit brought, whatever it is."""

    commit: Commit
    path: str
    read_as: str
    blob: str
    key: str
    """Of `Reader.key`."""


def _statements(
    brought: Iterable[_Brought], reader: Reader, language: str, read_blobs: BlobReader, known: Shelf
) -> Mapping[str, Stated]:
    """Return what the contents say, by their keys; those that are not *known* are read."""
    found: dict[str, Mapping[str, object] | None] = {}
    lacking: dict[str, _Brought] = {}
    for one in brought:
        if one.key in found or one.key in lacking:
            continue
        kept = known.get(one.key)
        if kept is None:
            lacking[one.key] = one
        else:
            found[one.key] = json.loads(kept)
    contents = read_blobs({one.blob for one in lacking.values()}) if lacking else {}
    heads = RepeatedHeads(reader)
    for key, one in lacking.items():
        raw = contents.get(one.blob)
        if raw is None:
            continue
        found[key] = _said(heads, one.read_as, raw)
        if known.keeps:
            known.put(key, json.dumps(found[key], ensure_ascii=False))
    declared: dict[str, Declared] = {}  # most say the same as many others
    return {key: _stated(said, language, declared) for key, said in found.items() if said is not None}


def _said(heads: RepeatedHeads, path: str, raw: bytes) -> Mapping[str, object] | None:
    """Return what *raw* says of itself, as JSON can hold it; `None` if it cannot be read."""
    said = heads.read(path, raw)
    if said is None:
        return None
    return {
        "kind": said.kind,
        "id": said.id,
        "language": said.language,
        "revision": said.revision,
        "content": said.content,
        "declared": said.declared,
    }


def _stated(said: Mapping[str, object], language: str, known: dict[str, Declared]) -> Stated:
    """Return what *said* tells; a document that names no language is in *language*."""
    plain = said["declared"]
    written = repr(plain)
    if written not in known:
        known[written] = from_plain(Declared, dict(plain) if isinstance(plain, dict) else {})
    return Stated(
        str(said["kind"]),
        str(said["id"]),
        str(said["language"] or language),
        str(said["revision"]),
        str(said["content"]),
        known[written],
    )
