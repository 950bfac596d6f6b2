"""Which commits changed which document, found by the id that each content states."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from qmsctl.control.headings import Headings
from qmsctl.control.versions import Past
from qmsctl.model.naming import is_readable
from qmsctl.model.organisation import Organisation
from qmsctl.repo.arrival import begins_clone
from qmsctl.repo.history import Change, Commit

__all__ = ["DocumentKey", "Touch", "touched_since"]

DocumentKey = tuple[str, str]
"""Id and language."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A commit brought a content of a document to a path."""

    commit: Commit
    path: str
    blob: str


def touched_since(past: Past, known: Collection[str]) -> Mapping[DocumentKey, tuple[Touch, ...]]:
    """Return by document the commits that changed it, oldest first.

    Args:
        past: the contents that documents had.
        known: ids of commits that are left out.
    """
    found = [
        Touch(commit, change.path, change.after)
        for commit in past.history.commits
        if commit.id not in known and not begins_clone(commit, past.history)
        for change in _brought(commit, past.organisation)
        if change.after is not None
    ]
    keys = _keys(past, {touch.blob: touch.path for touch in found})
    touches: dict[DocumentKey, list[Touch]] = {}
    seen: set[tuple[str, str]] = set()
    for touch in found:
        again = (touch.path, touch.blob) in seen and len(touch.commit.parents) > 1
        seen.add((touch.path, touch.blob))
        key = keys.get(touch.blob)
        if key is not None and not again:  # a merge shows again what its sides have brought
            touches.setdefault(key, []).append(touch)
    return {key: tuple(made) for key, made in touches.items()}


def _brought(commit: Commit, organisation: Organisation) -> Iterable[Change]:
    """Return the changes of *commit* that may have brought a document."""
    folders = organisation.folders
    tops = tuple(
        top.rstrip("/") + "/"
        for top in (folders.procedures, folders.checklists, folders.programmes, folders.audits)
    )
    return (change for change in commit.changes if change.path.startswith(tops) and is_readable(change.path))


def _keys(past: Past, paths: Mapping[str, str]) -> Mapping[str, DocumentKey]:
    """Return which document each content is, by its name; *paths* say where each stood."""
    headings = Headings(past.known)
    for blob, raw in past.each_blob(headings.lacking(paths)):
        headings.take(blob, raw, paths[blob])
    return {
        blob: (heading.id, heading.language or past.organisation.language)
        for blob in paths
        if blob in headings and (heading := headings[blob]) is not None
    }
