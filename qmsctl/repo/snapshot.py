"""The files of one moment: of a commit, of the working tree, or of a test's memory."""

from __future__ import annotations

import hashlib
import math
import os
import posixpath
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, Protocol

from qmsctl.repo.git import Git, GitFailedError, blob_name

__all__ = [
    "CommitSnapshot",
    "Entry",
    "Kind",
    "Mark",
    "MemorySnapshot",
    "MissingContentError",
    "Snapshot",
    "WorkingTree",
    "blob_name",
    "committed_submodules",
    "is_shown",
    "listing_files",
]

BIGGEST: Final = 32 * 1024 * 1024
"""Bytes that are read of one file; a larger one is digested piece by piece or not read at all."""
_AT_ONCE: Final = 1024 * 1024
"""Bytes that are read at once; files of a commit up to this size are read together with the others of their kind."""


class MissingContentError(FileNotFoundError):
    """The commit has the file, and the repository lacks what is in it."""


class Kind(Enum):
    """What a path of a snapshot is."""

    FILE = "file"
    FOLDER = "folder"
    SYMLINK = "symlink"
    SUBMODULE = "submodule"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One path of a snapshot."""

    path: str
    """From the root of the quality management system, with `/`."""
    kind: Kind
    size: int | None
    """In bytes; `None` if nobody wanted to know."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one content of a file from any other, without reading it."""

    name: str
    changed: float = -math.inf
    """When the file changed last, in seconds: what changed a moment ago could change again unnoticed."""


class Snapshot(Protocol):
    """The files of one moment."""

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*, in an order that depends on the paths alone; an empty one is the root.

        Hidden files and folders are left out.  Who does not want them *sized* may get no sizes.
        """
        ...

    def read(self, path: str) -> bytes:
        """Return the bytes of the file *path*.

        Raises:
            OSError: the file is gone or may not be read.
        """
        ...

    def digest(self, path: str) -> str:
        """Return the SHA-256 of the file *path* in hexadecimal, however large it is.

        Raises:
            OSError: the file is gone or may not be read.
        """
        ...

    def mark(self, path: str) -> Mark | None:
        """Return what marks the content of the file *path*; `None` if nothing does, or there is none."""
        ...


class MemorySnapshot:
    """Files that exist in memory only."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self._files = {
            path: text.encode() if isinstance(text, str) else text for path, text in sorted(files.items())
        }

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*, hidden ones left out."""
        del sized  # they are known anyway
        return [
            Entry(path, Kind.FILE, len(content))
            for path, content in self._files.items()
            if is_shown(path, folders)
        ]

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*."""
        try:
            return self._files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def digest(self, path: str) -> str:
        """Return the SHA-256 of *path*."""
        return hashlib.sha256(self.read(path)).hexdigest()

    def mark(self, path: str) -> Mark | None:
        """Return nothing: whoever wants to know more of *path* can as well read it."""


