"""What need not be worked out twice, in the user's own cache folder.

Everything in it follows from contents that have a name of their own and from this
version of qmsctl, so it may be deleted at any time; one that cannot be read is made anew.
It lies in no repository: what somebody else made is never believed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from qmsctl import __version__

__all__ = ["NO_CACHE", "SETTLED", "Cache", "Shelf", "cache_folder"]

Answer = TypeVar("Answer")

SETTLED: Final = 2.0
"""Seconds after which a file system gives a new change another time: the coarsest in use counts in two."""
_PATIENCE: Final = 5.0
"""Seconds to wait for another qmsctl that writes."""
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS made_by (build TEXT);
    CREATE TABLE IF NOT EXISTS entry (shelf TEXT, key TEXT, value TEXT, PRIMARY KEY (shelf, key));
"""
_AT_ONCE: Final = 1000
"""Entries that are written together."""
_FEW: Final = 1000
"""Entries that may lie unused on a shelf beside those in use, before they are cleared away."""


class Shelf:
    """Texts by key, of one kind.  One that stands nowhere keeps nothing."""

    def __init__(self, cache: Cache | None = None, name: str = "") -> None:
        self._cache: Final = cache
        self._name: Final = name
        self._there: dict[str, str] | None = None
        self._used: Final[set[str]] = set()
        self._new: Final[dict[str, str]] = {}

    def _kept(self) -> dict[str, str]:
        if self._there is None:
            self._there = self._cache.read(self._name) if self._cache else {}
        return self._there

    @property
    def keeps(self) -> bool:
        """Whether it is worth while to put anything on it."""
        return self._cache is not None

    def get(self, key: str) -> str | None:
        """Return what was kept under *key*."""
        if self._cache is None:
            return None
        self._used.add(key)
        return self._new.get(key) or self._kept().get(key)

    def items(self) -> Sequence[tuple[str, str]]:
        """Return everything that was on it when it was opened."""
        self._used.update(self._kept())
        return tuple(self._kept().items())

    def put(self, key: str, text: str) -> None:
        """Keep *text* under *key*."""
        if self._cache is not None:
            self._used.add(key)
            self._new[key] = text
            if len(self._new) >= _AT_ONCE:  # they would fill the memory otherwise
                self.save()

    def save(self) -> None:
        """Write what was put on it, and clear away what nobody asks for any more."""
        unused = frozenset(self._there.keys() - self._used) if self._there else frozenset()
        stale = unused if len(unused) > _FEW + 2 * len(self._used) else frozenset()
        if self._cache is not None and (self._new or stale):
            self._cache.write(self._name, self._new, stale)
            self._new.clear()


class Cache:
    """What is known of one quality management system, on shelves."""

    def __init__(self, file: Path | None, opened: float = 0.0) -> None:
        """Open the cache that lies in *file*; without one, nothing is kept.

        Args:
            file: where it lies.
            opened: the present moment, in seconds; unless it is known, nothing counts as settled.
        """
        self._file: Final = file
        self._moment: Final = opened
        self._shelves: Final[dict[str, Shelf]] = {}

    @classmethod
    def of(cls, root: Path, environment: Mapping[str, str], opened: float = 0.0) -> Cache:
        """Return the cache of the system that lies in the folder *root*, *opened* at this moment."""
        folder = cache_folder(environment)
        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:32]
        return cls(folder / f"{name}.sqlite" if folder else None, opened)

    def is_settled(self, changed: float) -> bool:
        """Return whether a file that *changed* last at that moment would show another if it changed again."""
        return changed < self._moment - SETTLED

    def shelf(self, name: str) -> Shelf:
        """Return the shelf *name*; nothing is read before something is asked for."""
        return self._shelves.setdefault(name, Shelf(self, name) if self._file else Shelf())

    def save(self) -> None:
        """Write what was put on the shelves."""
        for shelf in self._shelves.values():
            shelf.save()

    def find(self, shelf: str, key: str) -> str | None:
        """Return one text without reading the whole *shelf*."""

        def ask(connection: sqlite3.Connection) -> str | None:
            question = "SELECT value FROM entry WHERE shelf = ? AND key = ?"
            row = connection.execute(question, (shelf, key)).fetchone()
            return None if row is None else str(row[0])

        return self._opened(ask, None)

    def read(self, shelf: str) -> dict[str, str]:
        """Return every text on *shelf* by its key."""
        question = "SELECT key, value FROM entry WHERE shelf = ?"
        return self._opened(lambda connection: dict(connection.execute(question, (shelf,))), {})

    def write(self, shelf: str, new: Mapping[str, str], stale: Iterable[str] = ()) -> None:
        """Put *new* texts on *shelf* and take *stale* keys away: all of it or nothing."""

        def change(connection: sqlite3.Connection) -> None:
            with connection:
                rows = ((shelf, key, text) for key, text in new.items())
                connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
                gone = ((shelf, key) for key in stale)
                connection.executemany("DELETE FROM entry WHERE shelf = ? AND key = ?", gone)

        self._opened(change, None, for_writing=True)

    def _opened(
        self, work: Callable[[sqlite3.Connection], Answer], otherwise: Answer, *, for_writing: bool = False
    ) -> Answer:
        """Return what *work* makes of a connection; a broken file is deleted and answers *otherwise*."""
        if self._file is None or not (for_writing or self._file.exists()):
            return otherwise
        try:
            if for_writing:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE)) as connection:
                _prepare(connection)
                return work(connection)
        except (sqlite3.OperationalError, OSError):  # locked, full or read-only: the next run may do better
            return otherwise
        except (sqlite3.DatabaseError, ValueError, TypeError):
            with suppress(OSError):
                self._file.unlink()
            return otherwise


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables, and clear what another version of qmsctl left."""
    build = _build()
    try:
        made_by = connection.execute("SELECT build FROM made_by").fetchone()
    except sqlite3.OperationalError:
        made_by = None
    if made_by == (build,):
        return
    connection.executescript(_SCHEMA)
    with connection:
        connection.execute("DELETE FROM entry")
        connection.execute("DELETE FROM made_by")
        connection.execute("INSERT INTO made_by VALUES (?)", (build,))


@cache
def _build() -> str:
    """Return what tells this version of qmsctl from any other, one that is being worked on included."""
    digest = hashlib.sha256(f"{__version__} {sys.version}".encode())
    waiting = [Path(__file__).parent]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    waiting.append(Path(entry.path))
            elif entry.name.endswith((".py", ".mo", ".psv", ".yaml", ".j2")):
                status = entry.stat()
                digest.update(f"{entry.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder where the user keeps what may be deleted; `None` if there is none."""
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():  # the specification of the variable wants another to be ignored
        return named / "qmsctl"
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) / ".cache" / "qmsctl" if home and Path(home).is_dir() else None


NO_CACHE: Final = Cache(None)
