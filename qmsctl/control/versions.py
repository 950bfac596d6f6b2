"""Every content a document ever had, found by its own id in each historical blob.

A rename, a move or a rewrite does not break the line, and a copy of a template
starts one of its own: what a document is, its id says, not its path and not
git's guess at similarity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qmsctl.control.documents import BlobReader
from qmsctl.model.document import Document
from qmsctl.model.organisation import Organisation
from qmsctl.model.reading import read_document
from qmsctl.model.schema import Filed
from qmsctl.repo.history import Commit, History

__all__ = ["Version", "versions_of"]

_ID: Final = re.compile(
    rb"^id:[ \t]*(?P<quote>['\"]?)(?P<id>[^\r\n]*?)(?P=quote)[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE
)


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


def versions_of(
    id: str, language: str, organisation: Organisation, history: History, read_blobs: BlobReader
) -> tuple[Version, ...]:
    """Return the contents *id* had in *language*, oldest first, each where it first appeared.

    Args:
        id: the document.
        language: of the version; a file that names none is in the organisation's.
        organisation: says where documents lie.
        history: every commit.
        read_blobs: reads contents; it is called once.
    """
    touched = [
        (commit, change.path, change.after)
        for commit in history.commits
        for change in commit.changes
        if change.after is not None and _may_hold_documents(change.path, organisation)
    ]
    contents = read_blobs({blob for _, _, blob in touched})
    found: list[Version] = []
    for version in _matching(id, language, organisation, touched, contents):
        before = found[-1] if found else None
        if before is not None and (before.content, before.path) == (version.content, version.path):
            continue  # a merge shows again what its sides have brought
        found.append(version)
    return tuple(found)


def _may_hold_documents(path: str, organisation: Organisation) -> bool:
    folders = organisation.folders
    tops = (folders.procedures, folders.checklists, folders.programmes, folders.audits)
    return path.endswith((".yaml", ".yml", ".md")) and any(
        path.startswith(top.rstrip("/") + "/") for top in tops
    )


def _matching(
    id: str,
    language: str,
    organisation: Organisation,
    touched: list[tuple[Commit, str, str]],
    contents: Mapping[str, bytes],
) -> Iterator[Version]:
    """Yield the versions whose blob bears *id*; only those are parsed."""
    last: str | None = None
    for commit, path, blob in touched:
        raw = contents.get(blob)
        stated = _ID.search(raw) if raw is not None else None
        if raw is None or stated is None or stated["id"].decode("utf-8", "replace") != id:
            continue
        document = read_document(path, raw)
        if document is None or (document.fact.language or organisation.language) != language:
            continue
        renamed = last if last not in (None, path) else None
        last = path
        yield Version(commit, path, blob, document, document.source.digest, renamed)
