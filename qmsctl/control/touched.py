"""Which commits changed which document, found by the id that each content states."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from qmsctl.control.headings import Headings
from qmsctl.control.renames import renames_in
from qmsctl.control.versions import Past
from qmsctl.model.reader import Reader, reader_of
from qmsctl.repo.history import Change, Commit, Touch

__all__ = ["DocumentKey", "touched_since"]

DocumentKey = tuple[str, str]
"""Id and language."""


def touched_since(past: Past, known: Collection[str]) -> Mapping[DocumentKey, tuple[Touch, ...]]:
    """Return by document the commits that changed it, oldest first.

    Args:
        past: the contents that documents had.
        known: ids of commits that are left out.
    """
    reader = reader_of(past.organisation)
    found = [
        (commit, change)
        for commit in past.history.commits
        if commit.id not in known and not past.history.begins_unknown(commit)
        for change in _brought(commit, reader)
    ]
    renames = renames_in(past.history, reader, lambda names: dict(past.each_blob(names)))
    stood = {
        reader.key(change.after, now): now
        for commit, change in found
        if change.after is not None and (now := renames.now(change.path, commit.id))
    }
    keys = _keys(past, reader, stood)
    touches: dict[DocumentKey, list[Touch]] = {}
    seen: set[tuple[str, str | None]] = set()
    for commit, change in found:
        again = commit.is_merge and (change.path, change.after) in seen
        seen.add((change.path, change.after))
        key = keys.get(reader.key(change.after or "", renames.now(change.path, commit.id)))
        if key is not None and not again:  # a merge shows again what its sides have brought
            touches.setdefault(key, []).append((commit, change))
    return {key: tuple(made) for key, made in touches.items()}


def _brought(commit: Commit, reader: Reader) -> Iterable[Change]:
    """Return the changes of *commit* that may have brought a document."""
    return (
        change
        for change in commit.changes
        if change.after is not None and reader.may_hold_document(change.path)
    )


def _keys(past: Past, reader: Reader, paths: Mapping[str, str]) -> Mapping[str, DocumentKey]:
    """Return which document each content is, by its `Reader.key`; *paths* say where each stood."""
    headings = Headings(reader, past.known)
    headings.learn(paths, past.each_blob)
    return {
        blob: (heading.id, heading.language or past.organisation.language)
        for blob in paths
        if blob in headings and (heading := headings[blob]) is not None
    }
