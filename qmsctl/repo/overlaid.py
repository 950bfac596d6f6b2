"""Files of a moment, and others in their place: what would be there if somebody wrote them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from qmsctl.repo.snapshot import Entry, Kind, Mark, Snapshot, is_shown

__all__ = ["Overlaid"]


class Overlaid:
    """A snapshot, and files that exist in memory only."""

    def __init__(self, below: Snapshot, files: Mapping[str, bytes]) -> None:
        """Show *files* in the place of those of *below*, or beside them."""
        self._below = below
        self._files = files

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*, hidden ones left out."""
        found = {entry.path: entry for entry in self._below.entries(folders, sized=sized)}
        for path, content in self._files.items():
            if is_shown(path, folders):
                found[path] = Entry(path, Kind.FILE, len(content))
        return [found[path] for path in sorted(found)]

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises:
            OSError: the file is gone or may not be read.
        """
        return self._files[path] if path in self._files else self._below.read(path)

    def digest(self, path: str) -> str:
        """Return the SHA-256 of *path*.

        Raises:
            OSError: the file is gone or may not be read.
        """
        if path in self._files:
            return hashlib.sha256(self._files[path]).hexdigest()
        return self._below.digest(path)

    def mark(self, path: str) -> Mark | None:
        """Return what marks the content of the file *path*, unless it exists in memory only."""
        return None if path in self._files else self._below.mark(path)