class WorkingTree:
    """The files on disk, whatever git thinks of them.

    Git's word that a file is unchanged or ignored can be had for one setting,
    so the folders are listed and the files are read.
    """

    def __init__(self, root: Path, submodules: Callable[[], Collection[str]] = tuple) -> None:
        """Take the files below *root*.

        Args:
            root: the folder of `qms.yaml`.
            submodules: returns the paths of the repositories that the last commit names.  One that is not
                checked out is an empty folder on disk, so it is called only where there is one.
        """
        self._root = root
        self._within = f"{root}{os.sep}"  # there are thousands of paths
        self._submodules = cache(submodules)

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*; other repositories in them are not entered."""
        found: dict[str, Entry] = {}
        waiting: list[str] = []
        for top in [""] if "" in folders else folders:  # what lies in it is listed once
            if link := self._link(top):
                found[link] = Entry(link, Kind.SYMLINK, 0)
            else:
                waiting.append(top)
        while waiting:
            for entry in self._children(waiting.pop(), sized=sized):
                if entry.kind is Kind.FOLDER:
                    waiting.append(entry.path)
                else:
                    found[entry.path] = entry
        return [found[path] for path in sorted(found)]

    def _children(self, folder: str, *, sized: bool) -> Iterator[Entry]:
        """Yield what stands in *folder*; one that cannot be opened, or is a repository, stands for itself."""
        try:
            children = list(os.scandir(self._within + folder))
        except FileNotFoundError:
            return
        except OSError:
            yield Entry(folder, Kind.OTHER, 0)
            return
        other = folder and any(child.name == ".git" for child in children)
        if other or (not children and folder in self._submodules()):
            yield Entry(folder, Kind.SUBMODULE, 0)
            return
        for child in children:
            if not child.name.startswith("."):
                with suppress(FileNotFoundError):  # an editor's file that was there a moment ago
                    yield _entry(f"{folder}/{child.name}" if folder else child.name, child, sized=sized)

    def _link(self, folder: str) -> str | None:
        """Return the first link on the way from the root to *folder*, if there is one."""
        parts = PurePosixPath(folder).parts
        steps = (posixpath.join(*parts[: length + 1]) for length in range(len(parts)))
        return next((step for step in steps if (self._root / step).is_symlink()), None)

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*, which must be a file and no link."""
        descriptor, size = self._open(path)
        try:
            # Nearly every file is read in one call of the system, without the buffers of a stream.
            content = os.read(descriptor, min(size + 1, BIGGEST))
            if len(content) == size:
                return content
            pieces = [content]
            while content and sum(map(len, pieces)) < BIGGEST:
                content = os.read(descriptor, _AT_ONCE)
                pieces.append(content)
            return b"".join(pieces)[:BIGGEST]
        finally:
            os.close(descriptor)

    def digest(self, path: str) -> str:
        """Return the SHA-256 of *path*, read piece by piece."""
        with os.fdopen(self._open(path)[0], "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def mark(self, path: str) -> Mark | None:
        """Return what the file system says of the file *path*."""
        try:
            status = os.lstat(self._within + path)
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        facts = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        latest = max(status.st_mtime_ns, status.st_ctime_ns) / 1e9
        return Mark(" ".join(map(str, (*facts, path))), latest)

    def _open(self, path: str) -> tuple[int, int]:
        """Open the file *path*, and return its descriptor and size."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self._within + path, flags)
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise IsADirectoryError(path)
        return descriptor, status.st_size


def _entry(path: str, child: os.DirEntry[str], *, sized: bool) -> Entry:
    if child.is_dir(follow_symlinks=False):
        return Entry(path, Kind.FOLDER, 0)
    # The folder says what each is; for the size, the system has to be asked once more for each.
    if not sized and child.is_file(follow_symlinks=False):
        return Entry(path, Kind.FILE, None)
    status = child.stat(follow_symlinks=False)
    if stat.S_ISREG(status.st_mode):
        return Entry(path, Kind.FILE, status.st_size)
    return Entry(path, Kind.SYMLINK if stat.S_ISLNK(status.st_mode) else Kind.OTHER, status.st_size)


class CommitSnapshot:
    """The files of one commit, read in one process each for the list and the contents."""

    def __init__(
        self, git: Git, commit: str, prefix: str, at_hand: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        """List the files of *commit* below *prefix*.

        Args:
            git: runs in the repository.
            commit: its id.
            prefix: from the top of the repository to the root of the system.
            at_hand: contents by git's name, which need not be read.
        """
        self._git = git
        self._names: dict[str, str] = {}
        self._entries: list[Entry] = []
        self._contents: dict[str, bytes] = dict(at_hand)
        self._read_at_once: set[str] = set()
        for path, mode, name, size in _sized(git, commit, prefix):
            kind = {"120000": Kind.SYMLINK, "160000": Kind.SUBMODULE}.get(mode, Kind.FILE)
            if kind is Kind.FILE:
                self._names[path] = name
            self._entries.append(Entry(path, kind, size))

    def entries(self, folders: Sequence[str], *, sized: bool = True) -> Iterable[Entry]:
        """Yield every path below *folders*, hidden ones left out; a file in the place of one is no file."""
        del sized  # they are known anyway
        shown = (
            replace(entry, kind=Kind.OTHER) if entry.kind is Kind.FILE and entry.path in folders else entry
            for entry in self._entries
            if is_shown(entry.path, folders)
        )
        return sorted(shown, key=lambda entry: entry.path)

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*; the first call reads all small files of the same kind at once."""
        ending = posixpath.splitext(path)[1]
        if ending and ending not in self._read_at_once:
            self._read_at_once.add(ending)
            alike = (e.path for e in self._entries if (e.size or 0) <= _AT_ONCE and e.path.endswith(ending))
            names = {self._names[near] for near in alike if near in self._names}
            self._contents |= self._git.blobs(names - self._contents.keys())
        name = self._name(path)
        if name not in self._contents:
            self._contents |= self._git.blobs([name])
        try:
            return self._contents[name]
        except KeyError:
            raise MissingContentError(path) from None

    def digest(self, path: str) -> str:
        """Return the SHA-256 of *path*."""
        digest = hashlib.sha256()
        try:
            with self._git.stream("cat-file", "blob", self._name(path)) as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
        except GitFailedError as failure:
            raise MissingContentError(path) from failure
        return digest.hexdigest()

    def mark(self, path: str) -> Mark | None:
        """Return git's name for the file *path*."""
        name = self._names.get(path)
        return None if name is None else Mark(name)

    def _name(self, path: str) -> str:
        try:
            return self._names[path]
        except KeyError:
            raise FileNotFoundError(path) from None


def is_shown(path: str, folders: Sequence[str]) -> bool:
    """Return whether *path* lies below one of *folders*, or takes the place of one, and is not hidden."""
    below = any(
        not folder or path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders
    )
    return below and not any(part.startswith(".") for part in path.split("/"))


@contextmanager
def listing_files(git: Git, commit: str, prefix: str) -> Iterator[Callable[[], dict[str, str]]]:
    """List the files of *commit* below *prefix* in a process beside the caller.

    Yields:
        What waits for the end and returns git's names of the files, by path from *prefix*.
    """
    with git.beside(*_listed(commit, prefix)) as pieces:
        yield lambda: {path: name for path, _, name, _ in _files_of(b"".join(pieces()), prefix)}


def committed_submodules(git: Git, commit: str, prefix: str) -> frozenset[str]:
    """Return where *commit* has other repositories below *prefix*, by path from there."""
    return frozenset(path for path, mode, _, _ in _listing(git, commit, prefix) if mode == "160000")


def _sized(git: Git, commit: str, prefix: str) -> Iterable[tuple[str, str, str, int]]:
    """Yield path, mode, name and size of each file of *commit* below *prefix*."""
    try:
        return list(_listing(git, commit, prefix, "-l"))
    except GitFailedError:
        # To tell the size of a content, git needs it, and a partial clone may have left it with its remote.
        return list(_listing(git, commit, prefix))


def _listing(git: Git, commit: str, prefix: str, *options: str) -> Iterable[tuple[str, str, str, int]]:
    """Yield path, mode, name and, with the option `-l`, size of each file of *commit* below *prefix*."""
    return _files_of(git.run(*_listed(commit, prefix, *options)), prefix)


def _listed(commit: str, prefix: str, *options: str) -> tuple[str, ...]:
    """Return the call of git that lists the files of *commit* below *prefix*."""
    return ("ls-tree", "-r", "-z", *options, "--full-tree", commit, *(("--", prefix) if prefix else ()))


def _files_of(listing: bytes, prefix: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield path, mode, name and, if it was asked for, size of each file in the *listing* that git gave."""
    for line in listing.split(b"\0"):
        if not line:
            continue
        facts, _, path = line.partition(b"\t")
        mode, _, name, *size = facts.decode("ascii").split()
        # A path that is not UTF-8 keeps its bytes, as Python's own file functions do it.
        shown = path.decode("utf-8", "surrogateescape").removeprefix(prefix)
        yield shown, mode, name, int(size[0]) if size and size[0].isdigit() else 0
