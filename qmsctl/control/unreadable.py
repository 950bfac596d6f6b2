"""Contents of a document that cannot be read: they are named where its history is shown, and stop nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qmsctl.control.documents import BlobReader, ControlledDocument
from qmsctl.control.versions import Version
from qmsctl.messages import Message
from qmsctl.model.organisation import Organisation
from qmsctl.model.reader import Reader, reader_of
from qmsctl.repo.history import Commit, History

__all__ = ["Unreadable", "unreadable_contents"]

_FIELD: Final = rb"^%b:[ \t]*['\"]?([^\r\n'\"]*?)['\"]?[ \t]*\r?$"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What a commit put where a document lies, and what is none."""

    commit: Commit
    path: str
    line: int
    reason: Message
    revision: str | None
    """What it says its revision is, as far as that can be seen."""


def unreadable_contents(
    controlled: ControlledDocument,
    versions: Sequence[Version],
    organisation: Organisation,
    history: History,
    read_blobs: BlobReader,
) -> tuple[Unreadable, ...]:
    """Return what lay where *controlled* lies or lay and cannot be read, oldest first.

    Args:
        controlled: the document.
        versions: its contents that can be read.
        organisation: says how its files are written.
        history: every commit.
        read_blobs: reads contents; it is called once.
    """
    paths = {version.path for version in versions}
    if controlled.working is not None:
        paths.add(controlled.working.path)
    known = {version.blob for version in versions}
    touched = {
        (commit.id, path): (commit, path, change.after)
        for path in sorted(paths)
        for commit, change in history.of(path)
        if change.after is not None and change.after not in known
    }
    contents = read_blobs({blob for _, _, blob in touched.values()})
    order = {commit.id: number for number, commit in enumerate(history.commits)}
    reader = reader_of(organisation)
    found = (
        _unreadable(reader, controlled.id, commit, path, contents[blob])
        for commit, path, blob in touched.values()
        if blob in contents
    )
    return tuple(sorted((one for one in found if one), key=lambda one: (order[one.commit.id], one.path)))


def _unreadable(reader: Reader, id: str, commit: Commit, path: str, raw: bytes) -> Unreadable | None:
    """Return what is wrong with *raw*, unless it can be read, or says that it is another document."""
    fault = reader.fault(path, raw)
    if fault is None or _stated(b"id", raw) not in (None, id):
        return None
    return Unreadable(commit, path, fault.place.line, fault.message, _stated(b"revision", raw))


def _stated(field: bytes, raw: bytes) -> str | None:
    found = re.search(_FIELD % field, raw, re.MULTILINE)
    return found[1].decode("utf-8", "replace") if found else None
