"""Every content a document ever had, found by its own id in each historical blob.

A rename, a move or a rewrite does not break the line, and a copy of a template
starts one of its own: what a document is, its id says, not its path and not
git's guess at similarity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from qmsctl.cache import Shelf
from qmsctl.control.headings import BlobStream, Headings
from qmsctl.control.renames import renames_in
from qmsctl.model.document import Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import Reader, blob_of, reader_of
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit, History

__all__ = ["Past", "Version"]


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a document, and the commit that brought it to its path."""

    commit: Commit
    path: str
    blob: str
    document: Filed[Document]
    content: str
    """Its digest."""
    renamed_from: str | None = None
    """Where the version before it lay, if elsewhere."""
    began_earlier: bool = False
    """Whether the history was cut off before its commit, which then need not be the one that wrote it."""


class _Touched(NamedTuple):
    """A content that a commit put somewhere."""

    commit: Commit
    path: str
    blob: str
    read_as: str
    """Where its file lies now: what is named by its file is read by that."""


@dataclass(frozen=True, slots=True)
class Past:
    """The contents that documents had, in the order of the history."""

    organisation: Organisation
    history: History
    each_blob: BlobStream
    known: Shelf
    """Headings of contents that were read before."""

    def versions_of(self, id: str, language: str) -> tuple[Version, ...]:
        """Return the contents the document *id* had in *language*, oldest first, each where it first appeared.

        A file that names no language is in the organisation's.
        """
        return self.versions_of_each({(id, language)})[id, language]

    def versions_of_each(
        self, wanted: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], tuple[Version, ...]]:
        """Return for each of the documents *wanted*, by id and language, what `versions_of` does, in one reading."""
        reader = reader_of(self.organisation)
        renames = renames_in(self.history, reader, lambda names: dict(self.each_blob(names)))
        touched = [
            _Touched(commit, change.path, change.after, renames.now(change.path, commit.id))
            for commit in self.history.commits
            for change in commit.changes
            if change.after is not None and reader.may_hold_document(change.path)
        ]
        stood = {reader.key(one.blob, one.read_as): one.read_as for one in touched}
        borne = self._borne(reader, stood, wanted)
        contents = dict(self.each_blob({blob_of(key) for key in borne}))
        own: dict[tuple[str, str], list[_Touched]] = {key: [] for key in wanted}
        for one in touched:
            if (key := borne.get(reader.key(one.blob, one.read_as))) is not None:
                own[key].append(one)
        return {key: self._versions(reader, changes, contents) for key, changes in own.items()}

    def _versions(
        self, reader: Reader, touched: Sequence[_Touched], contents: Mapping[str, bytes]
    ) -> tuple[Version, ...]:
        """Return what each of *touched*, the changes of one document, brought that was not there before."""
        found: list[Version] = []
        for version in _matching(reader, touched, contents):
            before = found[-1] if found else None
            if before is not None and (before.content, before.path) == (version.content, version.path):
                continue  # a merge shows again what its sides have brought
            cut_off = not (version.commit.parents or self.history.complete)
            found.append(replace(version, began_earlier=True) if cut_off else version)
        return tuple(found)

    def _borne(
        self, reader: Reader, blobs: Mapping[str, str], wanted: Collection[tuple[str, str]]
    ) -> Mapping[str, tuple[str, str]]:
        """Return which of *blobs*, keys of `Reader.key`, hold a document that is *wanted*."""
        headings = Headings(reader, self.known)
        headings.learn(blobs, self.each_blob)
        stated = ((blob, headings[blob]) for blob in blobs if blob in headings)
        borne = {
            blob: (heading.id, heading.language or self.organisation.language)
            for blob, heading in stated
            if heading is not None
        }
        return {blob: key for blob, key in borne.items() if key in wanted}


def _matching(
    reader: Reader, touched: Sequence[_Touched], contents: Mapping[str, bytes]
) -> Iterator[Version]:
    """Yield what each of *touched* brought, as far as it can be read."""
    last: str | None = None
    for one in touched:
        document = reader.document(one.read_as, contents[one.blob]) if one.blob in contents else None
        if document is None:
            continue
        renamed = last if last not in (None, one.path) else None
        last = one.path
        yield Version(one.commit, one.path, one.blob, document, document.source.digest, renamed)
