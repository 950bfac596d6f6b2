"""The ids that files state, found without reading the files whole: what a shell offers while somebody types.

What cannot be found so is left out.  Nothing else may rest on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from qmsctl.repo.snapshot import Kind, Snapshot

if TYPE_CHECKING:
    from qmsctl.model.organisation import Folders, Organisation

__all__ = ["StatedId", "stated_audits", "stated_documents", "stated_findings", "stated_programmes"]


class StatedId(NamedTuple):
    """An id, and the title beside it."""

    id: str
    title: str = ""


_FIELD: Final = r"^{}:[ \t]*(?:\"(?P<double>[^\"\\\r\n]+)\"|'(?P<single>[^'\r\n]+)'|(?P<bare>[^\s'\"#&*!|>%@`\[{{][^\r\n#]*))"
_ID, _NUMBER, _TITLE = (re.compile(_FIELD.format(name), re.MULTILINE) for name in ("id", "number", "title"))
_ENDINGS: Final = frozenset({".yaml", ".yml", ".md"})


def stated_documents(snapshot: Snapshot, organisation: Organisation) -> Iterator[StatedId]:
    """Yield the documents of every kind, each language version for itself."""
    folders = organisation.folders
    if organisation.kinds:
        yield from _mapped(snapshot, organisation)
    for folder in (folders.procedures, folders.checklists, folders.programmes):
        yield from _stated(snapshot, folder, _ID)
    yield from stated_audits(snapshot, folders)


def _mapped(snapshot: Snapshot, organisation: Organisation) -> Iterator[StatedId]:
    """Yield the documents that are kept in forms that `qms.yaml` describes."""
    from qmsctl.model.reader import reader_of  # noqa: PLC0415 - most systems have none

    reader = reader_of(organisation)
    roots = list(dict.fromkeys(root for kind in organisation.kinds.values() for root in kind.roots))
    for entry in snapshot.entries(roots, sized=False):
        if entry.kind is not Kind.FILE or reader.kind_of(entry.path) is None:
            continue
        try:
            id, title = reader.stated(entry.path, snapshot.read(entry.path))
        except OSError:
            continue
        yield StatedId(id, title)


def stated_programmes(snapshot: Snapshot, folders: Folders) -> Iterator[StatedId]:
    """Yield the audit programmes."""
    return _stated(snapshot, folders.programmes, _ID)


def stated_audits(snapshot: Snapshot, folders: Folders) -> Iterator[StatedId]:
    """Yield the audits that have a plan."""
    return _stated(snapshot, folders.audits, _ID, depth=1)


def stated_findings(snapshot: Snapshot, folders: Folders) -> Iterator[StatedId]:
    """Yield the findings by the numbers under which people know them."""
    return _stated(snapshot, folders.findings, _NUMBER, depth=1)


def _stated(
    snapshot: Snapshot, folder: str, field: re.Pattern[str], depth: int | None = None
) -> Iterator[StatedId]:
    """Yield what the files below *folder* state in *field*; with a *depth*, only of those so far below."""
    levels = len(PurePosixPath(folder).parts) + 1
    for entry in snapshot.entries([folder]):
        path = PurePosixPath(entry.path)
        deep = depth is not None and len(path.parts) != levels + depth
        if entry.kind is not Kind.FILE or path.suffix not in _ENDINGS or deep:
            continue
        try:
            text = snapshot.read(entry.path).decode(errors="replace")
        except OSError:
            continue
        if found := field.search(text):
            title = _TITLE.search(text)
            yield StatedId(_value(found), _value(title) if title else "")


def _value(found: re.Match[str]) -> str:
    return (found["double"] or found["single"] or found["bare"]).strip()
